"""Photos made dark, flat and uneven: how they are shown then; and photos as they are, which keep their look."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import skimage
from PIL import Image, UnidentifiedImageError

from benchmarks.photos import photos
from benchmarks.quality.quality import Quality
from benchmarks.series import Series
from benchmarks.world import World
from limner import testing
from limner_server.resources import SAMPLES, SCRIPTS

SCRIPT = SCRIPTS / "comfortable_light.py"
NAME = "comfortable-light"
LUMA = np.array([0.299, 0.587, 0.114])
LIT = (0.28, 0.6)  # where the median of a well lit photo lies
Pixels = npt.NDArray[np.uint8]
Light = npt.NDArray[np.float64]


def rows(world: World) -> Iterator[Quality]:
    yield _kept()
    for share in (0.1, 0.2, 0.3, 0.4):
        yield _altered(f"underexposed to {share:.0%}", lambda pixels, by=share: pixels * by)
    yield _altered("contrast of 10 %", lambda pixels: 110 + pixels * 0.1)
    yield from _uneven()


def _kept() -> Quality:
    """Give the share of unaltered photos that keep their look."""
    paths = [path for path in Path(skimage.__file__).with_name("data").iterdir() if path.suffix in (".png", ".jpg")]
    found = dict(_read([*paths, *SAMPLES.glob("*.png"), *SAMPLES.glob("*.jpg")]))
    outcomes = [_opened(pixels) for pixels in found.values()]
    changed = [name for name, (dials, _) in zip(found, outcomes, strict=True) if dials]
    note = f"{len(found)} images of scikit-image and the samples; changed: {', '.join(changed) or 'none'}"
    times = Series.of(ms for _, ms in outcomes)
    return Quality(NAME, "unaltered", "as it was", 1 - len(changed) / len(found), times, "CPython", "kept", note)


def _read(paths: list[Path]) -> Iterator[tuple[str, Pixels]]:
    for path in sorted(paths):
        try:
            yield path.name, np.asarray(Image.open(path).convert("RGB"))
        except UnidentifiedImageError:
            continue


def _altered(how: str, alter: Callable[[Pixels], npt.NDArray[np.float64]]) -> Quality:
    """Give the share of photos that are well lit when shown, and their light before and after."""
    before, after, times = [], [], []
    for photo in photos():
        pixels = np.clip(alter(photo.pixels), 0, 255).astype(np.uint8)
        dials, ms = _opened(pixels)
        times.append(ms)
        before.append(_light(pixels))
        after.append(_shown(before[-1], dials))
    good = sum(LIT[0] <= np.median(one) <= LIT[1] and one.std() > 0.1 for one in after)
    return Quality(
        NAME,
        how,
        "median 0.28 to 0.6",
        good / len(after),
        Series.of(times),
        "CPython",
        "well lit",
        _words(before, after),
    )


def _uneven() -> Iterator[Quality]:
    """Give the share of half-shaded photos that are evened out; what that shows is the page's to draw."""
    turned = []
    for photo in photos():
        pixels = photo.pixels.copy()
        part = pixels.shape[1] * 6 // 10
        pixels[:, :part] = (pixels[:, :part] * 0.12).astype(np.uint8)
        turned.append("clahe" in _opened(pixels)[0])
    note = f"{sum(turned)} of {len(turned)}: those that keep a bright part"
    yield Quality(
        NAME, "three fifths in shadow", "CLAHE is set", sum(turned) / len(turned), None, "CPython", "share", note
    )


def _opened(pixels: Pixels) -> tuple[dict[str, float], float]:
    outcome = testing.run(SCRIPT, testing.opened(pixels), image=pixels)
    if outcome.error:
        raise RuntimeError(outcome.error.message)
    return outcome.settings, outcome.ms


def _light(pixels: Pixels) -> Light:
    return np.asarray(pixels @ LUMA / 255)


def _shown(light: Light, dials: dict[str, float]) -> Light:
    """Give the luminance as the page's filters show it: brightness, contrast, gamma."""
    light = np.clip(light * dials.get("brightness", 1), 0, 1)
    light = np.clip((light - 0.5) * dials.get("contrast", 1) + 0.5, 0, 1)
    return np.asarray(light ** (1 / dials.get("gamma", 1)))


def _words(before: list[Light], after: list[Light]) -> str:
    def means(lights: list[Light]) -> str:
        return (
            f"mean {np.mean([one.mean() for one in lights]):.2f}, spread {np.mean([one.std() for one in lights]):.2f}"
        )

    return f"{means(before)} before; {means(after)} after"
