"""The API that checks a script's source while it is being written."""

from starlette.requests import Request

from limner.check import problems
from limner_server import wire
from limner_server.endpoint import Endpoint


def check_source(_: Request, post: wire.ScriptPost) -> wire.CheckReply:
    """Say what is wrong with a source, without running it."""
    found = problems(post.source, post.filename)
    return wire.CheckReply([wire.CodeProblem(one.line, one.column, one.message, one.severity) for one in found])


ENDPOINTS = (Endpoint("POST", "/api/check", check_source, wire.CheckReply, wire.ScriptPost),)
