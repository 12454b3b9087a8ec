"""The ontology of a project: what it takes, what it does to what is there, and that its rules hold."""

from typing import Any

import pytest

from tests.server.world import BOX, LABELS, Client, new_key, ok, refused

COAT = {"name": "coat", "type": "select", "options": [{"value": "short"}, {"value": "long"}], "labels": ["cat"]}
ANIMALS: dict[str, Any] = {
    "labels": [
        {"name": "animal", "color": "#000000", "title": "Animals"},
        {"name": "cat", "color": "#112233", "parent": "animal", "kinds": ["box"], "limits": {"min_width": 8}},
        {"name": "dog", "color": "#445566", "parent": "animal"},
    ],
    "attributes": [COAT, {"name": "weather", "scope": "file"}],
    "rules": {"relations": ["chases"]},
}
SMALL = {**BOX, "width": 4.0}


def path(project: dict[str, Any]) -> str:
    return f"/api/projects/{project['id']}/ontology"


def put(client: Client, project: dict[str, Any], dry: bool = False, **ontology: Any) -> Any:
    return client.put(path(project) + ("?dry=1" if dry else ""), json={**ANIMALS, **ontology})


@pytest.fixture
def animals(client: Client, project: dict[str, Any]) -> dict[str, Any]:
    ok(put(client, project))
    return project


def test_a_new_project_has_its_labels_and_nothing_else(client: Client, project: dict[str, Any]) -> None:
    assert ok(client.get(path(project))) == {"labels": LABELS, "rules": RULES}
    assert (project["attributes"], project["rules"]) == ([], {**RULES, "relations": [], "readonly": []})


RULES = {"base": {"add": True, "edit": True, "relabel": True, "delete": True}}


def test_an_ontology_comes_back_as_it_was_put_and_can_be_put_again(client: Client, animals: dict[str, Any]) -> None:
    exported = ok(client.get(path(animals)))
    assert [label["name"] for label in exported["labels"]] == ["animal", "cat", "dog"]
    assert exported["labels"][1]["limits"]["min_width"] == 8
    assert exported["attributes"][0]["options"] == COAT["options"]
    assert exported["rules"]["relations"] == ["chases"]
    assert "null" not in client.get(path(animals)).text
    other = client.project()
    ok(client.put(path(other), json=exported))
    assert ok(client.get(path(other))) == exported


def test_the_project_carries_labels_attributes_and_rules(client: Client, animals: dict[str, Any]) -> None:
    project = ok(client.get(f"/api/projects/{animals['id']}"))
    assert project["labels"][0] == ANIMALS["labels"][0]
    assert [one["name"] for one in project["attributes"]] == ["coat", "weather"]
    assert project["rules"]["relations"] == ["chases"]


def test_a_patch_replaces_each_part_by_itself(client: Client, animals: dict[str, Any]) -> None:
    url = f"/api/projects/{animals['id']}"
    before = ok(client.get(url))
    after = ok(client.patch(url, json={"rules": {"relations": ["eats"]}}))
    assert after["rules"]["relations"] == ["eats"]
    assert (after["labels"], after["attributes"]) == (before["labels"], before["attributes"])
    assert ok(client.patch(url, json={"attributes": []}))["attributes"] == []
    assert ok(client.get(url))["labels"] == before["labels"]
    message = refused(client.patch(url, json={"attributes": [{**COAT, "labels": ["cow"]}]}), 422)
    assert "label 'cow', which does not exist" in message


def test_what_does_not_hold_together_is_refused_with_everything_that_is_wrong(
    client: Client, animals: dict[str, Any]
) -> None:
    labels = [{"name": "a", "color": "#000000", "parent": "b"}, {"name": "a", "color": "#000000"}]
    response = put(client, animals, labels=labels)
    assert refused(response, 422) == "label 'a' is given twice: every label needs its own name"
    assert len(response.json()["error"]["detail"]["faults"]) == 3
    assert ok(put(client, animals, dry=True, labels=labels))["faults"] == response.json()["error"]["detail"]["faults"]
    assert len(ok(client.get(path(animals)))["labels"]) == 3


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"labels": [{"name": "a", "color": "red"}]}, "$.labels[0].color"),
        ({"labels": [{"name": "a", "color": "#000000", "kinds": ["blob"]}]}, "$.labels[0].kinds[0]"),
        ({"attributes": [{"name": "a", "type": "colour"}]}, "$.attributes[0].type"),
        ({"attributes": [{"name": "a", "options": ["x"]}]}, "$.attributes[0].options[0]"),
        ({"rules": {"base": {"add": "no"}}}, "$.rules.base.add"),
        ({"rules": {"readonly": ["others"]}}, "$.rules.readonly[0]"),
        ({"lables": []}, "lables"),
    ],
)
def test_a_value_of_another_type_is_named_by_its_place(
    client: Client, project: dict[str, Any], body: dict[str, Any], where: str
) -> None:
    assert where in refused(client.put(path(project), json=body), 422)


def test_a_dry_run_says_what_it_would_do_and_does_nothing(client: Client, animals: dict[str, Any]) -> None:
    file = client.upload(animals["id"])[0]
    client.create(file["id"], label="cat", attributes={"coat": "short"})
    before = ok(client.get(path(animals)))
    labels = [ANIMALS["labels"][0], {"name": "cow", "color": "#000000"}]
    change = ok(put(client, animals, dry=True, labels=labels, attributes=[]))
    assert change["faults"] == []
    assert change["added"] == ["cow"]
    assert change["removed"] == [{"name": "cat", "count": 1}, {"name": "dog", "count": 0}]
    assert change["removed_attributes"] == [{"name": "coat", "count": 1}, {"name": "weather", "count": 0}]
    assert ok(client.get(path(animals))) == before


def test_a_label_that_is_taken_away_stays_on_what_has_it(client: Client, animals: dict[str, Any]) -> None:
    file = client.upload(animals["id"])[0]
    kept = client.create(file["id"], label="cat", attributes={"coat": "short"})
    ok(put(client, animals, labels=[{"name": "cow", "color": "#000000"}], attributes=[]))
    assert client.instances(file["id"]) == [kept]
    ok(client.change(file["id"], updated=[{"id": kept["id"], "geometry": SMALL, "hidden": True}]))
    assert client.instances(file["id"])[0]["label"] == "cat"
    assert "'cat' does not exist" in refused(
        client.change(file["id"], created=[{"geometry": BOX, "label": "cat"}]), 422
    )


def test_a_deleted_instance_comes_back_with_a_label_that_is_gone(client: Client, animals: dict[str, Any]) -> None:
    file = client.upload(animals["id"])[0]
    kept = client.create(file["id"], label="cat", id="it-was-here")
    ok(client.change(file["id"], deleted=[kept["id"]]))
    ok(put(client, animals, labels=[{"name": "cow", "color": "#000000"}], attributes=[]))
    again = {"id": kept["id"], "geometry": SMALL, "label": "cat"}
    ok(client.change(file["id"], created=[again], origin={"actor": "undo"}))
    assert client.instances(file["id"])[0]["label"] == "cat"


def test_what_is_renamed_is_renamed_on_every_file_and_stands_in_its_log(
    client: Client, animals: dict[str, Any]
) -> None:
    files = client.upload(animals["id"]) + client.upload(animals["id"])
    made = [client.create(file["id"], label="cat", attributes={"coat": "short"}) for file in files]
    client.create(files[0]["id"], label="dog")
    labels = [*ANIMALS["labels"][:1], {**ANIMALS["labels"][1], "name": "tomcat"}, ANIMALS["labels"][2]]
    attributes = [{**COAT, "name": "fur", "labels": ["tomcat"]}]
    names = {"renamed": {"cat": "tomcat"}, "renamed_attributes": {"coat": "fur"}}
    change = ok(put(client, animals, labels=labels, attributes=attributes, **names))
    assert change["renamed"] == [{"name": "cat", "count": 2}]
    assert (change["added"], change["removed"]) == ([], [])
    for file, one in zip(files, made, strict=True):
        after = client.instances(file["id"])[0]
        assert (after["id"], after["label"], after["attributes"]) == (one["id"], "tomcat", {"fur": "short"})
        log = ok(client.get(f"/api/files/{file['id']}/log"))["items"]
        titles = [entry["origin"]["title"] for entry in log]
        assert titles[-2:] == ["Rename label cat to tomcat", "Rename attribute coat to fur"]
    assert client.instances(files[0]["id"])[1]["label"] == "dog"


@pytest.mark.parametrize(
    ("renamed", "message"),
    [
        ({"cow": "bull"}, "label 'cow' cannot be renamed: this project has none of that name"),
        ({"cat": "dog"}, "label 'cat' is renamed, but still there: take one of the two away"),
    ],
)
def test_a_rename_that_cannot_be_is_refused(
    client: Client, animals: dict[str, Any], renamed: dict[str, str], message: str
) -> None:
    assert refused(put(client, animals, renamed=renamed), 422) == message


def test_only_what_fits_is_taken_from_people_and_scripts(client: Client, animals: dict[str, Any]) -> None:
    file = client.upload(animals["id"])[0]["id"]
    for actor in ("human", "script"):
        origin = {"actor": actor}
        message = refused(client.change(file, created=[{"geometry": SMALL, "label": "cat"}], origin=origin), 422)
        assert message == "instance 1: cat needs at least 8 × 0 px, this is 4 × 12.5: draw it larger"
        message = refused(client.change(file, created=[{"geometry": BOX, "label": "animal"}], origin=origin), 422)
        assert message == "instance 1: Animals has labels below it: choose cat or dog"
        curly = {"geometry": BOX, "label": "cat", "attributes": {"coat": "curly"}}
        assert "coat must be one of short, long" in refused(client.change(file, created=[curly], origin=origin), 422)
    assert client.instances(file) == []


def test_base_annotations_are_locked_as_the_rules_say(client: Client, animals: dict[str, Any]) -> None:
    file = client.upload(animals["id"])[0]["id"]
    imported = {"key": new_key(), "created": [{"geometry": BOX, "label": "cat"}], "origin": {"actor": "import"}}
    base = ok(client.post(f"/api/files/{file}/changes", json=imported))["instances"][0]
    locked = {"add": False, "edit": False, "relabel": False, "delete": False}
    ok(put(client, animals, rules={"base": locked}))
    for actor in ("human", "script", "undo"):
        for changes in (
            {"created": [{"geometry": BOX, "label": "dog"}]},
            {"updated": [{"id": base["id"], "geometry": SMALL}]},
            {"updated": [{"id": base["id"], "label": "dog"}]},
            {"deleted": [base["id"]]},
        ):
            assert "base annotations" in refused(client.change(file, **changes, origin={"actor": actor}), 422)
    assert client.instances(file) == [base]
    ok(client.change(file, updated=[{"id": base["id"], "hidden": True}]))
    other = client.upload(animals["id"])[0]["id"]
    client.create(other, label="dog")


def test_what_is_read_only_is_changed_by_nobody_however_it_is_asked_for(
    client: Client, animals: dict[str, Any]
) -> None:
    file = client.upload(animals["id"])[0]["id"]
    made = {
        actor: ok(client.change(file, created=[{"geometry": BOX, "label": "cat"}], origin=origin))["instances"][0]
        for actor, origin in {
            "import": {"actor": "import"},
            "script": {"actor": "script", "script": "zoo/own", "step": "made"},
            "human": {"actor": "human", "author": "Ada"},
        }.items()
    }
    assert made["human"]["provenance"]["actor_id"] == "Ada"
    rules = {"readonly": ["import", "script"]}
    told = ok(put(client, animals, dry=True, rules=rules))
    assert told["readonly"] == [{"name": "import", "count": 1}, {"name": "script", "count": 1}]
    ok(put(client, animals, rules=rules))
    assert ok(client.get(path(animals)))["rules"]["readonly"] == ["import", "script"]
    for origin in ({"actor": "human"}, {"actor": "script", "script": "zoo/other"}, {"actor": "undo"}):
        for maker in ("import", "script"):
            id = made[maker]["id"]
            for changes in (
                {"updated": [{"id": id, "geometry": SMALL}]},
                {"updated": [{"id": id, "label": "dog"}]},
                {"updated": [{"id": made["human"]["id"], "order": 4}, {"id": id, "order": 3}]},
                {"created": [{"id": id, "geometry": BOX, "label": "dog"}], "merge": True, "base": 1},
                {"deleted": [made["human"]["id"], id]},
            ):
                message = refused(client.change(file, **changes, origin=origin), 422)
                assert "read-only in this project" in message
                assert id in message
    assert client.instances(file) == list(made.values())
    own = {"actor": "script", "script": "zoo/own"}
    ok(client.change(file, updated=[{"id": made["script"]["id"], "label": "dog"}], origin=own))
    ok(client.change(file, deleted=[made["script"]["id"]], origin={"actor": "undo", "step": "made", "turn": "undo"}))
    again = {"actor": "undo", "step": "made", "turn": "redo"}
    ok(client.change(file, created=[{"id": made["script"]["id"], "geometry": BOX, "label": "cat"}], origin=again))
    assert "read-only" in refused(client.change(file, deleted=[made["script"]["id"]], origin=again), 422)
    renamed = [{**one, "name": "kitten"} if one["name"] == "cat" else one for one in ANIMALS["labels"]]
    changed = ok(put(client, animals, labels=renamed, attributes=[], renamed={"cat": "kitten"}))
    assert [one["name"] for one in changed["released"]] == ["import", "script"]
    assert {one["label"] for one in client.instances(file)} == {"kitten"}


NEEDED = [
    {**COAT, "title": "Coat", "required": True},
    {"name": "wind", "type": "number", "minimum": 0, "scope": "file", "required": True},
]


def test_a_file_is_done_only_when_it_has_what_is_required(client: Client, animals: dict[str, Any]) -> None:
    ok(put(client, animals, attributes=NEEDED))
    first, second = client.upload(animals["id"])[0], client.upload(animals["id"])[0]
    cat = client.create(first["id"], label="cat")
    client.create(first["id"], label="dog")
    done, path = {"state": "done"}, f"/api/files/{first['id']}"
    both = {"ids": [second["id"], first["id"]], **done}
    assert refused(client.patch(path, json=done), 422) == "photo.png is not complete: cat: Coat is required: fill it in"
    ok(client.change(first["id"], updated=[{"id": cat["id"], "attributes": {"coat": "short"}}]))
    assert "wind is required" in refused(client.patch(path, json=done), 422)
    assert refused(client.patch(path, json={"attributes": {"wind": -1}}), 422) == "wind must be 0 or more"
    assert refused(client.patch(path, json={"attributes": {"wind": "strong"}}), 422) == "wind must be a number"
    assert ok(client.patch(path, json={"attributes": {"wind": 3}, **done}))["state"] == "done"
    many = f"/api/projects/{animals['id']}/files"
    assert "wind is required" in refused(client.patch(many, json=both), 422)
    assert ok(client.get(f"/api/files/{second['id']}"))["state"] == "todo"
    ok(client.patch(path, json={"attributes": {"wind": None, "free": "x"}}))
    ok(client.patch(path, json={"state": "rejected"}))


def test_nobody_puts_an_ontology_without_the_token_or_into_no_project(client: Client, stranger: Client) -> None:
    project = client.project()
    assert stranger.put(path(project), json=ANIMALS).status_code == 401
    assert stranger.get(path(project)).status_code == 401
    assert refused(client.put(path({"id": "nobody"}), json=ANIMALS), 404)
    assert refused(client.put(path({"id": "nobody"}) + "?dry=1", json=ANIMALS), 404)
    assert ok(client.get(path(project)))["labels"] == LABELS
