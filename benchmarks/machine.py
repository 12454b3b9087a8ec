"""The machine and the versions a run was made with; no host names, no paths."""

import os
import platform
import subprocess
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

GIB = 2**30


def facts(browser: Browser) -> list[tuple[str, str]]:
    """Give what a reader needs to judge the numbers, as names and values."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    return [
        ("CPU", f"{_field('/proc/cpuinfo', 'model name') or platform.machine()}, {os.cpu_count()} cores"),
        ("Memory", f"{memory:.1f} GiB"),
        ("System", f"{_system()}, Linux {platform.release().split('-')[0]}"),
        ("Chromium", f"{browser.version}, headless, without a GPU"),
        ("Python", platform.python_version()),
        ("Node", _node()),
        ("OpenCV, native", _opencv()),
    ]


def load() -> str:
    """Give the load averages over 1, 5 and 15 minutes."""
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def _field(file: str, name: str) -> str:
    found = (line.split(":", 1)[1].strip() for line in _lines(file) if line.startswith(name))
    return next(found, "")


def _lines(file: str) -> Iterator[str]:
    path = Path(file)
    yield from path.read_text().splitlines() if path.is_file() else ()


def _system() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())


def _node() -> str:
    return subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip().lstrip("v")


def _opencv() -> str:
    import cv2

    return f"{cv2.__version__}, {cv2.getNumThreads()} threads by default"
