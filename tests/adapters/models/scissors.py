"""A model as people write them for label-studio-ml: whole images, a box, or clicks; it finds what is bright."""

import cv2
import numpy as np
from label_studio_ml.model import LabelStudioMLBase


class Scissors(LabelStudioMLBase):
    def predict(self, tasks, context=None, **kwargs):
        return [self.one(task, (context or {}).get("result") or []) for task in tasks]

    def one(self, task, pointed):
        image = cv2.imread(self.get_local_path(task["data"]["image"]), cv2.IMREAD_GRAYSCALE)
        height, width = image.shape
        bright = (image > 128).astype(np.uint8)
        score = 0.75
        for region in pointed:
            assert region["is_positive"] in (True, False), region
            value = region["value"]
            if region["type"] == "rectanglelabels":
                inside = np.zeros_like(bright)
                x, y = round(value["x"] * width / 100), round(value["y"] * height / 100)
                w, h = round(value["width"] * width / 100), round(value["height"] * height / 100)
                inside[y : y + h, x : x + w] = 1
                bright &= inside
            if region["type"] == "keypointlabels":
                x, y = int(value["x"] * width / 100), int(value["y"] * height / 100)
                parts = cv2.connectedComponents(bright)[1]
                hit = (parts == parts[y, x]) & (parts > 0)
                bright = hit.astype(np.uint8) if region["is_positive"] else bright & ~hit
        label = pointed[0]["value"]["labels"][0] if pointed and "labels" in pointed[0]["value"] else "cat"
        found = [self.region(contour, width, height, label, bool(pointed)) for contour in self.contours(bright)]
        return {"result": found, "score": score, "model_version": "scissors-1"}

    def contours(self, bright):
        return cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]

    def region(self, contour, width, height, label, polygon):
        envelope = {"to_name": "image", "original_width": width, "original_height": height, "image_rotation": 0}
        if polygon:
            points = [[float(x) * 100 / width, float(y) * 100 / height] for x, y in contour[:, 0]]
            value = {"points": points, "closed": True, "polygonlabels": [label]}
            return {**envelope, "from_name": "polygon", "type": "polygonlabels", "value": value}
        x, y, w, h = cv2.boundingRect(contour)
        value = {"x": x * 100 / width, "y": y * 100 / height, "width": w * 100 / width, "height": h * 100 / height}
        value = {**value, "rotation": 0, "rectanglelabels": [label]}
        return {**envelope, "from_name": "box", "type": "rectanglelabels", "value": value, "score": 0.5}
