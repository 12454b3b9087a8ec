"""The demonstration: one project with sample photos and the bundled scripts switched on."""

from limner_server import library, wire
from limner_server.context import Context
from limner_server.media import MediaFolder
from limner_server.resources import SAMPLES
from limner_server.store import files, projects
from limner_server.store.database import Database

NAME = "Sample photos"
LABELS = (("person", "#56b4e9"), ("rocket", "#e69f00"), ("cup", "#009e73"), ("cat", "#cc79a7"))
PHOTOS = ("astronaut.png", "rocket.jpg", "coffee.png", "chelsea.png")


def fill(database: Database, media: MediaFolder) -> str:
    """Make the sample project if it is not there yet, and give its id."""
    with database.writing() as connection:
        known = [project for _, project in projects.all_of(connection, 0, 1_000) if project.name == NAME]
        if known:
            return known[0].id
        project = projects.create(connection, wire.NewProject(NAME, [wire.Label(*label) for label in LABELS]))
        for photo in PHOTOS:
            with (SAMPLES / photo).open("rb") as stream:
                files.add(connection, project.id, photo, media.take(photo, stream))
        library.begin(connection, project.id, enabled=True)
        return project.id


def first_file(context: Context) -> str | None:
    """Give the id of the sample project's first photo, if any is left, filling the project if need be."""
    project = fill(context.database, context.media)
    with context.database.reading() as connection:
        return next(iter(files.ids_of(connection, project)), None)
