"""What a backend may not say: it is closed with a reason, and nothing of it reaches a page or the store."""

import json
from typing import Any

import pytest

from limner_server.versions import version_of
from tests.server.replicas.conftest import Site
from tests.server.replicas.liar import HELLO, HOOK, SOURCE, knocking, lying, turned_away
from tests.server.replicas.peers import Api, page, said
from tests.server.serving import Served
from tests.server.world import BOX, block

GO = HOOK["id"]
MADE = {"created": [{"geometry": BOX}]}


@pytest.mark.parametrize("scheme", ["Bearer", "Basic"])
@pytest.mark.parametrize("token", ["", "wrong", "the server's own", "the other scheme's"])
def test_only_the_token_of_a_backend_connects_one(site: Site, token: str, scheme: str) -> None:
    given = {"the server's own": site.served.token, "the other scheme's": site.token * (scheme != "Bearer")}
    status, body = turned_away(site.url, Authorization=f"{scheme} {given.get(token, token)}")
    assert status == 401
    assert "was it revoked" in json.loads(body)["error"]["message"]


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}])
def test_no_page_of_another_origin_connects_one(site: Site, headers: dict[str, str]) -> None:
    assert turned_away(site.url, Authorization=f"Bearer {site.token}", **headers)[0] == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/projects"), ("GET", "/api/backends"), ("DELETE", "/api/backends/BACKEND"), ("GET", "/api/library")],
)
def test_the_token_of_a_backend_is_good_for_nothing_else(site: Site, method: str, path: str) -> None:
    class Thief(Served):
        def __init__(self) -> None:
            self.origin, self.token = site.url, site.token

    assert Api(Thief()).refused(method, path.replace("BACKEND", site.backend))[0] == 401


@pytest.mark.parametrize(
    ("hello", "code", "why"),
    [
        ({"protocol": 2}, 4426, "speaks protocol 1"),
        ({"version": "sha256:" + "0" * 64}, 4400, "does not have the version"),
        ({"backend": "another"}, 4409, "that of 'gpu', not of 'another'"),
        ({"heartbeat": 3600.0}, 4400, "heartbeat is 3600"),
        ({"heartbeat": 0.0}, 4400, "heartbeat is 0"),
        ({"hooks": [{"id": 1}]}, 4400, "hooks[0]"),
        ({"type": "alive"}, 4400, "expected 'hello'"),
        ({"filename": "a.js"}, 4409, "a.js"),
        ({"filename": "../a.py"}, 4409, "cannot be taken"),
    ],
    ids=str,
)
def test_a_hello_that_lies_is_refused_with_the_reason(site: Site, hello: dict[str, Any], code: int, why: str) -> None:
    with knocking(site.url, site.token) as liar:
        liar.say(**{**HELLO, **hello})
        closed = liar.closed()
    assert closed[0] == code
    assert why in closed[1]
    assert site.api.state(site.project)["replicas"] == 0


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"type":"hello"}', '{"type":"hello","protocol":NaN}'])
def test_a_hello_that_is_none_is_refused(site: Site, text: str) -> None:
    with knocking(site.url, site.token) as liar:
        liar.socket.send(text)
        assert liar.closed()[0] == 4400


def test_a_script_that_runs_elsewhere_is_not_changed_by_a_backend(site: Site) -> None:
    post = {"filename": "liar.py", "source": SOURCE + "# as it is here\n"}
    script = site.api("POST", f"/api/projects/{site.project}/scripts", post)
    with knocking(site.url, site.token) as liar:
        liar.say(**HELLO)
        code, why = liar.closed()
    assert code == 4409
    assert "another version of 'Liar'" in why
    assert site.api("GET", f"/api/scripts/{script['id']}")["version"] == script["version"]


MALFORMED = {
    "no JSON": "{",
    "NaN": '{"type":"progress","run":"RUN","fraction":NaN}',
    "an infinite number": '{"type":"progress","run":"RUN","fraction":1e999}',
    "infinite attributes": '{"type":"result","run":"RUN","changes":{"updated":[{"id":"i","attributes":{"a":9e999}}]}}',
    "an unknown type": '{"type":"reward","run":"RUN"}',
    "what only a host says": '{"type":"event","run":"RUN"}',
    "a second hello": json.dumps(HELLO),
    "frames that did not come": '{"type":"overlay","run":"RUN","binary":2}',
    "a shape that is none": '{"type":"result","run":"RUN","changes":{"created":[{"geometry":{"kind":"polygon"}}]}}',
    "fatal": '{"type":"fatal","message":"no more"}',
}


@pytest.mark.parametrize("lie", MALFORMED)
def test_a_malformed_message_ends_the_replica_and_fails_the_run(site: Site, lie: str) -> None:
    with lying(site.url, site.token) as liar, page(site.served, site.enabled()) as at:
        run = at.begin(GO, site.file)
        liar.event()
        liar.socket.send(MALFORMED[lie].replace("RUN", run))
        assert liar.closed()[0] == 4400
        with lying(site.url, site.token) as second:  # it is tried once more
            second.event()
            second.socket.send(MALFORMED[lie].replace("RUN", run))
            assert second.closed()[0] == 4400
        failed = at.outcome(run)[-1]
    assert failed.error.type == "SlotLost"
    assert "nothing of it was applied" in failed.error.message
    assert site.api.state(site.project)["last_error"]


@pytest.mark.parametrize("frame", [b"\x02", b"", b"\x00" * (256 * 1024 + 2)], ids=["mark", "nothing", "long"])
def test_a_binary_message_of_another_form_ends_the_replica(site: Site, frame: bytes) -> None:
    with lying(site.url, site.token) as liar:
        liar.socket.send(frame)
        assert liar.closed()[0] == 4400


def test_frames_that_no_message_takes_do_not_pile_up(site: Site) -> None:
    with lying(site.url, site.token) as liar:
        for _ in range(64 * 4):
            liar.socket.send(b"\x00" + bytes(256 * 1024))
        liar.socket.send(b"\x00\x00")
        code, why = liar.closed()
    assert (code, "longer than" in why) == (4400, True)


def test_a_frame_of_two_gigabytes_is_refused_at_its_first_bytes(site: Site) -> None:
    with lying(site.url, site.token) as liar:
        liar.socket.socket.sendall(b"\x82\xff" + (2 * 1024**3).to_bytes(8, "big") + bytes(4))
        assert liar.closed()[0] == 1009
    assert site.api.joined(site.project, replicas=0)


def test_what_is_said_of_another_run_or_after_the_result_is_dropped(site: Site) -> None:
    with lying(site.url, site.token) as liar, page(site.served, site.enabled()) as at:
        first = at.begin(GO, site.file)
        assert liar.event()["run"] == first
        liar.say(type="result", run="another", changes=MADE)
        liar.say(type="progress", run="another", fraction=1)
        liar.say(type="result", run=first, changes={})
        liar.say(type="result", run=first, changes=MADE)
        assert [message.type for message in at.outcome(first)] == ["result"]
        second = at.begin(GO, site.file)
        assert liar.event()["run"] == second
        liar.say(type="result", run=first, changes=MADE)
        liar.say(type="result", run=second, changes={})
        heard = at.next()
    assert (heard.run, heard.type, heard.changes.created) == (second, "result", ())


def test_a_result_that_comes_after_the_cancel_is_not_given(site: Site) -> None:
    with lying(site.url, site.token) as liar, page(site.served, site.enabled()) as at:
        run = at.begin(GO, site.file)
        liar.event()
        at.socket.send(json.dumps({"type": "cancel", "run": run, "reason": "enough"}))
        assert liar.hear() == {"type": "cancel", "run": run, "reason": "enough"}
        liar.say(type="result", run=run, changes=MADE)
        outcome = at.outcome(run)
    assert [message.type for message in outcome] == ["error"]
    assert outcome[-1].stopped


def test_who_heeds_no_cancel_is_dropped(site: Site) -> None:
    with lying(site.url, site.token) as liar, page(site.served, site.enabled()) as at:
        run = at.begin(GO, site.file)
        liar.event()
        at.socket.send(json.dumps({"type": "cancel", "run": run, "reason": "enough"}))
        assert at.outcome(run)[-1].stopped
        code, why = liar.closed()
    assert code == 4000
    assert "enough" in why


def test_changes_without_the_grant_are_rejected(site: Site) -> None:
    source = block("Small", ("image:read",)) + 'from limner import on\n@on("command")\ndef go(event, canvas): ...\n'
    with (
        lying(site.url, site.token, source=source, version=version_of(source)) as liar,
        page(site.served, site.enabled()) as at,
    ):
        run = at.begin(GO, site.file)
        liar.event()
        liar.say(type="result", run=run, changes=MADE)
        failed = at.outcome(run)[-1]
    assert "instances:write" in failed.error.message


def test_images_are_given_of_the_runs_own_file_only_and_with_the_grant(site: Site) -> None:
    source = (
        block("Blind", ("instances:write",)) + 'from limner import on\n@on("command")\ndef go(event, canvas): ...\n'
    )
    blind = {"source": source, "version": version_of(source)}
    with lying(site.url, site.token, **blind) as liar, page(site.served, site.enabled()) as at:
        run = at.begin(GO, site.file)
        liar.event()
        for method in ("picture", "content"):
            liar.say(type="call", run=run, call=-1, method=method)
            assert "image:read" in liar.hear()["error"]
        liar.say(type="call", run="another", call=-2, method="content")
        liar.say(type="result", run=run)
        assert said(at.outcome(run), "result")
        liar.say(type="call", run=run, call=-3, method="content")  # the run is over
        liar.say(type="drain")
        assert liar.closed() == (1000, "drained")
