"""What a script's requirements are met by: the server's own packages, or an environment made for them and kept."""

import asyncio
import hashlib
import json
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from limner_server.cells import bubblewrap
from limner_server.cells.slot import PlaceError
from limner_server.logs import logger
from limner_server.settings import Settings

COMPLETE = "requirements.json"
INSTALL_SECONDS = 900
WAIT_SECONDS = 300
WITHOUT_WINDOWS = {
    "opencv-python": "opencv-python-headless",
    "opencv-contrib-python": "opencv-contrib-python-headless",
}


@dataclass(frozen=True)
class Environment:
    """A Python to run a script with, the folders it consists of, and where else it finds packages."""

    python: Path
    folders: tuple[Path, ...]
    packages: tuple[Path, ...] = ()


async def find(requirements: Sequence[str], settings: Settings) -> Environment:
    """Give the environment that meets the requirements. Raises `PlaceError` where there is none."""
    wanted = [one for one in map(_read, requirements) if one.marker is None or one.marker.evaluate()]
    missing = [one for one in wanted if not _is_met(one)]
    if not missing:
        return Environment(Path(sys.executable), tuple(bubblewrap.interpreter()), tuple(bubblewrap.packages()))
    names = sorted(str(one) for one in wanted)
    key = json.dumps([sys.version, names])
    folder = settings.data / "environments" / hashlib.sha256(key.encode()).hexdigest()[:16]
    if not (folder / COMPLETE).exists():
        if not settings.install_dependencies:
            raise PlaceError(_refusal(missing))
        await _made(folder, names)
    base = bubblewrap.python_folders(Path(sys.base_prefix))
    return Environment(folder / "bin" / "python", (*base, *bubblewrap.python_folders(folder)))


def _refusal(missing: list[Requirement]) -> str:
    listed = ", ".join(map(str, missing))
    return (
        f"the script requires {listed}, which the server does not have: install it beside Limner, "
        "or let the server install what scripts require (setting install_dependencies)"
    )


def _read(text: str) -> Requirement:
    try:
        read = Requirement(text)
    except InvalidRequirement as error:
        problem = str(error).splitlines()[0]
        raise PlaceError(f"the requirement {text!r} cannot be read: {problem}") from None
    if read.url:
        raise PlaceError(f"the requirement {text!r} names an address: only packages by name can be required here")
    read.name = WITHOUT_WINDOWS.get(canonicalize_name(read.name), read.name)
    return read


def _is_met(requirement: Requirement) -> bool:
    if requirement.extras:
        return False
    try:
        installed = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return False
    return requirement.specifier.contains(installed, prereleases=True)


_making: dict[Path, "asyncio.Task[None]"] = {}
_failed: dict[Path, tuple[float, str]] = {}


async def _made(folder: Path, names: list[str]) -> None:
    """Make the environment, once for all who wait for it; one that failed is not tried again at once."""
    when, why = _failed.get(folder, (0.0, ""))
    if why and time.monotonic() - when < WAIT_SECONDS:
        raise PlaceError(why)
    if folder not in _making:
        task = asyncio.get_running_loop().create_task(_make(folder, names))
        _making[folder] = task
        task.add_done_callback(lambda _: _making.pop(folder))
    try:
        await asyncio.shield(_making[folder])
    except PlaceError as error:
        _failed[folder] = (time.monotonic(), str(error))
        raise


async def _make(folder: Path, names: list[str]) -> None:
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    logger.info("environment", extra={"fields": {"folder": str(folder), "requirements": ", ".join(names)}})
    await _run(names, sys.executable, "-m", "venv", str(folder))
    quiet = ("--quiet", "--no-input", "--disable-pip-version-check", "--only-binary", ":all:")
    await _run(names, str(folder / "bin" / "python"), "-I", "-m", "pip", "install", *quiet, "--", *names)
    (folder / COMPLETE).write_text(json.dumps(names))


async def _run(names: list[str], *command: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    what = f"an environment with {', '.join(names)} could not be made"
    try:
        said = await asyncio.wait_for(process.communicate(), INSTALL_SECONDS)
    except TimeoutError:
        raise PlaceError(f"{what} within {INSTALL_SECONDS} s") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        lines = [line for line in said[0].decode(errors="replace").splitlines() if line.strip()]
        raise PlaceError(f"{what}: {(lines or ['it says nothing'])[-1]:.500}")
