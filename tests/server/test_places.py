"""Where scripts may run, and why not elsewhere: as the page asks it."""

from pathlib import Path
from typing import Any

import pytest

from limner_server import wire
from limner_server.store import backends
from tests.server.world import BASE, SIGNED_IN, Client, block, make_app, ok, refused

NOWHERE = "no-such-bubblewrap"


def places(client: Client, script: dict[str, Any]) -> dict[str, str]:
    """Give why each place of a script cannot be chosen, by place; empty where it can."""
    items = ok(client.get(f"/api/projects/{script['project']}/places"))["items"]
    found = next(one["places"] for one in items if one["script"] == script["id"])
    return {one["place"]: one["refusal"] for one in found}


@pytest.fixture
def project(client: Client) -> str:
    return str(client.project()["id"])


def test_a_script_that_names_both_places_may_run_in_both_and_in_auto(client: Client, project: str) -> None:
    assert places(client, client.script(project)) == {"auto": "", "browser": "", "server": ""}


def test_every_script_of_the_project_is_listed_once(client: Client, project: str) -> None:
    for name in ("A", "B", "C"):
        client.script(project, block(name))
    scripts = [one["id"] for one in ok(client.get(f"/api/projects/{project}/scripts"))["items"]]
    assert len(scripts) >= 3
    assert [one["script"] for one in ok(client.get(f"/api/projects/{project}/places"))["items"]] == scripts


@pytest.mark.parametrize(("named", "other"), [("browser", "server"), ("server", "browser")])
def test_a_place_the_block_does_not_name_says_so_and_leaves_nothing_to_choose(
    client: Client, project: str, named: str, other: str
) -> None:
    found = places(client, client.script(project, block(more=f'places = ["{named}"]')))
    assert found[named] == ""
    assert found[other] == f'its block does not name it: places = ["{named}"]'
    assert found["auto"].startswith("there is nothing to choose between, since it cannot run")
    assert found["auto"].endswith(other)


def test_javascript_is_for_the_browser(client: Client, project: str) -> None:
    found = places(client, client.script(project, block("J", mark="//"), "j.js"))
    assert found["browser"] == ""
    assert found["server"] == "scripts in JavaScript run in browsers only"


def test_without_bubblewrap_only_a_trusted_script_may_run_on_the_server(tmp_path: Path) -> None:
    app = make_app(tmp_path, bubblewrap=NOWHERE)
    with Client(app, base_url=BASE, headers=SIGNED_IN) as client:
        project = client.project()["id"]
        script = client.script(project)
        why = places(client, script)["server"]
        assert "bubblewrap is not installed" in why
        assert NOWHERE in why
        assert "trust this script" in why
        ok(client.patch(f"/api/scripts/{script['id']}", json={"trusted": True}))
        assert places(client, script) == {"auto": "", "browser": "", "server": ""}
        ok(client.patch(f"/api/scripts/{script['id']}", json={"trusted": False}))
        assert places(client, script)["server"] == why


def bound(client: Client, project: str, kind: str) -> dict[str, Any]:
    """Give a script that a backend of this kind brought."""
    database = client.app.state.context.database  # type: ignore[attr-defined]
    with database.writing() as connection:
        made = backends.add(connection, wire.BackendPost("gpu-lab", project, kind, "http://models.example"))
        script = backends.bind(connection, made, wire.ScriptPost("model.py", block("Model")))
    return ok(client.get(f"/api/scripts/{script.id}"))


def test_a_script_that_a_backend_brought_may_run_there_and_where_its_block_says(client: Client, project: str) -> None:
    other = client.script(project, block("Other"))
    script = bound(client, project, "socket")
    assert places(client, script) == {"auto": "", "browser": "", "server": "", "backend:gpu-lab": ""}
    assert "backend:gpu-lab" not in places(client, other)


@pytest.mark.parametrize("kind", ["label-studio", "webhook"])
def test_the_record_of_a_model_that_speaks_another_protocol_runs_only_there(
    client: Client, project: str, kind: str
) -> None:
    found = places(client, bound(client, project, kind))
    assert found["backend:gpu-lab"] == ""
    for place in ("browser", "server"):
        assert found[place] == "the backend 'gpu-lab' is no script of its own: it is asked in its own protocol"
    assert found["auto"] != ""


def test_an_unknown_project_is_a_404(client: Client) -> None:
    refused(client.get("/api/projects/nobody/places"), 404)
