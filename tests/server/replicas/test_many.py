"""Many at once: fifty backends on one server, and one name with several replicas under load."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from tests.server.replicas.conftest import Site
from tests.server.replicas.peers import backend, lines, page
from tests.server.serving import until
from tests.server.world import block

BACKENDS = 50
PAGES, RUNS, REPLICAS = 20, 5, 4
SOURCE = (
    block("Many", ("instances:write",), "timeout = 60.0")
    + """
import os
from limner import on

@on("command")
def who(event, canvas):
    canvas.log(os.getpid(), event.command)
"""
)


def test_fifty_backends_answer_each_for_itself(site: Site) -> None:
    names = [f"b{number}" for number in range(BACKENDS)]
    with ExitStack() as stack:
        processes: dict[int, str] = {}
        for name in names:
            source = SOURCE.replace("Many", f"Many {name}")
            _, token = site.api.backend(site.project, name)
            started = stack.enter_context(backend(site.folder, source, site.url, token, "--heartbeat", "2"))
            processes[started.process.pid] = name
        until(lambda: sum(one["replicas"] for one in listed(site)) == BACKENDS, 120)
        for one in (one for one in listed(site) if one["name"] in names):
            script = site.api.enable(one["script"])
            with page(site.served, script) as at:
                (line,) = lines(at.run("who:command", site.file))
            assert processes[int(line.split()[0])] == one["name"]


def listed(site: Site) -> list[dict[str, object]]:
    found: list[dict[str, object]] = site.api("GET", f"/api/backends?project={site.project}")["items"]
    return found


def test_twenty_pages_share_four_replicas_while_one_is_killed_and_no_run_is_lost_or_given_twice(site: Site) -> None:
    with ExitStack() as stack:
        replicas = [stack.enter_context(backend(site.folder, SOURCE, site.url, site.token)) for _ in range(REPLICAS)]
        script = site.enabled(replicas=REPLICAS)

        def annotate(number: int) -> list[str]:
            with page(site.served, script) as at:
                told = []
                for turn in range(RUNS):
                    if (number, turn) == (7, 2):
                        os.kill(replicas[0].process.pid, signal.SIGKILL)
                    run = at.begin("who:command", site.file, command=f"{number}-{turn}")
                    outcome = at.outcome(run)
                    assert outcome[-1].type == "result", outcome[-1]
                    told.append(lines(outcome)[-1].split()[1])
                return told

        with ThreadPoolExecutor(PAGES) as pool:
            answered = list(pool.map(annotate, range(PAGES)))
        assert answered == [[f"{number}-{turn}" for turn in range(RUNS)] for number in range(PAGES)]
        state = site.api.joined(site.project, replicas=REPLICAS - 1)
    assert (state["in_flight"], state["waiting"]) == (0, 0)
    assert 0 < state["ms_p50"] <= state["ms_p95"]
