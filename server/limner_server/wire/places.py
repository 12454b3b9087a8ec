"""Where scripts may run."""

from msgspec import Struct


class PlaceView(Struct):
    """A place for a script: `browser`, `server`, `auto` or `backend:NAME`. `refusal` says why it cannot be chosen."""

    place: str
    title: str
    refusal: str = ""


class ScriptPlaces(Struct):
    """The places of one script, those that cannot be chosen included."""

    script: str
    places: list[PlaceView]
