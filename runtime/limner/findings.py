"""What a script finds on a file: a line of its checklist, and the place it is about."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from limner.errors import ChangeError
from limner.instances import Instance
from limner.rings import Bounds

Severity = Literal["info", "warning", "error"]
LONGEST = 500
MOST = 5_000


@dataclass(frozen=True)
class Finding:
    """One line of a script's checklist, for `canvas.report`.

    `instance` is the instance it is about, or its id; `bounds` the place, `(x, y, width, height)` in
    pixels, where that says more or there is no instance. `level` is `info`, `warning` or `error`.
    """

    message: str
    instance: str | None = None
    bounds: Bounds | None = None
    level: Severity = "warning"

    def __post_init__(self) -> None:
        about: Any = self.instance
        object.__setattr__(self, "instance", about.id if isinstance(about, Instance) else about)
        if self.bounds is not None:
            object.__setattr__(self, "bounds", _place(self.bounds))


def checked(findings: Iterable[Any]) -> tuple[Finding, ...]:
    """Give what may be shown of findings. Raises `ChangeError` that names the first that is none and says why."""
    given = [findings] if isinstance(findings, Finding) else findings
    if not isinstance(given, Iterable) or isinstance(given, (str, bytes, Mapping)):
        raise ChangeError(f"canvas.report takes findings, not {type(findings).__name__}")
    return tuple(_checked(finding, index) for index, finding in enumerate(given, 1))


def _checked(finding: Any, index: int) -> Finding:
    if not isinstance(finding, Finding):
        raise ChangeError(f"finding {index} is {type(finding).__name__}, expected Finding(message, instance)")
    if finding.level not in get_args(Severity):
        raise ChangeError(f"finding {index}: level is {finding.level!r}, expected {', '.join(get_args(Severity))}")
    if finding.instance is not None and not isinstance(finding.instance, str):
        raise ChangeError(f"finding {index}: instance is {finding.instance!r:.60}, expected an instance or its id")
    text = str(finding.message).strip()[:LONGEST]
    if not text:
        raise ChangeError(f"finding {index} has no message")
    return Finding(text, finding.instance, finding.bounds, finding.level)


def _place(given: Iterable[float]) -> Bounds:
    numbers = [float(value) for value in given]
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise ChangeError(f"a finding's bounds are {numbers}, expected x, y, width and height")
    return Bounds(*numbers)
