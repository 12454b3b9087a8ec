"""Near-duplicates among real photos: how many variants are found, what else is taken for one, how fast."""

import io
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from sqlalchemy import insert

from benchmarks import likeness
from benchmarks.quality.quality import Quality
from benchmarks.series import Series
from benchmarks.world import World
from limner_server import settings, wire
from limner_server.app import make_context
from limner_server.context import Context
from limner_server.likeness.looks import METHOD, WINDOWS
from limner_server.likeness.similar import similar
from limner_server.store import files, projects
from limner_server.store.database import now
from limner_server.store.tables import files as files_table
from limner_server.store.tables import likenesses

NAME = "duplicate-files"
AT = 0.3  # what the script's setting `distance` is unless set
CROWDS = (1_000, 10_000, 100_000)
AT_ONCE = 5_000


@dataclass(frozen=True)
class Asked:
    """One image put to the server: the photo it was made of, if any, how, and what was found, by photo."""

    photo: str
    kind: str
    found: dict[str, float]
    ms: float

    def apart(self) -> float:
        return self.found.get(self.photo, 1.0)

    def wrong(self) -> list[float]:
        """Give the distances of what was found and is something else."""
        return [apart for name, apart in self.found.items() if name != self.photo]


def rows(world: World) -> Iterator[Quality]:
    asked = list(_asked(world))
    yield from _halves(asked)
    yield from _left_out(asked)
    yield from _kinds(asked)
    yield _stereo()
    for count in CROWDS[: 2 if world.quick else 3]:
        yield from _crowded(count, world.count(100))


def _asked(world: World) -> Iterator[Asked]:
    """Put every variant and every distractor to a project of all photos."""
    photos = likeness.photos()
    with _project() as (context, project):
        names = {_add(context, project, image): name for name, image in photos.items()}
        for name, image in photos.items():
            every = list(likeness.variants(image, name))
            for kind, variant in every[:: 4 if world.quick else 1]:
                yield _ask(context, project, names, name, kind, variant)
        for image in likeness.distractors().values():
            yield _ask(context, project, names, "", "distractor", image)
        for file, name in names.items():
            found = {names[one.file.id]: one.distance for one in similar(context, file, 50)}
            yield Asked("", f"the photo {name}", found, 0.0)


def _ask(context: Context, project: str, names: dict[str, str], photo: str, kind: str, image: Image.Image) -> Asked:
    file = _add(context, project, image)
    began = time.perf_counter()
    found = {names[one.file.id]: one.distance for one in similar(context, file, 50)}
    ms = 1_000 * (time.perf_counter() - began)
    with context.database.writing() as connection:
        files.remove(connection, file)
    return Asked(photo, kind, found, ms)


def _halves(asked: list[Asked]) -> Iterator[Quality]:
    """Fix the threshold on every second photo and score it on the others, both ways round."""
    photos = sorted({one.photo for one in asked if one.photo})
    apart = [one for one in asked if not one.photo]
    for half, others in ((photos[::2], photos[1::2]), (photos[1::2], photos[::2])):
        fixed = _threshold(one for one in asked if one.photo in half or not one.photo)
        some = [one for one in asked if one.photo in others]
        note = f"distance {fixed:.2f}, fixed on the other {len(half)}; {len(some)} variants, {len(apart)} other images"
        yield from _scored(some, apart, fixed, f"{len(others)} photos", "the other half", note)
    some = [one for one in asked if one.photo]
    note = f"distance {AT:.2f}, the script's setting; {len(some)} variants, {len(apart)} other images"
    yield from _scored(some, apart, AT, f"{len(photos)} photos", "generated variants", note)


def _left_out(asked: list[Asked]) -> Iterator[Quality]:
    """Score each photo with the threshold that all the others give."""
    photos = sorted({one.photo for one in asked if one.photo})
    hits, chosen = [], []
    for photo in photos:
        chosen.append(_threshold(one for one in asked if one.photo != photo))
        hits += [one.apart() <= chosen[-1] for one in asked if one.photo == photo]
    false = sum(min(one.wrong(), default=1.0) <= max(chosen) for one in asked)
    note = f"distances {min(chosen):.2f} to {max(chosen):.2f}; {false} images taken for another photo"
    yield Quality(NAME, f"{len(photos)} photos", "leave one out", float(np.mean(hits)), None, "CPython", "recall", note)


def _kinds(asked: list[Asked]) -> Iterator[Quality]:
    for kind in dict.fromkeys(one.kind for one in asked if one.photo):
        some = [one for one in asked if one.photo and one.kind == kind]
        share = sum(one.apart() <= AT for one in some) / len(some)
        worst = max(some, key=Asked.apart)
        note = f"{len(some)} variants; the furthest {worst.apart():.2f}, of {worst.photo}"
        yield Quality(NAME, "all photos", kind, share, None, "CPython", "recall", note)


def _scored(
    variants: list[Asked], apart: list[Asked], threshold: float, photo: str, reference: str, note: str
) -> Iterator[Quality]:
    hits = sum(one.apart() <= threshold for one in variants)
    false = sum(distance <= threshold for one in [*variants, *apart] for distance in one.wrong())
    times = Series.of(one.ms for one in variants)
    yield Quality(NAME, photo, reference, hits / len(variants), times, "CPython", "recall", note)
    yield Quality(NAME, photo, reference, hits / max(1, hits + false), None, "CPython", "precision", note)


def _threshold(asked: Iterable[Asked]) -> float:
    """Give the middle between what must be found, but for one in a hundred, and the nearest that must not."""
    some = list(asked)
    own = float(np.quantile([one.apart() for one in some if one.photo], 0.99))
    return (own + min((distance for one in some for distance in one.wrong()), default=0.5)) / 2


def _stereo() -> Quality:
    """Give how near two photos of one scene come; they are counted neither as the same nor as others."""
    with _project() as (context, project):
        left, _ = (_add(context, project, image) for image in likeness.stereo())
        apart = next((one.distance for one in similar(context, left, 5)), 1.0)
    return Quality(
        NAME, "motorcycle", "a stereo pair", apart, None, "CPython", "distance", "two photos of one scene: not counted"
    )


def _crowded(count: int, runs: int) -> Iterator[Quality]:
    """Look a photo up among many: random hashes, and two hundred near it, so that as many as may be are aligned."""
    with _project() as (context, project):
        photo = likeness.photos()["samples/chelsea.png"]
        first = _add(context, project, photo)
        twin = _add(context, project, likeness.compressed(photo, 40))
        _fill(context, project, first, count)
        began = time.perf_counter()
        similar(context, first, 5)
        loading = 1_000 * (time.perf_counter() - began)
        times = [_timed(context, first, twin) for _ in range(runs)]
    note = f"{count:,} files; the first time {loading:,.0f} ms"
    yield Quality(NAME, "chelsea.png", "its recompressed twin", 1.0, Series.of(times), "CPython", "found", note)


def _timed(context: Context, file: str, twin: str) -> float:
    began = time.perf_counter()
    found = similar(context, file, 5)
    ms = 1_000 * (time.perf_counter() - began)
    if [one.file.id for one in found] != [twin]:
        raise RuntimeError(f"among many, {len(found)} files were found instead of the one twin")
    return ms


def _fill(context: Context, project: str, photo: str, count: int) -> None:
    rng = np.random.default_rng(0)
    with context.database.writing() as connection:
        row = dict(connection.execute(files_table.select().where(files_table.c.id == photo)).mappings().one())
        kept = connection.execute(likenesses.select().where(likenesses.c.sha256 == row["content_sha256"])).one()
        near = np.frombuffer(kept.hashes, np.uint64)
        other = np.frombuffer(kept.sketch, np.uint8)
        row.pop("seq")
        for start in range(0, count, AT_ONCE):
            hashes = rng.integers(0, 2**64, (AT_ONCE, len(WINDOWS)), np.uint64, endpoint=False)
            if not start:
                hashes[:200] = near ^ np.uint64(0b10101)
            some = range(start, min(start + AT_ONCE, count))
            names = [f"{index:064x}" for index in some]
            sketch = rng.permutation(other).tobytes()
            connection.execute(
                insert(likenesses),
                [
                    {"sha256": name, "method": METHOD, "hashes": one.tobytes(), "sketch": sketch}
                    for name, one in zip(names, hashes, strict=False)
                ],
            )
            connection.execute(
                insert(files_table),
                [
                    {**row, "id": name[-32:], "content_sha256": name, "sha256": name, "created_at": now()}
                    for name in names
                ],
            )


@contextmanager
def _project() -> Iterator[tuple[Context, str]]:
    with tempfile.TemporaryDirectory() as folder:
        context = make_context(settings.load({"data": Path(folder) / "data", "token": "benchmark"}, environment={}))
        with context.database.writing() as connection:
            project = projects.create(connection, wire.NewProject("Photos")).id
        try:
            yield context, project
        finally:
            context.database.close()


def _add(context: Context, project: str, image: Image.Image) -> str:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    media = context.media.take("photo.png", buffer)
    with context.database.writing() as connection:
        return files.add(connection, project, "photo.png", media).id
