"""Limner: what a script sees, wherever it runs.

A script declares hooks with `on`, receives an event and a canvas, and hands back geometries.
"""

from limner._version import __version__
from limner.changes import ChangeSet
from limner.errors import (
    ChangeError,
    GeometryError,
    GrantError,
    HookError,
    HostError,
    LimnerError,
    ManifestError,
    ParameterError,
    ProtocolError,
    RecordError,
)
from limner.events import (
    Actor,
    BeforeSave,
    ChangeFrame,
    ChangeParams,
    Command,
    CompleteFile,
    CreateInstance,
    DeleteInstance,
    DeselectInstance,
    DrawInstance,
    Event,
    File,
    LeaveFile,
    OpenFile,
    Prompt,
    PromptPoint,
    RestoreInstance,
    SelectInstance,
    Stroke,
    UpdateInstance,
)
from limner.findings import Finding
from limner.geometry import (
    Box,
    Cuboid,
    Ellipse,
    Geometry,
    Keypoint,
    Keypoints,
    Mask,
    Part,
    Point,
    Polygon,
    Polyline,
    Tag,
)
from limner.hooks import on
from limner.instances import Instance, Provenance
from limner.models import Model
from limner.overlap import iou
from limner.rings import Bounds
from limner.scale import PixelSize
from limner.services import Response, SimilarFile
from limner.verbs import area, contains, simplify, to_mask

__all__ = [
    "Actor",
    "BeforeSave",
    "Bounds",
    "Box",
    "ChangeError",
    "ChangeFrame",
    "ChangeParams",
    "ChangeSet",
    "Command",
    "CompleteFile",
    "CreateInstance",
    "Cuboid",
    "DeleteInstance",
    "DeselectInstance",
    "DrawInstance",
    "Ellipse",
    "Event",
    "File",
    "Finding",
    "Geometry",
    "GeometryError",
    "GrantError",
    "HookError",
    "HostError",
    "Instance",
    "Keypoint",
    "Keypoints",
    "LeaveFile",
    "LimnerError",
    "ManifestError",
    "Mask",
    "Model",
    "OpenFile",
    "ParameterError",
    "Part",
    "PixelSize",
    "Point",
    "Polygon",
    "Polyline",
    "Prompt",
    "PromptPoint",
    "ProtocolError",
    "Provenance",
    "RecordError",
    "Response",
    "RestoreInstance",
    "SelectInstance",
    "SimilarFile",
    "Stroke",
    "Tag",
    "UpdateInstance",
    "__version__",
    "area",
    "contains",
    "iou",
    "on",
    "simplify",
    "to_mask",
]
