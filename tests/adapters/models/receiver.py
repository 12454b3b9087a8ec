"""A model that reads the image from the task itself, and says what it got."""

import base64
import io

from label_studio_ml.model import LabelStudioMLBase
from PIL import Image


class Receiver(LabelStudioMLBase):
    def predict(self, tasks, **kwargs):
        return [{"result": self.regions(task["data"]["image"])} for task in tasks]

    def regions(self, url):
        head, _, body = url.partition(",")
        size = Image.open(io.BytesIO(base64.b64decode(body))).size
        value = {"x": 50, "y": 50, "radiusX": 50, "radiusY": 50, "rotation": 0, "ellipselabels": ["dog"]}
        about = {"id": "a", "to_name": "image"}
        return [
            {**about, "from_name": "ellipse", "type": "ellipselabels", "value": value},
            {**about, "from_name": "image", "type": "textarea", "value": {"text": [head]}},
            {**about, "from_name": "size", "type": "textarea", "value": {"text": list(size)}},
        ]
