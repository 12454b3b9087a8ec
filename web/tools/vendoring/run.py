"""One run: see whether there is anything to do, and do it in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .bundle import REGISTRY, place_bundles, place_modules
from .console import Console
from .licences import place_licences
from .lock import write_lock
from .manifest import Group, Manifest, read_manifest
from .place import place_group
from .sources import Sources
from .stamp import REWRITTEN, Stamp, hash_inputs, read_stamp, write_stamp

LICENCES = "LICENSES.txt"


@dataclass
class Run:
    """Fill `web`/vendor as `web`/vendor.toml says, with the extras asked for now or in an earlier run."""

    web: Path
    asked: frozenset[str]
    sources: Sources
    console: Console

    @property
    def vendor(self) -> Path:
        return self.web / "vendor"

    @cached_property
    def manifest(self) -> Manifest:
        return read_manifest(self.web / "vendor.toml")

    @cached_property
    def stamp(self) -> Stamp:
        return read_stamp(self.vendor)

    @cached_property
    def extras(self) -> frozenset[str]:
        return self.asked | (self.stamp.extras & self.manifest.extras)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        return self.manifest.wanted(self.extras)

    @cached_property
    def inputs(self) -> str:
        entries = [bundle.entry for bundle in self.manifest.bundles]
        return hash_inputs(self.web, ["vendor.toml", "package-lock.json", *entries])

    def __call__(self, thorough: bool = False) -> None:
        """Bring what is missing; with `thorough`, find damage by content and not only by size."""
        if not self._is_complete(thorough):
            self._fill()
            write_stamp(self.vendor, self.inputs, self.extras)
        state = "verified" if thorough else "up to date"
        self.console.say(f"{self.vendor}: {len(read_stamp(self.vendor).files)} files, {state}")

    def _is_complete(self, thorough: bool) -> bool:
        damaged = self.stamp.damaged(self.vendor, thorough)
        if self.stamp.files and self._has_pyodide and not (self.vendor / REWRITTEN[0]).exists():
            damaged.append(REWRITTEN[0])
        for name in damaged:
            self.console.say(f"{name}: missing or damaged, bringing it again")
        return not damaged and (self.stamp.inputs, self.stamp.extras) == (self.inputs, self.extras)

    def _fill(self) -> None:
        if self.manifest.needs_node_modules:
            self.console.say("node_modules: bringing what package-lock.json lists")
            self.sources.npm.install()
        for group in self.groups:
            place_group(group, self.vendor, self.sources, self.console)
        packages = place_bundles(self.manifest.bundles, self.web, self.vendor)
        packages |= place_modules(self.manifest.modules, self.web, self.vendor)
        self._prune()
        if self._has_pyodide:
            write_lock(self.vendor)
        place_licences(self.vendor, self.web, self.groups, packages)

    def _prune(self) -> None:
        for name in self.stamp.files.keys() - set(self._wanted()):
            (self.vendor / name).unlink(missing_ok=True)

    def _wanted(self) -> Iterable[str]:
        yield from (member.to for group in self.groups for member in group.members)
        for bundle in self.manifest.bundles:
            yield from (f"{bundle.name}.js", f"{bundle.name}.d.ts")
        if self.manifest.modules:
            yield from (REGISTRY, *(module.path for module in self.manifest.modules))
        yield LICENCES

    @property
    def _has_pyodide(self) -> bool:
        return "pyodide/package.json" in self._wanted()
