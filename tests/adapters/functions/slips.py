"""A detection function that breaks its word in whatever way it is told to."""

import cvat_sdk.auto_annotation as cvataa
import PIL.Image
from cvat_sdk import models


def endless():
    while True:
        print("computing")


SLIPS = {
    "unknown label": lambda: cvataa.rectangle(9, [1, 1, 5, 5]),
    "unknown attribute": lambda: cvataa.rectangle(
        0, [1, 1, 5, 5], attributes=[models.AttributeValRequest(spec_id=4, value="x")]
    ),
    "preset source": lambda: cvataa.rectangle(0, [1, 1, 5, 5], source="auto"),
    "other frame": lambda: models.LabeledShapeRequest(type="rectangle", frame=3, label_id=0, points=[1, 1, 5, 5]),
    "three numbers": lambda: cvataa.rectangle(0, [1, 1, 5]),
    "odd polygon": lambda: cvataa.polygon(0, [1, 1, 5, 1, 5]),
    "short mask": lambda: cvataa.mask(0, [0, 3, 1, 1, 5, 5]),
    "mask": lambda: cvataa.mask(0, [0, 25, 1, 1, 5, 5]),
    "empty mask": lambda: cvataa.mask(0, [1, 0, 0, 0, 0]),
    "outside": lambda: cvataa.rectangle(0, [1, 1, 5, 5], outside=True),
    "no annotation": lambda: {"type": "rectangle"},
    "two points": lambda: cvataa.polygon(0, [1, 1, 5, 1]),
    "far away": lambda: cvataa.rectangle(0, [900, 900, 905, 905]),
    "not finite": lambda: cvataa.rectangle(0, [float("nan"), 1, 5, 5]),
    "its own error": lambda: 1 / 0,
    "no end": lambda: endless(),
}


class Slips:
    spec = cvataa.DetectionFunctionSpec(labels=[cvataa.label_spec("thing", 0)])

    def __init__(self, slip: str) -> None:
        self.slip = slip

    def detect(self, context: cvataa.DetectionFunctionContext, image: PIL.Image.Image) -> list:
        return [cvataa.rectangle(0, [2, 2, 9, 9]), SLIPS[self.slip]()]


create = Slips
