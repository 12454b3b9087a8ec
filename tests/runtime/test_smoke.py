"""Scripts without tests are tried: loaded, and each hook given one event."""

from pathlib import Path

import pytest

from limner import smoke
from limner.protocol import Failure

BLOCK = "# /// script\n# [tool.limner]\n# grants = ['instances:write']\n# ///\nfrom limner import *\n"


def written(folder: Path, body: str) -> Path:
    path = folder / "script.py"
    path.write_text(BLOCK + body)
    return path


def tried(path: Path) -> list[smoke.Tried]:
    hooks = smoke.loaded(path)
    assert isinstance(hooks, tuple), hooks
    return list(smoke.try_hooks(path, hooks))


def test_every_hook_gets_an_event_its_filters_let_through(tmp_path: Path) -> None:
    body = (
        "@on('create_instance', kind='ellipse', label='cat', actor='import')\n"
        "def first(event, canvas): return Box(1, 2, 3, 4)\n"
        "@on('command', 'open_file')\ndef second(event, canvas): canvas.log(event.name)\n"
    )
    found = tried(written(tmp_path, body))
    assert [one.hook.id for one in found] == ["first:create_instance", "second:command", "second:open_file"]
    assert [one.summary for one in found] == ["1 created", "no change", "no change"]
    assert [one.outcome.lines[0].text for one in found[1:]] == ["command", "open_file"]


def test_a_hook_that_raises_says_where(tmp_path: Path) -> None:
    (one,) = tried(written(tmp_path, "@on('command')\ndef answer(event):\n    return 1 / 0\n"))
    assert one.outcome.error is not None
    assert (one.outcome.error.type, one.outcome.error.frames[-1].line) == ("ZeroDivisionError", 8)


def test_a_result_that_would_be_refused_is_a_failure(tmp_path: Path) -> None:
    (one,) = tried(written(tmp_path, "@on('command')\ndef answer(event, canvas): canvas.delete('nobody')\n"))
    assert one.outcome.error is not None
    assert "no such instance" in one.outcome.error.message


@pytest.mark.parametrize(
    ("body", "kind"),
    [("x = (\n", "SyntaxError"), ("1 / 0\n", "ZeroDivisionError"), ("raise SystemExit\n", "SystemExit")],
)
def test_a_script_that_does_not_load_says_why(tmp_path: Path, body: str, kind: str) -> None:
    found = smoke.loaded(written(tmp_path, body))
    assert isinstance(found, Failure)
    assert (found.type, found.frames[-1].line) == (kind, 6)
