"""A Label Studio ML backend in the words of its protocol: `/health`, `/setup`, `/predict`."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from limner_server import wire
from limner_server.adapters.asking import Asking, basic
from limner_server.adapters.label_studio import config
from limner_server.adapters.label_studio.prompts import Regions
from limner_server.adapters.label_studio.regions import score_of
from limner_server.adapters.peer import Peer
from limner_server.context import Context
from limner_server.errors import ApiError

HEALTH_SECONDS = 5.0
UP = "UP"
HEALTHY = (UP, "OK", "HEALTHY")
SETUP_SECONDS = 30.0


class Model:
    """One model server, in the words of its protocol."""

    def __init__(self, context: Context, peer: Peer) -> None:
        self.context, self.peer = context, peer
        self.asking = Asking(context, peer, basic(peer.secret))
        self._set_up = ""

    async def health(self) -> None:
        """Ask whether it is there: any JSON will do. Raises `ApiError` where it says that it is not up."""
        said = await self.asking.json("GET", "/health", seconds=HEALTH_SECONDS)
        status = said.get("status", UP) if isinstance(said, Mapping) else UP
        if str(status).upper() not in HEALTHY:
            message = f"{self.asking.authority} says that it is not up: its status is {status!r:.60}"
            raise ApiError(502, "peer_failed", message)

    async def first_setup(self, project: wire.Project) -> tuple[tuple[str, ...], str]:
        """Give the controls with which it can be set up, and its version. Raises the first refusal where none can."""
        refused: ApiError | None = None
        for controls in [tuple(config.SHORT), *((short,) for short in config.SHORT)]:
            try:
                return controls, await self.setup(project, written(project, controls))
            except ApiError as error:
                if error.code != "peer_failed":
                    raise
                refused = refused or error
        assert refused is not None
        raise refused

    async def setup(self, project: wire.Project, schema: str) -> str:
        """Set it up for a label config, and give its version."""
        settings = self.context.settings
        body = {
            "project": _named(project),
            "schema": schema,
            "hostname": settings.reachable,
            "access_token": "",
            "extra_params": None,
        }
        said = await self.asking.json("POST", "/setup", body, seconds=SETUP_SECONDS)
        self._set_up = schema
        return str(said.get("model_version") or "")[:200] if isinstance(said, Mapping) else ""

    async def predict(self, ask: "Ask", seconds: float) -> "Answered":
        """Predict for one image. One that has forgotten its setup, since it was started anew, is set up once more."""
        again = self._set_up == ask.schema
        if not again:
            await self.setup(ask.project, ask.schema)
        try:
            return await self._predict(ask, seconds)
        except ApiError as error:
            self._set_up = ""
            if not again or error.code != "peer_failed":
                raise
        await self.setup(ask.project, ask.schema)
        return await self._predict(ask, seconds)

    async def _predict(self, ask: "Ask", seconds: float) -> "Answered":
        context = None if ask.context is None else {"result": ask.context}
        task = {"id": ask.task, "data": {config.IMAGE: ask.image}, "annotations": [], "predictions": [], "drafts": []}
        body = {
            "tasks": [task],
            "project": _named(ask.project),
            "label_config": ask.schema,
            "params": {"login": None, "password": None, "context": context},
        }
        return _answered(await self.asking.json("POST", "/predict", body, seconds=seconds), self.asking.authority)


@dataclass(frozen=True)
class Ask:
    """One prediction to ask for: of which image, under which label config, and what the annotator points at."""

    project: wire.Project
    schema: str
    task: int
    image: str
    context: Regions | None


@dataclass(frozen=True)
class Answered:
    """The regions that were answered, and the model's version."""

    regions: list[Any]
    version: str


def written(project: wire.Project, controls: Sequence[str]) -> str:
    """Give the label config of a project: its labels, under these controls."""
    return config.write(((label.name, label.color) for label in wire.leaves_of(project.labels)), controls)


def number_of(text: str) -> int:
    """Give a number for an id of ours, the same each time: Label Studio counts its tasks and projects."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def _named(project: wire.Project) -> str:
    created = datetime.fromisoformat(project.created_at)
    return f"{number_of(project.id)}.{int(created.timestamp())}"


def _answered(said: Any, authority: str) -> Answered:
    """Read what was predicted for the one task. Raises `ApiError` 502 where it is no prediction."""
    results = said.get("results") if isinstance(said, Mapping) else None
    if not isinstance(results, list) or len(results) > 1:
        many = f"{len(results)} results" if isinstance(results, list) else f"{results!r:.60} as results"
        raise ApiError(502, "bad_answer", f"{authority} answered one task with {many}")
    given = results[0] if results else []
    predictions = [one for one in (given if isinstance(given, list) else [given]) if isinstance(one, Mapping)]
    found = [(one.get("result"), one) for one in predictions]
    if any(not isinstance(result, list) for result, _ in found):
        raise ApiError(502, "bad_answer", f"{authority} answered a prediction without a list of regions as its result")
    regions = [_scored(region, one) for result, one in found for region in result or ()]
    versions = [str(one.get("model_version")) for one in [*predictions, said] if one.get("model_version")]
    return Answered(regions, next(iter(versions), "")[:200])


def _scored(region: Any, prediction: Mapping[str, Any]) -> Any:
    """Let a region without a confidence of its own have that of its prediction."""
    if isinstance(region, Mapping) and score_of(region) is None:
        return {**region, "score": score_of(prediction)}
    return region
