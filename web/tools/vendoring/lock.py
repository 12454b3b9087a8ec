"""Pyodide's lock file: the packages that lie in web/vendor/pyodide, and nothing else."""

import json
import re
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .digest import sha256
from .errors import ToolError, VendorError
from .place import appearing

if TYPE_CHECKING:
    from pyodide_lock import PackageSpec

REQUIREMENT = re.compile(r"^Requires-Dist: *([A-Za-z0-9._-]+)[^;\n]*$", re.MULTILINE)


def write_lock(vendor: Path, extra_wheels: Sequence[Path] = ()) -> Path:
    """Write `pyodide/pyodide-lock.json` under `vendor` and return its path.

    It lists every wheel and shared library there, and `extra_wheels`, which are copied there first and take
    the place of other versions of themselves. What a package depends on and lets one import comes from the
    lock files in `pyodide/locks/`; a pure wheel that they do not know is read itself.
    """
    pyodide_lock = _pyodide_lock()
    folder = vendor / "pyodide"
    for wheel in extra_wheels:
        _adopt(wheel, folder)
    known = _Known(folder)
    specs = [known.spec(path) for path in sorted([*folder.glob("*.whl"), *folder.glob("lib*.zip")])]
    lock = pyodide_lock.PyodideLockSpec(
        info=pyodide_lock.spec.InfoSpec(**known.info), packages={_normal(spec.name): spec for spec in specs}
    )
    _check_depends(lock.packages)
    with appearing(folder / "pyodide-lock.json") as draft:
        lock.to_json(draft, indent=1)
    return folder / "pyodide-lock.json"


class _Known:
    """What the published lock files say about packages, by hash first, then by name and version."""

    def __init__(self, folder: Path) -> None:
        core = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
        locks = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / "locks").glob("*.json"))]
        self.info = {**_core_info(folder, core), "version": core}
        entries = [entry for lock in locks for entry in lock["packages"].values()]
        self.by_hash = {entry["sha256"]: entry for entry in entries}
        self.by_name = {(_normal(entry["name"]), entry["version"]): entry for entry in entries}

    def spec(self, path: Path) -> "PackageSpec":
        digest, named = sha256(path), _named(path)
        entry = self.by_hash.get(digest) or self.by_name.get(named) or _read_wheel(path)
        spec: PackageSpec = _pyodide_lock().PackageSpec(**{**entry, "file_name": path.name, "sha256": digest})
        return spec


def _core_info(folder: Path, version: str) -> dict[str, Any]:
    info: dict[str, Any] = json.loads((folder / "locks" / f"pyodide-{version}.json").read_text(encoding="utf-8"))[
        "info"
    ]
    return info


def _read_wheel(path: Path) -> dict[str, Any]:
    name, version = _named(path)
    with zipfile.ZipFile(path) as wheel:
        names = wheel.namelist()
        metadata = wheel.read(next(name for name in names if name.endswith(".dist-info/METADATA"))).decode()
    return {
        "name": name,
        "version": version,
        "install_dir": "site",
        "imports": sorted({top for top in map(_importable, names) if top}),
        "depends": [_normal(required) for required in REQUIREMENT.findall(metadata)],
    }


def _importable(member: str) -> str:
    top, slash, _ = member.partition("/")
    return top if slash and top.isidentifier() else top.removesuffix(".py") if top.endswith(".py") else ""


def _check_depends(packages: dict[str, "PackageSpec"]) -> None:
    for spec in packages.values():
        if absent := [name for name in spec.depends if _normal(name) not in packages]:
            raise VendorError(
                f"pyodide-lock.json: {spec.name} {spec.version} needs {', '.join(absent)}, "
                "which is not in web/vendor/pyodide; add it to vendor.toml or remove the wheel"
            )


def _adopt(wheel: Path, folder: Path) -> None:
    name, _ = _named(wheel)
    for other in folder.glob("*.whl"):
        if _named(other)[0] == name and other.resolve() != wheel.resolve():
            other.unlink()
    if wheel.resolve().parent != folder.resolve():
        with appearing(folder / wheel.name) as draft:
            shutil.copyfile(wheel, draft)


def _named(path: Path) -> tuple[str, str]:
    name, version = path.name.removesuffix(".zip").split("-")[:2]
    return _normal(name), version


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pyodide_lock() -> Any:
    try:
        import pyodide_lock
    except ImportError:
        raise ToolError("pyodide-lock is not installed; run `pip install pyodide-lock` and make vendor again") from None
    return pyodide_lock
