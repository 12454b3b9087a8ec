"""Cells that share a process take turns with its standard output; each test gives it back."""

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def own_output() -> Iterator[None]:
    kept = sys.stdout, sys.stderr
    yield
    sys.stdout, sys.stderr = kept
