"""An interaction function without preparation that takes exactly what its specification says: two clicks."""

import cvat_sdk.auto_annotation as cvataa
import PIL.Image

spec = cvataa.InteractionFunctionSpec(min_pos_points=2)


def detect(
    context: cvataa.InteractionFunctionContext, image: PIL.Image.Image, prompts: cvataa.InteractionPrompts
) -> list[cvataa.InteractionResultShape]:
    assert not prompts.neg_points
    assert prompts.bounding_box is None
    assert image.mode == "RGB"
    (left, top), (right, bottom) = prompts.pos_points[:2]
    return [cvataa.InteractionResultShape(type="rectangle", points=[left, top, right, bottom])]
