"""Which network addresses scripts may reach."""

import asyncio
import ipaddress
from collections.abc import Sequence
from pathlib import Path

import pytest

from limner_server.errors import ApiError
from limner_server.fetch.addresses import Private, addresses_of, is_public, resolve
from tests.server.world import make_app

PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e"]
PRIVATE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "ff02::1",
]


def found(addresses: Sequence[str], private: Private | None = None, host: str = "host.example") -> list[str]:
    async def look_up(asked: str, port: int) -> Sequence[str]:
        assert (asked, port) == (host, 443)
        return addresses

    return asyncio.run(addresses_of(host, 443, private or Private(), look_up))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_reached(address: str) -> None:
    assert found([address]) == [address]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(ApiError, match="not public") as refused:
        found([address])
    assert (refused.value.status, refused.value.code) == (403, "private_address")


@pytest.mark.parametrize("address", ["::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_ipv6_form_of_a_public_ipv4_address_is_public(address: str) -> None:
    assert found([address])


@pytest.mark.parametrize("address", PRIVATE)
def test_one_answer_that_is_not_public_spoils_all(address: str) -> None:
    for answers in ([*PUBLIC, address], [address, *PUBLIC]):
        with pytest.raises(ApiError, match="not public"):
            found(answers)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_an_address_in_place_of_a_name_is_checked_and_never_looked_up(host: str) -> None:
    async def look_up(asked: str, port: int) -> Sequence[str]:
        raise AssertionError(f"{asked} was looked up")

    with pytest.raises(ApiError, match="not public"):
        asyncio.run(addresses_of(host, 80, Private(), look_up))


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("10.0.0.0/8", "10.1.2.3"),
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.0/8", "::ffff:127.0.0.1"),
        ("::1", "::1"),
        ("fd00::/8", "fd12::1"),
        ("host.example", "192.168.1.1"),
        ("Host.Example.", "fe80::1"),
    ],
)
def test_what_the_operator_lists_may_be_reached(entry: str, address: str) -> None:
    assert found([address], Private.of([entry]))


@pytest.mark.parametrize("entry", ["10.0.0.0/8", "other.example", "example", "ost.example", "::/0"])
def test_what_the_operator_lists_opens_nothing_else(entry: str) -> None:
    with pytest.raises(ApiError, match="not public"):
        found(["192.168.1.1"], Private.of([entry]))


@pytest.mark.parametrize("entry", ["10.0.0.1/8", "10.0.0.0/33", "a/b", "host:80", "*", "a b", "1.2.3", "http://a"])
def test_an_entry_that_is_neither_host_nor_network_stops_the_start_and_is_named(tmp_path: Path, entry: str) -> None:
    with pytest.raises(ValueError, match=r"LIMNER_ALLOW_PRIVATE: .* is neither a host name nor a network"):
        make_app(tmp_path, allow_private=entry)


def test_a_name_without_an_address_is_502() -> None:
    with pytest.raises(ApiError, match="has no address"):
        found([])


def test_a_name_that_cannot_be_resolved_is_502_and_said() -> None:
    async def look_up(asked: str, port: int) -> Sequence[str]:
        raise OSError("Name or service not known")

    with pytest.raises(ApiError, match=r"gone\.example cannot be resolved: Name or service not known") as refused:
        asyncio.run(addresses_of("gone.example", 80, Private(), look_up))
    assert refused.value.status == 502


def test_the_systems_resolver_gives_addresses() -> None:
    assert "127.0.0.1" in asyncio.run(resolve("localhost", 80))


def test_public_and_private_here_are_what_they_are_called() -> None:
    assert all(is_public(ipaddress.ip_address(address)) for address in PUBLIC)
    assert not any(is_public(ipaddress.ip_address(address)) for address in PRIVATE)
