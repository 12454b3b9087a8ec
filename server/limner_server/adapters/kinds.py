"""The kinds of backends that speak another protocol, by name."""

from limner_server.adapters.label_studio.client import LabelStudio
from limner_server.adapters.peer import Kind, Peer
from limner_server.adapters.webhook.kind import Webhook
from limner_server.errors import invalid

__all__ = ["KINDS", "Kind", "Peer", "kind_of"]

KINDS: dict[str, Kind] = {"label-studio": LabelStudio(), "webhook": Webhook()}


def kind_of(name: str) -> Kind:
    """Give a kind by its name. Raises `ApiError` 422."""
    if name not in KINDS:
        raise invalid(f"the kind is {name!r}, expected one of socket, {', '.join(KINDS)}")
    return KINDS[name]
