"""Which network addresses may be connected to: public ones, and those the operator lists."""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from limner_server.errors import ApiError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

# Python's own `is_global` follows the IANA registries of its release; these are said here to be sure.
NOT_PUBLIC: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "240.0.0.0/4",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
)
UNICAST6 = ipaddress.IPv6Network("2000::/3")
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True)
class Private:
    """What of the private network the operator lets scripts reach: host names, and networks."""

    names: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, entries: Sequence[str]) -> "Private":
        """Read the entries of the setting. Raises `ValueError` with the first that is neither."""
        networks, names = [], []
        for entry in entries:
            try:
                networks.append(ipaddress.ip_network(entry))
            except ValueError:
                if "/" in entry or ":" in entry or not re.fullmatch(r"[A-Za-z0-9_.-]*[A-Za-z_-][A-Za-z0-9_.-]*", entry):
                    raise ValueError(f"LIMNER_ALLOW_PRIVATE: {entry!r} is neither a host name nor a network") from None
                names.append(entry.lower().removesuffix("."))
        return cls(frozenset(names), tuple(networks))

    def lists(self, host: str, address: Address) -> bool:
        return host in self.names or any(address in network for network in self.networks)


async def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver. Raises `OSError`."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


async def addresses_of(host: str, port: int, private: Private, look_up: Resolve) -> list[str]:
    """Give the addresses of a host, each of which may be connected to.

    Raises `ApiError` 502 where there are none, and 403 where even one of them is not public: a host
    that mixes them is not to be trusted with a choice.
    """
    try:
        found = [host] if _is_address(host) else await look_up(host, port)
        addresses = [ipaddress.ip_address(text) for text in found]
    except (OSError, ValueError) as error:
        raise ApiError(502, "unreachable", f"the name {host} cannot be resolved: {error}") from None
    if not addresses:
        raise ApiError(502, "unreachable", f"the name {host} has no address")
    for address in addresses:
        inner = _inner(address)
        if not (is_public(inner) or private.lists(host, address) or private.lists(host, inner)):
            message = f"{host} is at {address}, which is not public; the operator can list it in LIMNER_ALLOW_PRIVATE"
            raise ApiError(403, "private_address", message)
    return [str(address) for address in addresses]


def is_public(address: Address) -> bool:
    """Say whether an address belongs to the public network."""
    if address.is_multicast or not address.is_global or any(address in network for network in NOT_PUBLIC):
        return False
    return address.version == 4 or address in UNICAST6


def _inner(address: Address) -> Address:
    """Give the IPv4 address that an IPv6 address stands for, or the address itself."""
    if not isinstance(address, ipaddress.IPv6Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
