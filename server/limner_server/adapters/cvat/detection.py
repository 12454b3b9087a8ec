"""A detection function as a script: it looks at the whole image, on command or when a file is opened."""

from typing import Any

from limner_server.adapters.cvat import sdk
from limner_server.adapters.cvat.labels import Found, Labels, renaming
from limner_server.adapters.cvat.loading import Loaded, asked
from limner_server.adapters.cvat.pictures import picture


class Detection:
    """Answers the hooks of the generated script."""

    def __init__(self, loaded: Loaded, identity: str) -> None:
        self.loaded, self.identity = loaded, identity
        self.labels = Labels(loaded.function.spec.labels)

    async def opened(self, event: Any, canvas: Any) -> None:
        """Detect on a file that is opened, where the annotator wants that and it has not been done."""
        if canvas.params.automatic and not await canvas.instances(script=self.identity):
            await self.detect(event, canvas)

    async def detect(self, event: Any, canvas: Any) -> None:
        """Detect, and put what is found in the place of what was found before and nobody has touched since."""
        name = renaming(canvas.params.labels)
        image = await picture(canvas)
        given = canvas.params
        context = sdk.Detecting(event.file.name, given.threshold or None, given.polygons)
        annotations = asked(self.loaded.name, self.loaded.function.detect, context, image)
        found = self.labels.read(annotations, masks=not given.polygons)
        if not given.suggest:
            for one in await canvas.instances(script=self.identity):
                if not (one.locked or one.provenance.edited_by):
                    canvas.delete(one)
        self._give(canvas, [(one, name(one.label)) for one in found])

    def _give(self, canvas: Any, found: list[tuple[Found, str | None]]) -> None:
        give = canvas.suggest if canvas.params.suggest else canvas.create
        for one, label in found:
            if label is not None:
                give(one.geometry, label=label, attributes=one.attributes, score=one.score)
        left = sorted({one.label for one, label in found if label is None})
        if left:
            canvas.log(f"left out, for the parameter labels does not name them: {', '.join(left)}")
