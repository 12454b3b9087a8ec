"""Regions of every type become shapes and regions again; Label Studio's own code reads ours and writes what we read."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limner.errors import GeometryError
from limner.geometry import (
    Box,
    Cuboid,
    Ellipse,
    Geometry,
    Keypoint,
    Keypoints,
    Mask,
    Part,
    Point,
    Polygon,
    Polyline,
    Tag,
)
from limner.overlap import iou
from limner.verbs import area, box_corners, to_mask
from limner_server.adapters.label_studio import brush, config, regions, writing
from limner_server.adapters.label_studio.config import Config
from limner_server.adapters.label_studio.regions import Item
from limner_server.adapters.label_studio.shapes import Size
from tests.adapters.peers import asked

SIZE = Size(200, 100)
LABELS = [("cat", "#112233"), ('dog & "co"', "#445566")]
CONFIG = config.parse(config.write(LABELS))
RING = Polygon(parts=[Part([(20, 20), (80, 20), (80, 80), (20, 80)], [[(40, 40), (60, 40), (60, 60), (40, 60)]])])
SHAPES: list[Geometry] = [
    Box(20, 10, 50, 30),
    Box(20, 10, 50, 30, 33),
    Ellipse(100, 50, 40, 10),
    Ellipse(100, 50, 40, 10, 75),
    Polygon([(1, 2), (50, 2.5), (30, 90)]),
    Polyline(((1, 2), (50, 2.5), (30, 90))),
    Point(12.5, 60),
    Mask((10, 20, 30, 40), np.tri(40, 30, dtype=bool)),
    Tag(),
]


def only(*controls: str) -> Config:
    return config.parse(config.write(LABELS, controls))


def written(geometry: Geometry, known: Config = CONFIG, **fields: Any) -> list[dict[str, Any]]:
    item = Item(geometry, **{"label": "cat", "id": "one", **fields})
    return writing.write([item], SIZE, known)[0]


def back(result: list[dict[str, Any]], known: Config = CONFIG) -> list[Item]:
    taken = regions.read(json.loads(json.dumps(result)), SIZE, known)
    assert taken.left_out == ()
    return list(taken.items)


def same(one: Geometry, other: Geometry) -> bool:
    ours, theirs = (json.loads(json.dumps(shape.to_json())) for shape in (one, other))
    return bool(ours == pytest.approx(theirs) if not isinstance(one, (Polygon, Polyline)) else close(one, other))


def close(one: Any, other: Any) -> bool:
    first, second = (shape.parts[0].outer if isinstance(shape, Polygon) else shape.points for shape in (one, other))
    return type(one) is type(other) and np.allclose(first, second, atol=1e-5)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape.kind}{getattr(shape, 'rotation', '')}")
def test_a_shape_comes_back_with_its_label_and_score(shape: Geometry) -> None:
    (item,) = back(written(shape, score=0.5))
    assert isinstance(item.geometry, type(shape))
    for name in shape.__dataclass_fields__:  # type: ignore[attr-defined]
        if isinstance(getattr(shape, name), float):
            assert getattr(item.geometry, name) == pytest.approx(getattr(shape, name), abs=1e-5)
    if isinstance(shape, (Polygon, Polyline)):
        assert close(item.geometry, shape)
    if isinstance(shape, Mask):
        assert iou(item.geometry, shape) == 1
    assert (item.label, item.score, item.id) == ("cat", 0.5, "one")


@given(
    st.tuples(*[st.floats(0, 200)] * 2, *[st.floats(1, 100)] * 2, st.floats(-400, 400)),
)
def test_a_turned_box_keeps_its_corners(numbers: tuple[float, float, float, float, float]) -> None:
    box = Box(*numbers)
    (item,) = back(written(box))
    assert isinstance(item.geometry, Box)
    assert np.allclose(box_corners(item.geometry), box_corners(box), atol=1e-4)


def test_a_rectangle_turns_about_its_upper_left_corner() -> None:
    value = {"x": 50, "y": 50, "width": 10, "height": 20, "rotation": 90, "rectanglelabels": ["cat"]}
    (item,) = back([{"type": "rectanglelabels", "value": value}])
    assert isinstance(item.geometry, Box)
    assert np.allclose(box_corners(item.geometry)[0], (100, 50))  # where it was before it turned
    assert np.allclose(box_corners(item.geometry)[1], (100, 70))  # its width goes down now


def test_a_hole_becomes_a_brush_stroke_or_a_cut() -> None:
    (region,) = written(RING)
    assert region["type"] == "brushlabels"
    assert iou(back([region])[0].geometry, RING) == 1
    (region,) = written(RING, only("polygon"))
    assert region["type"] == "polygonlabels"
    (item,) = back([region])
    assert area(item.geometry) == pytest.approx(area(RING))
    assert iou(to_mask(item.geometry), to_mask(RING)) == 1


def test_parts_become_regions_of_their_own() -> None:
    parts = [Part([(1, 1), (9, 1), (9, 9)]), Part([(50, 50), (60, 50), (60, 60)])]
    found = written(Polygon(parts=parts))
    assert [region["id"] for region in found] == ["one", "one-2"]
    assert [item.label for item in back(found)] == ["cat", "cat"]


def test_key_points_are_parts_of_a_rectangle() -> None:
    names = config.parse(config.write([("cat", "#112233"), ("nose", "#112233"), ("ear", "#112233")]))
    face = Keypoints((Keypoint("nose", 50, 40), Keypoint("ear", 70, 20), Keypoint("gone", 1, 1, 0)))
    found = written(face, names)
    assert [region["type"] for region in found] == ["rectanglelabels", "keypointlabels", "keypointlabels"]
    assert [region.get("parentID") for region in found] == [None, "one", "one"]
    (item,) = back(found, names)
    assert item.geometry == Keypoints((Keypoint("nose", 50, 40), Keypoint("ear", 70, 20)))
    assert item.label == "cat"


@pytest.mark.parametrize(
    ("shape", "controls", "type"),
    [
        (Ellipse(100, 50, 40, 10), ("polygon",), "polygonlabels"),
        (Box(20, 10, 50, 30, 20), ("brush",), "brushlabels"),
        (Polygon([(1, 2), (50, 2), (30, 90)]), ("box",), "rectanglelabels"),
        (Polygon([(1, 2), (50, 2), (30, 90)]), ("bitmask",), "bitmasklabels"),
        (Polygon([(1, 2), (50, 2), (30, 90)]), ("line",), "vectorlabels"),
        (Polyline(((1, 2), (50, 2))), ("polygon",), "polygonlabels"),
        (Mask((0, 0, 2, 2), [[1, 0], [1, 1]]), ("box",), "rectanglelabels"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_where_a_control_is_missing_the_next_faithful_one_is_taken(
    shape: Geometry, controls: tuple[str, ...], type: str
) -> None:
    (region,) = written(shape, only(*controls))
    assert region["type"] == type
    if type != "rectanglelabels" and not isinstance(shape, Polyline):
        assert iou(to_mask(back([region])[0].geometry), to_mask(shape)) > 0.97


@pytest.mark.parametrize("shape", [Point(1, 2), Cuboid(Box(1, 1, 5, 5), Box(3, 3, 5, 5)), Tag()])
def test_what_no_control_can_show_is_said(shape: Geometry) -> None:
    found, left_out = writing.write([Item(shape, "cat", id="one")], SIZE, only("box"))
    assert found == []
    assert left_out == [f"{shape.kind} one: the label config has no control that can show it"]


def test_the_control_that_has_the_label_is_taken() -> None:
    text = (
        '<View><Image name="photo" value="$image"/><PolygonLabels name="p" toName="photo"><Label value="dog"/>'
        '</PolygonLabels><BrushLabels name="b" toName="photo"><Label value="cat"/></BrushLabels></View>'
    )
    (region,) = written(Polygon([(1, 2), (50, 2), (30, 90)]), config.parse(text))
    assert (region["from_name"], region["to_name"], region["value"]["brushlabels"]) == ("b", "photo", ["cat"])


def test_labels_may_have_a_control_of_their_own() -> None:
    text = (
        '<View><Image name="i" value="$i"/><Labels name="l" toName="i"><Label value="cat"/></Labels>'
        '<Rectangle name="r" toName="i"/></View>'
    )
    known = config.parse(text)
    found = written(Box(20, 10, 50, 30), known)
    assert [(region["from_name"], region["type"]) for region in found] == [("r", "rectangle"), ("l", "labels")]
    (item,) = back(found, known)
    assert (item.geometry, item.label) == (Box(20, 10, 50, 30), "cat")
    (alone,) = back([region for region in found if region["type"] == "labels"], known)
    assert (alone.geometry, alone.label) == (Box(20, 10, 50, 30), "cat")


def test_what_was_answered_about_a_region_is_an_attribute_and_back() -> None:
    text = (
        '<View><Image name="i" value="$i"/><RectangleLabels name="r" toName="i"><Label value="cat"/></RectangleLabels>'
        '<TextArea name="says" toName="i" perRegion="true"/><Number name="legs" toName="i" perRegion="true"/>'
        '<Choices name="mood" toName="i" perRegion="true"><Choice value="good"/></Choices></View>'
    )
    known = config.parse(text)
    given = {"says": "meow", "legs": 4, "mood": "good", "elsewhere": 1}
    found = written(Box(20, 10, 50, 30), known, attributes=given)
    assert {region["id"] for region in found} == {"one"}
    (item,) = back(found, known)
    assert item.attributes == {"says": "meow", "legs": 4, "mood": "good"}
    assert item.label == "cat"


def test_an_answer_about_the_whole_image_is_a_tag() -> None:
    known = config.parse(
        '<View><Image name="i" value="$i"/><Choices name="c" toName="i"><Choice value="cat"/></Choices></View>'
    )
    (item,) = back([{"from_name": "c", "type": "choices", "value": {"choices": ["cat"]}, "score": 0.5}], known)
    assert (item.geometry, item.label, item.attributes, item.score) == (Tag(), "cat", {}, 0.5)
    (other,) = back([{"from_name": "n", "type": "number", "value": {"number": 3}}], known)
    assert (other.geometry, other.label, other.attributes) == (Tag(), None, {"n": 3})


def test_a_vector_bends_where_it_has_control_points() -> None:
    ends = [{"x": 0, "y": 0, "isBezier": True, "controlPoint2": {"x": 0, "y": 50}}]
    ends.append({"x": 50, "y": 0, "isBezier": True, "controlPoint1": {"x": 50, "y": 50}})
    (item,) = back([{"type": "vectorlabels", "value": {"vertices": ends, "closed": False}}])
    assert isinstance(item.geometry, Polyline)
    assert (item.geometry.points[0], item.geometry.points[-1]) == ((0, 0), (100, 0))
    assert max(y for _, y in item.geometry.points) == pytest.approx(37.5)  # three quarters of the way


def test_other_names_for_a_label_are_understood() -> None:
    text = (
        '<View><Image name="i" value="$i"/><RectangleLabels name="r" toName="i"><Label value="Katze" alias="cat" '
        'predicted_values="Felis, kitty"/></RectangleLabels></View>'
    )
    known = config.parse(text)
    value = {"x": 0, "y": 0, "width": 5, "height": 5}
    for name in ("cat", "Katze", "felis", "Kitty"):
        region = {"from_name": "r", "type": "rectanglelabels", "value": {**value, "rectanglelabels": [name]}}
        assert [item.label for item in back([region], known)] == ["cat"], name


class TestBrush:
    def test_their_code_reads_what_we_write(self) -> None:
        masks = [paint(seed) for seed in range(4)]
        packed = [brush.encode(mask, 64, 48) for mask in masks]
        program = (
            "from label_studio_sdk.converter.brush import decode_rle\n"
            "print(json.dumps([decode_rle(rle).reshape(48, 64, 4).tolist() for rle in given]))"
        )
        for mask, pixels in zip(masks, np.array(asked("label-studio-sdk", program, packed)), strict=True):
            assert (pixels == np.where(brush.whole(mask, 64, 48), 255, 0)[:, :, None]).all()

    def test_we_read_what_their_code_writes(self) -> None:
        masks = [paint(seed) for seed in range(4)]
        given = [brush.whole(mask, 64, 48).astype(int).tolist() for mask in masks]
        program = (
            "import numpy\nfrom label_studio_sdk.converter.brush import mask2rle\n"
            "print(json.dumps([mask2rle(numpy.array(mask, numpy.uint8) * 255) for mask in given]))"
        )
        for mask, packed in zip(masks, asked("label-studio-sdk", program, given), strict=True):
            assert brush.decode(packed, 64, 48) == mask

    @given(st.data())
    def test_any_records_are_read_words_by_themselves_too(self, data: st.DataObject) -> None:
        values = data.draw(st.lists(st.sampled_from([0, 7, 255]), min_size=24, max_size=24))
        expected = [value > 0 for value in values[3::4]]
        packed = pack(values, data)
        if any(expected):
            shown = brush.whole(brush.decode(packed, 3, 2), 3, 2)
            assert shown.ravel().tolist() == expected
        else:
            with pytest.raises(GeometryError, match="no pixel is painted"):
                brush.decode(packed, 3, 2)

    @pytest.mark.parametrize("cut", [0, 3, 6, 7, -1])
    def test_what_ends_early_is_refused(self, cut: int) -> None:
        with pytest.raises(GeometryError, match="end too early"):
            brush.decode(brush.encode(paint(1), 64, 48)[:cut], 64, 48)

    def test_what_is_for_an_image_of_another_size_is_refused(self) -> None:
        with pytest.raises(GeometryError, match="it holds 12,288 values, an image of 65 x 48 has 12,480"):
            brush.decode(brush.encode(paint(1), 64, 48), 65, 48)

    def test_what_claims_to_be_huge_is_refused_before_it_is_made(self) -> None:
        with pytest.raises(GeometryError, match="at most 200,000,000 pixels"):
            brush.decode([255] * 20, 1_000_000, 1_000)

    def test_runs_beyond_the_image_are_refused(self) -> None:
        bits = f"{4:032b}" + f"{7:05b}" + "".join(f"{size - 1:04b}" for size in (3, 4, 8, 16))
        bits += "1" + "00" + "111" + "11111111"
        with pytest.raises(GeometryError, match="more than the 4 values"):
            brush.decode(as_bytes(bits), 1, 1)


def test_label_studios_own_validator_takes_what_we_write() -> None:
    items = [Item(shape, "cat", score=0.5, id=f"id{index}") for index, shape in enumerate([*SHAPES, RING])]
    schema = config.write(LABELS, ("box", "ellipse", "polygon", "keypoint", "brush", "choices"))
    found, left_out = writing.write(items, SIZE, config.parse(schema))
    assert left_out == []
    program = (
        "from label_studio_sdk.label_interface import LabelInterface\n"
        "interface = LabelInterface(given['schema'])\n"
        "interface.validate()\n"
        "check = interface.validate_prediction\n"
        "def errors(result): return check({'result': result, 'score': 0.5}, return_errors=True)\n"
        "stray = [{**given['result'][0], 'from_name': 'lasso'}]\n"
        "names = sorted(next(iter(interface.controls)).labels)\n"
        "print(json.dumps([errors(given['result']), errors(stray), names]))"
    )
    errors, of_a_stray, names = asked("label-studio-sdk", program, {"schema": schema, "result": found})
    assert errors == []
    assert of_a_stray != []
    assert names == ["cat", 'dog & "co"']


def paint(seed: int) -> Mask:
    """Give a mask of blobs on 64 x 48 pixels."""
    noise = np.random.default_rng(seed).random((12, 16))
    return brush.cut(np.kron(noise > 0.6, np.ones((4, 4), bool)))


def pack(values: list[int], data: st.DataObject) -> list[int]:
    """Pack words with records of any lengths and sizes, runs where they are possible or words by themselves."""
    sizes = (2, 3, 5, 9)
    bits = f"{len(values):032b}" + f"{7:05b}" + "".join(f"{size - 1:04b}" for size in sizes)
    at = 0
    while at < len(values):
        index = data.draw(st.integers(0, 3))
        count = data.draw(st.integers(1, min(1 << sizes[index], len(values) - at)))
        taken = values[at : at + count]
        is_run = len(set(taken)) == 1 and data.draw(st.booleans())
        words = taken[:1] if is_run else taken
        bits += f"{int(is_run)}{index:02b}{count - 1:0{sizes[index]}b}" + "".join(f"{word:08b}" for word in words)
        at += count
    return as_bytes(bits)


def as_bytes(bits: str) -> list[int]:
    padded = bits + "0" * (-len(bits) % 8)
    return [int(padded[i : i + 8], 2) for i in range(0, len(padded), 8)]
