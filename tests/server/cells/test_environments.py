"""What a script's requirements are met by, with a real venv and a real pip."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from limner_server.cells import environments
from limner_server.cells.environments import COMPLETE, Environment
from limner_server.cells.slot import PlaceError
from limner_server.settings import Settings
from tests.server.cells.confining import lines_of, program, settings_in, together
from tests.server.cells.wheels import wheel


def found(settings: Settings, *requirements: str) -> Environment:
    return together(environments.find(requirements, settings))


def refusal(settings: Settings, *requirements: str) -> str:
    with pytest.raises(PlaceError) as refused:
        found(settings, *requirements)
    return str(refused.value)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that pip takes wheels from, and nowhere else."""
    folder = tmp_path_factory.mktemp("shop")
    wheel(
        folder,
        "limner_test_greeting",
        "1.5",
        "from limner_test_name import NAME\nTEXT = f'hello {NAME}'\n",
        "limner_test_name",
    )
    wheel(folder, "limner_test_name", "1.0", "NAME = 'you'\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PIP_NO_INDEX", "1")
        patch.setenv("PIP_FIND_LINKS", str(folder))
        patch.setenv("PIP_CONFIG_FILE", "/dev/null")
        yield folder


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, shop: Path) -> Settings:
    return settings_in(tmp_path_factory.mktemp("environments"), install_dependencies=True)


class TestTheServersOwn:
    @pytest.mark.parametrize(
        "requirements",
        [
            (),
            ("numpy",),
            ("numpy>=2", "opencv-python"),
            ("OpenCV_Python==4.11.*",),
            ("nowhere; sys_platform == 'win32'",),
        ],
    )
    def test_what_is_there_is_taken(self, tmp_path: Path, requirements: tuple[str, ...]) -> None:
        environment = found(settings_in(tmp_path), *requirements)
        assert environment.python == Path(sys.executable)
        assert not (tmp_path / "data" / "environments").exists()

    @pytest.mark.parametrize("requirement", ["limner-test-greeting", "numpy<1", "pillow[nothing]"])
    def test_what_is_missing_is_named_with_what_to_do(self, tmp_path: Path, requirement: str) -> None:
        text = refusal(settings_in(tmp_path), "numpy", requirement)
        assert f"requires {requirement}" in text and "install_dependencies" in text

    @pytest.mark.parametrize(
        ("requirement", "why"),
        [
            ("evil @ https://example.org/evil.whl", "names an address"),
            ("evil @ file:///etc", "names an address"),
            ("-r /etc/passwd", "cannot be read"),
            ("--index-url=https://example.org", "cannot be read"),
            ("../evil.whl", "cannot be read"),
            ("two words", "cannot be read"),
        ],
    )
    def test_only_names_are_taken(self, settings: Settings, requirement: str, why: str) -> None:
        assert why in refusal(settings, requirement)


class TestOneMade:
    def test_it_is_made_once_with_what_the_packages_require_and_kept(self, settings: Settings) -> None:
        body = "from limner_test_greeting import TEXT\nprint(TEXT)"
        given = program(body, dependencies=("limner-test-greeting>=1",))
        assert lines_of(given, settings) == ["hello you"]
        (folder,) = (settings.data / "environments").iterdir()
        made = (folder / COMPLETE).stat().st_mtime_ns
        assert lines_of(given, settings) == ["hello you"]
        assert (folder / COMPLETE).stat().st_mtime_ns == made
        assert found(settings, "limner-test-greeting>=1").python == folder / "bin" / "python"

    def test_it_has_only_what_was_required(self, settings: Settings) -> None:
        body = "try:\n    import sqlalchemy\nexcept ImportError as error: print(error)"
        given = program(body, dependencies=("limner-test-greeting>=1",))
        assert lines_of(given, settings) == ["No module named 'sqlalchemy'"]

    def test_those_who_ask_at_once_wait_for_the_same(self, settings: Settings) -> None:
        async def conversation() -> list[Environment]:
            asked = [environments.find(["limner-test-name==1.0"], settings) for _ in range(3)]
            return await asyncio.gather(*asked)

        first, *others = together(conversation())
        assert others == [first, first]

    def test_one_that_was_never_finished_is_made_anew(self, settings: Settings) -> None:
        folder = found(settings, "limner-test-name>0").python.parents[1]
        (folder / COMPLETE).unlink()
        (folder / "stale").touch()
        assert found(settings, "limner-test-name>0").python.is_file()
        assert (folder / COMPLETE).is_file() and not (folder / "stale").exists()

    def test_what_the_index_has_not_is_said_and_not_asked_again_at_once(self, settings: Settings) -> None:
        text = refusal(settings, "limner-test-nowhere")
        assert "an environment with limner-test-nowhere could not be made" in text
        assert "No matching distribution" in text
        wheel(settings.data / "late", "limner_test_nowhere", "1.0", "")
        assert refusal(settings, "limner-test-nowhere") == text

    def test_a_package_that_would_have_to_be_built_is_refused(self, settings: Settings, shop: Path) -> None:
        (shop / "limner_test_source-1.0.tar.gz").write_bytes(b"setup.py would run here")
        assert "No matching distribution" in refusal(settings, "limner-test-source")

    def test_when_installing_is_switched_off_what_was_made_is_still_used(self, settings: Settings) -> None:
        made = found(settings, "limner-test-greeting>=1")
        off = settings_in(settings.data.parent)
        assert off.data == settings.data and not off.install_dependencies
        assert found(off, "limner-test-greeting>=1") == made
        assert "install_dependencies" in refusal(off, "limner-test-greeting>=1.2")
