"""The wheel: built, installed into an empty environment, and good for the main job without Node."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from limner_server.resources import VENDOR
from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import serving

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the interpreter of an empty environment that holds the wheel."""
    folder = tmp_path_factory.mktemp("empty")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True, capture_output=True, text=True)
    yield python


def test_the_wheel_holds_the_pages_the_cell_the_scripts_and_the_browser_assets(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    bundle = "limner_server/bundle/"
    for path in (
        "web/templates/annotate.html",
        "web/js/pages/annotate.js",
        "web/css/tokens.css",
        "web/vendor/pyodide/pyodide.asm.wasm",
        "web/vendor/rbush.js",
        "web/vendor/LICENSES.txt",
        "cell/worker.js",
        "scripts/box_to_polygon.py",
    ):
        assert bundle + path in names
    brought = {path.relative_to(VENDOR).as_posix() for path in (VENDOR / "models").rglob("*") if path.is_file()}
    assert brought and {f"{bundle}web/vendor/{path}" for path in brought} <= names
    assert not [name for name in names if "node_modules" in name or name.startswith("tests")]


def test_installed_without_node_it_serves_the_main_job(python: Path, browser: Browser, tmp_path: Path) -> None:
    environment = {"PATH": "/nowhere", "HOME": str(tmp_path), "LANG": os.environ.get("LANG", "C.UTF-8")}
    with serving(tmp_path / "data", python=python, environment=environment) as server:
        context = signed_in(browser, server)
        desk = Desk(opened(context, server), server)
        desk.file = server.first.rsplit("/", 1)[1]
        assert "/joined/" in desk.page.evaluate("document.querySelector('script[type=module]').src")
        desk.draw_box(150, 5, 150, 200)
        desk.wait_for_kinds("polygon")
        context.close()
