"""What the server adds to HTTP: change sets, content and pages beside a bare uvicorn."""

import http.client
import json
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from benchmarks.crowd import change_set, polygons
from benchmarks.row import Peer, Row
from benchmarks.series import Series
from benchmarks.world import World, sample
from tests.e2e.serving import TOKEN

REQUESTS = 200
WARM_UP = 10
AT_ONCE = (1, 1_000)


class Client:
    """One connection that is kept open."""

    def __init__(self, base: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)

    def time(self, method: str, path: str, body: bytes | None = None) -> float:
        """Send a request and read the whole answer; give the milliseconds."""
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        answer.read()
        took = (time.perf_counter() - began) * 1000
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path} answered {answer.status}")
        return took

    def get(self, path: str, count: int) -> Series:
        """Ask for a path `count` times, after a few to warm up."""
        return Series.of([self.time("GET", path) for _ in range(count + WARM_UP)][WARM_UP:])


def measure(world: World) -> Iterator[Row]:
    count, server = world.count(REQUESTS), world.server
    hello = Peer("GET from a bare uvicorn", Client(world.peer).get("/hello", count))
    client = Client(server.base)
    project = server.api("GET", "/api/projects")["items"][0]["id"]
    file = server.upload(project, "astronaut.png", sample("astronaut.png"))
    yield Row("GET /healthz", client.get("/healthz", count), hello)
    for size in AT_ONCE:
        shapes = polygons(size, 512, 512)
        bodies = [json.dumps(change_set(f"{size}-{index}", shapes)).encode() for index in range(count + WARM_UP)]
        times = [client.time("POST", f"/api/files/{file['id']}/changes", body) for body in bodies]
        yield Row(f"change set of {size:,} created, round trip", Series.of(times[WARM_UP:]), hello)
    yield Row(f"content, {file['size'] / 1024:.0f} KiB", client.get(file["content"], count), hello)
    yield Row("annotation page", client.get(server.first, count), hello)
    yield Row("projects page", client.get("/", count), hello)
