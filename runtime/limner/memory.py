"""A host in memory: answers the calls of a cell from what it is given, for tests and replays."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from limner import records, verbs
from limner.assets import Source, checked, read
from limner.changes import ChangeSet
from limner.errors import HostError
from limner.instances import Instance
from limner.services import SimilarFile

Answered = tuple[Any, tuple[bytes, ...]]


@dataclass
class MemoryHost:
    """What the calls of a script are answered from.

    `image` is an H x W x 3 array of uint8, RGB; `answers` are given to the script's questions in
    turn, None once there are no more; `responses` are bodies by URL, or `(status, headers, body)`;
    `assets` are bytes or paths by name, or a models folder, of which `declared` patterns may be had;
    `similar` are the files that look like the open one.
    """

    image: Any = None
    instances: list[Instance] = field(default_factory=list)
    storage: dict[str, Any] = field(default_factory=dict)
    answers: list[str | None] = field(default_factory=list)
    responses: Mapping[str, Any] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)
    assets: Source = None
    declared: Sequence[str] = ()
    similar: list[SimilarFile] = field(default_factory=list)
    about: list[list[str]] = field(default_factory=list)
    compared: list[str] = field(default_factory=list)

    def answer(self, method: str, args: Mapping[str, Any]) -> Answered:
        """Answer one call. Raises `HostError` where there is no answer."""
        found: Callable[..., Answered] | None = getattr(self, f"_{method}", None)
        if found is None:
            raise HostError(f"the canvas has no {method}")
        return found(**args)

    def apply(self, changes: ChangeSet, file: str) -> None:
        """Let the instances be what a change set makes of them."""
        gone = set(changes.deleted)
        kept = [_updated(one, changes) for one in self.instances if one.id not in gone]
        fresh = [
            Instance(str(item.id), file, item.geometry, item.label, item.frame, dict(item.attributes), item.score)
            for item in changes.created
        ]
        self.instances[:] = kept + fresh

    def _image(self, bounds: Sequence[float], scale: float) -> Answered:
        if self.image is None:
            raise HostError("the test gives no image")
        x, y, width, height = map(int, bounds)
        crop = self.image[y : y + height, x : x + width]
        if scale < 1:
            step = max(1, round(1 / scale))
            crop = crop[::step, ::step]
        return {"width": crop.shape[1], "height": crop.shape[0], "channels": crop.shape[2]}, (crop.tobytes(),)

    def _instances(
        self,
        kind: str | None = None,
        label: str | None = None,
        attributes: Mapping[str, Any] | None = None,
        script: str | None = None,
        within: Sequence[float] | None = None,
        at: Sequence[float] | None = None,
    ) -> Answered:
        found = [
            one
            for one in self.instances
            if kind in (None, one.geometry.kind)
            and label in (None, one.label)
            and script in (None, one.provenance.script)
            and all(one.attributes.get(name) == value for name, value in (attributes or {}).items())
            and (within is None or _touch(one.bounds, within))
            and (at is None or verbs.contains(one.geometry, *at))
        ]
        return records.plain(sorted(found, key=lambda one: verbs.area(one.geometry)) if at else found), ()

    def _ask(self, question: str, choices: Sequence[str], about: Sequence[str] = ()) -> Answered:
        self.questions.append(question)
        self.about.append(list(about))
        return (self.answers.pop(0) if self.answers else None), ()

    def _similar(self, limit: int) -> Answered:
        return records.plain(sorted(self.similar, key=lambda one: one.distance)[: max(0, limit)]), ()

    def _compare(self, file: str, message: str, choices: Sequence[str] = ()) -> Answered:
        if file not in {one.file.id for one in self.similar}:
            raise HostError(f"the project has no file {file}")
        self.compared.append(file)
        return (self.answers.pop(0) if choices and self.answers else None), ()

    def _storage_get(self, key: str) -> Answered:
        return self.storage.get(key), ()

    def _storage_set(self, key: str, value: Any) -> Answered:
        self.storage[key] = value
        return None, ()

    def _storage_delete(self, key: str) -> Answered:
        self.storage.pop(key, None)
        return None, ()

    def _storage_keys(self) -> Answered:
        return sorted(self.storage), ()

    def _fetch(self, url: str, **_: Any) -> Answered:
        if url not in self.responses:
            raise HostError(f"the test gives no response for {url}")
        given = self.responses[url]
        status, headers, body = given if isinstance(given, tuple) else (200, {}, given)
        content = body.encode() if isinstance(body, str) else bytes(body)
        return {"status": status, "headers": {k.lower(): v for k, v in headers.items()}, "url": url}, (content,)

    def _asset(self, name: str) -> Answered:
        content = read(checked(name, self.declared), self.assets)
        return {"name": name, "sha256": hashlib.sha256(content).hexdigest()}, (content,)


def _touch(bounds: Sequence[float], other: Sequence[float]) -> bool:
    (ax, ay, aw, ah), (bx, by, bw, bh) = bounds, other
    return ax <= bx + bw and bx <= ax + aw and ay <= by + bh and by <= ay + ah


def _updated(one: Instance, changes: ChangeSet) -> Instance:
    for item in changes.updated:
        if item.id == one.id:
            one = item.on(one)
    return one
