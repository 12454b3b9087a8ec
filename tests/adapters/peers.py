"""What other projects made, in environments of their own: built once, run as real processes."""

import fcntl
import json
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tests.server.serving import DEADLINE, REPOSITORY, until

PEERS = REPOSITORY / ".venv" / "peers"
MODELS = Path(__file__).parent / "models"


def python_of(name: str) -> Path:
    """Give the interpreter of an environment, which is built where it is not there yet."""
    PEERS.mkdir(parents=True, exist_ok=True)
    with (PEERS / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run(["make", f".venv/peers/{name}/.there"], cwd=REPOSITORY, check=True, capture_output=True)
    return PEERS / name / "bin" / "python"


def asked(name: str, program: str, value: Any) -> Any:
    """Run a program in an environment: it reads JSON from its input as `given` and prints JSON."""
    source = f"import json, sys\ngiven = json.load(sys.stdin)\n{program}"
    command = [str(python_of(name)), "-c", source]
    done = subprocess.run(command, input=json.dumps(value), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def label_studio_ml(model: str, folder: Path) -> Iterator[str]:
    """Serve one of `models` with the real `label-studio-ml`, and give its address."""
    python = python_of("label-studio-ml")
    env = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "MODEL_DIR": str(folder)}
    cli = [str(python.with_name("label-studio-ml")), "init", "served", "--root-dir", str(folder)]
    subprocess.run([*cli, "--script", str(MODELS / f"{model}.py")], env=env, check=True, capture_output=True)
    port = free_port()
    with serving_ml(folder, port, env):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def serving_ml(folder: Path, port: int, env: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run what `label-studio-ml init` made, until its health is good."""
    command = [str(python_of("label-studio-ml")), "_wsgi.py", "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder / "served", env=env, stdout=log, stderr=log)
    try:
        until(lambda: process.poll() is not None or is_up(f"http://127.0.0.1:{port}/health"))
        assert process.poll() is None, (folder / "log").read_text()
        yield process
    finally:
        process.kill()
        process.wait(DEADLINE)


def is_up(url: str) -> bool:
    try:
        with urlopen(url, timeout=DEADLINE) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
