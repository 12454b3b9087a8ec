"""The images a replica may have: those of the files its script runs on, as long as it has the grant."""

from dataclasses import dataclass
from pathlib import Path

from limner_server.errors import ApiError, not_found
from limner_server.media import MediaFolder
from limner_server.store import backends, files, scripts
from limner_server.store.database import Database


@dataclass(frozen=True)
class Original:
    """The content of an image as it is shown, in the media folder."""

    sha256: str
    path: Path


@dataclass(frozen=True)
class Originals:
    """Looks at the store anew for every question, so that what is revoked is gone. Not for the event loop."""

    database: Database
    media: MediaFolder
    backend: str
    script: str

    def of(self, file: str) -> Original:
        """Give the image of a file. Raises `ApiError` where the script may not have it."""
        with self.database.reading() as connection:
            script, row = scripts.get(connection, self.script), files.row_of(connection, file)
        if "image:read" not in script.confirmed_grants:
            raise ApiError(403, "not_granted", 'canvas.image needs the grant "image:read"')
        if row["project_id"] != script.project:
            raise not_found("file", file)
        return Original(row["content_sha256"], self.media.path(row["content_sha256"]))

    def is_known(self) -> bool:
        """Say whether the backend is still there."""
        with self.database.reading() as connection:
            return backends.is_known(connection, self.backend)
