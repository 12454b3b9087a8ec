"""One request over one connection, to the very addresses that were checked."""

import ssl
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

import httpcore2

from limner_server.errors import ApiError
from limner_server.fetch.headers import Headers
from limner_server.fetch.targets import Target

CONNECT_SECONDS = 4.0


class Pinned(httpcore2.AnyIOBackend):
    """A network where every name is at the addresses given."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self.addresses = addresses
        self.opened: list[httpcore2.AsyncNetworkStream] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        for address in self.addresses[:-1]:
            try:
                return self._noted(await super().connect_tcp(address, port, timeout))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return self._noted(await super().connect_tcp(self.addresses[-1], port, timeout))

    async def aclose(self) -> None:
        """Close what was opened: a TLS handshake that is cancelled leaves its socket open."""
        for stream in self.opened:
            await stream.aclose()

    def _noted(self, stream: httpcore2.AsyncNetworkStream) -> httpcore2.AsyncNetworkStream:
        self.opened.append(stream)
        return stream


@asynccontextmanager
async def answering(
    method: str, target: Target, headers: Headers, body: bytes | None, addresses: Sequence[str], tls: ssl.SSLContext
) -> AsyncIterator[httpcore2.Response]:
    """Send a request and give its answer while the connection lives.

    The TLS handshake names the host, whatever address it is at. Raises `ApiError` 502.
    """
    host = target.host.encode()
    url = httpcore2.URL(scheme=target.scheme.encode(), host=host, port=target.port, target=target.path.encode())
    sent = {"host": target.authority, **headers, "accept-encoding": "identity", "connection": "close"}
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in sent.items()]
    timeouts = {"timeout": {"connect": CONNECT_SECONDS}}
    network = Pinned(addresses)
    try:
        async with (
            httpcore2.AsyncHTTPConnection(url.origin, ssl_context=tls, network_backend=network) as opened,
            opened.stream(method, url, headers=encoded, content=body, extensions=timeouts) as response,
        ):
            yield response
    except (httpcore2.NetworkError, httpcore2.TimeoutException) as error:
        raise ApiError(502, "unreachable", f"{target.authority} cannot be reached: {_why(error)}") from None
    except httpcore2.ProtocolError as error:
        raise ApiError(502, "bad_answer", f"{target.authority} does not answer as HTTP: {_why(error)}") from None
    finally:
        await network.aclose()


def _why(error: Exception) -> str:
    return str(error) or type(error).__name__
