"""pytest for scripts: a test gets the script beside it, events to send it, and an image.

`test_trace.py` tests `trace.py`; functions `test_…` in a script test that script. Loaded by pytest itself,
for the tests of everything that has Limner installed, so it only offers fixtures.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from limner import samples, testing
from limner.events import Event
from limner.instances import Instance
from limner.testing import Outcome


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("limner").addoption("--limner-script", metavar="PATH", help="the script that the tests are about")


@pytest.fixture
def script(request: pytest.FixtureRequest) -> Path:
    """The path of the script under test."""
    given = request.config.getoption("--limner-script")
    if given:
        return Path(given)
    here = request.path
    beside = here.with_name(here.name.removeprefix("test_"))
    if not beside.is_file():
        pytest.fail(f"{here.name} tests {beside.name}, which is not beside it; or give --limner-script", pytrace=False)
    return beside


@pytest.fixture
def photo() -> Any:
    """An image of a bright disc on a dark ground, 240 x 320 x 3 uint8, RGB; read only."""
    return samples.photo()


@pytest.fixture
def run(script: Path, photo: Any) -> Callable[..., Outcome]:
    """Run the script for an event, on the photo unless `image` says otherwise; see `limner.testing.run`."""

    def run_script(event: Event, **given: Any) -> Outcome:
        return testing.run(script, event, **{"image": photo, **given})

    return run_script


@pytest.fixture
def make_event() -> Callable[..., Event]:
    """Make any event: `make_event("update_instance", changed=("label",))`; what is not given is made up."""
    return samples.event


@pytest.fixture
def box() -> Instance:
    """A box round the disc of the photo."""
    return samples.instance()


@pytest.fixture
def box_event(box: Instance) -> Event:
    """A person drew the box."""
    return samples.event("create_instance", instance=box)


@pytest.fixture
def open_event() -> Event:
    """The photo was opened."""
    return samples.event("open_file")


@pytest.fixture
def command_event() -> Event:
    """The script's button was pressed, nothing being selected."""
    return samples.event("command")


@pytest.fixture
def prompt_event() -> Event:
    """A person clicked on the disc with the prompt tool."""
    return samples.event("prompt")
