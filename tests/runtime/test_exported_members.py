"""The façade: what `from limner import …` offers a script."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import limner


def imported() -> set[str]:
    """The names that `limner/__init__.py` imports."""
    tree = ast.parse(Path(limner.__file__).read_text())
    return {name.asname or name.name for node in tree.body if isinstance(node, ast.ImportFrom) for name in node.names}


def test_all_is_sorted_without_regard_to_case() -> None:
    assert limner.__all__ == sorted(limner.__all__)


def test_all_names_what_is_imported_and_nothing_else() -> None:
    assert set(limner.__all__) == imported()


def test_every_name_can_be_imported_and_stands_there_once() -> None:
    assert len(set(limner.__all__)) == len(limner.__all__)
    assert all(hasattr(limner, name) for name in limner.__all__)


def test_every_public_class_and_function_says_what_it_is() -> None:
    public = [getattr(limner, name) for name in limner.__all__]
    assert [item for item in public if callable(item) and not inspect.getdoc(item)] == []


def test_every_kind_and_every_event_is_public() -> None:
    offered = {getattr(limner, name) for name in limner.__all__ if name != "__version__"}
    assert set(limner.geometry.KINDS.values()) <= offered
    assert set(limner.events.EVENTS.values()) <= offered


def test_it_imports_with_the_standard_library_alone() -> None:
    found = "import sys, limner, limner.cell, limner.testing; print(*{name.split('.')[0] for name in sys.modules})"
    path = str(Path(limner.__file__).parents[1])
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {path!r}); {found}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(run.stdout.split()) - set(sys.stdlib_module_names) - {"__main__"} == {"limner"}
