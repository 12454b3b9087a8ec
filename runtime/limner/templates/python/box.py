# /// script
# requires-python = ">=3.11"
#
# [tool.limner]
# name = "On a new box"
# version = "0.1.0"
# description = "Puts an ellipse in the place of every box that is drawn."
# grants = ["instances:write"]
#
# [tool.limner.params.inset]
# type = "number"
# default = 0.0
# minimum = 0.0
# maximum = 0.4
# step = 0.05
# title = "Inset"
# description = "How far the ellipse stays away from the sides, as a share of them."
# ///
from limner import Ellipse, on


@on("create_instance", kind="box", actor="human")
def answer(event, canvas):
    x, y, width, height = event.instance.bounds
    share = 0.5 - canvas.params.inset
    canvas.replace(event.instance, Ellipse(x + width / 2, y + height / 2, width * share, height * share))
