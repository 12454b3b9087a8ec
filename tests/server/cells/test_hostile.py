"""A real server with scripts that mean harm, all at once; a script that means well is answered meanwhile and after."""

import json
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from limner.geometry import Box
from limner.protocol import Init
from tests.server.cells.site import Site, hear, say
from tests.server.serving import repository, serve

BOX = Box(10, 10, 60, 40)
GOOD = "print('well')"
SPIN = "while True: pass"
HARM = {
    "computes without end": SPIN,
    "heeds no interrupt": "import time\nwhile True:\n    try: time.sleep(1000)\n    except BaseException: pass",
    "forks without end": "while True:\n    try: os.fork()\n    except OSError: pass",
    "starts threads without end": (
        "import threading, time\nwhile True:\n    try: threading.Thread(target=time.sleep, args=(1000,)).start()\n"
        "    except RuntimeError: pass"
    ),
    "fills memory": "hoard = []\nwhile True: hoard.append(bytearray(2**24))",
    "fills memory and holds on": (
        "hoard = []\nwhile True:\n    try: hoard.append(bytearray(2**20))\n    except MemoryError: pass"
    ),
    "fills the disk": "while True: open('/tmp/big', 'ab').write(bytes(2**20))",
    "makes files without end": "k = 0\nwhile True:\n    open(f'/tmp/{k}', 'w').close()\n    k += 1",
    "kills what it can": (
        f"for pid in (-1, 0, 1, os.getppid()):\n    try: os.kill(pid, 9)\n    except OSError: pass\n{SPIN}"
    ),
    "floods the log": "while True: print('x' * 1000)",
    "floods the page": "while True: canvas.progress(0.5)",
    "asks without end": "import asyncio\nwhile True: asyncio.ensure_future(canvas.instances())",
    "crashes": "import ctypes\nctypes.string_at(0)",
    "returns too much": "from limner import Point\nreturn [Point(1, 1)] * 10**6",
}
REASONS = {"Stopped", "SlotLost", "MemoryError", "OSError", "ChangeError"}


def source(name: str, body: str) -> str:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return (
        f'# /// script\n# [tool.limner]\n# name = "{name.title()}"\n# timeout = 3.0\n'
        '# grants = ["instances:read", "instances:write"]\n# ///\nimport os\nfrom limner import on\n\n'
        f'@on("create_instance")\nasync def trace(event, canvas):\n{lines}'
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = repository(tmp_path_factory.mktemp("repository"))
    flags = ("--server-memory-mb", "400", "--server-tmp-mb", "16", "--server-cells-total", "64")
    with serve(root, tmp_path_factory.mktemp("hostile"), *flags) as served:
        yield Site(served)
        assert "Traceback" not in served.log()


def ran(site: Site, name: str, body: str) -> Any:
    """Run a script once as a page does; give its result or error."""
    text = source(name, body)
    with site.connect(site.script(text)) as socket:
        say(socket, Init("script.py", text))
        assert hear(socket, "initialized").error is None
        say(socket, site.event(f"run {name}", BOX))
        return hear(socket, "result", "error")


def is_there(site: Site) -> bool:
    with urllib.request.urlopen(f"{site.served.origin}/healthz", timeout=30) as response:
        return bool(json.loads(response.read())["status"] == "ok")


def test_they_fail_one_by_one_and_the_server_is_unharmed(site: Site) -> None:
    with ThreadPoolExecutor(len(HARM) + 1) as pool:
        harm = {name: pool.submit(ran, site, name, body) for name, body in HARM.items()}
        well = pool.submit(ran, site, "means well", GOOD)
        assert is_there(site)
        assert well.result().type == "result"
        failed = {name: one.result() for name, one in harm.items()}
    assert {name for name, answer in failed.items() if answer.type != "error"} == set()
    assert {answer.error.type for answer in failed.values()} <= REASONS
    assert is_there(site)
    assert ran(site, "means well too", GOOD).type == "result"
    assert site.api("GET", f"/api/files/{site.file['id']}/instances")["items"] == []
