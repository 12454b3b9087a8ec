"""Backends: the same script in a process elsewhere, which dials out to the server; and what both sides speak."""
