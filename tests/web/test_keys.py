"""On the annotation page no two actions have the same keys from the start."""

import re
from collections import Counter

from limner_server.resources import SCRIPTS, WEB

PAGES = WEB / "js" / "pages"
ACTION = re.compile(r'id: "[\w.-]+"[^}\n]*?\bkeys: "([^"]+)"')
HOTKEY = re.compile(r'hotkey = "([^"]+)"')
LISTED = re.compile(r'\["\w+", "[A-Z][^"]+", "((?:Shift\+)?[A-Z])"\]')


def keys_of(source: str) -> list[str]:
    return [key for keys in ACTION.findall(source) + LISTED.findall(source) for key in keys.lower().split()]


def test_no_two_actions_have_the_same_keys() -> None:
    sources = [path for path in PAGES.glob("*.js") if path.name != "gallery.js"]  # its keys are those of another page
    counted = Counter(key for path in sources for key in keys_of(path.read_text()))
    assert len(counted) > 40
    assert {key: count for key, count in counted.items() if count > 1} == {}


def test_no_bundled_script_has_a_key_of_the_page() -> None:
    own = {key for path in PAGES.glob("*.js") if path.name != "gallery.js" for key in keys_of(path.read_text())}
    theirs = {key.lower() for path in SCRIPTS.glob("*.py") for key in HOTKEY.findall(path.read_text())}
    assert len(theirs) > 5
    assert own & theirs == set()


def test_keys_are_found_where_they_are_given() -> None:
    source = '{ id: "grid", title: "Grid", keys: "Shift+G Alt+G", run }, ["box", "Box", "B"]'
    assert keys_of(source) == ["shift+g", "alt+g", "b"]
