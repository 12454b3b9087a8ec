"""The version of the runtime and of the distribution."""

__version__ = "0.1.0"
