"""The script record of a Label Studio ML backend: what it hears, what it may, and what can be set."""

from collections.abc import Sequence

from limner.errors import ParameterError
from limner_server.adapters.label_studio.config import SHORT
from limner_server.adapters.peer import Peer
from limner_server.adapters.stub import Heard, Table, stub_source

GRANTS = ("image:read", "instances:write", "network")
HEARD: tuple[Heard, ...] = (
    ("command", {}),
    ("prompt", {}),
    ("create_instance", {"kind": "box", "actor": "human"}),
)
NOTE = """\
{name} is a Label Studio ML backend at {url}{version}. Nothing of this file is executed: Limner asks the
model's /predict for the events that the hooks below name, with the image, the project's labels and what was pointed at,
and takes its regions as suggestions, or as instances where the parameter "results" says so."""


def source_of(peer: Peer, authority: str, controls: Sequence[str], version: str) -> str:
    """Give the source of the record; `controls` are those the model could be set up with."""
    params: Table = {
        "results": {
            "type": "string",
            "default": "suggest",
            "enum": ["suggest", "create"],
            "title": "Results",
            "description": "Suggest what the model answers, or create it at once. Prompts are always answered by one.",
        },
        "boxes": {
            "type": "boolean",
            "default": True,
            "title": "Answer boxes",
            "description": "Ask the model about each box that is drawn; what it answers takes the place of the box.",
        },
        "threshold": {
            "type": "number",
            "default": 0.0,
            "minimum": 0.0,
            "maximum": 1.0,
            "step": 0.05,
            "title": "Threshold",
            "description": "Leave out what the model is less sure of.",
        },
        "image": {
            "type": "string",
            "default": "link",
            "enum": ["link", "data"],
            "title": "Image",
            "description": "Send a link that the model fetches the image by, good for some hours, or the image itself.",
        },
        "controls": {
            "type": "string",
            "default": ", ".join(controls),
            "title": "Controls",
            "description": f"What the label config offers the model: {', '.join(SHORT)}.",
        },
    }
    told = NOTE.format(name=peer.name, url=peer.url, version=f", version {version}" if version else "")
    about = f"Asks the Label Studio model at {authority}."
    return stub_source(peer.name, about, GRANTS, HEARD, told, params=params, connect=[authority])


def controls_of(text: str) -> list[str]:
    """Read the parameter. Raises `ParameterError` where it names a control there is none of, or none at all."""
    names = [name for name in text.replace(",", " ").split() if name]
    stray = [name for name in names if name not in SHORT]
    if stray or not names:
        what = f"{stray[0]!r} is no control" if stray else "no control is named"
        raise ParameterError(f"parameter 'controls': {what}, choose from {', '.join(SHORT)}")
    return names
