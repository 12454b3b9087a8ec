"""Confirming the network: the hosts are confirmed with the grant, and other hosts ask again."""

import json
from typing import Any

import pytest

from tests.server.world import Client, block, ok, refused

BOTH = ["image:read", "network"]


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


def asking(*hosts: str, grants: Any = BOTH) -> str:
    return block(grants=tuple(grants), more=f"connect = {json.dumps(hosts)}")


@pytest.fixture
def script(client: Client, project: dict[str, Any]) -> dict[str, Any]:
    """A script that is on and may reach two hosts."""
    script = client.script(project["id"], asking("a.example", "b.example:8443"))
    return patch(client, script, enabled=True, confirmed_grants=BOTH)


def patch(client: Client, script: dict[str, Any], **fields: Any) -> dict[str, Any]:
    changed: dict[str, Any] = ok(client.patch(f"/api/scripts/{script['id']}", json=fields))
    return changed


def put(client: Client, script: dict[str, Any], source: str) -> dict[str, Any]:
    changed: dict[str, Any] = ok(
        client.put(f"/api/scripts/{script['id']}", json={"filename": "a.py", "source": source})
    )
    return changed


def test_a_script_shows_its_hosts_modules_and_assets(client: Client, project: dict[str, Any]) -> None:
    lists = 'connect = ["a.example"]\nmodules = ["@tensorflow/tfjs"]\nassets = ["net/model.json"]'
    script = client.script(project["id"], block(more=lists))
    shown = {name: script[name] for name in ("connect", "modules", "assets", "confirmed_connect")}
    assert shown == {
        "connect": ["a.example"],
        "modules": ["@tensorflow/tfjs"],
        "assets": ["net/model.json"],
        "confirmed_connect": [],
    }


def test_confirming_the_network_confirms_the_hosts_declared_now(script: dict[str, Any]) -> None:
    assert (script["enabled"], script["confirmed_connect"]) == (True, ["a.example", "b.example:8443"])


def test_confirming_other_grants_confirms_no_hosts(client: Client, project: dict[str, Any]) -> None:
    script = client.script(project["id"], asking("a.example"))
    assert patch(client, script, confirmed_grants=["image:read"])["confirmed_connect"] == []
    message = refused(client.patch(f"/api/scripts/{script['id']}", json={"enabled": True}), 409)
    assert message == "confirm the grants network and the hosts a.example before switching 'Script' on"


@pytest.mark.parametrize("hosts", [("a.example",), (), ("b.example:8443", "a.example")])
def test_a_version_with_no_other_hosts_stays_on(client: Client, script: dict[str, Any], hosts: Any) -> None:
    after = put(client, script, asking(*hosts))
    assert (after["enabled"], after["connect"]) == (True, list(hosts))


@pytest.mark.parametrize("hosts", [("a.example", "c.example"), ("b.example",), ("a.example:443",), ("A.example",)])
def test_a_version_with_other_hosts_is_switched_off_until_they_are_confirmed(
    client: Client, script: dict[str, Any], hosts: Any
) -> None:
    after = put(client, script, asking(*hosts))
    assert (after["enabled"], after["confirmed_grants"]) == (False, BOTH)
    response = client.patch(f"/api/scripts/{script['id']}", json={"enabled": True})
    refused(response, 409)
    missing = [host for host in hosts if host not in ("a.example", "b.example:8443")]
    assert response.json()["error"]["detail"] == {"missing_hosts": missing}
    on = patch(client, script, enabled=True, confirmed_grants=BOTH)
    assert (on["enabled"], on["confirmed_connect"]) == (True, list(hosts))


def test_hosts_without_the_grant_ask_for_nothing(client: Client, script: dict[str, Any]) -> None:
    after = put(client, script, asking("c.example", grants=["image:read"]))
    assert after["enabled"] is True


def test_a_confirmation_outlives_a_version_without_the_grant_and_no_longer_covers_new_hosts(
    client: Client, script: dict[str, Any]
) -> None:
    put(client, script, asking(grants=["image:read"]))
    assert put(client, script, asking("a.example"))["enabled"] is True
    assert put(client, script, asking("c.example"))["enabled"] is False


def test_taking_the_network_back_takes_the_hosts_back(client: Client, script: dict[str, Any]) -> None:
    off = patch(client, script, confirmed_grants=["image:read"])
    assert (off["enabled"], off["confirmed_connect"]) == (False, [])


def test_switching_off_keeps_the_hosts(client: Client, script: dict[str, Any]) -> None:
    assert patch(client, script, enabled=False)["confirmed_connect"] == ["a.example", "b.example:8443"]
    assert patch(client, script, enabled=True)["enabled"] is True
