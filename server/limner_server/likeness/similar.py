"""The files of a project that look like one of them."""

import logging

import numpy as np

from limner_server import wire
from limner_server.context import Context
from limner_server.likeness.aligning import distance
from limner_server.likeness.gallery import Candidate
from limner_server.likeness.looks import Likeness, sketched
from limner_server.logs import logger
from limner_server.store import files, likenesses

ALIKE = 0.5  # what is further away is another picture


def similar(context: Context, file: str, limit: int) -> list[wire.SimilarView]:
    """Give the files that look like one, nearest first. Raises `ApiError` where there is no such file."""
    with context.database.reading() as connection:
        row = files.row_of(connection, file)
        known = likenesses.get(connection, row["content_sha256"])
    mine = known or look(context, row["content_sha256"])
    with context.database.reading() as connection:
        distances = {row["content_sha256"]: 0.0}
        if mine.hashes:
            gallery = context.galleries.of(row["project_id"])
            gallery.refresh(connection, row["project_id"])
            near = [one for one in gallery.near(np.frombuffer(mine.hashes, np.uint64)) if one.content not in distances]
            distances |= _measured(mine, near, likenesses.sketches(connection, [one.content for one in near]))
        found = files.showing(connection, row["project_id"], distances)
    others = [
        wire.SimilarView(view, round(distances[content], 4))
        for content, view in found
        if view.id != row["id"] and (mine.hashes or view.sha256 == row["sha256"])  # flat: only the very same file
    ]
    return sorted(others, key=lambda one: one.distance)[:limit]


def look(context: Context, content: str) -> Likeness:
    """See what an image looks like that nothing is kept of yet, and keep it."""
    try:
        likeness = context.media.likeness(content)
    except (OSError, ValueError, SyntaxError) as error:
        told = {"content": content, "error": str(error)}
        logger.log(logging.WARNING, "image not looked at", extra={"fields": told})
        likeness = Likeness(b"", b"")
    with context.database.writing() as connection:
        likenesses.keep(connection, content, likeness)
    return likeness


def _measured(mine: Likeness, near: list[Candidate], sketches: dict[str, bytes]) -> dict[str, float]:
    picture = sketched(mine.sketch)
    measured = {
        one.content: distance(picture, sketched(sketches[one.content]), one.guess)
        for one in near
        if sketches.get(one.content)
    }
    return {content: apart for content, apart in measured.items() if apart <= ALIKE}
