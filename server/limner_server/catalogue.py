"""The bundled scripts, as `catalogue.toml` beside them lists them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec
from msgspec import Struct

from limner import manifest
from limner.manifest import Manifest
from limner_server.errors import not_found
from limner_server.resources import SCRIPTS

Group = Literal["Outlines", "Checks", "Clean-up", "View"]


class Shape(Struct, forbid_unknown_fields=True, frozen=True):
    """A shape that a demonstration begins with; the geometry is as in JSON."""

    geometry: dict[str, Any]
    label: str | None = None


class Copy(Struct, forbid_unknown_fields=True, frozen=True):
    """An altered copy of the photo that lies beside it: a JPEG of another size, crop, light or quality.

    `scale` and `brightness` are factors, `crop` the share cut off each side, `quality` JPEG's, from 1 to 95.
    """

    name: str
    scale: float = 1.0
    crop: float = 0.0
    brightness: float = 1.0
    quality: int = 75


class Entry(Struct, forbid_unknown_fields=True, frozen=True):
    """One line of the catalogue. The comments at its top say what each field is."""

    file: str
    group: Group
    photo: str
    labels: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    starter: bool = False
    shapes: tuple[Shape, ...] = ()
    copies: tuple[Copy, ...] = ()

    @property
    def slug(self) -> str:
        """Its part of an address: `box-to-polygon`."""
        return manifest.slug(Path(self.file).stem)

    @property
    def source(self) -> str:
        return (SCRIPTS / self.file).read_text(encoding="utf-8")

    @property
    def language(self) -> manifest.Language:
        return manifest.language_of(self.file)

    @property
    def block(self) -> Manifest:
        """What the script says of itself."""
        return manifest.parse(self.source, self.language, filename=self.file)


class _Catalogue(Struct, forbid_unknown_fields=True):
    script: tuple[Entry, ...]


@cache
def entries() -> tuple[Entry, ...]:
    """Give all bundled scripts, in the library's order: group by group."""
    read = tomllib.loads((SCRIPTS / "catalogue.toml").read_text(encoding="utf-8"))
    groups = get_args(Group)
    return tuple(sorted(msgspec.convert(read, _Catalogue).script, key=lambda entry: groups.index(entry.group)))


def entry(slug: str) -> Entry:
    """Give one bundled script. Raises `ApiError` 404."""
    for one in entries():
        if one.slug == slug:
            return one
    raise not_found("bundled script", slug)
