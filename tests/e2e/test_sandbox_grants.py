"""A script without grants: what it lacks is not there, and using it says which grant to declare."""

import pytest

from tests.e2e.probes.driver import Hostile

pytestmark = pytest.mark.e2e
pytest_plugins = ["tests.e2e.probes.fixtures"]

NEEDED = {
    "image": "image:read",
    "instances": "instances:read",
    "create": "instances:write",
    "update": "instances:write",
    "delete": "instances:write",
    "replace": "instances:write",
    "set_label": "instances:write",
    "set_attributes": "instances:write",
}
USE = """
from limner import GrantError

async def probe(args, canvas):
    try:
        getattr(canvas, args["name"])
    except GrantError as error:
        return str(error)
    return "granted"
"""


@pytest.mark.parametrize("name", NEEDED)
def test_what_is_not_granted_raises_and_names_the_grant(hostile: Hostile, name: str) -> None:
    expected = f'canvas.{name} needs the grant "{NEEDED[name]}": add it to grants in the script\'s block'
    assert hostile.run(USE, by="python", name=name) == expected


def test_what_is_granted_is_there(granted: Hostile) -> None:
    assert {granted.run(USE, by="python", name=name) for name in NEEDED} == {"granted"}


def test_a_script_cannot_grant_itself_more_inside_its_cell(hostile: Hostile) -> None:
    code = """
from limner import canvas as handles, granted

async def probe(args, canvas):
    wider = granted.build(handles.GRANTED, canvas._run)
    try:
        return await wider.instances()
    except Exception as error:
        return str(error)
"""
    assert hostile.run(code, by="python") == 'canvas.instances needs the grant "instances:read"'
