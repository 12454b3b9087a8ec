"""Ask synchronously from Python."""

import js
from pyodide.ffi import JsException


async def probe(args, canvas):
    request = js.XMLHttpRequest.new()
    try:
        request.open(args.get("method", "GET"), args["url"], False)
        request.withCredentials = args.get("withCredentials", True)
        request.send(args.get("body"))
    except JsException as error:
        return {"refused": error.name}
    return {"status": request.status, "text": request.responseText[:80]}
