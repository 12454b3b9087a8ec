"""A tracking function: looks for the patch inside a rectangle by template matching."""

import attrs
import cv2
import cvat_sdk.auto_annotation as cvataa
import numpy as np
import PIL.Image


class Matching:
    spec = cvataa.TrackingFunctionSpec(supported_shape_types=["rectangle"])

    def __init__(self, least: float = 0.9) -> None:
        self.least = least

    def preprocess_image(self, context: cvataa.TrackingFunctionContext, image: PIL.Image.Image) -> np.ndarray:
        return np.array(image)

    def init_tracking_state(
        self, context: cvataa.TrackingFunctionShapeContext, pp_image: np.ndarray, shape: cvataa.TrackableShape
    ) -> tuple[np.ndarray, cvataa.TrackableShape]:
        left, top, right, bottom = map(int, shape.points)
        return pp_image[top:bottom, left:right], shape

    def track(
        self,
        context: cvataa.TrackingFunctionShapeContext,
        pp_image: np.ndarray,
        state: tuple[np.ndarray, cvataa.TrackableShape],
    ) -> cvataa.TrackableShape | None:
        patch, shape = state
        assert context.original_shape_type == shape.type
        scores = cv2.matchTemplate(pp_image, patch, cv2.TM_CCOEFF_NORMED)
        _, best, _, (x, y) = cv2.minMaxLoc(scores)
        if best < self.least:
            return None
        return attrs.evolve(shape, points=[x, y, x + patch.shape[1], y + patch.shape[0]])


create = Matching
