"""The real label-studio-ml, asked over HTTP as Label Studio asks it."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from benchmarks.photos import Photo
from limner_server.resources import RUNTIME, SCRIPTS
from tests.adapters.peers import label_studio_ml

SERVED = Path(__file__).with_name("served.py")
PROJECT = "1.1"
CONFIG = """<View>
  <Image name="image" value="$image"/>
  <RectangleLabels name="box" toName="image" smart="true"><Label value="cat"/></RectangleLabels>
</View>"""


class Peer:
    """A model server with the photo on its own disk, which saves it the way there."""

    def __init__(self, url: str, image: Path, photo: Photo) -> None:
        self._url, self._image, self._photo = url, image, photo
        self._post("setup", {"project": PROJECT, "schema": CONFIG, "hostname": "", "access_token": ""})

    def nothing(self) -> tuple[float, float]:
        """Ask without a prompt; gives the milliseconds until the answer was here, and those of the model itself."""
        return self._asked(None)

    def traced(self) -> tuple[float, float]:
        """Ask for the outline of what is in the photo's box."""
        x, y, width, height = self._photo.box
        across, down = 100 / self._photo.width, 100 / self._photo.height
        value = {"x": x * across, "y": y * down, "width": width * across, "height": height * down}
        region = {"type": "rectanglelabels", "from_name": "box", "to_name": "image", "value": value}
        return self._asked({"result": [region]})

    def _asked(self, context: Any) -> tuple[float, float]:
        task = {"id": 1, "data": {"image": str(self._image)}}
        body = {"tasks": [task], "project": PROJECT, "label_config": CONFIG, "params": {"context": context}}
        began = time.perf_counter()
        answer = self._post("predict", body)
        return (time.perf_counter() - began) * 1000, float(answer["results"][0]["score"])

    def _post(self, what: str, body: Any) -> Any:
        request = Request(f"{self._url}/{what}", json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urlopen(request, timeout=120) as response:
            return json.loads(response.read())


@contextmanager
def serving(photo: Photo, folder: Path) -> Iterator[Peer]:
    """Serve the models with the real label-studio-ml, in an environment of its own."""
    os.environ["PYTHONPATH"] = os.pathsep.join(map(str, (RUNTIME.parent, SCRIPTS)))
    image = folder / "photo.png"
    image.write_bytes(photo.png)
    try:
        with label_studio_ml(str(SERVED.with_suffix("")), folder) as url:
            yield Peer(url, image, photo)
    finally:
        del os.environ["PYTHONPATH"]
