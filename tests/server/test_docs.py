"""The operator's guide names every setting, as its flag, its variable and its default."""

from pathlib import Path

import pytest

from limner_server.settings import SETTINGS, Setting

GUIDE = (Path(__file__).parents[2] / "docs" / "operating.md").read_text()


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_has_a_row(setting: Setting) -> None:
    row = next(
        (line for line in GUIDE.splitlines() if line.startswith(f"| `--{setting.name.replace('_', '-')}` |")), ""
    )
    assert f"`{setting.variable}`" in row
    if isinstance(setting.default, (str, int)) and setting.default not in ("", False):
        assert f"`{setting.default}`" in row


def test_no_row_names_a_setting_that_is_not_there() -> None:
    rows = [line.split("`")[1] for line in GUIDE.splitlines() if line.startswith("| `--")]
    assert rows == [f"--{setting.name.replace('_', '-')}" for setting in SETTINGS]
