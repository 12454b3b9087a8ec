"""Whether a script did the same in two places."""

from typing import Any

from limner import iou
from limner.geometry import Geometry
from limner.testing import Outcome

ALIKE = 0.99


def assert_alike(one: Outcome, other: Outcome) -> None:
    """Hold what came of a run against what came of it elsewhere: word for word, the shapes by their overlap."""
    assert one.error is None, one.error
    assert other.error is None, other.error
    assert told(one) == told(other)
    for mine, theirs in zip(shapes(one), shapes(other), strict=True):
        assert mine.kind == theirs.kind
        assert iou(mine, theirs) > ALIKE


def told(outcome: Outcome) -> dict[str, Any]:
    """Give what is compared word for word: everything but the shapes and the ids made anew."""
    changes = outcome.changes
    return {
        "created": [(one.label, dict(one.attributes)) for one in changes.created],
        "suggested": [(one.label, dict(one.attributes)) for one in changes.suggested],
        "updated": [(one.id, one.label, one.attributes) for one in changes.updated],
        "deleted": sorted(changes.deleted),
        "said": [outcome.notices, outcome.questions, outcome.veto, outcome.settings],
        "shown": [outcome.about, outcome.compared, outcome.storage],
        "found": [[(one.message, one.instance, one.level) for one in report] for report in outcome.reports],
    }


def shapes(outcome: Outcome) -> list[Geometry]:
    changes = outcome.changes
    updated = [one.geometry for one in changes.updated if isinstance(one.geometry, Geometry)]
    return [one.geometry for one in (*changes.created, *changes.suggested)] + updated
