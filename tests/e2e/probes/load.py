"""Load code from an address through Python's own ways to JavaScript."""

import js
from pyodide.code import run_js
from pyodide.ffi import JsException


async def probe(args, canvas):
    try:
        if args["how"] == "import":
            module = await run_js("(url) => import(url)")(args["url"])
            return {"loaded": list(js.Object.keys(module))}
        js.importScripts(args["url"])
    except JsException as error:
        return {"refused": error.name}
    return {"loaded": []}
