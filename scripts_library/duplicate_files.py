# /// script
# requires-python = ">=3.11"
#
# [tool.limner]
# name = "Duplicate files"
# namespace = "limner"
# version = "1.0.0"
# description = "Shows a file of the project beside the open one where both are nearly the same picture."
# places = ["browser", "server"]
# grants = ["files:read", "storage"]
# timeout = 10.0
#
# [tool.limner.params.distance]
# type = "number"
# default = 0.3
# minimum = 0.05
# maximum = 0.5
# step = 0.05
# title = "Distance"
# description = "Up to which distance files count as the same picture: 0 is the same, 1 another one."
#
# [tool.limner.params.at_once]
# type = "integer"
# default = 3
# minimum = 1
# maximum = 10
# title = "At once"
# description = "How many files are shown one after the other, at most."
#
# [tool.limner.params.on_open]
# type = "boolean"
# default = true
# title = "On opening"
# description = "Look whenever a file is opened; otherwise only by the button."
#
# [tool.limner.commands.look]
# title = "Look again"
# description = "Shows the files that look like this one, those that were answered before too."
# hotkey = "Shift+D"
# ///
"""Warn of a picture that is in the project twice, and show the two side by side, once for each pair.

The server keeps a fingerprint of each picture that survives another size, compression, brightness and small
crops (docs/library/duplicate-files.md); `canvas.similar` gives the nearest. What was answered is kept for both
files, so the second one does not ask again.
"""

from limner import HostError, on

SAME, OTHER = "The same picture", "Not the same"
SEEN = "seen"


@on("open_file")
async def warn(event, canvas):
    """Show what looks like the file that was opened and has not been shown beside it before."""
    if not canvas.params.on_open:
        return
    found = await alike(canvas)
    answers = await answered(canvas, event.file, found)
    await show(event, canvas, [one for one in found if one.file.id not in answers])


@on("command", command="look")
async def look(event, canvas):
    """Show everything that looks like the open file, whatever was answered before."""
    found = await alike(canvas)
    if not found:
        canvas.notify("No other file of the project looks like this one.")
    await show(event, canvas, found)


async def alike(canvas):
    """Give the files within the distance, the nearest first."""
    found = await canvas.similar(limit=50)
    return [one for one in found if one.distance <= canvas.params.distance]


async def show(event, canvas, found):
    """Show some files beside the open one and keep what was answered."""
    shown = found[: canvas.params.at_once]
    for number, one in enumerate(shown, 1):
        told = f"{number} of {len(found)}: " if len(found) > 1 else ""
        try:
            answer = await canvas.compare(one.file, told + words(one), choices=[SAME, OTHER])
        except HostError:
            continue  # it was deleted while another one was looked at
        await keep(canvas, event.file, one.file, answer or SEEN)
    if len(found) > len(shown):
        left = len(found) - len(shown)
        more = "1 more file looks" if left == 1 else f"{left} more files look"
        canvas.notify(f"{more} like this one; Shift+D shows the nearest again.")


def words(one):
    """Say how alike a file is."""
    if one.distance == 0:
        return f"{one.file.name} is the same picture as this one."
    near = "is all but the same as" if one.distance <= 0.1 else "looks like"
    return f"{one.file.name} {near} this one (distance {one.distance:.2f})."


def pair(file, other):
    """Name a pair whichever way round."""
    return "-".join(sorted((file.id[:16], other.id[:16])))


def shelf(file, other):
    return f"pairs {pair(file, other)[:2]}"  # some pairs share a key: there may be a thousand keys, and more pairs


async def answered(canvas, file, found):
    """Give the ids of those files that were shown beside this one before."""
    shelves = {key: await canvas.storage.get(key, {}) for key in {shelf(file, one.file) for one in found}}
    return {one.file.id for one in found if pair(file, one.file) in shelves[shelf(file, one.file)]}


async def keep(canvas, file, other, answer):
    """Remember that a pair was shown, and what was said of it."""
    key = shelf(file, other)
    kept = {**await canvas.storage.get(key, {}), pair(file, other): answer}
    try:
        await canvas.storage.set(key, kept)
    except HostError as error:
        canvas.notify(f"The answer cannot be kept: {error}", level="warning")
