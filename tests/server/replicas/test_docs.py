"""What docs/backends.md says is so."""

import argparse
import re
from pathlib import Path

import numpy as np

from limner import Box, check, testing
from limner_server.cells import joining, replica, replicas
from limner_server.commands import backend
from limner_server.remote import link, messages

GUIDE = (Path(__file__).parents[3] / "docs" / "backends.md").read_text()


def test_every_flag_has_a_row_with_its_default() -> None:
    parser = argparse.ArgumentParser()
    backend.arguments(parser)
    for action in (one for one in parser._actions if one.option_strings and one.dest != "help"):
        (row,) = [line for line in GUIDE.splitlines() if line.startswith(f"| `{action.option_strings[0]} ")]
        if action.dest in ("heartbeat", "cache_mb"):
            assert f"| `{action.default:g}` |" in row


def test_every_code_a_connection_is_closed_with_has_a_row() -> None:
    names = ("MALFORMED", "REVOKED", "CONFLICT", "TOO_OLD", "UNHEARD", "DROPPED", "DRAINED")
    codes = {getattr(messages, name) for name in names} | {joining.CROWDED, 1009}
    rows = {int(code): again for code, again in re.findall(r"^\| (\d{4}) \|.*\| ?([^|]*?) ?\|$", GUIDE, re.MULTILINE)}
    assert set(rows) == codes
    assert {code for code, again in rows.items() if again == "no"} == messages.FINAL


def test_every_message_of_its_own_has_a_row() -> None:
    for name in messages.SAID:
        assert f"`{name}`" in GUIDE


def test_the_numbers_are_those_in_force() -> None:
    for said in (
        f"up to {replicas.MAX_REPLICAS}.",
        f"{messages.BEATS[0]} to {messages.BEATS[1]:g} s",
        f"{messages.MAX_TEXT // 2**20} MiB long",
        f"{replica.MAX_FRAMES // 2**20} MiB in all",
        f"comes back after {link.FIRST_DELAY} s",
        f"{link.LONGEST_DELAY:g} s, each time",
    ):
        assert said in GUIDE
    assert (replica.PATIENCE, link.STUCK_BEATS) == (3, 6)
    assert "unheard for three heartbeats" in GUIDE
    assert "after six heartbeats" in GUIDE


def test_the_example_has_nothing_wrong_and_does_what_it_says() -> None:
    (source,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    assert check.problems(source, "spot.py") == []
    image = np.zeros((20, 30, 3), np.uint8)
    image[12, 7] = 255
    outcome = testing.run(source, testing.command(image), image=image)
    assert outcome.error is None
    (found,) = outcome.changes.suggested
    assert isinstance(found.geometry, Box)
    assert found.geometry.y == 11
