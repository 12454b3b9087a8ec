"""The table of what is brought: vendor.toml as typed records."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from .errors import ManifestError

SOURCES = ("npm", "node_modules", "pypi")


@dataclass(frozen=True)
class Member:
    """One file: its path in the package, its path under web/vendor, its SHA-256."""

    path: str
    to: str
    sha256: str


@dataclass(frozen=True)
class Group:
    """Files that come out of one package."""

    name: str
    source: str
    package: str
    members: tuple[Member, ...]
    integrity: str = ""
    extra: str = ""
    licences: tuple[str, ...] = ()
    origin: str = ""

    @property
    def package_name(self) -> str:
        return self.package.rpartition("==" if self.source == "pypi" else "@")[0]


@dataclass(frozen=True)
class Bundle:
    """One ES module that esbuild makes from an entry; the entry is also its declaration file."""

    name: str
    entry: str


@dataclass(frozen=True)
class Module:
    """One library that scripts in JavaScript may import by its name, as the cell's registry lists it."""

    name: str
    default: bool = False
    file: str = ""
    global_name: str = ""
    requires: tuple[str, ...] = ()
    prepare: str = ""

    @property
    def path(self) -> str:
        """The file under web/vendor that the cell loads."""
        return self.file or f"modules/{re.sub(r'[^a-z0-9.]+', '-', self.name.lower()).strip('-')}.js"

    @property
    def entry(self) -> str:
        """The source of the module that esbuild makes, where no file is named."""
        lines = [f'export * from "{self.name}";', f'export {{ default }} from "{self.name}";']
        return "\n".join(lines[: 1 + self.default])


@dataclass(frozen=True)
class Manifest:
    """Everything vendor.toml asks for."""

    groups: tuple[Group, ...]
    bundles: tuple[Bundle, ...]
    modules: tuple[Module, ...] = ()

    @property
    def extras(self) -> frozenset[str]:
        return frozenset(group.extra for group in self.groups if group.extra)

    def wanted(self, extras: Iterable[str]) -> tuple[Group, ...]:
        """Return the groups that always come and those of the given extras."""
        asked = {"", *extras}
        if unknown := asked - {""} - self.extras:
            raise ManifestError(f"--with {min(unknown)}: vendor.toml has only {sorted(self.extras)}")
        return tuple(group for group in self.groups if group.extra in asked)

    @property
    def needs_node_modules(self) -> bool:
        return bool(self.bundles or self.modules) or any(group.source == "node_modules" for group in self.groups)


def read_manifest(path: Path) -> Manifest:
    """Return the manifest at `path`; raise ManifestError naming the entry that is wrong."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    groups = tuple(_group(entry) for entry in table.get("group", []))
    bundles = tuple(Bundle(**entry) for entry in table.get("bundle", []))
    return Manifest(groups, bundles, tuple(map(_module, table.get("module", []))))


def _module(entry: dict[str, Any]) -> Module:
    given = {"global_name" if key == "global" else key: value for key, value in entry.items()}
    try:
        module = Module(**{**given, "requires": tuple(entry.get("requires", ()))})
    except TypeError as error:
        raise ManifestError(f"vendor.toml: module {entry.get('name', '?')}: {error}") from None
    if bool(module.file) != bool(module.global_name):
        raise ManifestError(f"vendor.toml: module {module.name}: a file needs the global it sets, and the other way")
    return module


def _group(entry: dict[str, Any]) -> Group:
    try:
        members = tuple(_member(entry, file) for file in entry["files"])
        group = Group(
            name=entry["name"],
            source=entry["source"],
            package=entry["package"],
            members=members,
            integrity=entry.get("integrity", ""),
            extra=entry.get("extra", ""),
            licences=tuple(entry.get("licences", ())),
            origin=entry.get("origin", ""),
        )
    except KeyError as missing:
        raise ManifestError(f"vendor.toml: group {entry.get('name', '?')}: {missing} is missing") from None
    return _checked(group)


def _member(entry: dict[str, Any], file: dict[str, str]) -> Member:
    return Member(
        path=f"{entry['root']}/{file['path']}",
        to=f"{entry['into']}/{file.get('to', file['path'])}",
        sha256=file["sha256"],
    )


def _checked(group: Group) -> Group:
    where = f"vendor.toml: group {group.name}"
    if group.source not in SOURCES:
        raise ManifestError(f"{where}: source {group.source!r} is not one of {', '.join(SOURCES)}")
    if group.source != "node_modules" and not group.integrity:
        raise ManifestError(f"{where}: a {group.source} package needs its integrity, like sha512-…")
    for member in group.members:
        if ".." in PurePosixPath(member.to).parts or member.to.startswith("/"):
            raise ManifestError(f"{where}: {member.to} would lie outside web/vendor")
    return group
