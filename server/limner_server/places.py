"""Where a script may run, and why not elsewhere."""

from collections.abc import Iterable

from limner_server import wire

UNCONFINED = "{why}, so only scripts an administrator trusts run there: install it, or trust this script on its page"


def places_of(
    script: wire.ScriptView, backends: Iterable[wire.BackendView], *, unconfined: str
) -> list[wire.PlaceView]:
    """Give all places of a script.

    `backends` are those of its project; `unconfined` says why the server cannot confine a script, if it cannot.
    """
    bound = [backend for backend in backends if backend.script == script.id]
    browser = _declared(script, "browser", bound)
    server = _declared(script, "server", bound) or _server(script, unconfined)
    named = [wire.PlaceView(f"backend:{backend.name}", backend.name) for backend in bound]
    return [
        wire.PlaceView("auto", "Automatic", _auto(browser, server)),
        wire.PlaceView("browser", "Browser", browser),
        wire.PlaceView("server", "Server", server),
        *named,
    ]


def _declared(script: wire.ScriptView, place: str, bound: list[wire.BackendView]) -> str:
    adapted = next((backend for backend in bound if backend.kind != "socket"), None)
    if adapted is not None:
        return f"the backend {adapted.name!r} is no script of its own: it is asked in its own protocol"
    if place in script.places:
        return ""
    return f"its block does not name it: places = [{', '.join(map(repr, script.places))}]".replace("'", '"')


def _server(script: wire.ScriptView, unconfined: str) -> str:
    if script.language != "python":
        return "scripts in JavaScript run in browsers only"
    return UNCONFINED.format(why=unconfined) if unconfined and not script.trusted else ""


def _auto(browser: str, server: str) -> str:
    closed = [name for name, why in (("in the browser", browser), ("on the server", server)) if why]
    return f"there is nothing to choose between, since it cannot run {closed[0]}" if closed else ""
