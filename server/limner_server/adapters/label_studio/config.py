"""Label Studio's labelling configuration: read for its controls and labels, written from a project's labels."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from limner_server.errors import invalid

IMAGE = "image"
MAX_CONFIG = 1_000_000
# What a control is called in the configuration, and the types its regions have; the first is the one written.
CONTROLS: dict[str, tuple[str, ...]] = {
    "RectangleLabels": ("rectanglelabels", "rectangle"),
    "EllipseLabels": ("ellipselabels", "ellipse"),
    "PolygonLabels": ("polygonlabels", "polygon"),
    "VectorLabels": ("vectorlabels", "vector"),
    "KeyPointLabels": ("keypointlabels", "keypoint"),
    "BrushLabels": ("brushlabels", "brush"),
    "BitmaskLabels": ("bitmasklabels", "bitmask"),
    "Choices": ("choices",),
    "Rectangle": ("rectangle",),
    "Ellipse": ("ellipse",),
    "Polygon": ("polygon",),
    "Vector": ("vector",),
    "KeyPoint": ("keypoint",),
    "Brush": ("brush",),
    "Bitmask": ("bitmask",),
    "Labels": ("labels",),
    "TextArea": ("textarea",),
    "Number": ("number",),
    "Rating": ("rating",),
}
SHORT = {
    "box": "RectangleLabels",
    "ellipse": "EllipseLabels",
    "polygon": "PolygonLabels",
    "line": "VectorLabels",
    "keypoint": "KeyPointLabels",
    "brush": "BrushLabels",
    "bitmask": "BitmaskLabels",
    "choices": "Choices",
}


@dataclass(frozen=True)
class Control:
    """One control: its tag, its name, the object it is for, its labels, and other names models have for them."""

    tag: str
    name: str
    to_name: str
    labels: tuple[str, ...] = ()
    predicted: tuple[tuple[str, str], ...] = ()

    @property
    def type(self) -> str:
        """The type of its regions, which is also the key of their labels."""
        return CONTROLS[self.tag][0]

    def label(self, name: str | None) -> str | None:
        """Give the label meant by a name, or None where the control has none such."""
        if name in self.labels:
            return name
        return next((label for other, label in self.predicted if name is not None and other == name.lower()), None)


@dataclass(frozen=True)
class Config:
    """What a labelling configuration says of an image: its controls, and the key of the task's data it is under."""

    controls: tuple[Control, ...]
    key: str | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(label for control in self.controls for label in control.labels))

    def of(self, *tags: str) -> Control | None:
        """Give the first control of the first of these tags that there is."""
        found = (control for tag in tags for control in self.controls if control.tag == tag)
        return next(found, None)


def parse(text: str) -> Config:
    """Read a configuration. Raises `ApiError` 422 where it is no XML, or declares a document type."""
    if len(text) > MAX_CONFIG or "<!DOCTYPE" in text.upper():
        raise invalid(f"the label config declares a document type, or is longer than {MAX_CONFIG:,} characters")
    try:
        root = ET.fromstring(text or "<View/>")  # noqa: S314 - without a document type there are no entities to expand
    except ET.ParseError as error:
        raise invalid(f"the label config is no XML: {error}") from None
    image = next((tag for tag in root.iter("Image")), None)
    controls = [_control(tag) for tag in root.iter() if tag.tag in CONTROLS and tag.get("name")]
    value = "" if image is None else image.get("value", "")
    return Config(tuple(controls), value.removeprefix("$") or None)


def write(labels: Iterable[tuple[str, str]], controls: Sequence[str] = tuple(SHORT)) -> str:
    """Give a configuration for an image with these labels, `(name, colour)`; controls by their short names."""
    given = [(_legible(name), color) for name, color in labels]
    body = "".join(_written(SHORT[short], short, given) for short in controls)
    return f'<View><Image name="{IMAGE}" value="${IMAGE}"/>{body}</View>'


def _legible(name: str) -> str:
    """Give a label without the characters that XML cannot hold."""
    return "".join(char for char in name if char.isprintable() or char in "\t\n\r" or ord(char) > 0x9F)


def _control(tag: ET.Element) -> Control:
    entries = [entry for entry in tag.iter() if entry.tag in ("Label", "Choice") and entry.get("value")]
    meant = [(str(entry.get("alias") or entry.get("value", "")), entry) for entry in entries]
    predicted = [
        (other.strip().lower(), label)
        for label, entry in meant
        for other in [entry.get("value", ""), *entry.get("predicted_values", "").split(",")]
        if other.strip()
    ]
    to_name = tag.get("toName", IMAGE).partition(",")[0]
    return Control(tag.tag, tag.get("name", ""), to_name, tuple(label for label, _ in meant), tuple(predicted))


def _written(tag: str, name: str, labels: Sequence[tuple[str, str]]) -> str:
    inner = "Choice" if tag == "Choices" else "Label"
    coloured = "" if inner == "Choice" else " background={}"
    shown = "".join(f"<{inner} value={quoteattr(label)}{coloured.format(quoteattr(c))}/>" for label, c in labels)
    smart = "" if tag == "Choices" else ' smart="true"'
    return f'<{tag} name="{name}" toName="{IMAGE}"{smart}>{shown}</{tag}>'
