"""How a script fares, version by version.

What became of the shapes it made is read from the instances themselves, so that an undo, a redo and
a change across reloads count as they should; a refused suggestion never was an instance, and is
counted with its run. Only so much is looked at that an answer stays quick: the newest 100 versions,
the newest 10,000 runs of each, and for the overlap the newest 100 instances kept of the newest 5.
"""

import functools
import statistics
from typing import Any

import msgspec
from sqlalchemy import Connection, Text, cast, func, select

import limner
from limner import manifest
from limner.errors import LimnerError
from limner.geometry import Geometry
from limner_server import wire
from limner_server.store import scripts
from limner_server.store.tables import instances, runs, script_versions

VERSIONS = 100
MEASURED = 5
RUNS = 10_000
KEPT = 100
FAILED = ("failed", "rejected")
ANSWERED = ("applied", "empty", "rejected", "dropped")


def of(connection: Connection, script: str) -> list[wire.VersionStatistics]:
    """Give the statistics of a script's versions, newest first. Raises `ApiError` where there is none."""
    language = scripts.get(connection, script).language
    query = select(script_versions).where(script_versions.c.script_id == script)
    rows = connection.execute(query.order_by(script_versions.c.seq.desc()).limit(VERSIONS)).mappings().all()
    return [_version(connection, row, language, index < MEASURED) for index, row in enumerate(rows)]


def _version(connection: Connection, row: Any, language: str, measured: bool) -> wire.VersionStatistics:
    ran = connection.execute(_newest(row, runs.c.outcome, runs.c.ms, runs.c.rejected)).all()
    fates = _fates(connection, row)
    times = sorted(ms for outcome, ms, _ in ran if outcome in ANSWERED)
    return wire.VersionStatistics(
        version=row["version"],
        declared_version=_declared(row["source"], language),
        created_at=row["created_at"],
        runs=len(ran),
        failed=sum(outcome in FAILED for outcome, _, _ in ran),
        created=sum(fates.values()),
        accepted=fates.get("accepted", 0),
        edited=fates.get("edited", 0),
        rejected=fates.get("rejected", 0) + max(0, sum(refused for _, _, refused in ran)),
        iou_median=_overlap(connection, row) if measured else None,
        ms_p50=statistics.median(times) if times else None,
        ms_p95=_p95(times),
    )


def _newest(row: Any, *columns: Any) -> Any:
    of_version = runs.c.script_id == row["script_id"], runs.c.version == row["version"]
    return select(*columns).where(*of_version).order_by(runs.c.seq.desc()).limit(RUNS)


def _fates(connection: Connection, row: Any) -> dict[str, int]:
    newest = _newest(row, runs.c.id).subquery()
    joined = newest.join(instances, instances.c.run_id == newest.c.id)
    query = select(instances.c.verdict, func.count()).select_from(joined).group_by(instances.c.verdict)
    return {str(verdict): count for verdict, count in connection.execute(query)}


def _overlap(connection: Connection, row: Any) -> float | None:
    """Give the median IoU between what was returned and what is there now, 1 where nobody changed it."""
    newest = _newest(row, runs.c.id).subquery()
    joined = newest.join(instances, instances.c.run_id == newest.c.id)
    texts = (cast(column, Text) for column in (instances.c.returned, instances.c.geometry))
    kept = (
        select(instances.c.verdict, *texts).select_from(joined).where(instances.c.verdict.in_(("accepted", "edited")))
    )
    found = connection.execute(kept.order_by(instances.c.seq.desc()).limit(KEPT)).all()
    edited = [(returned, now) for verdict, returned, now in found if verdict == "edited"]
    if not found or len(edited) * 2 < len(found):
        return 1.0 if found else None
    return statistics.median([1.0] * (len(found) - len(edited)) + [_iou(returned, now) for returned, now in edited])


@functools.lru_cache(maxsize=1_000)
def _iou(returned: str, now: str) -> float:
    return limner.iou(*(Geometry.from_json(msgspec.json.decode(text)) for text in (returned, now)))


def _p95(times: list[float]) -> float | None:
    if len(times) < 2:
        return times[0] if times else None
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def _declared(source: str, language: str) -> str:
    try:
        return manifest.parse(source, language).version  # type: ignore[arg-type]
    except LimnerError:  # an older version may have been in the other language
        return ""
