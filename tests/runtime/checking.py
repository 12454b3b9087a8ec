"""Scripts to be checked, and what is said of them as lines."""

import textwrap

from limner import check

HOOK = "@on('command')\ndef answer(event, canvas):\n    canvas.log(1)\n"


def block(*lines: str, top: tuple[str, ...] = (), mark: str = "#") -> str:
    """Write a metadata block; its keys begin on line 3, after those of `top`."""
    inside = ["/// script", *top, "[tool.limner]", *lines, "///"]
    return "".join(f"{mark} {line}\n" for line in inside)


def script(body: str, *lines: str, top: tuple[str, ...] = ()) -> str:
    """Write a script whose body begins on line 6, and one later for each of `lines` and `top`."""
    head = block('name = "A"', *lines, top=top)
    return f"{head}from limner import *\n{textwrap.dedent(body)}"


def said(source: str, filename: str = "script.py") -> list[str]:
    """Give the problems as lines of `line:column: severity: message`."""
    return [f"{p.line}:{p.column}: {p.severity}: {p.message}" for p in check.problems(source, filename)]


def messages(source: str) -> list[str]:
    return [line.split(": ", 2)[2] for line in said(source)]
