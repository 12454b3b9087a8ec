"""The metadata block: what is read, what is left at its default, and what never widens."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from limner import ManifestError
from limner.manifest import (
    DIFFGRAM_GRANTS,
    GRANTS,
    MARKS,
    MAX_TIMEOUT,
    PLACES,
    Manifest,
    Problem,
    is_diffgram,
    language_of,
    parse,
    slug,
)
from limner.params import PARAMETER_TYPES

BLOCK = """\
requires-python = ">=3.11"
dependencies = ["numpy"]
[tool.limner]
name = "Box to polygon"
namespace = "limner"
version = "1.2.3"
description = "Traces."
places = ["server", "browser"]
grants = ["image:read", "network"]
connect = ["example.org"]
timeout = 2.5
hotkey = "g"
modules = ["@tensorflow/tfjs"]
assets = ["bodypix/model.json"]
[tool.limner.params.iterations]
type = "integer"
default = 5
minimum = 1
maximum = 20
title = "Iterations"
"""
KEYS = ("name", "grants", "places", "connect", "timeout", "hotkey", "modules", "assets", "params", "dependencies")
toml_texts = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)) | st.sampled_from(sorted(GRANTS))
toml_scalars = st.booleans() | st.integers() | st.floats() | toml_texts
toml_values = st.recursive(
    toml_scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=6,
)
grant_lists = st.lists(st.sampled_from([*GRANTS, "camera", "*", "image:*", ""]) | toml_scalars, max_size=5)


def script(block: str, mark: str = "#") -> str:
    lines = "".join(f"{mark} {line}".rstrip() + "\n" for line in block.splitlines())
    return f"{mark} /// script\n{lines}{mark} ///\n"


def limner(table: str) -> str:
    return script(f"[tool.limner]\n{table}")


def found(source: str) -> list[Problem]:
    problems: list[Problem] = []
    parse(source, problems=problems)
    return problems


def toml(value: Any) -> str:
    """Write a value as TOML."""
    match value:
        case bool():
            return str(value).lower()
        case float():
            return repr(value)
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            return "{" + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + "}"
    return json.dumps(value)


class TestReading:
    @pytest.mark.parametrize("language", MARKS)
    def test_everything_that_is_said_is_read(self, language: Any) -> None:
        problems: list[Problem] = []
        block = parse(script(BLOCK, MARKS[language]), language, problems)
        assert problems == []
        assert (block.name, block.namespace, block.version, block.description) == (
            *("Box to polygon", "limner", "1.2.3"),
            "Traces.",
        )
        assert (block.places, block.grants) == (("server", "browser"), ("image:read", "network"))
        assert (block.connect, block.timeout, block.hotkey) == (("example.org",), 2.5, "g")
        assert (block.modules, block.assets) == (("@tensorflow/tfjs",), ("bodypix/model.json",))
        assert (block.dependencies, block.requires_python) == (("numpy",), ">=3.11")
        assert (block.params["iterations"].default, block.params["iterations"].maximum) == (5, 20)

    def test_the_block_may_stand_after_other_lines(self) -> None:
        source = '#!/usr/bin/env python\n"""A script."""\n\n' + limner('name = "Late"') + "\nprint(1)\n"
        assert parse(source).name == "Late"

    def test_a_script_without_a_block_has_every_default(self) -> None:
        assert parse("print(1)\n") == Manifest()
        assert [problem.message for problem in found("print(1)\n")] == [
            'no metadata block: begin the file with "/// script"'
        ]

    def test_the_block_of_the_other_language_is_a_comment(self) -> None:
        assert parse(limner('name = "X"'), "javascript") == Manifest()

    def test_windows_line_ends_are_read(self) -> None:
        assert parse(limner('name = "X"\ngrants = ["image:read"]').replace("\n", "\r\n")).grants == ("image:read",)

    @pytest.mark.parametrize(
        ("source", "message"),
        [
            ("# /// script\n# name = 1\n", 'line 2: the block opened by "# /// script" is not closed'),
            ("# /// script\n\n# ///\n", "line 1: the block opened by"),
            ("\n" + script("a = 1\nb = = 2"), "line 4: the metadata block is no valid TOML"),
            (script(f"a = {'9' * 5000}"), "line 2: the metadata block is no valid TOML"),
            (script(f"a = {'[' * 5000}"), "line 2: the metadata block is no valid TOML"),
        ],
    )
    def test_a_block_that_cannot_be_read_is_named_by_its_line(self, source: str, message: str) -> None:
        with pytest.raises(ManifestError, match=message):
            parse(source)


class TestArbitraryText:
    @given(st.text(), st.sampled_from(sorted(MARKS)))
    @settings(max_examples=100)
    @example("# /// script", "python")
    @example("# /// script\n#\n# ///", "python")
    @example("// /// script\n//\n// ///", "javascript")
    def test_a_whole_file_raises_nothing_but_a_manifest_error(self, source: str, language: Any) -> None:
        with contextlib.suppress(ManifestError):
            parse(source, language)

    @given(st.lists(st.sampled_from([*BLOCK.split(), "=", "[", "]", "\n", '"', "{", "}", "1e999", "1979-05-27"])))
    @settings(max_examples=120)
    def test_a_block_of_arbitrary_words_raises_nothing_else(self, words: list[str]) -> None:
        with contextlib.suppress(ManifestError):
            parse(script(" ".join(words)))

    @given(st.dictionaries(st.sampled_from([*KEYS, "tool", "other"]), toml_values))
    @settings(max_examples=120)
    def test_arbitrary_values_are_left_at_their_default_and_reported(self, table: dict[str, Any]) -> None:
        source = limner("\n".join(f"{key} = {toml(value)}" for key, value in table.items()))
        assert isinstance(parse(source), Manifest)
        assert all(1 <= problem.line <= source.count("\n") for problem in found(source))

    @given(
        st.sampled_from([*PARAMETER_TYPES, "colour"]),
        st.dictionaries(st.sampled_from(["default", "minimum", "maximum", "enum", "title"]), toml_values),
    )
    @settings(max_examples=120)
    @example("integer", {"default": 1, "minimum": 10**400})
    @example("number", {"default": 10**400})
    @example("number", {"default": float("nan")})
    def test_a_parameter_is_declared_well_or_not_at_all(self, type: str, declared: dict[str, Any]) -> None:
        entry = "\n".join(f"{key} = {toml(value)}" for key, value in {"type": type, **declared}.items())
        for parameter in parse(script(f"[tool.limner.params.p]\n{entry}")).params.values():
            assert parameter.check(parameter.default) == parameter.default
            json.dumps(parameter.default, allow_nan=False)


class TestGrants:
    def test_without_a_list_there_are_none(self) -> None:
        assert parse(limner('name = "X"')).grants == ()

    @given(grant_lists)
    @settings(max_examples=100)
    def test_only_known_ones_that_stand_in_the_list_are_given(self, listed: list[Any]) -> None:
        given = parse(limner(f"grants = {toml(listed)}")).grants
        assert set(given) <= set(GRANTS) & {item for item in listed if isinstance(item, str)}

    @given(st.dictionaries(st.sampled_from([key for key in KEYS if key != "grants"]), toml_values), toml_values)
    @settings(max_examples=120)
    def test_no_value_of_any_key_widens_them(self, table: dict[str, Any], listed: Any) -> None:
        lines = [f"{key} = {toml(value)}" for key, value in {**table, "grants": listed}.items()]
        given = parse(limner("\n".join(lines))).grants
        literal = {item for item in listed if isinstance(item, str)} if isinstance(listed, list) else set()
        assert set(given) <= set(GRANTS) & literal

    @pytest.mark.parametrize(
        "block",
        [
            'grants = ["image:read"]',
            '[tool]\ngrants = ["image:read"]',
            '[tool.other]\ngrants = ["image:read"]',
            '[tool.limner.grants]\n"image:read" = true',
            '[tool.limner.params.grants]\ntype = "string"\ndefault = "image:read"',
            '[tool.limner]\ngrants = "image:read"',
            '[tool.limner]\ngrants = [["image:read"]]',
            '[tool.limner]\ngrants = ["image:read", 1]',
            '[tool.limner]\n# grants = ["image:read"]',
            '[[tool.limner]]\ngrants = ["image:read"]',
        ],
    )
    def test_they_count_only_as_a_list_of_texts_in_the_table(self, block: str) -> None:
        assert parse(script(block)).grants == ()

    def test_an_unknown_one_is_an_error_at_its_line(self) -> None:
        (problem,) = found(limner('name = "X"\ngrants = ["image:read", "camera"]'))
        assert (problem.line, problem.severity) == (4, "error")
        assert problem.message.startswith("grants: 'camera' does not exist, choose from image:read")


class TestProblems:
    @pytest.mark.parametrize(
        ("table", "line", "severity", "message"),
        [
            ("colour = 1", 3, "warning", "unknown key 'colour' is ignored"),
            ("\nname = 5", 4, "error", "name is 5, expected a text"),
            ("timeout = true", 3, "error", "timeout is True, expected a number"),
            ("timeout = 0", 3, "error", "timeout is 0, expected more than 0 and at most 600 seconds"),
            ("timeout = nan", 3, "error", "timeout is nan, expected more than 0"),
            (f"timeout = 1{'0' * 400}", 3, "error", "timeout is 1000"),
            ('places = ["moon"]', 3, "error", "places: 'moon' does not exist, choose from browser, server"),
            ("connect = [1]", 3, "error", "connect is [1], expected a list of texts"),
            ("params = 1", 3, "error", "params is no table"),
            ("[tool.limner.params.p]", 3, "error", "parameter 'p' needs a type: one of integer, number"),
            ('[tool.limner.params.p]\ntype = "colour"', 3, "error", "parameter 'p' needs a type"),
            ('[tool.limner.params.p]\ntype = "integer"', 3, "error", "the default of parameter 'p' is None"),
            (
                '[tool.limner.params.p]\ntype = "integer"\ndefault = 9\nmaximum = 5',
                *(3, "error", "the default of parameter 'p' is 9, expected at most 5"),
            ),
            (
                '[tool.limner.params.p]\ntype = "integer"\ndefault = 9\nstyle = 1',
                *(3, "warning", "parameter 'p': unknown key 'style' is ignored"),
            ),
        ],
    )
    def test_each_is_named_at_its_line(self, table: str, line: int, severity: str, message: str) -> None:
        (problem,) = found(limner(table))
        assert (problem.line, problem.severity) == (line, severity)
        assert problem.message.startswith(message)

    def test_a_value_that_does_not_fit_is_left_at_its_default(self) -> None:
        assert parse(limner('name = 5\ntimeout = 0\nplaces = ["moon"]\nhotkey = []')) == Manifest()

    def test_the_longest_timeout_is_taken(self) -> None:
        assert parse(limner(f"timeout = {MAX_TIMEOUT:g}")).timeout == MAX_TIMEOUT

    def test_running_tolerates_what_the_editor_marks(self) -> None:
        source = limner('grants = ["image:read", "camera"]\ncolour = 1')
        assert found(source)
        assert parse(source).grants == ("image:read",)

    def test_places_keep_their_order_of_preference(self) -> None:
        assert parse(limner('places = ["server"]')).places == ("server",)
        assert parse(limner("places = []")).places == PLACES


class TestHosts:
    CONNECT = 'connect = ["example.org"]'

    def test_hosts_and_the_grant_go_together(self) -> None:
        source = limner(f'grants = ["network"]\n{self.CONNECT}')
        assert found(source) == []
        assert (parse(source).grants, parse(source).connect) == (("network",), ("example.org",))

    @pytest.mark.parametrize("grants", ["", "grants = []\n", 'grants = ["ask"]\n'])
    def test_hosts_without_the_grant_are_a_problem_at_their_line(self, grants: str) -> None:
        (problem,) = found(limner(grants + self.CONNECT))
        assert problem == Problem(
            3 + grants.count("\n"), 'connect names hosts, but grants lacks "network", so none can be reached'
        )

    @pytest.mark.parametrize("connect", ["", "\nconnect = []"])
    def test_the_grant_without_hosts_is_a_problem_at_its_line(self, connect: str) -> None:
        (problem,) = found(limner(f'name = "X"\ngrants = ["network"]{connect}'))
        assert problem == Problem(4, 'the grant "network" needs hosts: name them in connect')

    def test_hosts_that_cannot_be_read_are_none(self) -> None:
        problems = found(limner('grants = ["network"]\nconnect = "example.org"'))
        assert [(problem.line, problem.severity) for problem in problems] == [(4, "error"), (3, "warning")]


CREATING = "{\n  create_instance: function (instance) {\n    diffgram.create(instance)\n  }\n}\n"


class TestDiffgramForm:
    """JavaScript without a block, as Diffgram's own scripts are written."""

    @pytest.mark.parametrize(
        "source",
        [
            CREATING,
            "create_instance: async (instance) => {}\n",
            "  edit_instance : (instance) => instance\n",
            "{ delete_instance: () => {} }\n",
            "async function run() { await diffgram.get_frame() }\n",
            "diffgram\n  .log('a')\n",
        ],
    )
    def test_it_asks_for_what_its_form_needs(self, source: str) -> None:
        problems: list[Problem] = []
        block = parse(source, "javascript", problems, "grab_cut.js")
        assert is_diffgram(source)
        assert (block.grants, block.places, block.name) == (DIFFGRAM_GRANTS, ("browser",), "Grab cut")
        assert problems == []

    @pytest.mark.parametrize(
        "source", ["x = 1\n", "const mydiffgram = 1\n", "on('create_instance', () => {})\n", "my_create_instance: 1\n"]
    )
    def test_other_scripts_without_a_block_ask_for_nothing(self, source: str) -> None:
        problems: list[Problem] = []
        assert not is_diffgram(source)
        assert parse(source, "javascript", problems) == Manifest()
        assert [problem.message for problem in problems] == ['no metadata block: begin the file with "/// script"']

    def test_with_a_block_the_block_alone_counts(self) -> None:
        source = script('[tool.limner]\ngrants = ["ask"]', "//") + CREATING
        assert parse(source, "javascript").grants == ("ask",)
        assert parse(script("[tool.limner]", "//") + CREATING, "javascript").grants == ()

    def test_python_has_no_such_form(self) -> None:
        assert parse("diffgram.create(1)\n").grants == ()

    def test_its_grants_are_grants(self) -> None:
        assert set(DIFFGRAM_GRANTS) <= set(GRANTS)


class TestTitle:
    @pytest.mark.parametrize(
        ("filename", "title"),
        [
            ("box_to_polygon.py", "Box to polygon"),
            ("box-to--polygon.js", "Box to polygon"),
            ("trace.mjs", "Trace"),
            ("a.py.py", "A.py"),
            ("_.py", "Untitled"),
            (".py", "Untitled"),
            ("", "Untitled"),
        ],
    )
    def test_a_script_without_a_name_takes_its_files(self, filename: str, title: str) -> None:
        assert parse(limner("timeout = 1"), filename=filename).name == title
        assert parse("x = 1\n", filename=filename).name == title

    def test_a_name_in_the_block_comes_first(self) -> None:
        assert parse(limner('name = "Trace"'), filename="other.py").name == "Trace"

    def test_a_name_that_does_not_fit_gives_way_to_the_files(self) -> None:
        assert parse(limner("name = 5"), filename="other.py").name == "Other"


class TestIdentity:
    def test_it_is_namespace_and_name_in_lower_case_with_hyphens(self) -> None:
        assert Manifest(name="Box to polygon!", namespace="Limner_Labs").identity == "limner-labs/box-to-polygon"

    @pytest.mark.parametrize(("text", "expected"), [("", "untitled"), ("--", "untitled"), ("Größe 2", "größe-2")])
    def test_a_name_without_letters_is_untitled(self, text: str, expected: str) -> None:
        assert slug(text) == expected

    @given(st.text())
    def test_a_slug_is_its_own_slug_and_never_holds_a_slash(self, text: str) -> None:
        assert "/" not in slug(text)
        assert slug(text)


@pytest.mark.parametrize(("name", "language"), [("a.py", "python"), ("a.js", "javascript"), ("a.mjs", "javascript")])
def test_the_file_name_says_the_language(name: str, language: str) -> None:
    assert language_of(name) == language


def test_other_endings_are_refused() -> None:
    with pytest.raises(ManifestError, match=r"a\.txt: a script is a \.py, \.js or \.mjs file"):
        language_of("a.txt")


class TestLongSources:
    """What a hostile source costs grows with its length and no faster."""

    @pytest.mark.parametrize("source", [" " * 400_000, "{" * 400_000, "diffgram" + " " * 400_000, "\n" * 400_000])
    def test_a_source_of_blanks_is_read_in_one_pass(self, source: str) -> None:
        assert parse(source, "javascript", filename="a.js").grants == ()

    def test_thousands_of_unknown_keys_are_each_told_at_their_line(self) -> None:
        found: list[Problem] = []
        keys = "".join(f"# k{index} = 1\n" for index in range(20_000))
        parse(f"# /// script\n# [tool.limner]\n{keys}# ///", "python", found)
        assert [problem.line for problem in found[:2]] == [3, 4]
        assert len(found) == 20_000
