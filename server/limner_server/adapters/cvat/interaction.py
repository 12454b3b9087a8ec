"""An interaction function as a script: what it makes of the annotator's clicks and box is suggested."""

from typing import Any

from limner.events import Prompt, Stroke
from limner.geometry import Mask
from limner.rings import Pair
from limner_server.adapters.cvat import sdk
from limner_server.adapters.cvat.errors import FunctionError
from limner_server.adapters.cvat.loading import Loaded, asked
from limner_server.adapters.cvat.outlines import polygon_of
from limner_server.adapters.cvat.pictures import Prepared
from limner_server.adapters.cvat.shapes import geometry_of, is_empty, word

CONFIDENCE = 0


class Interaction:
    """Answers the hooks of the generated script."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded, self.spec = loaded, loaded.function.spec
        self.context = sdk.Interacting()
        self.prepared = Prepared(loaded, self.context)

    async def answer(self, event: Prompt, canvas: Any) -> None:
        """Suggest what the function sees at a prompt; say what is missing where it needs more than there is."""
        prompts = self._prompts(event, canvas)
        missing = self._missing(prompts)
        if missing:
            canvas.notify(f"{self.loaded.name} needs {missing}")
            return
        image = await self.prepared.of(event.file, canvas)
        shapes = asked(self.loaded.name, self.loaded.function.detect, self.context, image, prompts)
        found = [(self._geometry(index, shape), _confidence(shape)) for index, shape in enumerate(shapes, 1)]
        seen = [one for one in found if not is_empty(one[0])]
        for geometry, score in seen:
            outlined = isinstance(geometry, Mask) and canvas.params.polygons
            canvas.suggest(polygon_of(geometry) if outlined else geometry, score=score)
        if not seen:
            canvas.notify(f"{self.loaded.name} sees nothing there")

    def _prompts(self, event: Prompt, canvas: Any) -> sdk.Prompts:
        clicks = [((one.x, one.y), one.positive) for one in event.points]
        clicks += [(_middle(stroke), stroke.positive) for stroke in event.strokes if stroke.points]
        negative = [place for place, positive in clicks if not positive]
        box = event.box
        if negative and self.spec.min_neg_points is None:
            canvas.notify(f"{self.loaded.name} takes no clicks beside the object; they are left out")
            negative = []
        if box and self.spec.min_bounding_boxes is None:
            canvas.notify(f"{self.loaded.name} takes no box; it is left out")
            box = None
        corners = box and ((box.x, box.y), (box.x + box.width, box.y + box.height))
        return sdk.Prompts((place for place, positive in clicks if positive), negative, corners)

    def _missing(self, prompts: sdk.Prompts) -> str:
        needs = (
            ("on the object", self.spec.min_pos_points - len(prompts.pos_points)),
            ("beside the object", (self.spec.min_neg_points or 0) - len(prompts.neg_points)),
        )
        parts = [f"{count} more click{'s' * (count > 1)} {where}" for where, count in needs if count > 0]
        if self.spec.min_bounding_boxes == 1 and prompts.bounding_box is None:
            parts.insert(0, "a box round the object, dragged first")
        return " and ".join(parts)

    def _geometry(self, index: int, shape: Any) -> Any:
        try:
            return geometry_of(word(shape.type), shape.points)
        except (ValueError, AttributeError) as error:
            raise FunctionError(f"{self.loaded.name}: shape {index}: {error}") from None


def _middle(stroke: Stroke) -> Pair:
    return stroke.points[len(stroke.points) // 2]


def _confidence(shape: Any) -> float | None:
    return next((float(one.value) for one in shape.attributes if one.spec_id == CONFIDENCE), None)
