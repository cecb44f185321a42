"""The whole site as a list of outputs, and their bytes."""
