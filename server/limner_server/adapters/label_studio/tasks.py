"""A task of Label Studio: whose image it is, how large, and where its bytes come from."""

import base64
import binascii
import io
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

from PIL import Image, UnidentifiedImageError
from starlette.concurrency import run_in_threadpool

from limner_server import wire
from limner_server.adapters.label_studio.hosts import Host
from limner_server.adapters.label_studio.shapes import Size
from limner_server.context import Context
from limner_server.errors import ApiError, invalid
from limner_server.fetch import targets
from limner_server.fetch.fetcher import Fetcher, Limits
from limner_server.media import FORMATS, MediaFolder
from limner_server.store import files

FETCH_SECONDS = 30.0
ORIENTATION = 0x0112
TURNED = (5, 6, 7, 8)
OURS = re.compile(r"(?:/api/files/)?([0-9A-Za-z_-]{8,64})(?:/content)?(?:\?.*)?")


@dataclass(frozen=True)
class Picture:
    """A task's image: a file of ours by its id, or bytes that are in no project."""

    name: str
    size: Size
    file: str | None = None
    content: bytes | None = None


async def picture_of(context: Context, project: str, task: Mapping[str, Any], key: str | None, host: Host) -> Picture:
    """Give the image of a task. Raises `ApiError` where it names none, or it cannot be had or read."""
    address = _address(task, key)
    if address.startswith("data:"):
        return await run_in_threadpool(_sized, context.media, "data", _unpacked(address))
    found = OURS.fullmatch(address)
    row = None if found is None else await run_in_threadpool(_row, context, found[1])
    if row is not None and row["project_id"] == project:
        return Picture(row["name"], Size(row["width"], row["height"]), file=row["id"])
    name = urlsplit(address).path.rpartition("/")[2][:200] or "image"
    return await run_in_threadpool(_sized, context.media, name, await _fetched(context, address, host))


def _address(task: Mapping[str, Any], key: str | None) -> str:
    data = task.get("data")
    given = data if isinstance(data, Mapping) else {}
    keys: Sequence[str] = [key] if key in given and key is not None else ["image", *map(str, given)]
    found = next((given[one] for one in keys if isinstance(given.get(one), str) and given[one]), None)
    if found is None:
        raise invalid(f"task {task.get('id')!r:.40}: its data names no image (it has: {', '.join(given) or 'nothing'})")
    return str(found)


def _unpacked(address: str) -> bytes:
    head, comma, body = address.partition(",")
    try:
        if not comma:
            raise ValueError("it has no comma")
        return base64.b64decode(body, validate=True) if head.endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError) as error:
        raise invalid(f"the image is a data URL that cannot be read: {error}") from None


async def _fetched(context: Context, address: str, host: Host) -> bytes:
    """Fetch an image by the rules of what scripts may fetch; what lies at Label Studio itself, with its token."""
    if "://" not in address:
        if not host.url:
            message = f"the image {address[:200]!r} lies at Label Studio, which has not said where that is: set it up"
            raise invalid(message)
        address = urljoin(host.url.rstrip("/") + "/", _upload(address))
    target = targets.parse(address)
    at_home = bool(host.url) and target.origin == targets.parse(host.url).origin
    headers = {"authorization": f"Token {host.token}"} if at_home and host.token else {}
    own = context.fetcher
    limits = Limits(seconds=FETCH_SECONDS, body=context.media.max_bytes)
    fetcher = Fetcher(own.private, limits, own.look_up, own.tls)
    reply = await fetcher.fetch("label-studio", wire.FetchPost(target.url, headers=headers), _anywhere)
    if reply.status >= 400:
        raise ApiError(502, "peer_failed", f"{target.authority} answered with {reply.status} for the image")
    return reply.body


async def _anywhere() -> None:
    """Allow every public host: who may ask for a prediction chose the address, and storages redirect."""


def _upload(address: str) -> str:
    """Give the path that Label Studio serves an upload at, which its tasks may shorten."""
    path = address.lstrip("/")
    return f"data/{path}" if path.startswith("upload") else path


def _row(context: Context, file: str) -> Any:
    with context.database.reading() as connection:
        return files.find(connection, file)


def _sized(media: MediaFolder, name: str, content: bytes) -> Picture:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(content))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ApiError(415, "not_an_image", f"{name} cannot be read as an image: {error}") from None
    if image.format not in FORMATS:
        raise ApiError(415, "not_an_image", f"{name} is {image.format}: JPEG, PNG, WebP, TIFF and BMP are read")
    width, height = image.size
    if width * height > media.max_pixels:
        raise ApiError(
            413, "too_large", f"{name} has {width} x {height} pixels, at most {media.max_pixels:,} are taken"
        )
    turned = image.format in ("JPEG", "MPO") and image.getexif().get(ORIENTATION) in TURNED
    return Picture(name, Size(height, width) if turned else Size(width, height), content=content)
