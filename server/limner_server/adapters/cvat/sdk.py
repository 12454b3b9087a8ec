"""The one place that imports `cvat_sdk`, which whoever has a function for it has installed."""

from typing import Any

from limner_server.adapters.cvat.errors import FunctionError

try:
    import cvat_sdk.auto_annotation as aa
    from cvat_sdk import models
except ImportError as error:
    raise FunctionError(f"functions for CVAT need its package, pip install cvat-sdk: {error}") from None

TrackableShape: Any = aa.TrackableShape


class Detecting(aa.DetectionFunctionContext):  # type: ignore[misc]
    """What a detection function hears of the image, and of what the annotator set."""

    frame_name: str = ""
    conf_threshold: float | None = None
    conv_mask_to_poly: bool = False

    def __init__(self, frame_name: str, conf_threshold: float | None, conv_mask_to_poly: bool) -> None:
        self.frame_name = frame_name
        self.conf_threshold = conf_threshold
        self.conv_mask_to_poly = conv_mask_to_poly


class Interacting(aa.InteractionFunctionContext):  # type: ignore[misc]
    """What an interaction function hears: nothing yet."""


class Prompts(aa.InteractionPrompts):  # type: ignore[misc]
    """The clicks on the object and beside it, and the box round it, in pixels."""

    pos_points: tuple[tuple[float, float], ...] = ()
    neg_points: tuple[tuple[float, float], ...] = ()
    bounding_box: tuple[tuple[float, float], tuple[float, float]] | None = None

    def __init__(self, positive: Any, negative: Any, box: Any) -> None:
        self.pos_points, self.neg_points, self.bounding_box = tuple(positive), tuple(negative), box


class Tracking(aa.TrackingFunctionContext):  # type: ignore[misc]
    """What a tracking function hears of an image: nothing yet."""


class TrackingShape(aa.TrackingFunctionShapeContext):  # type: ignore[misc]
    """What a tracking function hears of the shape it follows."""

    original_shape_type: str = ""

    def __init__(self, original_shape_type: str) -> None:
        self.original_shape_type = original_shape_type


def kind_of(spec: Any) -> str | None:
    """Give `detection`, `interaction` or `tracking`, or None for a specification of something else."""
    kinds = {
        "detection": aa.DetectionFunctionSpec,
        "interaction": aa.InteractionFunctionSpec,
        "tracking": aa.TrackingFunctionSpec,
    }
    return next((kind for kind, cls in kinds.items() if isinstance(spec, cls)), None)


def is_tag(annotation: Any) -> bool:
    return isinstance(annotation, models.LabeledImageRequest)


def is_shape(annotation: Any) -> bool:
    return isinstance(annotation, models.LabeledShapeRequest)
