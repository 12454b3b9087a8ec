"""What is wrong with a function, or with what it returned."""

from limner.errors import LimnerError


class FunctionError(LimnerError):
    """A CVAT function cannot be loaded, failed, or returned what its specification does not allow."""
