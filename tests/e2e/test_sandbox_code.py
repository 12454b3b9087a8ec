"""What code a cell can load, and what it can start beside itself."""

import pytest
from playwright.sync_api import Page

from tests.e2e.probes.driver import INSIDE, Hostile, in_both_cells, source
from tests.e2e.probes.listener import Elsewhere
from tests.e2e.serving import Server, wait

pytestmark = pytest.mark.e2e
pytest_plugins = ["tests.e2e.probes.fixtures"]

LOADERS = [(source("load.js"), "run_js"), (source("load.py"), "python"), *((source("load.js"), by) for by in INSIDE)]
DATA = "data:text/javascript,self.loaded=1"
BLOB = """
async ({ how }) => {
  const url = URL.createObjectURL(new Blob(["self.loaded = 'from a blob'"], { type: "text/javascript" }));
  await (how === "import" ? import(url) : importScripts(url));
  return self.loaded;
}
"""
START = """
async ({ kind }) => {
  const url = URL.createObjectURL(new Blob(["postMessage(1)"], { type: "text/javascript" }));
  try {
    const started = kind === "ServiceWorker" ? await navigator.serviceWorker.register(url) : new self[kind](url);
    return { started: started.constructor.name };
  } catch (error) {
    return { refused: error.name };
  }
}
"""
SPIN = """
import pyodide_js

async def probe(args, canvas):
    pyodide_js.setInterruptBuffer(None)
    while True:
        pass
"""
SPIN_INSIDE = """
async (args, canvas) => {
  for (;;);
}
"""
CLOSE_INSIDE = """
async () => {
  self.close();
  await new Promise(() => {});
}
"""
CLOSE = """
import asyncio, js

async def probe(args, canvas):
    js.close()
    await asyncio.sleep(1000)
"""
by_language = pytest.mark.parametrize(("code", "by"), LOADERS, ids=["run_js", "python", *INSIDE])
by_loader = pytest.mark.parametrize("how", ["import", "importScripts"])


@by_language
def test_an_asset_can_be_imported(hostile: Hostile, assets: str, code: str, by: str) -> None:
    loaded = hostile.run(code, by=by, how="import", url=f"{assets}pyodide/pyodide.mjs")
    assert "loadPyodide" in loaded["loaded"]


@in_both_cells
@by_loader
def test_code_the_script_wrote_itself_can_be_loaded(hostile: Hostile, by: str, how: str) -> None:
    assert hostile.run(BLOB, by=by, how=how) == "from a blob"


@by_loader
@by_language
def test_code_from_another_origin_is_neither_loaded_nor_asked_for(
    hostile: Hostile, other: Elsewhere, code: str, by: str, how: str
) -> None:
    before = list(other.asked)
    assert "refused" in hostile.run(code, by=by, how=how, url=f"{other.base}/module.js")
    assert other.asked == before


@by_loader
@by_language
def test_the_apps_own_modules_are_not_loaded(hostile: Hostile, code: str, by: str, how: str) -> None:
    module = hostile.desk.page.evaluate("document.querySelector('script[type=module]').src")
    assert "/static/" in module
    assert "refused" in hostile.run(code, by=by, how=how, url=module)


@by_loader
@by_language
def test_code_in_a_data_address_is_not_loaded(hostile: Hostile, code: str, by: str, how: str) -> None:
    assert "refused" in hostile.run(code, by=by, how=how, url=DATA)


def test_the_same_import_works_on_a_page_of_the_other_origin(other: Elsewhere, their_page: Page) -> None:
    outcome = their_page.evaluate(source("load.js"), {"how": "import", "url": f"{other.base}/module.js"})
    assert outcome == {"loaded": ["here"]}
    assert "/module.js" in other.asked


@in_both_cells
@pytest.mark.parametrize("kind", ["Worker", "SharedWorker", "ServiceWorker"])
def test_a_cell_starts_no_worker(hostile: Hostile, by: str, kind: str) -> None:
    assert hostile.run(START, by=by, kind=kind).keys() == {"refused"}


@pytest.mark.parametrize("kind", ["SharedWorker", "ServiceWorker"])
def test_even_the_frame_of_a_cell_shares_no_worker(hostile: Hostile, kind: str) -> None:
    frame = next(frame for frame in hostile.desk.page.frames if frame.url.endswith("/cell/frame"))
    assert frame.evaluate(START, {"kind": kind}).keys() == {"refused"}


def test_the_same_code_starts_a_worker_in_the_frame_where_cells_are_made(hostile: Hostile) -> None:
    frame = next(frame for frame in hostile.desk.page.frames if frame.url.endswith("/cell/frame"))
    assert frame.evaluate(START, {"kind": "Worker"}) == {"started": "Worker"}


@in_both_cells
def test_what_a_cell_imports_cannot_reach_the_api_either(hostile: Hostile, server: Server, by: str) -> None:
    module = f"export const outcome = await fetch('{server.base}/api/projects').then(() => 'reached', () => 'refused')"
    code = """
    async ({ module }) => {
      const url = URL.createObjectURL(new Blob([module], { type: "text/javascript" }));
      return (await import(url)).outcome;
    }
    """
    assert hostile.run(code, by=by, module=module) == "refused"


@pytest.mark.parametrize(
    ("code", "by"),
    [(SPIN, "python"), (CLOSE, "python"), (SPIN_INSIDE, "javascript.eval"), (CLOSE_INSIDE, "javascript.eval")],
    ids=["spin", "close", "spin in JavaScript", "close in JavaScript"],
)
def test_a_script_that_closes_its_worker_or_disarms_the_soft_stop_is_stopped_all_the_same(
    hostile: Hostile, code: str, by: str
) -> None:
    hostile.fire(code, by=by)
    name = hostile.of(by).name
    hostile.desk.wait_script(name, "running")
    hostile.desk.page.get_by_role("button", name=f"Stop {name}", exact=True).click()
    wait(hostile.desk.page, f"limner.scripts().find((one) => one.name === '{name}').state !== 'running'")
    assert hostile.run("async () => 'alive'", by="run_js" if by == "python" else by) == "alive"
