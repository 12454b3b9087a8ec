"""Make what saves cells of Python time when they start, with Node: a snapshot and NumPy's bytecode.

The snapshot is Pyodide's memory after the runtime was imported; a start from it takes a fifth of a plain
one. Pyodide 0.29 takes it up to the first extension module, so NumPy cannot be in it, but need not be compiled
from its source in every cell.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import limner
from limner_server import resources
from limner_server.runtime_wheel import build_runtime_wheel


def main() -> None:
    """Make them unless they are there; those of other versions go."""
    made = [resources.SNAPSHOTS / name for name in resources.snapshot_names()]
    if all(path.is_file() for path in made):
        return
    resources.SNAPSHOTS.mkdir(exist_ok=True)
    for old in resources.SNAPSHOTS.iterdir():
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        wheel = build_runtime_wheel(resources.RUNTIME, Path(folder), limner.__version__)
        drafts = [path.with_name(f".{path.name}") for path in made]
        tool = Path(__file__).with_suffix(".mjs")
        subprocess.run(
            ["node", tool, resources.VENDOR / "pyodide", wheel, ", ".join(resources.IN_SNAPSHOT), *drafts], check=True
        )
    for draft, path in zip(drafts, made, strict=True):
        draft.replace(path)
        print(f"made {path.name}, {path.stat().st_size:,} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
