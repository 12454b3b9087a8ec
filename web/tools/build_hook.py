"""Hatchling's hook: put all that is no Python of ours into the wheel: pages, cell, scripts, documentation, assets."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = "limner_server/bundle"
PARTS = {
    "web/templates": "web/templates",
    "web/css": "web/css",
    "web/js": "web/js",
    "web/joined": "web/joined",
    "web/img": "web/img",
    "web/vendor": "web/vendor",
    "web/snapshot": "web/snapshot",
    "runtime/cell": "cell",
    "scripts_library": "scripts",
    "docs": "docs",
}


class BundleHook(BuildHookInterface[Any]):
    """Adds nothing to an editable install, which reads the folders where they lie."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable" or self.target_name != "wheel":
            return
        root = Path(self.root)
        if not (root / "web/vendor/pyodide/pyodide-lock.json").is_file() or not any((root / "web/snapshot").glob("*")):
            raise SystemExit("web/vendor or web/snapshot is empty: run `make vendor` before building the wheel")
        build_data["force_include"].update({str(root / source): f"{BUNDLE}/{to}" for source, to in PARTS.items()})
