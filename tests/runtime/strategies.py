"""Hypothesis strategies for everything that travels: shapes by kind, events by name, messages by type."""

import math
import typing
from typing import Any

from hypothesis import strategies as st

from limner import (
    Actor,
    Bounds,
    Box,
    ChangeSet,
    Cuboid,
    Ellipse,
    Event,
    File,
    Finding,
    Instance,
    Keypoint,
    Keypoints,
    Mask,
    Part,
    Point,
    Polygon,
    Polyline,
    PromptPoint,
    Provenance,
    Stroke,
    Tag,
)
from limner.changes import Created, Suggested, Updated
from limner.events import EVENTS
from limner.hooks import Hook
from limner.instances import Edit, Field, Link
from limner.protocol import (
    Call,
    Cancel,
    Dispose,
    ErrorMessage,
    EventMessage,
    Failure,
    Fatal,
    Flush,
    Frame,
    Init,
    Initialized,
    Line,
    Log,
    Notify,
    Overlay,
    ParamsMessage,
    Progress,
    Ready,
    Reply,
    Report,
    Result,
    SettingsMessage,
)

SIDE = 200  # of the file that shapes lie in or near
Strategy = st.SearchStrategy[Any]

coordinates = st.floats(-SIDE, 2 * SIDE)
lengths = st.floats(0.5, SIDE)
degrees = st.floats(-360, 360)
pairs = st.tuples(coordinates, coordinates)
words = st.text(max_size=12)
counts = st.integers(0, 10_000)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
attributes = st.dictionaries(words, json_values, max_size=3)


@st.composite
def rings(draw: st.DrawFn, least: float = 5.0, most: float = 60.0) -> list[tuple[float, float]]:
    """A ring that does not cross itself: a radius in every direction from a centre in the file."""
    x, y = draw(st.floats(0, SIDE)), draw(st.floats(0, SIDE))
    radii = draw(st.lists(st.floats(least, most), min_size=3, max_size=12))
    turns = (2 * math.pi * i / len(radii) for i in range(len(radii)))
    return [(x + r * math.cos(t), y + r * math.sin(t)) for r, t in zip(radii, turns, strict=True)]


@st.composite
def masks(draw: st.DrawFn) -> Mask:
    width, height = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    bits = draw(st.lists(st.booleans(), min_size=width * height, max_size=width * height))
    rows = [bits[i : i + width] for i in range(0, len(bits), width)]
    return Mask((draw(st.integers(-20, SIDE)), draw(st.integers(-20, SIDE)), width, height), rows)


@st.composite
def keypoints(draw: st.DrawFn) -> Keypoints:
    names = draw(st.lists(st.builds(Keypoint, words, coordinates, coordinates, st.sampled_from([0, 1, 2])), min_size=1))
    ends = st.integers(0, len(names) - 1)
    return Keypoints(tuple(names), tuple(draw(st.lists(st.tuples(ends, ends), max_size=4))))


boxes = st.builds(Box, coordinates, coordinates, lengths, lengths, degrees)
upright_boxes = st.builds(Box, coordinates, coordinates, lengths, lengths)
polygons = st.builds(Polygon, rings())
parts = st.builds(Part, rings(), st.lists(rings(), max_size=2))

SHAPES: dict[str, Strategy] = {
    "box": boxes,
    "polygon": st.builds(lambda given: Polygon(parts=given), st.lists(parts, min_size=1, max_size=3)),
    "polyline": st.builds(Polyline, st.lists(pairs, min_size=2, max_size=12)),
    "point": st.builds(Point, coordinates, coordinates),
    "ellipse": st.builds(Ellipse, coordinates, coordinates, lengths, lengths, degrees),
    "keypoints": keypoints(),
    "cuboid": st.builds(Cuboid, boxes, boxes),
    "mask": masks(),
    "tag": st.just(Tag()),
}
shapes = st.one_of(*SHAPES.values())
filled = st.one_of(boxes, polygons, SHAPES["polygon"], SHAPES["ellipse"])

actor_kinds = st.sampled_from(["human", "script", "import", "remote", "undo"])
changed_fields = st.lists(st.sampled_from(list(typing.get_args(Field)))).map(tuple)
provenances = st.builds(
    Provenance,
    actor=actor_kinds,
    script=st.none() | words,
    params=st.none() | attributes,
    ms=st.none() | st.floats(0, 1e6),
    edited_by=st.lists(st.builds(Edit, words, words, changed_fields), max_size=2).map(tuple),
)
groups = st.none() | words
orders = st.integers(-(2**31) + 1, 2**31 - 1)
links = st.lists(st.builds(Link, words, words), max_size=2).map(tuple)
instances = st.builds(
    Instance,
    words,
    words,
    shapes,
    st.none() | words,
    counts,
    attributes,
    st.none() | st.floats(0, 1),
    st.booleans(),
    st.booleans(),
    groups,
    orders,
    links,
    counts,
    provenances,
)
envelope: dict[str, Strategy] = {
    "id": words,
    "at": words,
    "actor": st.builds(Actor, actor_kinds, words),
    "project": words,
    "file": st.builds(File, words, words, counts, counts, st.just("image"), counts),
    "revision": counts,
}
about_instance = {**envelope, "instance": instances}
rectangles = st.builds(Bounds, coordinates, coordinates, lengths, lengths)
several_words = st.lists(words, max_size=2).map(tuple)
clicks = st.lists(st.builds(PromptPoint, coordinates, coordinates, st.booleans()), max_size=3).map(tuple)
pairs = st.tuples(coordinates, coordinates)
painted = st.builds(Stroke, st.lists(pairs, max_size=3).map(tuple), lengths, st.booleans())
OWN_FIELDS: dict[str, dict[str, Strategy]] = {
    "open_file": envelope,
    "leave_file": envelope,
    "change_frame": {**envelope, "before": counts},
    "draw_instance": {**about_instance, "session": words, "before": st.none() | instances},
    "create_instance": about_instance,
    "update_instance": {**about_instance, "before": instances, "changed": changed_fields},
    "delete_instance": about_instance,
    "restore_instance": about_instance,
    "select_instance": about_instance,
    "deselect_instance": about_instance,
    "command": {**envelope, "instance": st.none() | instances},
    "prompt": {
        **envelope,
        "session": words,
        "points": clicks,
        "box": st.none() | rectangles,
        "instance": st.none() | instances,
        "strokes": st.lists(painted, max_size=2).map(tuple),
    },
    "change_params": {**envelope, "before": attributes, "after": attributes, "changed": several_words},
    "before_save": {**envelope, "reason": st.sampled_from(["save", "complete"])},
    "complete_file": envelope,
}
EVENT_STRATEGIES: dict[str, Strategy] = {name: st.builds(EVENTS[name], **own) for name, own in OWN_FIELDS.items()}
events: st.SearchStrategy[Event] = st.one_of(*EVENT_STRATEGIES.values())

scores = st.none() | st.floats(0, 1)
created = st.builds(
    Created,
    shapes,
    st.none() | words,
    attributes,
    scores,
    st.none() | words,
    group=groups,
    order=orders,
    links=links,
    returned=st.none() | shapes,
)
suggested = st.builds(Suggested, shapes, st.none() | words, attributes, scores, st.none() | words, st.none() | words)
updated = st.builds(
    Updated, words, st.none() | shapes, st.none() | words, st.none() | attributes, group=groups, links=st.none() | links
)
change_sets = st.builds(
    ChangeSet,
    st.lists(created, max_size=2).map(tuple),
    st.lists(updated, max_size=2).map(tuple),
    several_words,
    st.lists(suggested, max_size=2).map(tuple),
)
levels = st.sampled_from(["debug", "info", "warning", "error"])
failures = st.builds(Failure, words, words, st.lists(st.builds(Frame, counts, words, words), max_size=3).map(tuple))
hooks = st.builds(
    Hook,
    words,
    st.sampled_from(sorted(EVENTS)),
    words,
    several_words,
    several_words,
    several_words,
    st.none() | attributes,
    st.sampled_from(["latest", "queue", "drop"]),
)
findings = st.builds(
    Finding, words, st.none() | words, st.none() | rectangles, st.sampled_from(["info", "warning", "error"])
)
lines = st.builds(Line, words, levels, st.none() | st.lists(json_values, max_size=2).map(tuple))
MESSAGE_STRATEGIES: dict[str, Strategy] = {
    "ready": st.builds(Ready, counts, words, words),
    "init": st.builds(Init, words, words, several_words, attributes, several_words, several_words),
    "initialized": st.builds(Initialized, st.lists(hooks, max_size=2).map(tuple), st.none() | failures),
    "event": st.builds(EventMessage, words, words, events, st.none() | attributes),
    "cancel": st.builds(Cancel, words, words),
    "params": st.builds(ParamsMessage, attributes),
    "reply": st.builds(Reply, words, counts, json_values, st.none() | words, st.integers(0, 1)),
    "dispose": st.builds(Dispose),
    "call": st.builds(Call, words, counts, words, attributes, st.integers(0, 1)),
    "flush": st.builds(Flush, words, change_sets),
    "settings": st.builds(SettingsMessage, words, attributes),
    "overlay": st.builds(
        Overlay, words, st.none() | rectangles, counts, counts, st.sampled_from([1, 4]), st.floats(0, 1), st.just(1)
    ),
    "progress": st.builds(Progress, words, st.floats(0, 1), words),
    "notify": st.builds(Notify, words, words, levels),
    "report": st.builds(Report, words, st.lists(findings, max_size=3).map(tuple), counts, words),
    "log": st.builds(Log, st.lists(lines, max_size=3).map(tuple), counts, st.none() | words),
    "result": st.builds(Result, words, change_sets, st.floats(0, 1e6), st.booleans(), st.none() | words),
    "error": st.builds(ErrorMessage, words, failures, st.booleans()),
    "fatal": st.builds(Fatal, words),
}
messages = st.one_of(*MESSAGE_STRATEGIES.values())
