"""Scripts: posting, confirming grants, switching on, places, parameters, problems."""

from typing import Any

import pytest

from tests.server.world import Client, block, ok, refused

GRANTS = ("image:read", "instances:write")
PARAMS = """
[tool.limner.params.rounds]
type = "integer"
default = 5
minimum = 1
maximum = 20

[tool.limner.params.detail]
type = "number"
default = 1

[tool.limner.params.mode]
type = "string"
default = "fast"
enum = ["fast", "exact"]

[tool.limner.params.holes]
type = "boolean"
default = true
"""


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


@pytest.fixture
def script(client: Client, project: dict[str, Any]) -> dict[str, Any]:
    return client.script(project["id"], block("Trace it", GRANTS, PARAMS))


def patch(client: Client, script: dict[str, Any], **fields: Any) -> Any:
    return client.patch(f"/api/scripts/{script['id']}", json=fields)


def test_a_posted_script_is_off_and_shows_what_it_asks_for(client: Client, project: dict[str, Any]) -> None:
    source = block("Trace it", GRANTS, 'namespace = "lab"\nversion = "2.1"\ndescription = "Traces."\nhotkey = "t"')
    script = client.script(project["id"], source, "trace.py")
    expected = {
        "project": project["id"],
        "identity": "lab/trace-it",
        "name": "Trace it",
        "description": "Traces.",
        "filename": "trace.py",
        "language": "python",
        "declared_version": "2.1",
        "enabled": False,
        "place": "browser",
        "places": ["browser", "server"],
        "grants": list(GRANTS),
        "confirmed_grants": [],
        "timeout": 10.0,
        "hotkey": "t",
        "dependencies": [],
        "parameters": [],
        "params": {},
        "problems": [],
        "source": source,
    }
    assert expected.items() <= script.items()
    assert ok(client.get(f"/api/scripts/{script['id']}")) == script
    assert script in ok(client.get(f"/api/projects/{project['id']}/scripts"))["items"]


@pytest.mark.parametrize("filename", ["trace.js", "trace.mjs"])
def test_a_javascript_file_is_taken(client: Client, project: dict[str, Any], filename: str) -> None:
    source = block("In the browser", ("image:read",), mark="//") + "export const x = 1;\n"
    script = client.script(project["id"], source, filename)
    assert (script["language"], script["name"], script["grants"]) == ("javascript", "In the browser", ["image:read"])


def test_enabling_without_confirmation_is_409_that_names_the_grants(client: Client, script: dict[str, Any]) -> None:
    response = patch(client, script, enabled=True)
    message = refused(response, 409)
    assert message == "confirm the grants image:read, instances:write before switching 'Trace it' on"
    assert response.json()["error"]["detail"] == {"missing_grants": list(GRANTS)}
    assert ok(client.get(f"/api/scripts/{script['id']}")) == script


def test_enabling_with_some_grants_names_the_missing_ones(client: Client, script: dict[str, Any]) -> None:
    response = patch(client, script, enabled=True, confirmed_grants=["image:read"])
    assert response.json()["error"]["detail"] == {"missing_grants": ["instances:write"]}
    refused(response, 409)
    assert ok(client.get(f"/api/scripts/{script['id']}"))["confirmed_grants"] == []


def test_confirming_and_enabling_at_once_switches_it_on(client: Client, script: dict[str, Any]) -> None:
    on = ok(patch(client, script, enabled=True, confirmed_grants=list(reversed(GRANTS))))
    assert on == {**script, "enabled": True, "confirmed_grants": list(GRANTS)}


def test_confirming_first_and_enabling_later_switches_it_on(client: Client, script: dict[str, Any]) -> None:
    assert ok(patch(client, script, confirmed_grants=list(GRANTS)))["enabled"] is False
    assert ok(patch(client, script, enabled=True))["enabled"] is True


def test_switching_off_keeps_the_confirmation(client: Client, script: dict[str, Any]) -> None:
    ok(patch(client, script, enabled=True, confirmed_grants=list(GRANTS)))
    off = ok(patch(client, script, enabled=False))
    assert (off["enabled"], off["confirmed_grants"]) == (False, list(GRANTS))


def test_taking_a_confirmation_back_switches_it_off(client: Client, script: dict[str, Any]) -> None:
    ok(patch(client, script, enabled=True, confirmed_grants=list(GRANTS)))
    assert ok(patch(client, script, confirmed_grants=["image:read"]))["enabled"] is False


def test_a_script_that_asks_for_nothing_is_enabled_without_confirmation(
    client: Client, project: dict[str, Any]
) -> None:
    assert ok(patch(client, client.script(project["id"]), enabled=True))["enabled"] is True


@pytest.mark.parametrize("grant", ["instances:read", "network", "", "*"])
def test_a_grant_the_script_does_not_declare_cannot_be_confirmed(
    client: Client, script: dict[str, Any], grant: str
) -> None:
    response = patch(client, script, confirmed_grants=[*GRANTS, grant], enabled=True)
    assert refused(response, 422) == f"the script does not declare the grant {grant!r}"
    assert ok(client.get(f"/api/scripts/{script['id']}")) == script


@pytest.mark.parametrize("place", ["browser", "server", "auto", "backend:gpu"])
def test_a_place_is_one_declared_or_auto_or_a_backend(client: Client, script: dict[str, Any], place: str) -> None:
    assert ok(patch(client, script, place=place))["place"] == place


@pytest.mark.parametrize("place", ["", "moon", "backend", "Browser", "browser,server"])
def test_another_place_is_422(client: Client, script: dict[str, Any], place: str) -> None:
    message = refused(patch(client, script, place=place), 422)
    assert message == f"the script does not run in place {place!r}: it declares browser, server"


def test_a_place_the_script_does_not_declare_is_422(client: Client, project: dict[str, Any]) -> None:
    script = client.script(project["id"], block("Here", more='places = ["browser"]'))
    refused(patch(client, script, place="server"), 422)


def test_parameters_are_kept_as_set(client: Client, script: dict[str, Any]) -> None:
    params = {"rounds": 7, "detail": 0.5, "mode": "exact", "holes": False}
    assert ok(patch(client, script, params=params))["params"] == params
    assert ok(client.get(f"/api/scripts/{script['id']}"))["params"] == params


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"rounds": 0}, "parameter 'rounds' is 0, expected at least 1"),
        ({"rounds": 21}, "parameter 'rounds' is 21, expected at most 20"),
        ({"rounds": 1.5}, "parameter 'rounds' is 1.5, expected integer"),
        ({"rounds": True}, "parameter 'rounds' is True, expected integer"),
        ({"rounds": None}, "parameter 'rounds' is None, expected integer"),
        ({"mode": "slow"}, "parameter 'mode' is 'slow', expected one of 'fast', 'exact'"),
        ({"holes": 1}, "parameter 'holes' is 1, expected boolean"),
        ({"speed": 1}, "no parameter 'speed' is declared (there are: rounds, detail, mode, holes)"),
        ({"detail": 10**400}, "too large"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_parameter_that_does_not_fit_is_422_with_why(
    client: Client, script: dict[str, Any], params: dict[str, Any], message: str
) -> None:
    assert message in refused(patch(client, script, params=params), 422)
    assert ok(client.get(f"/api/scripts/{script['id']}"))["params"] == {}


def test_one_wrong_field_changes_nothing(client: Client, script: dict[str, Any]) -> None:
    refused(patch(client, script, place="server", params={"rounds": 99}, confirmed_grants=list(GRANTS)), 422)
    assert ok(client.get(f"/api/scripts/{script['id']}")) == script


def test_parameters_are_shown_with_their_declaration(script: dict[str, Any]) -> None:
    declared = {parameter["name"]: parameter for parameter in script["parameters"]}
    assert list(declared) == ["rounds", "detail", "mode", "holes"]
    rounds = {"type": "integer", "default": 5, "minimum": 1, "maximum": 20}
    assert rounds.items() <= declared["rounds"].items()
    assert declared["mode"]["enum"] == ["fast", "exact"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("# /// script\n# [tool.limner\n# ///\n", 2),
        ("\n\n# /// script\n# [tool.limner]\n# name = @\n# ///\n", 5),
        ("# /// script\n# [tool.limner]\n", 2),
    ],
)
def test_a_block_that_cannot_be_read_is_422_with_its_line(
    client: Client, project: dict[str, Any], source: str, line: int
) -> None:
    before = ok(client.get(f"/api/projects/{project['id']}/scripts"))["items"]
    post = {"filename": "a.py", "source": source}
    assert refused(client.post(f"/api/projects/{project['id']}/scripts", json=post), 422).startswith(f"line {line}:")
    assert ok(client.get(f"/api/projects/{project['id']}/scripts"))["items"] == before


def test_problems_of_a_block_come_with_their_lines(client: Client, project: dict[str, Any]) -> None:
    source = block("Odd", more='timeout = 0\nflavour = "sweet"\nplaces = ["moon"]')
    problems = client.script(project["id"], source)["problems"]
    assert {(problem["line"], problem["severity"]) for problem in problems} == {
        (5, "error"),
        (6, "warning"),
        (7, "error"),
    }
    assert all(problem["message"] for problem in problems)


def test_an_unknown_grant_is_a_problem_and_is_not_granted(client: Client, project: dict[str, Any]) -> None:
    script = client.script(project["id"], block("Greedy", ("image:read", "everything")))
    assert script["grants"] == ["image:read"]
    assert "'everything'" in script["problems"][0]["message"]


@pytest.mark.parametrize("filename", ["a.rb", "a", "", "a/b.py", "a\\b.py", "x" * 121 + ".py", "a.py.exe"])
def test_another_file_name_is_422(client: Client, project: dict[str, Any], filename: str) -> None:
    post = {"filename": filename, "source": block()}
    refused(client.post(f"/api/projects/{project['id']}/scripts", json=post), 422)


def test_one_identity_twice_in_a_project_is_409(client: Client, project: dict[str, Any]) -> None:
    script = client.script(project["id"], block("Twin"))
    post = {"filename": "other.py", "source": block("TWIN!")}
    message = refused(client.post(f"/api/projects/{project['id']}/scripts", json=post), 409)
    assert message.startswith("the project has a script 'local/twin' already")
    assert client.script(client.project()["id"], block("Twin"))["identity"] == script["identity"]


def test_a_source_is_never_run_and_kept_to_the_letter(client: Client, project: dict[str, Any]) -> None:
    source = block() + "raise SystemExit('\u732b')\r\n\tx\x00\n</script>"
    assert client.script(project["id"], source)["source"] == source
