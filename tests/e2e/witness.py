"""What a page looks like when a test fails on it: the words that say why, for where no picture can be opened."""

import json
from typing import Any

import pytest
from playwright.sync_api import Error, Page

SEEN = """() => {
  const text = (selector) => document.querySelector(selector)?.innerText.trim().slice(0, 2000) ?? null;
  const at = document.activeElement;
  const page = globalThis.limner;
  return {
    address: location.pathname,
    focus: at && `${at.tagName.toLowerCase()}#${at.id} ${at.ariaLabel ?? ""}`,
    dialogs: [...document.querySelectorAll("dialog[open]")].map((one) => one.innerText.slice(0, 500)),
    notices: text("#notices"),
    questions: text("#questions"),
    pane: text("#pane"),
    scripts: page?.scripts().map(({ name, state, place, version, error }) => ({ name, state, place, version, error })),
    runs: page?.timings().slice(-5),
    instances: page?.instances().slice(-5),
    unsaved: page?.unsaved(),
  };
}"""


def page_of(item: pytest.Item) -> Page | None:
    """Give the page a test works on, if it has one."""
    given: dict[str, Any] = getattr(item, "funcargs", {})
    found = [getattr(each, "page", each) for each in given.values()]
    found += [each[0] for each in given.values() if isinstance(each, tuple) and each]
    return next((each for each in found if isinstance(each, Page)), None)


def seen(page: Page) -> str:
    """Give what the page shows and holds, as JSON."""
    try:
        return json.dumps(page.evaluate(SEEN), indent=1)
    except Error as error:
        return f"the page could not be asked: {error}"
