"""A server that a test kills and starts again where it was."""

import re
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.serving import TOKEN, Server


class Restarting:
    """One `limner serve` after the other, on one port and one data folder."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> Server:
        """Start it and wait until it answers."""
        log = (self.data / "server.log").open("a")
        flags = ["--demo", "--port", str(self.port), "--data", str(self.data), "--token", TOKEN]
        command = [sys.executable, "-m", "limner_server.cli", "serve", *flags]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=self.data)
        log.close()
        assert self._process.stdout is not None
        for line in self._process.stdout:
            found = re.search(r"(http://[^/\s]+)(/\S*)\?token=", line)
            if found:
                return Server(found[1], found[2])
        raise RuntimeError(f"the server ended:\n{(self.data / 'server.log').read_text()}")

    @contextmanager
    def no_room(self) -> Iterator[None]:
        """Let no file of the running server grow, as on a full disk, and then let them again."""
        assert self._process is not None
        pid, no_limit = self._process.pid, resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, no_limit[1]))
        try:
            yield
        finally:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, no_limit)

    def kill(self, by: signal.Signals = signal.SIGKILL) -> None:
        """Kill it, whatever it does, and wait until it is gone."""
        if self._process is None:
            return
        self._process.send_signal(by)
        self._process.wait(timeout=20)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None


@contextmanager
def restarting(data: Path) -> Iterator[Restarting]:
    data.mkdir(parents=True, exist_ok=True)
    server = Restarting(data)
    try:
        yield server
    finally:
        server.kill(signal.SIGTERM)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
