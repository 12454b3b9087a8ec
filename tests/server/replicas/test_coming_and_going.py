"""Who may be a replica, and until when: revoked, retired, misaddressed, with a script that does not load."""

import signal

import pytest

from tests.server.replicas.conftest import Site
from tests.server.replicas.peers import backend
from tests.server.serving import until
from tests.server.world import block

SOURCE = block("Simple", ("instances:write",)) + 'from limner import on\n@on("command")\ndef go(event, canvas): ...\n'
NEWER = SOURCE + "# changed\n"


def test_a_backend_brings_its_script_switched_off(site: Site) -> None:
    with backend(site.folder, SOURCE + 'print("loaded")\n', site.url, site.token, name="simple.py") as replica:
        site.api.joined(site.project)
        script = site.script()
        until(lambda: "off until somebody confirms" in replica.log())
        assert "loaded\n" in replica.log()
    assert (script["place"], script["enabled"], script["confirmed_grants"]) == ("backend:gpu", False, [])
    assert (script["filename"], script["source"], script["identity"]) == (
        "simple.py",
        SOURCE + 'print("loaded")\n',
        "local/simple",
    )


def test_a_revoked_backend_leaves_and_stays_away(site: Site) -> None:
    with backend(site.folder, SOURCE, site.url, site.token) as replica:
        script = site.enabled()
        site.api("DELETE", f"/api/backends/{site.backend}")
        assert replica.ends() == 1
        assert "was revoked" in replica.log()
    assert not site.api("GET", f"/api/scripts/{script['id']}")["enabled"]
    with backend(site.folder, SOURCE, site.url, site.token) as again:
        assert again.ends() == 1
        assert "there is no backend with this token" in again.log()


def test_the_backends_of_a_deleted_project_leave(site: Site) -> None:
    with backend(site.folder, SOURCE, site.url, site.token) as replica:
        site.api.joined(site.project)
        site.api("DELETE", f"/api/projects/{site.project}")
        assert replica.ends() == 1
        assert "was revoked" in replica.log()


def test_a_newer_version_takes_over_and_the_older_one_leaves(site: Site) -> None:
    with backend(site.folder, SOURCE, site.url, site.token) as older:
        before = site.enabled()
        assert site.api("PATCH", f"/api/scripts/{before['id']}", {"trusted": True})["trusted"]
        with backend(site.folder, NEWER, site.url, site.token):
            assert older.ends() == 1
            assert "another version" in older.log()
            script = site.script()
            assert (script["source"], script["enabled"], script["trusted"]) == (NEWER, True, False)
            assert site.api.joined(site.project)["version"] == script["version"] != before["version"]
            with backend(site.folder, SOURCE, site.url, site.token) as again:
                assert again.ends() == 1
                assert "a newer version of the script is connected" in again.log()
        site.api.joined(site.project, replicas=0)
        with backend(site.folder, SOURCE, site.url, site.token):
            assert site.api.joined(site.project)["version"] == before["version"]


def test_the_source_of_its_script_is_changed_at_the_backend_and_not_on_the_page(site: Site) -> None:
    post = {"filename": "a.py", "source": NEWER}
    with backend(site.folder, SOURCE, site.url, site.token):
        script = site.enabled()
        code, why = site.api.refused("PUT", f"/api/scripts/{script['id']}", post)
        assert (code, "comes from the backend 'gpu': change it there" in why) == (409, True)
        site.api("PATCH", f"/api/scripts/{script['id']}", {"place": "browser"})
        assert site.api("PUT", f"/api/scripts/{script['id']}", post)["source"] == NEWER
    site.api.joined(site.project, replicas=0)
    with backend(site.folder, SOURCE, site.url, site.token) as again:
        assert again.ends() == 1
        assert "runs in place 'browser'" in again.log()


def test_a_version_that_asks_for_more_is_off_again(site: Site) -> None:
    with backend(site.folder, SOURCE, site.url, site.token):
        site.enabled()
    site.api.joined(site.project, replicas=0)
    more = SOURCE.replace(block("Simple", ("instances:write",)), block("Simple", ("image:read", "instances:write")))
    with backend(site.folder, more, site.url, site.token):
        site.api.joined(site.project)
        assert (site.script()["grants"], site.script()["enabled"]) == (["image:read", "instances:write"], False)


def test_a_script_that_does_not_load_says_where(site: Site) -> None:
    with backend(site.folder, SOURCE + "\nlimnr.nothing\n", site.url, site.token) as replica:
        assert replica.ends() == 1
        assert "a.py does not load: NameError" in replica.log()
        assert "limnr.nothing" in replica.log()
        assert "Traceback" not in replica.log()


@pytest.mark.parametrize(
    ("server", "arguments", "code", "says"),
    [
        ("URL", ["--name", "another"], 1, "the token is that of 'gpu', not of 'another'"),
        ("URL/elsewhere", [], 1, "is the address right"),
        ("localhost:80", [], 1, "expected an address such as"),
        ("ftp://localhost", [], 1, "expected an address such as"),
        ("URL", ["--heartbeat", "900"], 1, "--heartbeat is 900"),
    ],
)
def test_what_cannot_be_is_said_at_once(site: Site, server: str, arguments: list[str], code: int, says: str) -> None:
    with backend(site.folder, SOURCE, server.replace("URL", site.url), site.token, *arguments) as replica:
        assert replica.ends() == code
        assert says in replica.log()
        assert "Traceback" not in replica.log()


def test_a_server_that_is_not_there_is_tried_again_until_told_to_leave(site: Site) -> None:
    with backend(site.folder, SOURCE, "http://127.0.0.1:9", site.token) as replica:
        until(lambda: replica.log().count("trying again") > 1)
        replica.signal(signal.SIGTERM)
        assert replica.ends() == 0
        assert "Traceback" not in replica.log()


def test_without_a_token_it_says_how_to_give_one(site: Site) -> None:
    with backend(site.folder, SOURCE, site.url, "") as replica:
        assert replica.ends() == 1
        assert "LIMNER_BACKEND_TOKEN" in replica.log()


def test_two_backends_of_a_project_cannot_have_one_name(site: Site) -> None:
    code, why = site.api.refused("POST", "/api/backends", {"name": "gpu", "project": site.project})
    assert (code, "already" in why) == (409, True)


@pytest.mark.parametrize(
    "post",
    [
        {"name": ""},
        {"name": "a b"},
        {"name": "-a"},
        {"name": "a/b"},
        {"name": "x" * 61},
        {"url": "http://a"},
        {"kind": "fax"},
    ],
    ids=str,
)
def test_a_backend_that_cannot_be_added_is_refused(site: Site, post: dict[str, str]) -> None:
    code, _ = site.api.refused("POST", "/api/backends", {"name": "other", "project": site.project, **post})
    assert code == 422
