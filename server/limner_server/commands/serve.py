"""`limner serve`: the pages and the API."""

import argparse
import signal
import socket
import sys

import uvicorn

from limner import __version__
from limner_server import demo, logs, resources, watch
from limner_server.app import create_app
from limner_server.settings import SETTINGS, Settings, load

GRACE_SECONDS = 5
LONGEST_FRAME = 64 * 1024 * 1024


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the flags: they are the table of settings."""
    for setting in SETTINGS:
        flag = f"--{setting.name.replace('_', '-')}"
        about = f"{setting.help} (environment: {setting.variable})"
        if setting.type is bool:
            parser.add_argument(flag, dest=setting.name, action="store_true", default=None, help=about)
        else:
            parser.add_argument(flag, dest=setting.name, type=setting.type, default=None, help=about)


def run(parsed: argparse.Namespace) -> int:
    """Serve until interrupted; what is under way then is finished."""
    resources.require_vendor()
    listener, settings = _listen(load(vars(parsed)))
    logs.configure(settings.log_format)
    app = create_app(settings)
    if settings.watch:
        watch.Folder(app.state.context)  # says now what is not there
    path = "/"
    if settings.demo:
        first = demo.first_file(app.state.context)
        path = f"/files/{first}" if first else "/"
    # Frames hold pixels and encoded images, which no compression makes smaller but every one makes later.
    sockets = {"ws_max_size": LONGEST_FRAME, "ws_per_message_deflate": False}
    options = {"log_config": None, "timeout_graceful_shutdown": GRACE_SECONDS, "server_header": False, **sockets}
    config = uvicorn.Config(app, **options)  # type: ignore[arg-type]
    print(f"\n  Limner {__version__} is at  {_address(settings)}{path}?token={settings.token}\n", flush=True)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _leave)  # uvicorn raises the signal again once it has shut down
    uvicorn.Server(config).run(sockets=[listener])
    return 0


def _leave(*_: object) -> None:
    sys.exit(0)


def _listen(settings: Settings) -> tuple[socket.socket, Settings]:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With the protocol named, asyncio sets TCP_NODELAY; without, each answer waits 40 ms for an ACK.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen()
    except OSError as error:
        raise OSError(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}; try --port 0") from None
    return listener, Settings(**{**vars(settings), "port": listener.getsockname()[1]})


def _address(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{settings.port}"  # noqa: S104 - only shown
