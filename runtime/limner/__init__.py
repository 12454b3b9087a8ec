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
    Command,
    CreateInstance,
    DeleteInstance,
    DeselectInstance,
    Event,
    File,
    LeaveFile,
    OpenFile,
    RestoreInstance,
    SelectInstance,
    UpdateInstance,
)
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
from limner.rings import Bounds
from limner.verbs import area, contains, simplify, to_mask

__all__ = [
    "Actor",
    "Bounds",
    "Box",
    "ChangeError",
    "ChangeSet",
    "Command",
    "CreateInstance",
    "Cuboid",
    "DeleteInstance",
    "DeselectInstance",
    "Ellipse",
    "Event",
    "File",
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
    "OpenFile",
    "ParameterError",
    "Part",
    "Point",
    "Polygon",
    "Polyline",
    "ProtocolError",
    "Provenance",
    "RecordError",
    "RestoreInstance",
    "SelectInstance",
    "Tag",
    "UpdateInstance",
    "__version__",
    "area",
    "contains",
    "on",
    "simplify",
    "to_mask",
]
