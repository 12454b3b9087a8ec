"""What a request has at hand: the settings, the database, the images, the templates, live connections, looks, cells."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection
from starlette.requests import HTTPConnection
from starlette.templating import Jinja2Templates

from limner_server import wire
from limner_server.adapters.label_studio.hosts import Hosts
from limner_server.cells.dispatcher import Dispatcher
from limner_server.cells.pixels import Pixels
from limner_server.cells.replicas import Replicas
from limner_server.fetch.fetcher import Fetcher
from limner_server.likeness.gallery import Galleries
from limner_server.media import MediaFolder
from limner_server.models import Models
from limner_server.presence import Presence
from limner_server.settings import Settings
from limner_server.store.database import Database
from limner_server.sync import Hub


@dataclass(frozen=True)
class Context:
    """Made once when the application starts."""

    settings: Settings
    database: Database
    media: MediaFolder
    templates: Jinja2Templates
    hub: Hub
    fetcher: Fetcher
    models: Models
    galleries: Galleries
    pixels: Pixels
    dispatcher: Dispatcher
    replicas: Replicas
    studios: Hosts = field(default_factory=Hosts)
    presence: Presence = field(default_factory=Presence)


def context_of(request: HTTPConnection) -> Context:
    context: Context = request.app.state.context
    return context


def database_of(request: HTTPConnection) -> Database:
    return context_of(request).database


@contextmanager
def changing(request: HTTPConnection) -> Iterator[tuple[Connection, list[tuple[str, wire.SyncNews]]]]:
    """Open a transaction, and a list of the news to tell, `(project, news)`, once it is committed."""
    context = context_of(request)
    with context.hub.telling() as news, context.database.writing() as connection:
        yield connection, news
