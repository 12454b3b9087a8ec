"""The bundled scripts over HTTP: listed, installed into projects, tried on a sample photo."""

from typing import Any

import pytest
from msgspec import structs

from limner_server import catalogue
from limner_server.catalogue import Copy
from limner_server.store.scripts import version_of
from tests.server.images import decoded, encoded
from tests.server.world import Client, ok

BOX = "/api/library/box-to-polygon"
SLUGS = [entry.slug for entry in catalogue.entries()]


def scripts_of(client: Client, project: str) -> list[dict[str, Any]]:
    return ok(client.get(f"/api/projects/{project}/scripts"))["items"]


def trial(client: Client, slug: str = "box-to-polygon", **body: Any) -> dict[str, Any]:
    return ok(client.post(f"/api/library/{slug}/trial", json=body))


def test_the_list_says_of_each_what_it_says_of_itself(client: Client) -> None:
    listed = ok(client.get("/api/library"))["items"]
    assert [one["slug"] for one in listed] == SLUGS
    box = next(one for one in listed if one["slug"] == "box-to-polygon")
    assert (box["name"], box["language"]) == ("Box to polygon", "python")
    assert box["grants"] == ["image:read", *(grant for grant in box["grants"] if grant != "image:read")]
    assert box["version"] == version_of(ok(client.get(BOX))["source"])


def test_it_says_which_projects_have_a_script(client: Client) -> None:
    project = client.project()
    listed = {one["slug"]: one["projects"] for one in ok(client.get("/api/library"))["items"]}
    assert project["id"] in listed["box-to-polygon"]


def test_installing_adds_it_switched_off_with_nothing_confirmed(client: Client) -> None:
    project = client.project()
    for script in scripts_of(client, project["id"]):
        ok(client.delete(f"/api/scripts/{script['id']}"))
    added = client.post(f"{BOX}/install", json={"project": project["id"]})
    assert added.status_code == 201
    (script,) = scripts_of(client, project["id"])
    assert script == added.json()
    assert (script["identity"], script["enabled"], script["confirmed_grants"]) == ("limner/box-to-polygon", False, [])


def test_installing_again_brings_a_changed_script_back_to_the_bundled_version_and_keeps_the_other(
    client: Client,
) -> None:
    project = client.project()
    (script,) = scripts_of(client, project["id"])
    changed = script["source"] + "\n# changed\n"
    ok(client.put(f"/api/scripts/{script['id']}", json={"filename": script["filename"], "source": changed}))
    client.post(f"{BOX}/install", json={"project": project["id"]})
    (now,) = scripts_of(client, project["id"])
    assert (now["id"], now["version"]) == (script["id"], script["version"])
    versions = ok(client.get(f"/api/scripts/{script['id']}/versions"))["items"]
    assert {version["source"] for version in versions} == {script["source"], changed}


def test_installing_into_no_project_is_404(client: Client) -> None:
    assert client.post(f"{BOX}/install", json={"project": "nobody"}).status_code == 404


@pytest.mark.parametrize("slug", SLUGS)
def test_a_trial_is_a_project_with_one_photo_and_the_script_on(client: Client, slug: str) -> None:
    entry = catalogue.entry(slug)
    begun = trial(client, slug)
    project = ok(client.get(f"/api/projects/{begun['project']}"))
    assert [(label["name"], label["color"]) for label in project["labels"]] == list(entry.labels)
    file, *copies = ok(client.get(f"/api/projects/{begun['project']}/files"))["items"]
    assert [copy["name"] for copy in copies] == [copy.name for copy in entry.copies]
    assert (file["id"], file["name"], file["instances"]) == (begun["file"], entry.photo, len(entry.shapes))
    (script,) = scripts_of(client, begun["project"])
    assert (script["identity"], script["enabled"]) == (entry.block.identity, True)
    assert script["confirmed_grants"] == list(entry.block.grants)


def test_a_trial_is_gone_on_with_until_a_fresh_one_is_asked_for(client: Client) -> None:
    first = trial(client)
    client.create(first["file"])
    assert trial(client) == first
    assert ok(client.get(f"/api/files/{first['file']}"))["instances"] == 1
    fresh = trial(client, fresh=True)
    assert fresh["project"] != first["project"]
    assert client.get(f"/api/projects/{first['project']}").status_code == 404
    assert ok(client.get(f"/api/files/{fresh['file']}"))["instances"] == 0


def test_a_project_that_other_images_came_into_is_never_put_away(client: Client) -> None:
    first = trial(client)
    files = [("files", ("mine.png", encoded()))]
    ok(client.post(f"/api/projects/{first['project']}/files", files=files))
    fresh = trial(client, fresh=True)
    assert fresh["project"] != first["project"]
    assert client.get(f"/api/projects/{first['project']}").status_code == 200


def test_a_project_that_merely_has_the_name_of_a_trial_is_never_put_away(client: Client) -> None:
    name = ok(client.get(f"/api/projects/{trial(client)['project']}"))["name"]
    mine = ok(client.post("/api/projects", json={"name": name}))
    trial(client, fresh=True)
    assert client.get(f"/api/projects/{mine['id']}").status_code == 200


def test_altered_copies_of_the_photo_lie_beside_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = (Copy("half.jpg", scale=0.5), Copy("dark.jpg", brightness=0.5, crop=0.1, quality=60))
    entry = structs.replace(catalogue.entry("box-to-polygon"), copies=copies)
    monkeypatch.setattr(catalogue, "entries", lambda: (entry,))
    begun = trial(client)
    photo, half, dark = ok(client.get(f"/api/projects/{begun['project']}/files"))["items"]
    assert (half["name"], half["width"], half["height"]) == ("half.jpg", photo["width"] // 2, photo["height"] // 2)
    assert (dark["width"], dark["height"]) == (round(photo["width"] * 0.8), round(photo["height"] * 0.8))
    light = [
        decoded(client.get(file["content"]).content).convert("L").resize((1, 1)).getpixel((0, 0))
        for file in (half, dark)
    ]
    assert light[1] < 0.7 * light[0]
    assert trial(client) == begun
    assert (
        client.get(f"/api/projects/{trial(client, fresh=True)['project']}/files").json()["items"][2]["name"]
        == "dark.jpg"
    )
    assert client.get(f"/api/projects/{begun['project']}").status_code == 404


def lightness(client: Client, file: dict[str, Any]) -> float:
    mean: float = decoded(client.get(file["content"]).content).convert("L").resize((1, 1)).getpixel((0, 0))
    return mean
