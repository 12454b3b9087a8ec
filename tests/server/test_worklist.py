"""Working through files: filters, order, progress, states that change by themselves and by the hundred."""

from typing import Any

import pytest
from sqlalchemy import event, insert, select

from limner_server.routes.worklist import SORT_NAMES
from limner_server.store.database import new_id
from limner_server.store.tables import files
from limner_server.store.worklist import FIRST_TO_LAST, HAS, STATES, Filter, page_of
from tests.server.images import encoded
from tests.server.test_sync import heard
from tests.server.world import BOX, Client, block, new_key, ok, refused

NAMES = ("Zebra.png", "apple 10%.png", "apple_2.png", "Öl.png")


@pytest.fixture
def client(shared: Client) -> Client:
    return shared


class Worklist:
    """A project with the four files of `NAMES`."""

    def __init__(self, client: Client) -> None:
        self.client, self.project = client, client.project()["id"]
        self.url = f"/api/projects/{self.project}"
        self.ids = {name: client.upload(self.project, encoded(), name=name)[0]["id"] for name in NAMES}

    def names(self, **query: Any) -> list[str]:
        """Give the names a filter lets through, as the list, page by page, and the order both say."""
        listed, cursor = [], "0"
        while cursor is not None:
            page = ok(self.client.get(f"{self.url}/files", params={**query, "limit": 1, "cursor": cursor}))
            listed += page["items"]
            assert len(listed) < 20, "the list never ends"
            cursor = page["next"]
        assert ok(self.client.get(f"{self.url}/order", params=query))["ids"] == [one["id"] for one in listed]
        return [one["name"] for one in listed]

    def patch(self, name: str, **fields: Any) -> dict[str, Any]:
        return ok(self.client.patch(f"/api/files/{self.ids[name]}", json=fields))

    def file(self, name: str) -> dict[str, Any]:
        return ok(self.client.get(f"/api/files/{self.ids[name]}"))


@pytest.fixture
def work(client: Client) -> Worklist:
    return Worklist(client)


def test_without_a_filter_all_files_come_oldest_first(work: Worklist) -> None:
    assert work.names() == list(NAMES)
    assert work.names(sort="-added") == list(reversed(NAMES))


def test_files_are_filtered_by_state(work: Worklist) -> None:
    for name, state in zip(NAMES, STATES, strict=True):
        assert work.patch(name, state=state)["state"] == state
    for name, state in zip(NAMES, STATES, strict=True):
        assert work.names(state=state) == [name]
    assert work.names(state="done,todo") == [NAMES[0], NAMES[2]]
    by_state = dict(zip(STATES, NAMES, strict=True))
    assert work.names(sort="state") == [by_state[state] for state in FIRST_TO_LAST]


def test_files_are_filtered_by_who_has_them(work: Worklist) -> None:
    assert work.patch(NAMES[1], assignee="  Ada, Countess ")["assignee"] == "Ada, Countess"
    work.patch(NAMES[2], assignee="Bob")
    assert work.names(assignee="Ada, Countess") == [NAMES[1]]
    assert work.names(assignee="-") == [NAMES[0], NAMES[3]]
    assert work.names(assignee="ada") == []
    assert work.patch(NAMES[1], assignee="")["assignee"] is None
    assert work.patch(NAMES[2], assignee=None)["assignee"] is None
    assert len(work.names(assignee="-")) == 4


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("APPLE", ["apple 10%.png", "apple_2.png"]),
        ("%", ["apple 10%.png"]),
        ("_", ["apple_2.png"]),
        ("Öl", ["Öl.png"]),
        ("\\", []),
        ("' or 1=1 --", []),
    ],
)
def test_a_part_of_the_name_finds_files_and_is_no_pattern(work: Worklist, part: str, found: list[str]) -> None:
    assert work.names(name=part) == found


def test_names_are_sorted_whatever_their_case(work: Worklist) -> None:
    work.client.upload(work.project, encoded(), name="ZEBRA.png")
    order = ["apple 10%.png", "apple_2.png", "Öl.png", "ZEBRA.png", "Zebra.png"]
    assert work.names(sort="name") == order
    assert work.names(sort="-name") == order[::-1]


def test_names_are_sorted_as_people_count(work: Worklist) -> None:
    order = ["img 2 b.png", "img2.png", "img2b.png", "img02c.png", "img3.png", "img10.png", "img100.png", "img٣٠٠.png"]
    for name in reversed(order):
        work.client.upload(work.project, encoded(), name=name)
    assert work.names(sort="name", name="img") == order
    assert work.names(sort="-name", name="img") == order[::-1]


@pytest.mark.parametrize("sort", ["name", "-name", "added"])
def test_a_page_of_many_files_is_read_from_an_index(work: Worklist, sort: str) -> None:
    after = work.client.upload(work.project, encoded(), name="img4.png")[0]["id"]
    asked: list[tuple[str, Any]] = []
    with work.client.app.state.context.database.reading() as connection:  # type: ignore[attr-defined]
        seq = connection.execute(select(files.c.seq).where(files.c.id == after)).scalar_one()
        note = lambda _, __, statement, parameters, *___: asked.append((statement, parameters))  # noqa: E731
        event.listen(connection, "before_cursor_execute", note)
        page_of(connection, work.project, Filter(sort=sort), seq, 60)
        event.remove(connection, "before_cursor_execute", note)
        plan = " ".join(
            row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[-1][0]}", asked[-1][1])
        )
    assert "TEMP B-TREE" not in plan or sort == "-name", plan
    assert "USING INDEX ix_files" in plan or "PRIMARY KEY" in plan, plan


def test_two_files_of_one_name_keep_the_order_in_which_they_came(work: Worklist) -> None:
    twins = [work.client.upload(work.project, encoded(), name="img7.png")[0]["id"] for _ in range(3)]
    ids = ok(work.client.get(f"{work.url}/order", params={"sort": "name", "name": "img7"}))["ids"]
    assert ids == twins
    assert work.names(sort="name", name="img7") == ["img7.png"] * 3
    assert work.names(sort="-name", name="img7") == ["img7.png"] * 3


def test_files_are_filtered_by_what_is_on_them(work: Worklist) -> None:
    cat = work.client.create(work.ids[NAMES[0]], label="cat")
    work.client.create(work.ids[NAMES[1]], label="dog")
    work.client.create(work.ids[NAMES[1]], label="dog")
    assert work.names(label="cat") == [NAMES[0]]
    assert work.names(has="instances") == [NAMES[0], NAMES[1]]
    assert work.names(has="nothing", sort="name") == [NAMES[2], NAMES[3]]
    assert work.names(sort="-instances") == [NAMES[1], NAMES[0], NAMES[2], NAMES[3]]
    assert work.names(sort="instances") == [NAMES[2], NAMES[3], NAMES[0], NAMES[1]]
    ok(work.client.change(work.ids[NAMES[0]], deleted=[cat["id"]]))
    assert work.names(label="cat") == []
    assert work.names(has="instances") == [NAMES[1]]


def test_what_a_script_made_is_found_until_a_person_has_touched_it(work: Worklist) -> None:
    origin = {"actor": "script", "script": "limner/x", "run": "run-1"}
    made = work.client.create(work.ids[NAMES[2]])
    by_script = ok(work.client.change(work.ids[NAMES[0]], created=[{"geometry": BOX}], origin=origin))["instances"][0]
    assert made
    assert work.names(has="scripted") == [NAMES[0]]
    moved = {"id": by_script["id"], "geometry": {**BOX, "x": 5.0}}
    ok(work.client.change(work.ids[NAMES[0]], updated=[moved]))
    assert work.names(has="scripted") == []


def test_suggestions_wait_until_the_last_run_has_been_answered(work: Worklist) -> None:
    script = work.client.script(work.project, block("Suggests"))
    file = work.ids[NAMES[1]]
    for run in ("run-one-1", "run-two-2"):
        body = {"id": run, "version": "v", "event": "open_file", "place": "browser", "outcome": "applied"}
        ok(work.client.post(f"/api/scripts/{script['id']}/runs", json={**body, "file": file, "suggested": 2}))
    assert work.names(has="suggestions") == [NAMES[1]]
    for verdict in ({"accepted": 1}, {"rejected": 1}):
        assert work.names(has="suggestions") == [NAMES[1]]
        ok(work.client.post(f"/api/scripts/{script['id']}/runs/run-two-2/verdict", json=verdict))
    assert work.names(has="suggestions") == []


def test_filters_hold_together(work: Worklist) -> None:
    work.patch(NAMES[1], state="done", assignee="Ada")
    work.patch(NAMES[2], state="done")
    assert work.names(state="done", assignee="Ada", name="apple") == [NAMES[1]]
    assert work.names(state="done", assignee="Bob", name="apple") == []


@pytest.mark.parametrize("path", ["files", "order"])
@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({"state": "finished"}, "state is 'finished', expected one of todo, in_progress, done, rejected"),
        ({"state": "todo,"}, None),
        ({"sort": "size"}, f"sort is 'size', expected one of {', '.join(SORT_NAMES)}"),
        ({"sort": "--name"}, f"sort is '--name', expected one of {', '.join(SORT_NAMES)}"),
        ({"has": "everything"}, f"has is 'everything', expected one of {', '.join(HAS)}"),
        ({"name": "x" * 201}, "name has 201 characters, at most 200 are taken"),
    ],
    ids=str,
)
def test_a_filter_that_cannot_be_is_refused_with_what_can(
    work: Worklist, path: str, query: dict[str, str], why: str | None
) -> None:
    response = work.client.get(f"{work.url}/{path}", params=query)
    assert why is None or refused(response, 422) == why
    assert why is not None or response.status_code == 200


def test_files_are_given_by_their_ids_and_only_those_of_the_project(work: Worklist) -> None:
    other = work.client.file()["id"]
    ids = [work.ids[NAMES[2]], other, "nobody", work.ids[NAMES[0]]]
    found = ok(work.client.get(f"{work.url}/files", params={"ids": ",".join(ids)}))
    assert [one["name"] for one in found["items"]] == [NAMES[2], NAMES[0]]
    assert found["next"] is None
    many = ",".join(str(index) for index in range(201))
    assert "at most 200" in refused(work.client.get(f"{work.url}/files", params={"ids": many}), 422)


def test_a_page_begins_anew_where_the_file_it_follows_is_gone(work: Worklist) -> None:
    query = {"sort": "name", "limit": 1}
    cursor = ok(work.client.get(f"{work.url}/files", params=query))["next"]
    ok(work.client.delete(f"/api/files/{work.ids['apple 10%.png']}"))
    response = work.client.get(f"{work.url}/files", params={**query, "cursor": cursor})
    assert refused(response, 409) == "the file this page of the list would begin after is gone: begin the list anew"


def test_the_first_thing_a_person_does_on_a_file_puts_it_in_progress(work: Worklist) -> None:
    begun, script_only, finished, empty = NAMES
    work.patch(finished, state="done")
    work.client.create(work.ids[begun])
    work.client.create(work.ids[finished])
    ok(
        work.client.change(
            work.ids[script_only], created=[{"geometry": BOX}], origin={"actor": "script", "script": "a/b"}
        )
    )
    ok(work.client.change(work.ids[empty]))
    assert [work.file(name)["state"] for name in NAMES] == ["in_progress", "todo", "done", "todo"]
    work.patch(begun, state="todo")
    assert work.file(begun)["state"] == "todo"


def test_the_pages_of_a_project_hear_that_a_file_is_in_progress_once(work: Worklist) -> None:
    def act() -> None:
        for _ in range(2):
            work.client.create(work.ids[NAMES[0]])

    assert [news["type"] for news in heard(work.client, work.project, act)] == ["changes", "file", "changes"]


def test_progress_counts_files_by_state_and_by_who_has_them(work: Worklist) -> None:
    empty = work.client.project()["id"]
    nothing = ok(work.client.get(f"/api/projects/{empty}/progress"))
    assert (nothing["files"], nothing["shares"]) == (0, [])
    work.patch(NAMES[0], state="done", assignee="Ada", comment="fine", author="Ada")
    work.patch(NAMES[1], state="rejected", assignee="Ada", comment="too dark")
    work.patch(NAMES[2], state="in_progress", assignee="Bob")
    assert ok(work.client.get(f"{work.url}/progress")) == {
        "files": 4,
        "todo": 1,
        "in_progress": 1,
        "done": 1,
        "rejected": 1,
        "comments": 2,
        "shares": [
            {"assignee": "Ada", "files": 2, "done": 1},
            {"assignee": "Bob", "files": 1, "done": 0},
            {"assignee": None, "files": 1, "done": 0},
        ],
    }


def test_several_files_are_changed_at_once_with_one_comment_each(work: Worklist) -> None:
    ids = [work.ids[NAMES[0]], work.ids[NAMES[3]], work.ids[NAMES[0]]]
    patch = {"ids": ids, "state": "rejected", "assignee": "Ada", "comment": "blurred", "author": "Bob"}
    (news,) = heard(work.client, work.project, lambda: ok(work.client.patch(f"{work.url}/files", json=patch)))
    assert news == {"type": "files", "files": [ids[0], ids[1]]}
    for name in (NAMES[0], NAMES[3]):
        assert (work.file(name)["state"], work.file(name)["assignee"], work.file(name)["comments"]) == (
            "rejected",
            "Ada",
            1,
        )
    assert work.file(NAMES[1])["state"] == "todo"
    (comment,) = ok(work.client.get(f"/api/files/{ids[0]}/comments"))["items"]
    assert (comment["text"], comment["author"], comment["x"]) == ("blurred", "Bob", None)


def test_each_file_that_can_be_is_changed_and_the_others_are_named(work: Worklist) -> None:
    required = {"name": "weather", "type": "text", "scope": "file", "required": True}
    ok(work.client.patch(work.url, json={"attributes": [required]}))
    work.patch(NAMES[0], attributes={"weather": "rain"})
    stranger = work.client.file()["id"]
    patch = {"ids": [work.ids[NAMES[1]], stranger, work.ids[NAMES[0]], "nobody"], "state": "done", "each": True}
    (news,) = heard(work.client, work.project, lambda: ok(work.client.patch(f"{work.url}/files", json=patch)))
    assert news["files"] == [work.ids[NAMES[0]]]
    changed = ok(work.client.patch(f"{work.url}/files", json=patch))
    assert (changed["files"], [one["file"] for one in changed["left"]]) == (1, [stranger, "nobody", patch["ids"][0]])
    assert changed["left"][2]["message"].startswith(f"{NAMES[1]} is not complete: ")
    assert [work.file(name)["state"] for name in NAMES] == ["done", "todo", "todo", "todo"]
    assert ok(work.client.get(f"/api/files/{stranger}"))["state"] == "todo"
    refused(work.client.patch(f"{work.url}/files", json={**patch, "each": False}), 404)
    refused(work.client.patch(f"{work.url}/files", json={**patch, "ids": patch["ids"][:1], "each": False}), 422)
    none = {**patch, "ids": ["nobody"]}
    assert heard(work.client, work.project, lambda: ok(work.client.patch(f"{work.url}/files", json=none))) == []


def test_what_is_said_of_several_files_under_a_key_is_said_once(work: Worklist) -> None:
    ids = [work.ids[name] for name in NAMES[:3]]
    patch = {"state": "rejected", "comment": "blurred", "comment_key": "key-of-this", "author": "Bob"}
    ok(work.client.patch(f"{work.url}/files", json={**patch, "ids": ids[:2]}))
    work.patch(NAMES[0], state="done")
    ok(work.client.patch(f"{work.url}/files", json={**patch, "ids": ids}))
    assert [(work.file(name)["state"], work.file(name)["comments"]) for name in NAMES] == [
        ("done", 1),
        ("rejected", 1),
        ("rejected", 1),
        ("todo", 0),
    ]
    ok(work.client.patch(f"{work.url}/files", json={**patch, "ids": ids, "comment_key": "another-key"}))
    assert [work.file(name)["comments"] for name in NAMES] == [2, 2, 2, 0]
    refused(work.client.patch(f"{work.url}/files", json={**patch, "ids": ids, "comment_key": "no key"}), 422)


@pytest.mark.parametrize("stranger", ["nobody", "another project's"])
def test_all_files_are_changed_or_none(work: Worklist, stranger: str) -> None:
    other = work.client.file()["id"] if stranger != "nobody" else "nobody"
    patch = {"ids": [work.ids[NAMES[0]], other], "state": "done", "comment": "x"}
    assert refused(work.client.patch(f"{work.url}/files", json=patch), 404) == f"there is no file {other!r}"
    assert (work.file(NAMES[0])["state"], work.file(NAMES[0])["comments"]) == ("todo", 0)


@pytest.mark.parametrize(
    "patch",
    [
        {"state": "finished"},
        {"state": None},
        {"assignee": 5},
        {"assignee": "x" * 101},
        {"attributes": []},
        {"attributes": None},
        {"comment": ""},
        {"author": "Ada", "name": "b.png"},
    ],
    ids=str,
)
def test_what_does_not_fit_a_file_is_refused_and_changes_nothing(work: Worklist, patch: dict[str, Any]) -> None:
    before = work.file(NAMES[0])
    refused(work.client.patch(f"/api/files/{before['id']}", json=patch), 422)
    assert work.file(NAMES[0]) == before


def test_attributes_of_a_file_are_merged_and_null_takes_one_away(work: Worklist) -> None:
    work.patch(NAMES[0], attributes={"weather": "rain", "tags": ["a", "b"], "n": 1.5})
    assert work.patch(NAMES[0], attributes={"weather": None, "n": 2})["attributes"] == {"tags": ["a", "b"], "n": 2}
    assert work.patch(NAMES[0], state="done")["attributes"] == {"tags": ["a", "b"], "n": 2}


def test_attributes_of_a_file_are_bounded(work: Worklist) -> None:
    response = work.client.patch(f"/api/files/{work.ids[NAMES[0]]}", json={"attributes": {"a": "x" * 70_000}})
    assert "at most 65,536 are kept" in refused(response, 422)
    assert work.file(NAMES[0])["attributes"] == {}


@pytest.fixture(scope="module")
def crowd(shared: Client) -> str:
    """The address of a project of 10,000 files, made without their images."""
    project = shared.project()["id"]
    shared.upload(project, encoded(), name="00000.png")
    with shared.app.state.context.database.writing() as connection:  # type: ignore[attr-defined]
        row = dict(connection.execute(select(files).where(files.c.project_id == project)).mappings().one())
        del row["seq"]
        rows = [{**row, "id": new_id(), "name": f"{index * 7919 % 10_000:05}.png"} for index in range(1, 10_000)]
        connection.execute(insert(files), [{**one, "state": STATES[index % 4]} for index, one in enumerate(rows)])
    return f"/api/projects/{project}"


@pytest.mark.parametrize("sort", ["-added", "name", "state"])
def test_ten_thousand_files_are_paged_without_a_gap_in_every_order(shared: Client, crowd: str, sort: str) -> None:
    found, cursor = [], "0"
    while cursor is not None:
        page = ok(shared.get(f"{crowd}/files", params={"sort": sort, "limit": 1000, "cursor": cursor}))
        found += [one["id"] for one in page["items"]]
        assert len(found) <= 10_000, "the list never ends"
        cursor = page["next"]
    assert len(set(found)) == 10_000
    assert found == ok(shared.get(f"{crowd}/order", params={"sort": sort}))["ids"]


def test_ten_thousand_files_are_changed_at_once(shared: Client, crowd: str) -> None:
    ids = ok(shared.get(f"{crowd}/order"))["ids"]
    assert ok(shared.patch(f"{crowd}/files", json={"ids": ids, "state": "done", "assignee": "Ada"})) == {
        "files": 10_000,
        "left": [],
    }
    progress = ok(shared.get(f"{crowd}/progress"))
    assert (progress["done"], progress["shares"]) == (10_000, [{"assignee": "Ada", "files": 10_000, "done": 10_000}])


@pytest.mark.parametrize("page", ["/projects/{project}", "/files/{file}"])
def test_pages_take_the_filter_and_refuse_a_wrong_one_as_a_page(work: Worklist, page: str) -> None:
    address = page.format(project=work.project, file=work.ids[NAMES[0]])
    assert work.client.get(f"{address}?state=done&sort=name", headers={"Accept": "text/html"}).status_code == 200


def test_the_annotation_page_goes_through_what_the_filter_lets_through_and_the_file_itself(work: Worklist) -> None:
    work.patch(NAMES[3], state="done")
    page = work.client.get(f"/files/{work.ids[NAMES[1]]}?state=done", headers={"Accept": "text/html"}).text
    inside = [name for name in NAMES if f'"{work.ids[name]}"' in page.split('"order"')[1].split("]")[0]]
    assert inside == [NAMES[1], NAMES[3]]
    assert "nobody" not in page


def test_a_key_that_was_applied_before_begins_nothing_anew(work: Worklist) -> None:
    key, file = new_key(), work.ids[NAMES[0]]
    post = {"key": key, "created": [{"geometry": BOX}]}
    ok(work.client.post(f"/api/files/{file}/changes", json=post))
    work.patch(NAMES[0], state="todo")
    ok(work.client.post(f"/api/files/{file}/changes", json=post))
    assert work.file(NAMES[0])["state"] == "todo"
