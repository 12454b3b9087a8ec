"""What became of what a script made: kept, changed, or refused by a person.

Each instance of a script's run carries a `verdict`: `accepted` (as the script returned it), `edited`
(a person changed its geometry; `returned` keeps the script's), `rejected` (a person deleted or undid
it), `removed` (a script deleted it).
"""

from typing import Any

from limner.geometry import Geometry
from limner.instances import Instance, Provenance
from limner_server import wire

PEOPLE = ("human", "undo")
MAX_RUN = 64


def returned_after(
    provenance: Provenance, origin: wire.Origin, kept: Geometry | None, before: Geometry, after: Geometry
) -> Geometry | None:
    """Give what the script returned, where a person has made something else of it; otherwise None.

    `kept` is what was known of it before the geometry went from `before` to `after`.
    """
    if provenance.actor != "script" or after == (before if kept is None else kept):
        return None
    if origin.actor == "script" and origin.script == provenance.script:
        return None  # the script changed its mind: this is what it returns now
    return before if kept is None and origin.actor in PEOPLE else kept


def marks(instance: Instance, returned: Geometry | None) -> dict[str, Any]:
    """Give the columns that say how a living instance fares."""
    run = instance.provenance.run
    if instance.provenance.actor != "script" or not run or len(run) > MAX_RUN:
        return {"run_id": None, "returned": None, "verdict": None}
    verdict = "accepted" if returned is None else "edited"
    return {"run_id": run, "returned": wire.plain(returned), "verdict": verdict}


def verdict_of_deletion(instance: Instance, origin: wire.Origin) -> str | None:
    """Give the verdict of an instance that this origin deletes."""
    if instance.provenance.actor != "script":
        return None
    return "rejected" if origin.actor in PEOPLE else "removed"
