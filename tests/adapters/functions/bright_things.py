"""A detection function in every form there is: things that are bright on a dark ground."""

import cv2
import cvat_sdk.auto_annotation as cvataa
import cvat_sdk.models as models
import numpy as np
import PIL.Image
from cvat_sdk.attributes import attribute_vals_from_dict, number_attribute_values
from cvat_sdk.masks import encode_mask

SVG = (
    '<line data-type="edge" data-node-from="1" data-node-to="2"></line>'
    '<circle data-node-id="1" data-label-name="left"></circle><circle data-node-id="2" data-label-id="1"></circle>'
)


class BrightThings:
    def __init__(self, form: str = "rectangle", level: int = 100) -> None:
        self.form, self.level = form, level
        print(f"brighter than {level}")

    @property
    def spec(self) -> cvataa.DetectionFunctionSpec:
        about = [
            cvataa.number_attribute_spec("area", 0, number_attribute_values(0, 1_000_000)),
            cvataa.checkbox_attribute_spec("large", 1),
            cvataa.select_attribute_spec("tone", 2, ["grey", "white"]),
        ]
        ends = [cvataa.keypoint_spec("left", 0), cvataa.keypoint_spec("right", 1)]
        return cvataa.DetectionFunctionSpec(
            labels=[
                cvataa.label_spec("thing", 0, attributes=about),
                cvataa.skeleton_label_spec("pair", 1, ends, svg=SVG),
                cvataa.label_spec("scene", 2, type="tag"),
            ]
        )

    def detect(
        self, context: cvataa.DetectionFunctionContext, image: PIL.Image.Image
    ) -> list[models.LabeledShapeRequest | models.LabeledImageRequest]:
        gray = np.array(image.convert("L"))
        count, marks = cv2.connectedComponents((gray > self.level).astype(np.uint8))
        if self.form == "tag":
            return [cvataa.tag(2)] if count > 1 else []
        found = []
        for index in range(1, count):
            here = marks == index
            score = float(gray[here].mean()) / 255
            if score >= (context.conf_threshold or 0):
                found.append(self._shape(here, score, context.conv_mask_to_poly))
        return found

    def _shape(self, here: np.ndarray, score: float, polygons: bool) -> models.LabeledShapeRequest:
        ys, xs = here.nonzero()
        left, top, right, bottom = (float(v) for v in (xs.min(), ys.min(), xs.max() + 1, ys.max() + 1))
        x, y = (left + right) / 2, (top + bottom) / 2
        area = int(here.sum())
        about = {"score": score, "attributes": attribute_vals_from_dict({0: area, 1: area > 500, 2: "white"})}
        form = "polygon" if self.form == "mask" and polygons else self.form
        match form:
            case "rectangle":
                return cvataa.rectangle(0, [left, top, right, bottom], rotation=15.0, z_order=-area, **about)
            case "polygon":
                return cvataa.polygon(0, [left, top, right, top, right, bottom, left, bottom], **about)
            case "mask":
                return cvataa.mask(0, encode_mask(here), **about)
            case "skeleton":
                ends = [cvataa.keypoint(1, [right, y], occluded=True), cvataa.keypoint(0, [left, y])]
                return cvataa.skeleton(1, elements=ends)
        points = {
            "polyline": [left, top, x, y, right, bottom],
            "points": [x, y],
            "ellipse": [x, y, right, top],
            "cuboid": [left, top, left, y, x, top, x, y, right, y, right, bottom, x, y, x, bottom],
        }
        return cvataa.shape(0, type=self.form, points=points[self.form], **about)


create = BrightThings
