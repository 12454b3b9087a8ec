# /// script
# [tool.limner]
# name = "NAME"
# namespace = "probes"
# version = "1.0.0"
# description = "Runs whatever code it is handed, and tells what came of it."
# grants = []
# timeout = 20.0
#
# [tool.limner.params.probe]
# type = "string"
# default = "{}"
# ///
"""The hostile script: a new probe is a new value of its parameter, so one cell serves them all."""

import json

import js
from pyodide.code import run_js

from limner import on

WRAPPED = "(async () => JSON.stringify((await ({code})({args})) ?? null))()"
EVALUATORS = {
    "run_js": run_js,
    "eval": js.eval,
    "Function": lambda text: js.Function.new(f"return {text}")(),
}


@on("command")
async def probe(event, canvas):
    asked = json.loads(canvas.params.probe)
    try:
        report = {"value": await run(asked, canvas)}
    except Exception as error:
        report = {"raised": f"{type(error).__name__}: {error}"}
    canvas.notify(f"report {asked['id']} {json.dumps(report)}")


@on("open_file")
def rest():
    """Let a run go well, after which the card forgets what the last probe did."""


async def run(asked, canvas):
    if asked["by"] == "python":
        names = {}
        exec(asked["code"], names)
        return await names["probe"](asked["args"], canvas)
    text = WRAPPED.format(code=asked["code"], args=json.dumps(asked["args"]))
    return json.loads(await EVALUATORS[asked["by"]](text))
