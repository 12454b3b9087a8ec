"""A real `limner serve` in its own process."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import limner_server

REPOSITORY = Path(limner_server.__file__).parents[2]
LIMNER = Path(sys.executable).with_name("limner")
DEADLINE = 20.0


def repository(folder: Path, *, vendor: bool = True) -> Path:
    """Give a copy of the repository, by links, in which the browser assets are one empty file, or missing."""
    for name in ("server", "scripts_library", "runtime"):
        (folder / name).symlink_to(REPOSITORY / name)
    (folder / "web").mkdir()
    for name in ("templates", "js", "css"):
        (folder / "web" / name).symlink_to(REPOSITORY / "web" / name)
    if vendor:
        (folder / "web" / "vendor" / "pyodide").mkdir(parents=True)
        (folder / "web" / "vendor" / "pyodide" / "pyodide.mjs").touch()
    return folder


def environment(root: Path, **variables: str) -> dict[str, str]:
    """Give an environment in which the packages come from a copy of the repository, and no setting is left over."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIMNER_")}
    return {**kept, "PYTHONPATH": f"{root / 'server'}{os.pathsep}{root / 'runtime'}", **variables}


def run(root: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    env = environment(root, **variables)
    command = [str(LIMNER), *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=DEADLINE, check=False)


class Served:
    """A server that runs: its process, the address it printed, and what it logged so far."""

    def __init__(self, process: "subprocess.Popen[Any]", folder: Path) -> None:
        self.process, self.out, self.err = process, folder / "out", folder / "err"
        until(lambda: "token=" in self.out.read_text() or process.poll() is not None)
        found = re.search(r"http://\S+", self.out.read_text())
        assert found, f"it ended with {process.poll()}: {self.err.read_text()}"
        self.url = found[0]
        self.base, self.token = self.url.split("?token=")
        self.port = int(urlsplit(self.url).port or 0)
        self.origin = f"http://127.0.0.1:{self.port}"

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(DEADLINE)

    def log(self) -> str:
        return self.err.read_text()


@contextmanager
def serve(root: Path, folder: Path, *arguments: str, **variables: str) -> Iterator[Served]:
    """Serve on a free port, out of a data folder beside its output."""
    folder.mkdir(exist_ok=True)
    command = [str(LIMNER), "serve", "--port", "0", "--data", str(folder / "data"), *arguments]
    with (folder / "out").open("w") as out, (folder / "err").open("w") as err:
        process = subprocess.Popen(command, env=environment(root, **variables), stdout=out, stderr=err)
    try:
        yield Served(process, folder)
    finally:
        process.kill()
        process.wait(DEADLINE)


def until(condition: Callable[[], bool], seconds: float = DEADLINE) -> None:
    """Wait for a condition. Raises `TimeoutError` at the deadline."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("it did not happen")
        time.sleep(0.01)
