"""The page for annotators names the tools the rail has, by their keys."""

import re

from limner_server.resources import DOCS, WEB

ROW = re.compile(r"^\| `((?:Shift\+)?.)` \| (\w+) \|", re.MULTILINE)
TOOL = re.compile(r'tool\("\w+", "(\w+)", "((?:Shift\+)?.)"')
LISTED = re.compile(r'\["(\w+)", "[A-Z][^"]+", "((?:Shift\+)?[A-Z])"\]')
ACTION = re.compile(r'id: "tool\.(\w+)"[^}]*keys: "((?:Shift\+)?.)"')


def test_every_tool_of_the_rail_is_explained_with_its_key() -> None:
    explained = set(ROW.findall((DOCS / "annotating.md").read_text()))
    rail = {(key, label) for label, key in TOOL.findall((WEB / "templates" / "annotate.html").read_text())}
    assert explained == {(key, label) for key, label in rail if label != "Pan"}


def test_the_keys_of_the_rail_are_those_that_work() -> None:
    rail = {(key, label.lower()) for label, key in TOOL.findall((WEB / "templates" / "annotate.html").read_text())}
    sources = [path.read_text() for path in (WEB / "js" / "pages").rglob("*.js")]
    bound = {(key, name) for source in sources for name, key in LISTED.findall(source) + ACTION.findall(source)}
    names = {label for _, label in rail}
    assert {(key, name) for key, name in bound if name in names} == rail - {("␣", "pan")}
