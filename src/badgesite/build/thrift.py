"""Memory that a large build has used and needs no more, given back to the system."""


def give_back() -> None:
    """Give back what is free, where the C library can: others are about to be forked from here.

    Reading content and planning the whole site leave much that is free, in pieces.
    """
    import ctypes  # of a few learners nothing is worth giving back
    import gc

    gc.collect()
    try:
        trim = ctypes.CDLL(None).malloc_trim  # glibc's
    except (AttributeError, OSError, TypeError):
        return
    trim(0)
