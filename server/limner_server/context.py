"""What a request has at hand: the settings, the database, the images, the templates."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.templating import Jinja2Templates

from limner_server.media import MediaFolder
from limner_server.settings import Settings
from limner_server.store.database import Database


@dataclass(frozen=True)
class Context:
    """Made once when the application starts."""

    settings: Settings
    database: Database
    media: MediaFolder
    templates: Jinja2Templates


def context_of(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


def database_of(request: Request) -> Database:
    return context_of(request).database
