"""The npm client: its settings, where it says a tarball lies, and what it installs."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .errors import DownloadError, ToolError


@dataclass
class Npm:
    """Call npm in `web`, where its package.json and .npmrc lie."""

    web: Path
    offline: bool = False

    @cached_property
    def settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = json.loads(self._run("config", "list", "--json"))
        return settings

    def tarball_url(self, package: str, integrity: str) -> str:
        """Ask the registry where a package's tarball lies; raise DownloadError if it is another one."""
        dist = json.loads(self._run("view", package, "dist", "--json") or "{}")
        if "tarball" not in dist:
            raise DownloadError(f"{package}: the registry does not have it; check `npm view {package}`")
        if dist.get("integrity", integrity) != integrity:
            raise DownloadError(
                f"{package}: vendor.toml expects {integrity}, the registry {self.settings['registry']} "
                f"offers {dist['integrity']}; use another registry (npm config set registry URL)"
            )
        return str(dist["tarball"])

    def install(self) -> None:
        """Bring node_modules to what package-lock.json says, unless it is there already."""
        if not self._installed():
            self._run("ci", *(["--offline"] if self.offline else []))

    def _installed(self) -> bool:
        have = _packages(self.web / "node_modules" / ".package-lock.json")
        want = _packages(self.web / "package-lock.json")
        return bool(have) and all(
            have.get(path, {}).get("version") == entry.get("version")
            for path, entry in want.items()
            if path and not entry.get("optional")
        )

    def _run(self, *arguments: str) -> str:
        program = shutil.which("npm")
        if program is None:
            raise ToolError("npm is not installed; install Node.js 20 or newer and run make vendor again")
        done = subprocess.run([program, *arguments], cwd=self.web, env=_environment(), capture_output=True, text=True)
        if done.returncode:
            raise ToolError(f"npm {' '.join(arguments)} failed in {self.web}:\n{_essence(done.stderr)}\n{_ADVICE}")
        return done.stdout


_ADVICE = (
    "If the registry cannot be reached, set npm's registry, https-proxy or cafile "
    "(npm config set …) or the variables HTTPS_PROXY and NODE_EXTRA_CA_CERTS, and run make vendor again."
)


def _environment() -> dict[str, str]:
    return {**os.environ, "NO_COLOR": "1", "npm_config_loglevel": "error"}


def _essence(stderr: str) -> str:
    lines = [line for line in stderr.splitlines() if line.startswith("npm error") and "    at " not in line]
    return "\n".join(lines[:6]) or stderr[-1000:]


def _packages(lock: Path) -> dict[str, dict[str, Any]]:
    if not lock.exists():
        return {}
    packages: dict[str, dict[str, Any]] = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return packages
