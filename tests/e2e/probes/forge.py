"""Find the cell's own way to its host, as any script can, and send what one likes through it."""

import asyncio
import gc
import json

BOX = {"kind": "box", "x": 10.0, "y": 10.0, "width": 40.0, "height": 30.0, "rotation": 0.0}


def cell():
    return next(one for one in gc.get_objects() if type(one).__qualname__ == "Cell" and hasattr(one, "_send_text"))


def send(text):
    cell()._send_text(text, ())


def run_id():
    return asyncio.current_task().get_name()


def created(number=0, **fields):
    return {"id": f"forged-{number:04}-{id(fields)}", "geometry": BOX, **fields}


def result(run, **changes):
    return json.dumps({"type": "result", "run": run, "changes": changes, "ms": 1.0})


def answered(error):
    return f"{type(error).__name__}: {error}"
