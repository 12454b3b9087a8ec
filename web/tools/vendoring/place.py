"""Files into web/vendor: each appears whole and verified, or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .console import Console
from .digest import check, sha256
from .manifest import Group, Member
from .sources import Read, Sources


@contextmanager
def appearing(destination: Path) -> Iterator[Path]:
    """Yield a path to write; move it to `destination` when the block ends well, delete it otherwise."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    draft = destination.with_name(f".{destination.name}.{os.getpid()}.tmp")
    try:
        yield draft
        draft.replace(destination)
    finally:
        draft.unlink(missing_ok=True)


def place_group(group: Group, vendor: Path, sources: Sources, console: Console) -> None:
    """Bring the files of a group that are missing or differ from their recorded SHA-256."""
    absent = [member for member in group.members if not _is_right(vendor / member.to, member)]
    if not absent:
        return
    with sources.opened(group) as read:
        for member in absent:
            _place(group, member, vendor / member.to, read)
            console.say(f"{member.to}: from {group.package}")


def _is_right(path: Path, member: Member) -> bool:
    return path.is_file() and sha256(path) == member.sha256


def _place(group: Group, member: Member, destination: Path, read: Read) -> None:
    mend = f"vendor.toml and {group.package} disagree: correct the sha256 there if the new file is meant"
    if group.source == "node_modules":
        mend = "delete web/node_modules and run make vendor again"
    with appearing(destination) as draft:
        with read(member.path) as source, draft.open("wb") as target:
            shutil.copyfileobj(source, target)
        check(draft, f"{member.to} (from {group.package})", member.sha256, mend)
