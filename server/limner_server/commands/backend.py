"""`limner backend`: a script in this process, for a Limner server elsewhere."""

import argparse
import asyncio
import os
import platform
import signal
import sys
import threading
from pathlib import Path

from limner_server import logs
from limner_server.remote import messages
from limner_server.remote.link import Link, RefusedError, StuckError, Target
from limner_server.remote.pictures import MIB, Pictures
from limner_server.remote.worker import Worker
from limner_server.versions import version_of

TOKEN_VARIABLE = "LIMNER_BACKEND_TOKEN"  # noqa: S105 - a variable's name


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the flags."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("script", type=Path, nargs="?", metavar="SCRIPT", help="its file, as for every other place")
    what.add_argument("--cvat", metavar="WHERE", help="in its place, a function for CVAT: a Python file, or a module")
    parser.add_argument(
        "-p", dest="params", action="append", default=[], metavar="NAME=TYPE:VALUE", help="a parameter of that function"
    )
    parser.add_argument("--server", required=True, metavar="URL", help="the server's address, such as https://box.lan")
    parser.add_argument(
        "--token",
        default=os.environ.get(TOKEN_VARIABLE, ""),
        help=f"the backend's token, shown when it was added (environment: {TOKEN_VARIABLE})",
    )
    parser.add_argument("--name", default="", help="the backend's name; the token must be that of this backend")
    parser.add_argument("--replica", default=platform.node(), help="what to call this replica; by default the host")
    parser.add_argument("--heartbeat", type=float, default=5.0, metavar="SECONDS", help="how often it says it is there")
    parser.add_argument("--cache-mb", type=int, default=256, metavar="MIB", help="how much of images to keep in memory")


def run(parsed: argparse.Namespace) -> int:
    """Serve the script's runs until told to leave, with SIGTERM or Ctrl+C."""
    if not parsed.token:
        raise ValueError(f"a backend needs its token: --token, or better {TOKEN_VARIABLE}, which others cannot see")
    least, most = messages.BEATS
    if not least <= parsed.heartbeat <= most:
        raise ValueError(f"--heartbeat is {parsed.heartbeat:g}, expected {least} to {most} seconds")
    logs.configure("text")
    filename, source = _script(parsed)
    worker = Worker(source, filename)
    names = {"backend": parsed.name, "replica": parsed.replica}
    target = Target(parsed.server, parsed.token, version_of(source), heartbeat=parsed.heartbeat, **names)
    target.url  # noqa: B018 - says now what is wrong with it
    return _work(worker, target, Pictures(parsed.cache_mb * MIB))


def _script(parsed: argparse.Namespace) -> tuple[str, str]:
    """Give the name and the source of the script: the file's, or what stands for a function for CVAT."""
    if parsed.cvat is None:
        if parsed.params:
            raise ValueError("-p gives parameters to a function for CVAT; those of a script are set on the page")
        return parsed.script.name, parsed.script.read_text(encoding="utf-8")
    from limner_server.adapters.cvat import loading, scripts

    given = loading.parameters(parsed.params)
    logs.logger.info(f"loading {parsed.cvat}")
    loaded = loading.load(parsed.cvat, given)
    return f"{loaded.name}.py", scripts.serve(loaded, parsed.name)


def _work(worker: Worker, target: Target, pictures: Pictures) -> int:
    ended: list[int] = []
    made = threading.Event()
    links: list[Link] = []

    async def linked() -> None:
        links.append(Link(worker, target, pictures))
        made.set()
        await links[0].run()

    def in_thread() -> None:
        try:
            asyncio.run(linked())
            ended.append(0)
        except RefusedError as error:
            print(f"limner: {target.server} does not take this backend: {error}", file=sys.stderr)
            ended.append(1)
        except StuckError:
            logs.logger.error("the script heeds no interrupt: this process starts anew")
            os.execv(sys.executable, sys.orig_argv)  # noqa: S606
        finally:
            worker.stop()

    thread = threading.Thread(target=in_thread, name="link")
    thread.start()
    made.wait()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _leave(links[0]))
    worker.run()
    thread.join()
    return ended[0] if ended else 1


_asked: list[bool] = []


def _leave(link: Link) -> None:
    if _asked:
        os._exit(130)
    _asked.append(True)
    link.drain()
