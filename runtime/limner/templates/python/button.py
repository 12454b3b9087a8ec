# /// script
# requires-python = ">=3.11"
#
# [tool.limner]
# name = "Button"
# version = "0.1.0"
# description = "Deletes all shapes smaller than a size, when its button is pressed and the question is answered."
# grants = ["instances:read", "instances:write", "ask"]
#
# [tool.limner.params.smallest]
# type = "number"
# default = 20.0
# minimum = 1.0
# title = "Smallest area"
# unit = "px²"
# ///
from limner import area, on


@on("command")
async def answer(event, canvas):
    specks = [one for one in await canvas.instances() if 0 < area(one.geometry) < canvas.params.smallest]
    if not specks:
        canvas.notify("No shape is smaller than that.")
    elif await canvas.ask(f"Delete {len(specks)} small shapes?", ("Delete", "Keep")) == "Delete":
        for one in specks:
            canvas.delete(one)
