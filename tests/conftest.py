"""What holds for all tests: those in the browser come last, and of them the long ones first.

Playwright's synchronous interface also keeps an event loop running in its thread to the end of the
session, which tests that start their own loop could not bear. A file of tests is one worker's, so
the workers end together only if what takes long does not come last.
"""

from pathlib import Path

import pytest

LONG = (
    "test_library_point_to_mask",
    "test_wheel",
    "test_misbehaving",
    "test_cells",
    "test_places_lost",
    "test_library_people",
    "test_editor_keeping",
    "test_saving",
    "test_library_page",
    "test_sandbox_messages",
    "test_sync",
    "test_label_studio",
    "test_assets",
    "test_library_comfortable_light",
    "test_recording",
    "test_editor",
)


def _turn(item: pytest.Item) -> tuple[bool, int]:
    name = Path(item.path).stem
    return "tests/e2e/" in item.nodeid, LONG.index(name) if name in LONG else len(LONG)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)
