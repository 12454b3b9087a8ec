"""Fetch an address with each of the options from Python, and tell how each went."""

import js
from pyodide.ffi import JsException, to_js


async def probe(args, canvas):
    return [await attempt(args["url"], one) for one in args["options"]]


async def attempt(url, options):
    try:
        response = await js.fetch(url, to_js(options, dict_converter=js.Object.fromEntries))
    except JsException as error:
        return {"refused": error.name}
    text = await response.text()
    return {"type": response.type, "status": response.status, "text": text[:80]}
