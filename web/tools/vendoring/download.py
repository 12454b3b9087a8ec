"""Files from a registry into the cache: resumed, verified, retried."""

import os
import ssl
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from .console import Console, Progress
from .digest import integrity
from .errors import DownloadError, IntegrityError

CHUNK = 1 << 18
TIMEOUT = 60.0
RANGE_NOT_SATISFIABLE = 416
WORTH_RETRYING = frozenset({408, 425, 429})


@dataclass
class Cache:
    """Keep downloaded files in `folder`; a partial one ends in `.part` and is continued."""

    folder: Path
    console: Console
    opener: Callable[[], urllib.request.OpenerDirector] = urllib.request.build_opener
    pauses: Sequence[float] = (1.0, 4.0)
    offline: bool = False

    def fetch(self, asset: str, file_name: str, expected: str, locate: Callable[[], str]) -> Path:
        """Return the cached file with the integrity `expected`, downloading what is missing of it.

        `locate` is asked for the URL only when something must be downloaded.
        """
        target = self.folder / file_name
        part = target.with_name(f"{file_name}.part")
        if target.exists():
            if integrity(target, expected) == expected:
                return target
            target.replace(part)
        if self.offline:
            raise DownloadError(f"{asset}: {target} is not in the cache; run make vendor without --offline")
        self.folder.mkdir(parents=True, exist_ok=True)
        self._attempts(asset, locate(), part, expected)
        return part.replace(target)

    def _attempts(self, asset: str, url: str, part: Path, expected: str) -> None:
        for pause in (*self.pauses, None):
            try:
                self._attempt(asset, url, part, expected)
                break
            except (OSError, HTTPException) as error:
                if pause is None or _is_final(error):
                    raise _failure(asset, url, part, error) from error
                self.console.say(f"{asset}: {error}; trying again in {pause:g} s")
                time.sleep(pause)

    def _attempt(self, asset: str, url: str, part: Path, expected: str) -> None:
        resumed = self._transfer(asset, url, part)
        if resumed and integrity(part, expected) != expected:
            self.console.say(f"{asset}: the partial download did not fit; starting afresh")
            part.unlink()
            self._transfer(asset, url, part)
        self._verify(asset, url, part, expected)

    def _verify(self, asset: str, url: str, part: Path, expected: str) -> None:
        came, size = integrity(part, expected), part.stat().st_size
        if came != expected:
            part.unlink()
            raise IntegrityError(
                f"{asset}: expected {expected}, got {came} ({size} bytes) from {url}; "
                "a proxy or mirror may have changed it: set npm's registry or proxy, and run make vendor again"
            )

    def _transfer(self, asset: str, url: str, part: Path) -> bool:
        have = part.stat().st_size if part.exists() else 0
        request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})
        try:
            with self.opener().open(request, timeout=TIMEOUT) as response:
                resumed: bool = response.headers.get("Content-Range", "").startswith(f"bytes {have}-")
                self._receive(asset, response, part, have if resumed else 0)
                return resumed
        except HTTPError as error:
            if error.code != RANGE_NOT_SATISFIABLE:
                raise
        part.unlink()
        return self._transfer(asset, url, part)

    def _receive(self, asset: str, response: HTTPResponse, part: Path, have: int) -> None:
        length = response.headers.get("Content-Length")
        total = have + int(length) if length else None
        progress = Progress(self.console, asset, have, total)
        with part.open("ab" if have else "wb") as file:
            while chunk := response.read(CHUNK):
                file.write(chunk)
                progress.add(len(chunk))
        progress.finish()
        if total and have + progress.received < total:
            raise ConnectionError(f"the connection ended after {have + progress.received} of {total} bytes")


def opener(settings: dict[str, Any]) -> urllib.request.OpenerDirector:
    """Return an opener that uses npm's proxy and CA file, and otherwise the environment's."""
    context = ssl.create_default_context()
    for file in (settings.get("cafile"), os.environ.get("NODE_EXTRA_CA_CERTS")):
        if file and Path(file).is_file():
            context.load_verify_locations(file)
    proxies = urllib.request.getproxies()
    proxies |= {scheme: proxy for scheme, proxy in _npm_proxies(settings) if proxy}
    return urllib.request.build_opener(
        urllib.request.ProxyHandler(proxies), urllib.request.HTTPSHandler(context=context)
    )


def _npm_proxies(settings: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [("http", settings.get("proxy")), ("https", settings.get("https-proxy"))]


def _is_final(error: Exception) -> bool:
    return isinstance(error, HTTPError) and 400 <= error.code < 500 and error.code not in WORTH_RETRYING


def _failure(asset: str, url: str, part: Path, error: Exception) -> DownloadError:
    kept = f"{part.stat().st_size} bytes are kept in {part}; " if part.exists() else ""
    return DownloadError(
        f"{asset}: {url} could not be downloaded: {error}; {kept}"
        "set npm's registry, https-proxy or cafile if this machine needs them, and run make vendor again"
    )
