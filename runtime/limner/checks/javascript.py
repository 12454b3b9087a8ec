"""Scripts in JavaScript: their block, and the calls of the canvas as far as the text shows them."""

import bisect
import re

from limner.canvas import Canvas
from limner.checks.block import Block
from limner.checks.known import calls_of, grants_of, members
from limner.checks.problem import Problems
from limner.manifest import Manifest

SAID = re.compile(r"//[^\n]*|/\*.*?\*/|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"", re.DOTALL)
USED = re.compile(r"\bcanvas\s*\??\.\s*([A-Za-z_]\w*)")


def look(source: str, block: Block, manifest: Manifest, problems: Problems) -> None:
    """Remark on grants that may be missing, and on those that may not be needed."""
    if block.first is None:
        return
    code = SAID.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), source)
    starts = [0, *(found.end() for found in re.finditer("\n", code))]
    calls = {camel(name): name for name in members(Canvas)}
    used, granted = set(), set(manifest.grants)
    for found in USED.finditer(code):
        name = calls.get(found[1])
        enough = grants_of(name) if name else []
        if name and name not in used and enough and not granted & set(enough):
            line = bisect.bisect_right(starts, found.start())
            message = f'canvas.{found[1]} may need the grant "{enough[0]}": {block.advice(enough[0])}'
            problems.say(line, message, "warning", found.start() - starts[line - 1] + 1)
        used.add(name)
    returns = "create" if re.search(r"\b(?:return|yield)\b|=>\s*[^{\s]", code) else ""
    for grant in manifest.grants:
        if {*used, returns}.isdisjoint(calls_of(grant)):
            block.unused(grant, "may not be needed")


def camel(name: str) -> str:
    """Give a name as JavaScript writes it: `set_label` becomes `setLabel`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
