"""An event of the canvas as the context of Label Studio's interactive mode: the regions the annotator points with."""

from typing import Any

import numpy
from PIL import Image, ImageDraw

from limner.canvas import new_id
from limner.errors import GeometryError, LimnerError
from limner.events import Command, Event, InstanceEvent, Prompt, Stroke
from limner.geometry import Box, Mask, Point
from limner_server.adapters.label_studio import brush, writing
from limner_server.adapters.label_studio.config import Config
from limner_server.adapters.label_studio.regions import Item
from limner_server.adapters.label_studio.shapes import Size

Regions = list[dict[str, Any]]


def context_of(event: Event, label: str | None, size: Size, config: Config) -> Regions | None:
    """Give the regions of what an event points at; None where it asks about the whole image.

    Raises `LimnerError` where the model's controls have no region for any of it.
    """
    pointed = _pointed(event, label, size)
    if not pointed:
        return None
    regions: Regions = []
    left_out: list[str] = []
    for item, positive in pointed:
        made, missing = writing.write([item], size, config)
        regions += [_marked(region, positive) for region in made]
        left_out += missing
    if not regions:
        raise LimnerError(f"the model cannot be pointed at this: {left_out[0]}; see the parameter 'controls'")
    return regions


def label_of(event: Event) -> str | None:
    """Give the label of the instance the event is about."""
    instance = getattr(event, "instance", None)
    return instance.label if instance is not None else None


def painted(stroke: Stroke, size: Size) -> Mask:
    """Give the pixels a stroke covers. Raises `GeometryError` where it covers none."""
    image = Image.new("1", (size.width, size.height))
    draw, radius = ImageDraw.Draw(image), max(stroke.width, 1.0) / 2
    draw.line([tuple(point) for point in stroke.points], 1, max(1, round(2 * radius)))
    for x, y in stroke.points:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), 1)
    return brush.cut(numpy.asarray(image))


def _pointed(event: Event, label: str | None, size: Size) -> list[tuple[Item, bool]]:
    if isinstance(event, Prompt):
        points = [(Item(Point(point.x, point.y), label, id=new_id()), point.positive) for point in event.points]
        boxes = [] if event.box is None else [(Item(Box(*event.box), label, id=new_id()), True)]
        return [*points, *boxes, *_strokes(event, label, size)]
    if isinstance(event, (InstanceEvent, Command)) and event.instance is not None:
        return [(Item(event.instance.geometry, label, id=event.instance.id), True)]
    return []


def _strokes(event: Prompt, label: str | None, size: Size) -> list[tuple[Item, bool]]:
    found = []
    for stroke in event.strokes:
        try:
            found.append((Item(painted(stroke, size), label, id=new_id()), stroke.positive))
        except GeometryError:
            continue  # it lies outside the image
    return found


def _marked(region: dict[str, Any], positive: bool) -> dict[str, Any]:
    """Say of a region that a person made it, and whether it is on the object; `labels` is where some models look."""
    value = region["value"]
    labels = value.get(region["type"])
    both = {**value, "labels": labels} if labels else value
    return {**region, "value": both, "is_positive": positive, "origin": "manual"}
