"""Run Limner with one more route: an address among the cells' assets that redirects wherever it is asked to.

`python tests/e2e/redirecting.py serve …` takes the flags of `limner serve`.
"""

import socket
import sys
from dataclasses import replace

import uvicorn
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from limner_server import cli, demo
from limner_server.app import create_app
from limner_server.routes.assets import asset_base
from limner_server.settings import load


def redirect(request: Request) -> RedirectResponse:
    """Answer 307 to the address in `to`."""
    return RedirectResponse(request.query_params["to"], 307)


def main() -> None:
    asked = load(vars(cli.parser().parse_args()))
    listener = socket.create_server((asked.host, asked.port))
    settings = replace(asked, port=listener.getsockname()[1])
    app = create_app(settings)
    app.routes.insert(0, Route(f"{asset_base()}/redirect", redirect, methods=["GET", "POST"]))
    path = f"/files/{demo.first_file(app.state.context)}"
    print(f"http://{settings.host}:{settings.port}{path}?token={settings.token}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_config=None)).run(sockets=[listener])


if __name__ == "__main__":
    sys.exit(main())
