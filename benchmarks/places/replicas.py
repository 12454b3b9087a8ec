"""Real backends for a project: each replica is a process of `limner backend`."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.serving import Server


@contextmanager
def backend(server: Server, project: str, name: str, script: Path, count: int) -> Iterator[dict[str, Any]]:
    """Run `count` replicas of a backend, and give its script, switched on."""
    name = name.lower().replace(" ", "-")
    added = server.api("POST", "/api/backends", {"name": name, "project": project})
    listed = f"/api/backends?project={project}"
    command = [sys.executable, "-m", "limner_server.cli", "backend", str(script), "--server", server.base]
    with ExitStack() as stack:
        for index in range(count):
            arguments = [*command, "--token", added["token"], "--replica", f"{name}-{index}"]
            stack.enter_context(running(arguments))
        while True:
            (seen,) = [one for one in server.api("GET", listed)["items"] if one["name"] == name]
            if seen["replicas"] == count:
                break
        script_view = server.api("GET", f"/api/scripts/{seen['script']}")
        on = {"enabled": True, "confirmed_grants": script_view["grants"]}
        yield server.api("PATCH", f"/api/scripts/{seen['script']}", on)
    server.api("DELETE", f"/api/backends/{added['backend']['id']}")


@contextmanager
def running(command: list[str]) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)
