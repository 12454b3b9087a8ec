"""Synthetic photographs with an exactly known outline, for measuring what traces an object."""

import cv2
import numpy as np

KINDS = ("blob", "star", "ring", "pair", "thin", "patched", "faint")
Box = tuple[int, int, int, int]


def scene(seed: int, size: int, kind: str) -> tuple[np.ndarray, np.ndarray, Box]:
    """Give a textured object on a textured ground.

    Returns RGB pixels (size x size x 3 uint8), the true mask (size x size bool) and the tight box
    (x, y, w, h) in pixels. `kind` is one of `KINDS`; the same seed always gives the same scene, and
    the same seed at another size a similar one.
    """
    rng = np.random.default_rng([seed, KINDS.index(kind)])
    centre = size * rng.uniform(0.44, 0.56, 2)
    radius = size * rng.uniform(0.24, 0.36)
    mask = _object(rng, size, kind, centre, radius)
    colour, ground = _colours(rng, kind)
    surface, behind = _texture(rng, size, colour), _texture(rng, size, ground)
    if kind == "patched":
        half = np.arange(size) > centre[1] + radius * rng.uniform(-0.4, 0.4)
        behind[half] = _texture(rng, size, ground + rng.uniform(-45, 45, 3))[half]
        patch = _noise(rng, size, size / 4) > 0.2
        surface[patch] = _texture(rng, size, colour + rng.uniform(-40, 40, 3))[patch]
    photo = _exposed(rng, mask, surface, behind)
    x, y, w, h = cv2.boundingRect(mask)
    return photo, mask.astype(bool), (x, y, w, h)


def _object(rng: np.random.Generator, size: int, kind: str, centre: np.ndarray, radius: float) -> np.ndarray:
    """The true mask, size x size uint8, 0 or 1."""
    mask = np.zeros((size, size), np.uint8)
    if kind == "pair":
        apart = radius * 0.62 * np.array([np.cos(a := rng.uniform(0, np.pi)), np.sin(a)])
        for part, share in ((centre - apart, 0.52), (centre + apart, 0.42)):
            _fill(mask, _outline(rng, part, radius * share, "blob"), 1)
    else:
        _fill(mask, _outline(rng, centre, radius, kind), 1)
    if kind == "ring":
        _fill(mask, _outline(rng, centre, radius * rng.uniform(0.3, 0.42), "blob"), 0)
    return mask


def _outline(rng: np.random.Generator, centre: np.ndarray, radius: float, kind: str) -> np.ndarray:
    """A closed outline, N x 2 float pixels, reaching at most `radius` from `centre`."""
    turn = np.linspace(0, 2 * np.pi, 361)[:-1]
    phase = rng.uniform(0, 2 * np.pi, 6)
    if kind == "star":
        points = int(rng.integers(5, 8))
        wave = np.abs((turn + phase[0]) * points / np.pi % 2 - 1)
        reach = 0.45 + 0.55 * wave
    else:
        wobble = np.sum([np.sin(k * turn + phase[k - 2]) / k for k in range(2, 6)], axis=0)
        reach = 0.8 + 0.2 * wobble / np.abs(wobble).max()
    squash = np.array([1.0, 0.22 if kind == "thin" else rng.uniform(0.7, 1.0)])
    tilt = rng.uniform(0, np.pi)
    flat = np.stack([np.cos(turn), np.sin(turn)], 1) * reach[:, None] * radius * squash
    spin = np.array([[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]])
    return centre + flat @ spin


def _fill(mask: np.ndarray, outline: np.ndarray, value: int) -> None:
    cv2.fillPoly(mask, [np.round((outline - 0.5) * 16).astype(np.int32)], value, shift=4)


def _colours(rng: np.random.Generator, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """The object's and the ground's RGB colour: clearly different, or hardly where `kind` is faint."""
    least, most = (35, 55) if kind == "faint" else (70, 130)
    ground = rng.uniform(50, 205, 3)
    while True:
        colour = rng.uniform(40, 215, 3)
        if least < np.linalg.norm(colour - ground) < most:
            return colour, ground


def _texture(rng: np.random.Generator, size: int, colour: np.ndarray) -> np.ndarray:
    """A surface round one RGB colour, size x size x 3 float32: blotches, grain and perhaps stripes."""
    tint = colour[None, None] + rng.uniform(-25, 25, 3) * _noise(rng, size, size / 5)[..., None]
    tint = tint + rng.uniform(10, 28) * _noise(rng, size, size / rng.uniform(20, 90))[..., None]
    if rng.random() < 0.5:
        ys, xs = np.mgrid[:size, :size] / size
        angle, waves = rng.uniform(0, np.pi), rng.uniform(15, 50)
        stripes = np.sin(2 * np.pi * waves * (xs * np.cos(angle) + ys * np.sin(angle)))
        tint = tint + rng.uniform(5, 20) * stripes[..., None]
    return tint.astype(np.float32)


def _noise(rng: np.random.Generator, size: int, grain: float) -> np.ndarray:
    """A smooth random field, size x size float32 in about [-1, 1], with features `grain` pixels wide."""
    cells = max(2, int(size / grain))
    field = rng.standard_normal((cells, cells)).astype(np.float32)
    field = cv2.resize(field, (size, size), interpolation=cv2.INTER_CUBIC)
    return np.clip(field / (2 * field.std() + 1e-6), -1.5, 1.5)


def _exposed(rng: np.random.Generator, mask: np.ndarray, surface: np.ndarray, behind: np.ndarray) -> np.ndarray:
    """The photograph, size x size x 3 uint8: a soft edge, uneven light, and a sensor's noise."""
    size = len(mask)
    soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), size / 900)[..., None]
    photo = behind * (1 - soft) + surface * soft
    ys, xs = np.mgrid[:size, :size].astype(np.float32) / size
    photo *= (1 + rng.uniform(-0.2, 0.2) * (xs - 0.5) + rng.uniform(-0.2, 0.2) * (ys - 0.5))[..., None]
    photo += rng.standard_normal(photo.shape).astype(np.float32) * rng.uniform(3, 9)
    return np.clip(photo, 0, 255).astype(np.uint8)
