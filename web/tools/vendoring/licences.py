"""The licence texts of everything under web/vendor, in one file."""

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import ManifestError
from .manifest import Group
from .place import appearing

TEXTS = Path(__file__).with_name("licence_texts")
NAMED = re.compile(r"(^|/)(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
RULE = "=" * 80


@dataclass(frozen=True)
class Notice:
    """One package: its name with version, and the texts that apply to it."""

    title: str
    texts: tuple[str, ...]


def place_licences(vendor: Path, web: Path, groups: Iterable[Group], packages: Iterable[str]) -> None:
    """Write LICENSES.txt for the groups, the bundled npm packages and the wheels in `vendor`."""
    notices = {notice.title: notice for notice in _notices(vendor, web, list(groups), packages)}
    with appearing(vendor / "LICENSES.txt") as draft:
        draft.write_text("\n".join(map(_written, sorted(notices.values(), key=_title))), encoding="utf-8")


def _notices(vendor: Path, web: Path, groups: list[Group], packages: Iterable[str]) -> Iterator[Notice]:
    for group in groups:
        if group.licences:
            origin = (f"Source code: {group.origin}",) if group.origin else ()
            yield Notice(f"{group.name} (from {group.package})", (*origin, *map(_standard, group.licences)))
        elif group.source == "node_modules":
            yield _installed(web, group.package_name)
    yield from (_installed(web, package) for package in packages)
    yield from (_wheel(path) for path in vendor.rglob("*.whl") if not path.name.startswith("limner-"))


def _installed(web: Path, package: str) -> Notice:
    folder = web / "node_modules" / package
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    texts = tuple(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()) if NAMED.search(path.name))
    return Notice(f"{package}@{about['version']}", texts or (_standard(about.get("license", "no licence")),))


def _wheel(path: Path) -> Notice:
    with zipfile.ZipFile(path) as wheel:
        texts = {wheel.read(name).decode("utf-8", "replace"): None for name in wheel.namelist() if NAMED.search(name)}
        stated = _stated(wheel)
    return Notice(
        "==".join(path.name.split("-")[:2]), tuple(texts) or (f"Licence as stated in its metadata: {stated}",)
    )


def _stated(wheel: zipfile.ZipFile) -> str:
    metadata = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    lines = wheel.read(metadata).decode("utf-8").splitlines()
    return "; ".join(line for line in lines if line.startswith(("License", "Classifier: License"))) or "nothing"


def _standard(name: str) -> str:
    path = TEXTS / f"{name}.txt"
    if not path.exists():
        raise ManifestError(f"licence {name}: no text; put it at {path}")
    return path.read_text(encoding="utf-8")


def _title(notice: Notice) -> str:
    return notice.title.lower()


def _written(notice: Notice) -> str:
    return "\n".join([RULE, notice.title, RULE, "", *(text.rstrip() + "\n" for text in notice.texts)])
