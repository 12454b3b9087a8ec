"""Where a script wants to go: one strict reading of an address, and of the hosts it may go to.

An address is taken apart once, here, and put together again from its parts for the request, so that
no two readers can understand it differently.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from limner_server.errors import ApiError

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_URL = 8_000
MAX_PORT = 65_535
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_AUTHORITY = re.compile(r"(\[[^\]]*\]|[^:]*)(?::([0-9]{1,5}))?")
_KEPT = "%/:?#[]@!$&'()*+,;=-._~"


@dataclass(frozen=True)
class Target:
    """A checked address: `host` in lower case and without brackets, `path` with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    def joined(self, location: str) -> "Target":
        """Give where a redirect goes. Raises `ApiError` as `parse` does."""
        try:
            return parse(urljoin(self.url, location))
        except ValueError:
            raise _wrong(location, "it is no address") from None


def parse(url: str) -> Target:
    """Take an address apart. Raises `ApiError` 422 for one that is not plainly http or https."""
    if len(url) > MAX_URL:
        raise _wrong(url, f"it has {len(url):,} characters, at most {MAX_URL:,} are taken")
    if _FORBIDDEN.search(url):
        raise _wrong(url, "it holds a space, a control character or a backslash; percent-encode them")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _wrong(url, str(error)) from None
    if parts.scheme not in DEFAULT_PORTS:
        raise _wrong(url, "it begins with neither http:// nor https://")
    if "@" in parts.netloc:
        raise _wrong(url, "it holds a user name; send a header instead")
    host, port = _authority(parts.netloc)
    if host is None:
        raise _wrong(url, "its host is no plain name (other scripts as xn--…), no a.b.c.d and no [IPv6]")
    path = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return Target(parts.scheme, host, port or DEFAULT_PORTS[parts.scheme], path)


def allows(hosts: Iterable[str], target: Target) -> bool:
    """Say whether a list of hosts names a target: by its host, and by a port other than the scheme's own."""
    return any(_matches(entry.strip().lower(), target) for entry in hosts)


def _matches(entry: str, target: Target) -> bool:
    host, port = _authority(entry)
    return host == target.host and target.port == (port or DEFAULT_PORTS[target.scheme])


def _authority(text: str) -> tuple[str | None, int | None]:
    """Give `host` and `port` of what stands between `//` and the path; no host where it is not plainly one."""
    found = _AUTHORITY.fullmatch(text)
    port = int(found[2]) if found and found[2] else None
    if found is None or port == 0 or (port or 0) > MAX_PORT:
        return None, None
    return _host(found[1]), port


def _host(text: str) -> str | None:
    """Give a host as it is compared: a name, or an address in its one canonical form; None for any other."""
    text = text.lower()
    if text.startswith("[") and text.endswith("]"):
        return _address(text[1:-1], 6)
    name = text.removesuffix(".")
    if len(name) > 253 or not _NAME.fullmatch(name):
        return None
    return _address(name, 4) if _NUMBER.fullmatch(name.rpartition(".")[2]) else name


def _address(text: str, version: int) -> str | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return str(address) if address.version == version and "%" not in text else None


def _wrong(url: str, why: str) -> ApiError:
    return ApiError(422, "bad_address", f"the address {url[:200]!r} cannot be asked: {why}")
