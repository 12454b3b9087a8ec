"""Projects: names and labels as people write them."""

from typing import Any

import pytest

from tests.server.world import LABELS, Client, ok, refused

NAMES = [
    "\u732b\U0001f408 \u202e right to left",
    "x" * 200,
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "%2F%00",
    "' OR 1=1 --",
    "{{ 7 * 7 }}",
    "a\nb\tc\\d",
    " ",
    "null",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_any_text_is_a_name_and_comes_back_the_same(client: Client, name: str) -> None:
    project = client.project(name=name, labels=[{"name": name, "color": "#abcDEF"}])
    assert project["name"] == name
    assert project["labels"] == [{"name": name, "color": "#abcDEF"}]
    assert ok(client.get(f"/api/projects/{project['id']}")) == project
    file = client.upload(project["id"])[0]
    assert client.create(file["id"], label=name)["label"] == name


def test_a_new_project_is_empty_but_for_the_bundled_scripts_switched_off(client: Client) -> None:
    project = ok(client.post("/api/projects", json={"name": "New"}))
    assert (project["labels"], project["files"], project["done"]) == ([], 0, 0)
    scripts = ok(client.get(f"/api/projects/{project['id']}/scripts"))["items"]
    assert "limner/box-to-polygon" in [script["identity"] for script in scripts]
    assert not any(script["enabled"] or script["confirmed_grants"] for script in scripts)


def test_two_projects_may_have_one_name(client: Client) -> None:
    assert client.project(name="Same")["id"] != client.project(name="Same")["id"]


def test_a_patch_changes_only_what_it_names(client: Client, project: dict[str, Any]) -> None:
    url = f"/api/projects/{project['id']}"
    assert ok(client.patch(url, json={})) == project
    assert ok(client.patch(url, json={"name": "Renamed"})) == {**project, "name": "Renamed"}
    labels = [{"name": "owl", "color": "#000000"}]
    assert ok(client.patch(url, json={"labels": labels})) == {**project, "name": "Renamed", "labels": labels}
    assert ok(client.get(url))["labels"] == labels


def test_files_and_done_are_counted(client: Client, project: dict[str, Any]) -> None:
    other = client.project()
    client.upload(other["id"])
    first, _ = client.upload(project["id"])[0], client.upload(project["id"])[0]
    ok(client.patch(f"/api/files/{first['id']}", json={"state": "done"}))
    listed = ok(client.get("/api/projects"))["items"]
    assert [(one["files"], one["done"]) for one in listed] == [(2, 1), (1, 0)]


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_two_labels_of_one_name_are_refused(client: Client, project: dict[str, Any], method: str) -> None:
    labels = [*LABELS, {"name": "cat", "color": "#ffffff"}]
    url = "/api/projects" if method == "POST" else f"/api/projects/{project['id']}"
    message = refused(client.request(method, url, json={"name": "Twice", "labels": labels}), 422)
    assert message == "label 'cat' is given twice: every label needs its own name"
    assert ok(client.get("/api/projects"))["items"] == [project]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"name": ""}, "$.name"),
        ({"name": "x" * 201}, "$.name"),
        ({"name": 5}, "$.name"),
        ({"name": None}, "$.name"),
        ({}, "name"),
        ({"name": "a", "labels": {}}, "$.labels"),
        ({"name": "a", "labels": [{"name": "cat"}]}, "$.labels[0]"),
        ({"name": "a", "labels": [LABELS[0], {"name": "cow", "color": "red"}]}, "$.labels[1].color"),
        ({"name": "a", "labels": [{"name": "cow", "color": "#12345"}]}, "$.labels[0].color"),
        ({"name": "a", "labels": [{"name": "cow", "color": '#123456" onload="x'}]}, "$.labels[0].color"),
        ({"name": "a", "labels": [{"name": "", "color": "#123456"}]}, "$.labels[0].name"),
        ({"name": "a", "label": []}, "label"),
        ({"name": "a", "id": "mine"}, "id"),
        ([], "array"),
        ("a", "str"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_422_with_its_path(client: Client, body: Any, path: str) -> None:
    assert path in refused(client.post("/api/projects", json=body), 422)
    assert ok(client.get("/api/projects"))["items"] == []


def test_instances_keep_a_label_that_the_project_lost(client: Client, project: dict[str, Any]) -> None:
    file = client.upload(project["id"])[0]
    client.create(file["id"], label="cat")
    ok(client.patch(f"/api/projects/{project['id']}", json={"labels": LABELS[1:]}))
    assert client.instances(file["id"])[0]["label"] == "cat"
    assert "label 'cat' does not exist" in refused(
        client.change(file["id"], created=[{"geometry": {"kind": "tag"}, "label": "cat"}]), 422
    )
