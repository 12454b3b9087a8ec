"""What holds for all tests: those in the browser come last, for they take longest.

Playwright's synchronous interface also keeps an event loop running in its thread to the end of the
session, which tests that start their own loop could not bear.
"""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: "tests/e2e/" in item.nodeid)
