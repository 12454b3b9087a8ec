"""Trying a bundled script: a project of its own, with a sample photo, the script on.

A trial is a project by the trial's name that holds the demonstration's images and no other; so a project that
somebody else's work has come into is never taken for one.
"""

import io

from PIL import Image, ImageEnhance
from sqlalchemy import Connection

from limner.changes import Created
from limner_server import catalogue, library, wire
from limner_server.catalogue import Copy, Entry
from limner_server.context import Context
from limner_server.media import Media, MediaFolder
from limner_server.resources import SAMPLES
from limner_server.store import changes, files, projects
from limner_server.store.database import new_id

MANY = 100_000


def begin(context: Context, entry: Entry, *, fresh: bool = False) -> wire.Trial:
    """Give the script's trial, made if there is none; `fresh` puts an earlier one away."""
    images = _images(context.media, entry)
    with context.database.writing() as connection:
        there = _trials(connection, entry, {media.sha256 for _, media in images})
        if there and not fresh:
            return there[0]
        for trial in there:
            projects.remove(connection, trial.project)
        labels = [wire.Label(*label) for label in entry.labels]
        project = projects.create(connection, wire.NewProject(name_of(entry), labels)).id
        added = [files.add(connection, project, name, media).id for name, media in images]
        library.install(connection, project, entry, enabled=True)
        _draw(connection, added[0], entry)
        return wire.Trial(project, added[0])


def name_of(entry: Entry) -> str:
    return f"Try {entry.block.name}"


def entry_of(project: wire.Project) -> Entry | None:
    """Give the script that a project tries, if it is a trial by its name."""
    return next((entry for entry in catalogue.entries() if name_of(entry) == project.name), None)


def _images(folder: MediaFolder, entry: Entry) -> list[tuple[str, Media]]:
    """Give the photo and its copies, by name, as they lie in the media folder."""
    content = (SAMPLES / entry.photo).read_bytes()
    copies = [(copy.name, _altered(content, copy)) for copy in entry.copies]
    return [(name, folder.take(name, io.BytesIO(image))) for name, image in [(entry.photo, content), *copies]]


def _altered(content: bytes, copy: Copy) -> bytes:
    with Image.open(io.BytesIO(content)) as opened:
        image = opened.convert("RGB")
    width, height = image.size
    left, top = round(width * copy.crop), round(height * copy.crop)
    image = image.crop((left, top, width - left, height - top))
    image = image.resize((round(image.width * copy.scale), round(image.height * copy.scale)))
    buffer = io.BytesIO()
    ImageEnhance.Brightness(image).enhance(copy.brightness).save(buffer, "JPEG", quality=copy.quality)
    return buffer.getvalue()


def _trials(connection: Connection, entry: Entry, images: set[str]) -> list[wire.Trial]:
    found = []
    for _, project in projects.all_of(connection, 0, MANY):
        if project.name == name_of(entry):
            held = [file for _, file in files.all_of(connection, project.id, 0, MANY)]
            if held and all(file.sha256 in images for file in held):
                found.append(wire.Trial(project.id, held[0].id))
    return found


def _draw(connection: Connection, file: str, entry: Entry) -> None:
    """Put the shapes on the photo that the demonstration begins with."""
    if not entry.shapes:
        return
    created = [wire.convert({"geometry": one.geometry, "label": one.label}, Created) for one in entry.shapes]
    origin = wire.Origin(actor="import", title="Shapes to try it on")
    changes.apply(connection, file, wire.ChangePost(new_id(), created, origin=origin))
