"""Icons that are asked for are in the sprite, and classes that are set are in the styles."""

import re
from collections.abc import Callable

import pytest

from tests.web.test_rules import MODULES, STYLES, TEMPLATES, WEB

DRAWN = set(re.findall(r"<symbol[^>]*\bid=\"([^\"]+)\"", (WEB / "img" / "icons.svg").read_text()))
STYLED = {name for path in STYLES for name in re.findall(r"\.([a-zA-Z][\w-]*)", path.read_text())}
UNSTYLED = {"page"}  # the body of every page but the annotation's


def chosen(expression: str) -> set[str]:
    """Give the texts that an expression may come to; those it compares with are none of them."""
    return set(re.findall(r"\"([a-zA-Z0-9-]+)\"", re.sub(r"[!=]==?\s*\"[^\"]*\"", "", expression)))


def icons_of_module(text: str) -> set[str]:
    """Give the icons a module asks for, by name, by a variable of its own or by the table of kinds."""
    found: set[str] = set()
    for asked in re.findall(r"(?<!function )\bicon\(([^(),]*)[^()]*\)", text):
        found |= chosen(asked)
        for value in re.findall(rf"\bconst {re.escape(asked.strip())} = ([^;]*);", text):
            found |= chosen(value)
    for table in re.findall(r"\bKIND_ICONS = \{(.*?)\}", text, re.DOTALL):
        found |= chosen(table)
    return found


def icons_of_template(text: str) -> set[str]:
    """Give the icons a template asks for, by the macros `icon` and `tool` or from the sprite itself."""
    named = re.findall(r"\bicon\(\"([^\"]+)\"", text)
    tools = re.findall(r"\btool\((?:\"[^\"]*\",\s*){3}\"([^\"]+)\"\)", text)
    return {*named, *tools, *re.findall(r"icons\.svg#([\w-]+)", text)}


def classes_of_module(text: str) -> set[str]:
    """Give the classes a module sets in its lit templates and on elements."""
    found: set[str] = set()
    for value in re.findall(r"\bclass=\"((?:[^\"$]|\$\{[^{}]*\})*)\"", text):
        found |= set(re.sub(r"\S*\$\{[^{}]*\}\S*", " ", value).split())
        for dynamic in re.findall(r"\$\{([^{}]*)\}", value):
            found |= chosen(dynamic)
    return found | set(re.findall(r"\bclassList\.\w+\(\"([\w-]+)\"", text))


def classes_of_template(text: str) -> set[str]:
    found = re.findall(r"\bclass=\"([^\"]*)\"", re.sub(r"{{.*?}}|{%.*?%}", " ", text))
    return {name for value in found for name in value.split()}


Reader = Callable[[str], set[str]]


@pytest.mark.parametrize(
    ("read_module", "read_template", "known"),
    [(icons_of_module, icons_of_template, DRAWN), (classes_of_module, classes_of_template, STYLED | UNSTYLED)],
    ids=["icons", "classes"],
)
def test_what_is_named_is_there(read_module: Reader, read_template: Reader, known: set[str]) -> None:
    named = {path: read_module(path.read_text()) for path in MODULES}
    named |= {path: read_template(path.read_text()) for path in TEMPLATES}
    assert sum(map(len, named.values())) > 20, "the search itself finds too little"
    assert {path.name: sorted(names - known) for path, names in named.items() if names - known} == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('${icon("ghost", 12)}', {"ghost"}),
        ('icon(locked ? "lock" : "lock-open")', {"lock", "lock-open"}),
        ('const by = actor === "script" ? "bot" : "user";\nicon(by)', {"bot", "user"}),
        ('const KIND_ICONS = {\n  box: "square",\n  tag: "label",\n};', {"square", "label"}),
        ("export function icon(name, size = 14) {", set()),
    ],
)
def test_the_icons_of_a_module_are_found(text: str, names: set[str]) -> None:
    assert icons_of_module(text) == names


def test_the_icons_of_a_template_are_found() -> None:
    text = '{{ icon("ghost", 14) }}{{ tool("box", "Box", "B", "square") }}<use href="{{ static }}/img/icons.svg#sun">'
    assert icons_of_template(text + '<use href="{{ static }}/img/icons.svg#{{ name }}">') == {"ghost", "square", "sun"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('html`<b class="cut grow">`', {"cut", "grow"}),
        ('html`<b class="inst ${hidden ? "hid" : ""}">`', {"inst", "hid"}),
        ('html`<b class="notice ${level}">`', {"notice"}),
        ('html`<b class="tab-${name} tab">`', {"tab"}),
        ('drop.classList.toggle("over", x)', {"over"}),
    ],
)
def test_the_classes_of_a_module_are_found(text: str, names: set[str]) -> None:
    assert classes_of_module(text) == names


def test_the_classes_of_a_template_are_found() -> None:
    text = '<b class="cut {% if x %}dim{% endif %}">{{ tool("a") }}</b><i class="mono"></i>'
    assert classes_of_template(text) == {"cut", "dim", "mono"}
