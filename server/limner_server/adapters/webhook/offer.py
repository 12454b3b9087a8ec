"""What a receiver says of itself when it is registered, and the script record made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from limner import manifest
from limner.errors import LimnerError
from limner.manifest import Problem
from limner.records import read
from limner_server.adapters.peer import Peer
from limner_server.adapters.stub import Heard, stub_hooks, stub_source
from limner_server.errors import ApiError

NOTE = """\
Each of these events is posted to the address below, signed, and the answer is applied. Change the hooks to have
other events posted."""
FILTERS = ("kind", "label", "actor", "attributes", "command", "schedule")
LONGEST = "longest"


@dataclass(frozen=True)
class Offer:
    """What a receiver answers to `hello`; whatever it leaves out has a default.

    `events` are the events it wants, each `{"event": …}` with filters as `@on` has them. With `image` it is sent
    the pixels, with `instances` what is on the file. `params` and `commands` are tables as a script's block has them.
    """

    description: str = ""
    events: tuple[Mapping[str, Any], ...] = ({"event": "command"}, {"event": "prompt"})
    image: bool = False
    instances: bool = False
    longest: int = 0
    timeout: float = 30.0
    params: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    commands: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def source_of(peer: Peer, said: Mapping[str, Any]) -> str:
    """Give the source of the script record. Raises `ApiError` 502 that names what the answer says wrongly."""
    try:
        offer = read(Offer, said, "hello")
        hooks = [_heard(entry) for entry in offer.events]
        stub_hooks(hooks)
        source = _source(peer, offer, hooks)
        problems: list[Problem] = []
        manifest.parse(source, "python", problems)
    except (LimnerError, TypeError) as error:
        raise _wrong(peer, str(error)) from None
    if problems:
        raise _wrong(peer, problems[0].message)
    return source


def _source(peer: Peer, offer: Offer, hooks: list[Heard]) -> str:
    grants = ["image:read"] * offer.image + ["instances:read"] * offer.instances + ["instances:write"]
    size = {"title": "Longest side sent", "description": "0 sends the image as large as it is", "unit": "px"}
    sent = {LONGEST: {"type": "integer", "default": max(0, offer.longest), "minimum": 0, **size}}
    return stub_source(
        peer.name,
        offer.description or f"Asks {peer.url}",
        grants,
        hooks,
        f"{NOTE}\n\n{peer.url}",
        params={**offer.params, **(sent if offer.image else {})},
        commands=offer.commands,
        timeout=offer.timeout,
    )


def _heard(entry: Mapping[str, Any]) -> Heard:
    filters = {name: entry[name] for name in FILTERS if name in entry}
    return str(entry.get("event", "")), filters


def _wrong(peer: Peer, what: str) -> ApiError:
    return ApiError(502, "bad_answer", f"{peer.url} answers to hello with what cannot be: {what}")
