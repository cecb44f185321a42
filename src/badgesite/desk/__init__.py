"""A provider's everyday work on a repository, one module a task; the command line only words it.

Every task works out all changes first, checks the content as it would be, records what is issued,
and only then writes: all files or none.
"""
