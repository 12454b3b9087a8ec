"""Names and patterns of assets, and how a script meets the files behind them."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from limner import HostError, assets, manifest, testing

IMAGE = np.zeros((8, 10, 3), np.uint8)
SCRIPT = """
# /// script
# [tool.limner]
# name = "Reader"
# assets = ["net/*.bin", "deep/**"]
# ///
from limner import on


@on("open_file")
async def read(event, canvas):
    print(len(await canvas.asset("{name}")))
"""


@pytest.mark.parametrize(
    ("name", "pattern", "fits"),
    [
        ("a.bin", "a.bin", True),
        ("a.bin", "*.bin", True),
        ("net/a.bin", "*.bin", False),
        ("net/a.bin", "net/*", True),
        ("net/deep/a.bin", "net/*", False),
        ("net/deep/a.bin", "net/**", True),
        ("net/deep/a.bin", "**/a.bin", True),
        ("a.bin", "**/a.bin", True),
        ("net/deep/a.bin", "net/**/*.bin", True),
        ("net/a.bin", "net/**/*.bin", True),
        ("net/a_bin", "net/*.bin", False),
        ("other/a.bin", "net/**", False),
        ("ab", "a?", False),
        ("a[b]", "a[b]", True),
        ("猫/犬.bin", "猫/*.bin", True),
    ],
)
def test_a_star_stays_within_a_folder_and_two_go_across(name: str, pattern: str, fits: bool) -> None:
    assert assets.is_declared(name, [pattern]) is fits


def test_a_pattern_of_many_stars_comes_to_an_end() -> None:
    assert not assets.is_declared("a" * 300, ["*a" * 100 + "b"])
    assert not assets.is_declared("a/" * 149 + "a", ["**/" * 80 + "b"])


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "..",
        "../a",
        "a/../b",
        "a//b",
        "a/",
        "./a",
        "a\\b",
        "C:/a",
        ".hidden",
        "a/.b",
        "a\x00b",
        "x" * 301,
        None,
        7,
    ],
)
def test_what_is_no_path_below_a_folder_is_no_name(name: Any) -> None:
    assert not assets.is_name(name)
    with pytest.raises(HostError, match="a name is a path below the models folder"):
        assets.checked(name, ["**"])


def test_a_pattern_that_leads_out_is_a_problem_of_the_block() -> None:
    problems: list[manifest.Problem] = []
    source = '# /// script\n# [tool.limner]\n# assets = ["net/*.bin", "../../secret", "/etc/**"]\n# ///\n'
    block = manifest.parse(source, problems=problems)
    assert block.assets == ("net/*.bin",)
    assert [(one.severity, one.message.partition(" is ")[0]) for one in problems if "assets" in one.message] == [
        ("error", "assets: '../../secret'"),
        ("error", "assets: '/etc/**'"),
    ]


def test_a_mapping_gives_bytes_and_paths(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"12345")
    given = {"net/a.bin": b"123", "net/b.bin": tmp_path / "b"}
    for name, size in (("net/a.bin", "3"), ("net/b.bin", "5")):
        outcome = testing.run(SCRIPT.format(name=name), testing.opened(IMAGE), image=IMAGE, assets=given)
        assert [line.text for line in outcome.lines] == [size]


def test_a_folder_gives_what_lies_in_it(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "c").write_bytes(b"1234")
    outcome = testing.run(SCRIPT.format(name="deep/er/c"), testing.opened(IMAGE), image=IMAGE, assets=tmp_path)
    assert [line.text for line in outcome.lines] == ["4"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("net/none.bin", "asset 'net/none.bin' is not in the models folder "),
        (
            "other.bin",
            "asset 'other.bin' is not declared: add it to assets in the script's block (declared: net/*.bin, deep/**)",
        ),
        ("net/../other.bin", "asset 'net/../other.bin': a name is a path below the models folder"),
        ("net/link.bin", "asset 'net/link.bin' is not in the models folder "),
    ],
)
def test_what_may_not_be_had_says_why(tmp_path: Path, name: str, message: str) -> None:
    folder = tmp_path / "models"
    (folder / "net").mkdir(parents=True)
    (tmp_path / "secret").write_bytes(b"secret")
    (folder / "other.bin").write_bytes(b"other")
    (folder / "net" / "link.bin").symlink_to(tmp_path / "secret")
    outcome = testing.run(SCRIPT.format(name=name), testing.opened(IMAGE), image=IMAGE, assets=folder)
    assert outcome.error is not None
    assert outcome.error.type == "HostError"
    assert outcome.error.message.startswith(message)


def test_where_no_assets_are_given_the_error_says_how_to_give_them() -> None:
    outcome = testing.run(SCRIPT.format(name="net/a.bin"), testing.opened(IMAGE), image=IMAGE)
    assert outcome.error is not None
    assert outcome.error.message == (
        "asset 'net/a.bin': none are given here; pass assets= a mapping of names or a models folder"
    )
    outcome = testing.run(SCRIPT.format(name="net/a.bin"), testing.opened(IMAGE), image=IMAGE, assets={"x": b""})
    assert outcome.error is not None
    assert outcome.error.message == "asset 'net/a.bin' is not among those given (x)"
