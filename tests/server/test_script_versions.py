"""New sources, versions by content hash, and runs."""

import hashlib
from typing import Any

import pytest

from tests.server.world import Client, block, new_key, ok, refused

ONE = ("image:read",)
TWO = ("image:read", "instances:write")
NUMBER = '[tool.limner.params.NAME]\ntype = "integer"\ndefault = 1\nmaximum = 10'


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


@pytest.fixture
def script(client: Client, project: dict[str, Any]) -> dict[str, Any]:
    """A script that is switched on with one grant."""
    script = client.script(project["id"], block(grants=ONE))
    return ok(client.patch(f"/api/scripts/{script['id']}", json={"enabled": True, "confirmed_grants": list(ONE)}))


def put(client: Client, script: dict[str, Any], source: str, filename: str = "script.py") -> Any:
    return client.put(f"/api/scripts/{script['id']}", json={"filename": filename, "source": source})


def versions(client: Client, script: dict[str, Any]) -> list[dict[str, Any]]:
    return ok(client.get(f"/api/scripts/{script['id']}/versions"))["items"]


def test_a_source_that_asks_for_more_switches_the_script_off(client: Client, script: dict[str, Any]) -> None:
    after = ok(put(client, script, block(grants=TWO)))
    assert (after["enabled"], after["grants"], after["confirmed_grants"]) == (False, list(TWO), list(ONE))
    refused(client.patch(f"/api/scripts/{script['id']}", json={"enabled": True}), 409)


@pytest.mark.parametrize("grants", [ONE, ()], ids=["the same", "less"])
def test_a_source_that_asks_for_no_more_stays_on(client: Client, script: dict[str, Any], grants: Any) -> None:
    assert ok(put(client, script, block(grants=grants) + "# changed"))["enabled"] is True


def test_a_script_that_is_off_is_not_switched_on_by_a_source(client: Client, script: dict[str, Any]) -> None:
    ok(client.patch(f"/api/scripts/{script['id']}", json={"enabled": False}))
    assert ok(put(client, script, block()))["enabled"] is False


def test_asking_for_another_grant_instead_switches_it_off(client: Client, script: dict[str, Any]) -> None:
    assert ok(put(client, script, block(grants=("instances:read",))))["enabled"] is False


def test_a_version_is_the_hash_of_its_source(client: Client, script: dict[str, Any]) -> None:
    source = block() + "# \u732b\n"
    expected = "sha256:" + hashlib.sha256(source.encode()).hexdigest()
    assert ok(put(client, script, source))["version"] == expected
    assert versions(client, script)[0]["version"] == expected


def test_versions_are_listed_newest_first_with_their_sources(client: Client, script: dict[str, Any]) -> None:
    sources = [block() + f"# {index}\n" for index in range(3)]
    for source in sources:
        ok(put(client, script, source))
    assert [version["source"] for version in versions(client, script)] == [*reversed(sources), script["source"]]


def test_the_same_source_again_makes_no_version(client: Client, script: dict[str, Any]) -> None:
    before = versions(client, script)
    assert ok(put(client, script, script["source"])) == script
    assert versions(client, script) == before


def test_going_back_to_an_earlier_source_keeps_all_versions_as_they_were(
    client: Client, script: dict[str, Any]
) -> None:
    ok(put(client, script, block() + "# other"))
    before = versions(client, script)
    assert ok(put(client, script, script["source"]))["version"] == script["version"]
    assert versions(client, script) == before


def test_two_scripts_may_have_one_source(client: Client, script: dict[str, Any]) -> None:
    other = client.script(client.project()["id"], script["source"])
    assert other["version"] == script["version"]
    assert len(versions(client, other)) == 1


def test_a_source_whose_identity_is_taken_is_409_and_changes_nothing(
    client: Client, project: dict[str, Any], script: dict[str, Any]
) -> None:
    client.script(project["id"], block("Other"))
    assert "'local/other'" in refused(put(client, script, block("Other")), 409)
    assert ok(client.get(f"/api/scripts/{script['id']}")) == script
    assert len(versions(client, script)) == 1


def test_a_source_may_rename_its_script_and_its_language(client: Client, script: dict[str, Any]) -> None:
    after = ok(put(client, script, block("New name", mark="//"), "new.js"))
    assert (after["identity"], after["language"], after["filename"]) == ("local/new-name", "javascript", "new.js")


def test_a_source_that_cannot_be_read_changes_nothing(client: Client, script: dict[str, Any]) -> None:
    assert refused(put(client, script, "# /// script\n# x =\n# ///"), 422).startswith("line 2:")
    refused(put(client, script, block(), "script.rb"), 422)
    assert ok(client.get(f"/api/scripts/{script['id']}")) == script
    assert len(versions(client, script)) == 1


def test_values_of_parameters_outlive_a_new_source_only_where_they_fit(client: Client, script: dict[str, Any]) -> None:
    params = "\n".join(NUMBER.replace("NAME", name) for name in "abc")
    ok(put(client, script, block(more=params)))
    ok(client.patch(f"/api/scripts/{script['id']}", json={"params": {"a": 5, "b": 9, "c": 3}}))
    narrower = NUMBER.replace("NAME", "a") + "\n" + NUMBER.replace("NAME", "b").replace("10", "8")
    assert ok(put(client, script, block(more=narrower)))["params"] == {"a": 5}


@pytest.mark.parametrize(("place", "after"), [("server", "browser"), ("auto", "auto"), ("backend:gpu", "backend:gpu")])
def test_a_place_a_new_source_does_not_declare_is_left(
    client: Client, script: dict[str, Any], place: str, after: str
) -> None:
    ok(client.patch(f"/api/scripts/{script['id']}", json={"place": place}))
    assert ok(put(client, script, block(more='places = ["browser"]')))["place"] == after


def test_a_deleted_script_is_gone_with_versions_and_runs_and_frees_its_name(
    client: Client, project: dict[str, Any], script: dict[str, Any]
) -> None:
    ok(client.delete(f"/api/scripts/{script['id']}"))
    for path in ("", "/versions", "/runs"):
        refused(client.get(f"/api/scripts/{script['id']}{path}"), 404)
    refused(client.delete(f"/api/scripts/{script['id']}"), 404)
    client.script(project["id"], script["source"])


def report(client: Client, script: dict[str, Any], file: str, id: str | None = None, **fields: Any) -> Any:
    run = {"version": script["version"], "event": "prompt", "place": "browser", "outcome": "applied", "ms": 84.25}
    return client.post(f"/api/scripts/{script['id']}/runs", json={**run, "id": id or new_key(), "file": file, **fields})


def runs(client: Client, script: dict[str, Any]) -> list[dict[str, Any]]:
    return ok(client.get(f"/api/scripts/{script['id']}/runs"))["items"]


@pytest.mark.parametrize("outcome", ["applied", "empty", "failed", "stopped", "rejected", "dropped"])
def test_a_run_is_listed_as_reported(
    client: Client, project: dict[str, Any], script: dict[str, Any], outcome: str
) -> None:
    file = client.upload(project["id"])[0]
    ok(report(client, script, file["id"], outcome=outcome, message="<b>why</b>", why="it is warm"))
    (run,) = runs(client, script)
    expected = {"version": script["version"], "file": file["id"], "event": "prompt"}
    assert expected.items() <= run.items()
    assert (run["outcome"], run["message"], run["ms"]) == (outcome, "<b>why</b>", 84.25)
    assert (run["place"], run["why"]) == ("browser", "it is warm")


def test_runs_are_listed_newest_first(client: Client, project: dict[str, Any], script: dict[str, Any]) -> None:
    file = client.upload(project["id"])[0]
    ids = [new_key() for _ in range(3)]
    for id in ids:
        ok(report(client, script, file["id"], id))
    assert [run["id"] for run in runs(client, script)] == ids[::-1]


def test_a_run_reported_twice_is_kept_once_as_first_said(
    client: Client, project: dict[str, Any], script: dict[str, Any]
) -> None:
    file = client.upload(project["id"])[0]
    ok(report(client, script, file["id"], "said-twice"))
    ok(report(client, script, file["id"], "said-twice", outcome="failed"))
    assert [run["outcome"] for run in runs(client, script)] == ["applied"]


def test_a_run_on_a_file_that_does_not_exist_is_404(client: Client, script: dict[str, Any]) -> None:
    assert refused(report(client, script, "nobody"), 404) == "there is no file 'nobody'"


@pytest.mark.parametrize(
    ("field", "value"),
    [("outcome", "fine"), ("id", "short"), ("id", "not/plain"), ("ms", "fast"), ("message", "x" * 4_001), ("file", 1)],
)
def test_a_run_that_does_not_fit_is_422(
    client: Client, project: dict[str, Any], script: dict[str, Any], field: str, value: Any
) -> None:
    file = client.upload(project["id"])[0]
    fields = {"file": file["id"], field: value}
    assert f"$.{field}" in refused(report(client, script, **fields), 422)
    assert runs(client, script) == []


def test_runs_go_with_their_file(client: Client, project: dict[str, Any], script: dict[str, Any]) -> None:
    file = client.upload(project["id"])[0]
    ok(report(client, script, file["id"]))
    ok(client.delete(f"/api/files/{file['id']}"))
    assert runs(client, script) == []
