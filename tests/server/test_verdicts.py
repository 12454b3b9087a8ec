"""What became of a script's shapes: kept, changed, refused, as the instances and the runs tell."""

import statistics
from typing import Any

import pytest
from sqlalchemy import select

import limner
from limner.geometry import Geometry
from limner_server.store.tables import instances
from tests.server.world import BOX, Client, block, new_key, ok, refused

WIDER = {**BOX, "width": 20.0}
LOWER = {**BOX, "y": 8.0}
BROKEN = {"kind": "polygon", "parts": [{"outer": [[1, 1], [2, 2]], "holes": []}]}


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


class Bench:
    """A script, a file, and what people and the script do on it."""

    def __init__(self, client: Client) -> None:
        self.client, self.project = client, client.project()
        self.file = client.upload(self.project["id"])[0]["id"]
        self.script = client.script(self.project["id"])
        self.url = f"/api/scripts/{self.script['id']}"
        self.origin = {"actor": "script", "script": self.script["identity"]}

    def run(self, outcome: str = "applied", ms: float = 1.0, **fields: Any) -> str:
        run = {"id": new_key(), "version": self.script["version"], "file": self.file, "event": "prompt", "ms": ms}
        ok(self.client.post(f"{self.url}/runs", json={**run, "place": "browser", "outcome": outcome, **fields}))
        return str(run["id"])

    def made(self, run: str, **fields: Any) -> str:
        """Create an instance as the script's run returned it."""
        origin = {**self.origin, "run": run}
        return str(self.change(origin, created=[{"geometry": BOX, **fields}])[0]["id"])

    def taken(self, run: str, **fields: Any) -> str:
        """Create an instance as a person who accepts the script's suggestion does."""
        provenance = {**self.origin, "run": run}
        return str(self.change(created=[{"geometry": BOX, "provenance": provenance, **fields}])[0]["id"])

    def change(self, origin: Any = None, **changes: Any) -> list[dict[str, Any]]:
        sent = {**changes, **({"origin": origin} if origin else {})}
        found: list[dict[str, Any]] = ok(self.client.change(self.file, **sent))["instances"]
        return found

    def reshape(self, id: str, geometry: Any, actor: str = "human") -> None:
        self.change({"actor": actor}, updated=[{"id": id, "geometry": geometry}])

    def delete(self, id: str, origin: Any = None) -> None:
        self.change(origin, deleted=[id])

    def statistics(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = ok(self.client.get(f"{self.url}/statistics"))["items"]
        return items

    def counts(self) -> tuple[int, ...]:
        """Give `(created, accepted, edited, rejected)` of the current version."""
        first = self.statistics()[0]
        return tuple(first[name] for name in ("created", "accepted", "edited", "rejected"))

    def returned(self, id: str) -> Any:
        database = self.client.app.state.context.database  # type: ignore[attr-defined]
        with database.reading() as connection:
            return connection.execute(select(instances.c.returned).where(instances.c.id == id)).scalar_one()


@pytest.fixture
def bench(client: Client) -> Bench:
    return Bench(client)


def test_a_shape_nobody_touched_is_accepted(bench: Bench) -> None:
    run = bench.run()
    id = bench.made(run)
    assert bench.counts() == (1, 1, 0, 0)
    bench.change(updated=[{"id": id, "label": "cat", "attributes": {"a": 1}, "hidden": True}])
    assert (bench.counts(), bench.returned(id)) == ((1, 1, 0, 0), None)


def test_a_shape_a_person_changed_is_edited_and_what_was_returned_is_kept(bench: Bench) -> None:
    id = bench.made(bench.run())
    for geometry in (WIDER, LOWER):
        bench.reshape(id, geometry)
        assert (bench.counts(), bench.returned(id)) == ((1, 0, 1, 0), BOX)


def test_a_change_taken_back_is_none(bench: Bench) -> None:
    id = bench.made(bench.run())
    bench.reshape(id, WIDER)
    bench.reshape(id, BOX, "undo")
    assert (bench.counts(), bench.returned(id)) == ((1, 1, 0, 0), None)
    bench.reshape(id, WIDER, "undo")
    assert (bench.counts(), bench.returned(id)) == ((1, 0, 1, 0), BOX)


def test_a_shape_a_person_deleted_is_rejected_and_restored_is_what_it_was(bench: Bench) -> None:
    one, other = bench.made(run := bench.run()), bench.made(run)
    bench.reshape(other, WIDER)
    for id in (one, other):
        bench.delete(id)
    assert bench.counts() == (2, 0, 0, 2)
    bench.change({"actor": "undo"}, created=[{"id": one, "geometry": BOX}, {"id": other, "geometry": WIDER}])
    assert bench.counts() == (2, 1, 1, 0)


def test_a_run_undone_is_rejected_and_redone_is_accepted(bench: Bench) -> None:
    id = bench.made(bench.run())
    bench.delete(id, {"actor": "undo"})
    assert bench.counts() == (1, 0, 0, 1)
    bench.change({"actor": "undo"}, created=[{"id": id, "geometry": BOX}])
    assert bench.counts() == (1, 1, 0, 0)


def test_a_shape_a_script_takes_away_itself_is_neither_kept_nor_rejected(bench: Bench) -> None:
    bench.delete(bench.made(bench.run()), bench.origin)
    assert bench.counts() == (1, 0, 0, 0)


def test_a_script_that_changes_its_own_shape_returns_the_newer_one(bench: Bench) -> None:
    id = bench.made(bench.run())
    bench.change(bench.origin, updated=[{"id": id, "geometry": WIDER}])
    assert (bench.counts(), bench.returned(id)) == ((1, 1, 0, 0), None)
    bench.reshape(id, LOWER)
    assert bench.returned(id) == WIDER


@pytest.mark.parametrize("actor", ["script", "import", "remote"])
def test_a_change_by_no_person_is_no_edit(bench: Bench, actor: str) -> None:
    id = bench.made(bench.run())
    bench.change({"actor": actor, "script": "another/script"}, updated=[{"id": id, "geometry": WIDER}])
    assert bench.counts() == (1, 1, 0, 0)


def test_another_scripts_change_leaves_what_was_returned(bench: Bench) -> None:
    id = bench.made(bench.run())
    bench.reshape(id, WIDER)
    bench.change({"actor": "script", "script": "another/script"}, updated=[{"id": id, "geometry": LOWER}])
    assert (bench.counts(), bench.returned(id)) == ((1, 0, 1, 0), BOX)


def test_a_suggestion_taken_as_it_was_is_accepted(bench: Bench) -> None:
    bench.taken(bench.run("empty", suggested=1))
    assert bench.counts() == (1, 1, 0, 0)


def test_a_suggestion_changed_before_it_was_taken_is_edited(bench: Bench) -> None:
    id = bench.taken(bench.run("empty", suggested=1), geometry=WIDER, returned=BOX)
    assert (bench.counts(), bench.returned(id)) == ((1, 0, 1, 0), BOX)
    bench.reshape(id, BOX)
    assert bench.counts() == (1, 1, 0, 0)


def test_a_suggestion_said_to_be_returned_as_it_is_taken_is_accepted(bench: Bench) -> None:
    bench.taken(bench.run(), returned=BOX)
    assert bench.counts() == (1, 1, 0, 0)


def test_what_was_returned_must_be_a_shape_on_the_file(bench: Bench) -> None:
    for returned in (BROKEN, {**BOX, "x": 5_000.0}):
        refused(bench.client.change(bench.file, created=[{"geometry": BOX, "returned": returned}]), 422)
    assert bench.client.instances(bench.file) == []


def test_a_shape_drawn_by_hand_counts_for_no_script(bench: Bench) -> None:
    run = bench.run()
    made = bench.change({"actor": "human", "run": run}, created=[{"geometry": BOX, "returned": WIDER}])
    bench.reshape(made[0]["id"], LOWER)
    assert (bench.counts(), bench.returned(made[0]["id"])) == ((0, 0, 0, 0), None)


def test_refused_suggestions_are_added_up(bench: Bench) -> None:
    run = bench.run("empty", suggested=5)
    for verdict in ({"rejected": 2}, {"rejected": 1, "accepted": 1, "edited": 1}, {}):
        ok(bench.client.post(f"{bench.url}/runs/{run}/verdict", json=verdict))
    (view,) = ok(bench.client.get(f"{bench.url}/runs"))["items"]
    assert [view[name] for name in ("suggested", "accepted", "rejected", "edited")] == [5, 1, 3, 1]
    assert bench.counts() == (0, 0, 0, 3)


def test_a_refusal_taken_back_is_taken_off_even_where_it_comes_first(bench: Bench) -> None:
    run = bench.run("empty", suggested=2)
    for rejected in (-1, 1, 1):
        ok(bench.client.post(f"{bench.url}/runs/{run}/verdict", json={"rejected": rejected}))
    assert bench.counts() == (0, 0, 0, 1)


@pytest.mark.parametrize("verdict", [{"rejected": "1"}, {"rejected": 1.5}, {"rejected": 10**9}, {"other": 1}])
def test_a_verdict_that_is_none_is_422(bench: Bench, verdict: dict[str, Any]) -> None:
    refused(bench.client.post(f"{bench.url}/runs/{bench.run()}/verdict", json=verdict), 422)


def test_a_verdict_on_another_scripts_run_is_404(bench: Bench) -> None:
    run = bench.run()
    other = bench.client.script(bench.project["id"], block("Other"))["id"]
    message = refused(bench.client.post(f"/api/scripts/{other}/runs/{run}/verdict", json={"rejected": 1}), 404)
    assert message == f"there is no run {run!r}"
    assert bench.counts() == (0, 0, 0, 0)


def test_runs_and_failures_are_counted_and_timed(bench: Bench) -> None:
    for outcome, ms in (("applied", 10.0), ("empty", 20.0), ("dropped", 30.0), ("rejected", 40.0)):
        bench.run(outcome, ms)
    for outcome in ("failed", "stopped"):
        bench.run(outcome, 9_000.0)
    (shown,) = bench.statistics()
    assert (shown["runs"], shown["failed"], shown["ms_p50"], shown["ms_p95"]) == (6, 2, 25.0, pytest.approx(38.5))


def test_without_runs_there_are_no_numbers_to_show(bench: Bench) -> None:
    (shown,) = bench.statistics()
    assert (shown["runs"], shown["iou_median"], shown["ms_p50"], shown["ms_p95"]) == (0, None, None, None)
    bench.run(ms=7.5)
    (shown,) = bench.statistics()
    assert (shown["iou_median"], shown["ms_p50"], shown["ms_p95"]) == (None, 7.5, 7.5)


def test_the_overlap_is_the_median_over_what_is_kept(bench: Bench) -> None:
    run = bench.run()
    for geometry in (WIDER, LOWER, {"kind": "tag"}):
        bench.reshape(bench.made(run), geometry)
    bench.delete(bench.made(run))
    edits = [limner.iou(Geometry.from_json(BOX), Geometry.from_json(shape)) for shape in (WIDER, LOWER)]
    assert bench.statistics()[0]["iou_median"] == pytest.approx(statistics.median([*edits, 0.0]))
    bench.made(run)
    assert bench.statistics()[0]["iou_median"] == pytest.approx(statistics.median([*edits, 0.0, 1.0]))
    for _ in range(3):
        bench.made(run)
    assert bench.statistics()[0]["iou_median"] == 1.0


def test_each_version_has_its_own_numbers_newest_first(bench: Bench) -> None:
    first = bench.script
    bench.made(bench.run("applied"))
    post = {"filename": "script.py", "source": block(more='version = "2.0"')}
    bench.script = ok(bench.client.put(bench.url, json=post))
    bench.run("failed")
    newer, older = bench.statistics()
    assert (newer["version"], newer["declared_version"], newer["runs"], newer["failed"]) == (
        bench.script["version"],
        "2.0",
        1,
        1,
    )
    assert (older["version"], older["declared_version"], older["created"]) == (first["version"], "0.0.0", 1)
    assert newer["created_at"] >= older["created_at"]
