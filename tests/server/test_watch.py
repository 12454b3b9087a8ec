"""A watched folder: what is saved in it becomes scripts and versions of a project."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from limner_server import demo, watch
from tests.server.serving import repository, run, serve, until
from tests.server.world import BASE, PORT, SIGNED_IN, Client, block, make_app, ok

HOOK = 'from limner import on\n@on("command")\ndef answer(event, canvas): canvas.log(1)\n'
WRITES = ("instances:write",)


@pytest.fixture
def folder(tmp_path: Path, migrated: Path) -> Path:
    shutil.copytree(migrated, tmp_path / "data")
    (tmp_path / "scripts").mkdir()
    return tmp_path / "scripts"


@contextmanager
def watching(folder: Path, **flags: Any) -> Iterator[Client]:
    """Serve with a folder watched; its files so far are taken before the first request."""
    app = make_app(folder.parent, watch=str(folder), **flags)
    with Client(app, base_url=BASE, headers=SIGNED_IN) as client:
        yield client


def projects(client: Client) -> list[dict[str, Any]]:
    return ok(client.get("/api/projects"))["items"]


def scripts(client: Client, project: str = "") -> list[dict[str, Any]]:
    return ok(client.get(f"/api/projects/{project or projects(client)[0]['id']}/scripts"))["items"]


def wait_for(client: Client, condition: Callable[[list[dict[str, Any]]], Any]) -> list[dict[str, Any]]:
    until(lambda: condition(scripts(client)))
    return scripts(client)


def switch_on(client: Client, script: dict[str, Any]) -> None:
    patch = {"enabled": True, "confirmed_grants": script["grants"]}
    assert ok(client.patch(f"/api/scripts/{script['id']}", json=patch))["enabled"]


class TestFiles:
    def test_a_new_file_becomes_a_script_that_waits_for_its_confirmation(self, folder: Path) -> None:
        with watching(folder) as client:
            (folder / "trace.py").write_text(block("Trace", WRITES) + HOOK)
            (script,) = wait_for(client, len)
            assert (script["name"], script["filename"], script["enabled"]) == ("Trace", "trace.py", False)
            assert script["confirmed_grants"] == []

    def test_files_that_are_there_already_are_taken_at_the_start(self, folder: Path) -> None:
        (folder / "one.py").write_text(block("One") + HOOK)
        (folder / "two.js").write_text(block("Two", mark="//"))
        with watching(folder) as client:
            found = wait_for(client, lambda there: len(there) == 2)
            assert {(one["name"], one["language"]) for one in found} == {("One", "python"), ("Two", "javascript")}

    def test_a_saved_file_goes_live_at_once(self, folder: Path) -> None:
        path = folder / "trace.py"
        path.write_text(block("Trace", WRITES) + HOOK)
        with watching(folder) as client:
            (script,) = wait_for(client, len)
            switch_on(client, script)
            path.write_text(block("Trace", WRITES) + HOOK + "# better\n")
            (later,) = wait_for(client, lambda there: there[0]["version"] != script["version"])
            assert (later["id"], later["enabled"]) == (script["id"], True)
            assert len(ok(client.get(f"/api/scripts/{script['id']}/versions"))["items"]) == 2

    def test_a_version_that_asks_for_more_is_switched_off(self, folder: Path) -> None:
        path = folder / "trace.py"
        path.write_text(block("Trace") + HOOK)
        with watching(folder) as client:
            (script,) = wait_for(client, len)
            switch_on(client, script)
            path.write_text(block("Trace", WRITES) + HOOK)
            (later,) = wait_for(client, lambda there: there[0]["grants"])
            assert not later["enabled"]

    def test_a_file_put_in_place_by_renaming_is_taken(self, folder: Path) -> None:
        path = folder / "trace.py"
        path.write_text(block("Trace") + HOOK)
        with watching(folder) as client:
            (script,) = wait_for(client, len)
            (folder / ".trace.tmp").write_text(block("Trace") + HOOK + "# by an editor\n")
            (folder / ".trace.tmp").replace(path)
            (later,) = wait_for(client, lambda there: there[0]["version"] != script["version"])
            assert later["id"] == script["id"]

    def test_another_name_in_the_block_renames_the_script(self, folder: Path) -> None:
        path = folder / "trace.py"
        path.write_text(block("Trace") + HOOK)
        with watching(folder) as client:
            (script,) = wait_for(client, len)
            path.write_text(block("Outline") + HOOK)
            (later,) = wait_for(client, lambda there: there[0]["name"] == "Outline")
            assert later["id"] == script["id"]

    def test_a_deleted_file_leaves_its_script_alone(self, folder: Path) -> None:
        (folder / "gone.py").write_text(block("Gone") + HOOK)
        with watching(folder) as client:
            wait_for(client, len)
            (folder / "gone.py").unlink()
            (folder / "next.py").write_text(block("Next") + HOOK)
            found = wait_for(client, lambda there: len(there) == 2)
            assert {one["name"] for one in found} == {"Gone", "Next"}

    def test_the_same_files_after_a_restart_make_no_new_versions(self, folder: Path) -> None:
        (folder / "a.py").write_text(block("A") + HOOK)
        for name in ("First", "Second"):
            with watching(folder) as client:
                (folder / f"{name}.py").write_text(block(name) + HOOK)
                found = wait_for(client, lambda there, name=name: [one for one in there if one["name"] == name])
        versions = [ok(client.get(f"/api/scripts/{one['id']}/versions"))["items"] for one in found]
        assert [len(one) for one in versions] == [1, 1, 1]

    @pytest.mark.parametrize("name", ["test_trace.py", "conftest.py", ".hidden.py", "notes.txt", "trace.py~"])
    def test_other_files_are_left_alone(self, folder: Path, name: str) -> None:
        (folder / name).write_text(block("Other") + HOOK)
        (folder / "zz.py").write_text(block("Last") + HOOK)
        with watching(folder) as client:
            assert [one["name"] for one in wait_for(client, len)] == ["Last"]

    def test_the_page_hears_of_it(self, folder: Path) -> None:
        with watching(folder) as client:
            project = projects(client)[0]["id"]
            with client.websocket_connect(f"ws://127.0.0.1:{PORT}/api/projects/{project}/sync") as socket:
                assert socket.receive_json()["type"] == "hello"
                (folder / "trace.py").write_text(block("Trace") + HOOK)
                assert socket.receive_json() == {"type": "scripts"}


class TestFaults:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"# /// script\n# [tool.limner\n# ///\n", "no valid TOML"),
            (b"# /// script\n# [tool.limner]\n", "is not closed"),
            (b"# /// script\n\xff\n# ///\n", "utf-8"),
            (b"# no block at all\n", "no metadata block"),
        ],
    )
    def test_a_broken_block_is_logged_and_the_old_version_stays(
        self, folder: Path, caplog: pytest.LogCaptureFixture, content: bytes, said: str
    ) -> None:
        path = folder / "trace.py"
        path.write_text(block("Trace") + HOOK)
        caplog.set_level("INFO", "limner")
        with watching(folder) as client:
            (script,) = wait_for(client, len)
            path.write_bytes(content)
            until(lambda: any(said in told(record) for record in caplog.records))
            assert scripts(client)[0]["version"] == script["version"]
            path.write_text(block("Trace") + HOOK + "# mended\n")
            wait_for(client, lambda there: there[0]["version"] != script["version"])

    def test_a_mistake_in_the_code_is_logged_with_its_line(
        self, folder: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        (folder / "trace.py").write_text(block("Trace") + HOOK + "print(whatever)\n")
        with watching(folder) as client:
            wait_for(client, len)
            until(lambda: any('line 9: "whatever" is not defined' in told(record) for record in caplog.records))

    def test_two_files_of_one_name_do_not_take_turns(self, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
        (folder / "a.py").write_text(block("Same") + HOOK)
        (folder / "b.py").write_text(block("Same") + HOOK + "# other\n")
        with watching(folder) as client:
            (script,) = wait_for(client, len)
            until(lambda: any("calls itself local/same, as a.py does" in told(record) for record in caplog.records))
            assert script["filename"] == "a.py"

    def test_a_script_deleted_in_the_page_comes_back_when_it_is_saved(self, folder: Path) -> None:
        path = folder / "trace.py"
        path.write_text(block("Trace") + HOOK)
        with watching(folder) as client:
            (script,) = wait_for(client, len)
            ok(client.delete(f"/api/scripts/{script['id']}"))
            path.write_text(block("Trace") + HOOK + "# again\n")
            (later,) = wait_for(client, len)
            assert later["id"] != script["id"]


class TestProject:
    def test_without_a_project_one_is_made_that_is_called_like_the_folder(self, folder: Path) -> None:
        with watching(folder) as client:
            assert [one["name"] for one in projects(client)] == ["scripts"]

    def test_the_first_project_is_the_default(self, folder: Path) -> None:
        with Client(make_app(folder.parent), base_url=BASE, headers=SIGNED_IN) as client:
            names = [client.project(name=name)["name"] for name in ("First", "Second")]
        (folder / "a.py").write_text(block("A") + HOOK)
        with watching(folder) as client:
            until(lambda: bool(scripts(client)))
            assert [one["name"] for one in projects(client)] == names

    def test_a_project_can_be_named(self, folder: Path) -> None:
        with Client(make_app(folder.parent), base_url=BASE, headers=SIGNED_IN) as client:
            second = [client.project(name=name) for name in ("First", "Second")][1]["id"]
        (folder / "a.py").write_text(block("A") + HOOK)
        with watching(folder, watch_project="Second") as client:
            until(lambda: bool(scripts(client, second)))

    def test_a_name_that_no_project_has_is_an_error(self, folder: Path) -> None:
        app = make_app(folder.parent, watch=str(folder), watch_project="Nowhere")
        with pytest.raises(ValueError, match="there is no project 'Nowhere' to watch the folder for"):
            watch.Folder(app.state.context)
        app.state.context.database.close()

    def test_in_a_demonstration_it_is_the_sample_photos(self, folder: Path) -> None:
        (folder / "a.py").write_text(block("A") + HOOK)
        with watching(folder, demo=True) as client:
            (project,) = projects(client)
            assert project["name"] == demo.NAME
            until(lambda: "A" in [one["name"] for one in scripts(client)])


class TestCommand:
    def test_a_folder_that_is_not_there_is_explained(self, tmp_path: Path) -> None:
        root = repository(tmp_path)
        done = run(root, "serve", "--port", "0", "--data", str(tmp_path / "data"), "--watch", str(tmp_path / "none"))
        assert done.returncode == 1
        assert done.stderr.endswith(f"limner: the folder to watch, {tmp_path / 'none'}, is not there\n")
        assert "Traceback" not in done.stderr

    def test_a_served_folder_is_watched_and_the_server_still_ends(self, tmp_path: Path, folder: Path) -> None:
        (folder / "trace.py").write_text(block("Trace") + HOOK)
        (tmp_path / "repository").mkdir()
        root = repository(tmp_path / "repository")
        with serve(root, tmp_path / "served", "--watch", str(folder)) as served:
            until(lambda: "script taken file=trace.py script=local/trace" in served.log())
            assert served.stop() == 0
            assert "Traceback" not in served.log()


def told(record: Any) -> str:
    """Give a log record's message and fields."""
    return f"{record.getMessage()} {getattr(record, 'fields', {})}"
