"""The parts of the Label Studio adapter by themselves: label configs, links, strokes, records."""

import tomllib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limner import manifest, script
from limner.errors import GeometryError, ParameterError
from limner.events import Stroke
from limner.geometry import KINDS
from limner_server.adapters.label_studio import brush, config, images, prompts, record
from limner_server.adapters.label_studio.shapes import READERS, Size
from limner_server.adapters.label_studio.writing import CHOICES, TAGS
from limner_server.adapters.peer import Peer
from limner_server.adapters.stub import hooks_in, stub_source
from limner_server.errors import ApiError

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1)


class TestConfig:
    @given(st.lists(NAMES, min_size=1, unique=True))
    def test_every_name_of_a_label_comes_back(self, names: list[str]) -> None:
        known = config.parse(config.write((name, "#112233") for name in names))
        assert list(known.labels) == names
        assert all(control.labels == known.labels for control in known.controls)

    def test_what_xml_cannot_hold_is_left_out_of_a_name(self) -> None:
        assert config.parse(config.write([("c\x00a\x1bt", "#112233")])).labels == ("cat",)

    def test_each_control_is_smart_but_choices(self) -> None:
        text = config.write([("cat", "#112233")])
        assert text.count('smart="true"') == len(config.SHORT) - 1
        assert config.parse(text).key == "image"

    def test_without_an_image_there_is_no_key(self) -> None:
        assert config.parse("<View/>").key is None
        assert config.parse("") == config.parse("<View></View>")

    @pytest.mark.parametrize("text", ["<View>", "no", '<!doctype a><View a="&b;"/>', "<View/>" * 2])
    def test_what_is_no_config_is_refused(self, text: str) -> None:
        with pytest.raises(ApiError, match="the label config"):
            config.parse(text)

    def test_an_entity_is_expanded_by_nobody(self) -> None:
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><View><Label value="&b;"/></View>'
        with pytest.raises(ApiError, match="declares a document type"):
            config.parse(bomb)

    def test_every_kind_of_shape_has_a_way_out_or_is_known_to_have_none(self) -> None:
        assert {shape.__dataclass_fields__["kind"].default for shape in CHOICES} | {"cuboid", "tag"} == set(KINDS)  # type: ignore[attr-defined]
        assert set(TAGS) == set(READERS)
        assert {tag for short in config.SHORT.values() for tag in [short]} <= set(config.CONTROLS)


class TestLinks:
    TOKEN = "token"
    CONTENT = "ab" * 32

    def path(self, now: float) -> list[str]:
        return images.path_of(self.TOKEN, self.CONTENT, "image/jpeg", now).split("/")[-3:]

    def content(self, parts: list[str], now: float, token: str = TOKEN) -> str | None:
        expires, signature, name = parts
        return images.content_of(token, expires, signature, name, now)

    def test_a_link_is_good_for_half_a_day_at_least_and_a_whole_one_at_most(self) -> None:
        for now in (0.0, 1.0, images.PERIOD - 1.0, 1_800_000_000.5):
            parts = self.path(now)
            assert self.content(parts, now + images.PERIOD) == self.CONTENT
            assert self.content(parts, now + 2 * images.PERIOD) is None

    def test_a_link_stays_the_same_for_a_while_so_that_it_can_be_cached(self) -> None:
        assert self.path(0) == self.path(images.PERIOD - 1)
        assert self.path(0) != self.path(images.PERIOD)

    def test_a_link_is_bound_to_its_image_its_time_and_the_token(self) -> None:
        expires, signature, name = self.path(0)
        assert self.content([expires, signature, f"{'cd' * 32}.jpg"], 0) is None
        assert self.content([str(int(expires) + 1), signature, name], 0) is None
        assert self.content([expires, signature, name], 0, "another") is None
        assert name.endswith(".jpg")

    @pytest.mark.parametrize("expires", ["", "-1", "1e9", "٣", "9" * 20, "nan"])
    def test_a_time_that_is_none_is_refused(self, expires: str) -> None:
        assert self.content([expires, *self.path(0)[1:]], 0) is None


class TestStrokes:
    SIZE = Size(60, 40)

    def painted(self, *points: tuple[float, float], width: float) -> Any:
        return brush.whole(prompts.painted(Stroke(points, width), self.SIZE), 60, 40)

    def test_a_dab_is_a_disc(self) -> None:
        shown = self.painted((30, 20), width=10)
        ys, xs = np.nonzero(shown)
        assert np.hypot(xs - 30, ys - 20).max() <= 6
        assert shown[20, 30]

    def test_a_stroke_is_as_wide_as_it_says(self) -> None:
        shown = self.painted((10, 20), (50, 20), width=8)
        assert abs(int(shown[:, 30].sum()) - 8) <= 1
        assert not shown[:, 2].any()

    def test_one_that_leaves_the_image_is_cut_and_one_outside_is_none(self) -> None:
        assert self.painted((-5, 20), (5, 20), width=4)[20, 0]
        with pytest.raises(GeometryError):
            self.painted((500, 500), width=4)


class TestRecord:
    PEER = Peer("model", "project", "http://m.example:9090")

    def source(self) -> str:
        return record.source_of(self.PEER, "m.example:9090", ("box", "brush"), "v1")

    def test_the_block_has_nothing_to_remark(self) -> None:
        problems: list[manifest.Problem] = []
        block = manifest.parse(self.source(), "python", problems)
        assert problems == []
        assert (block.identity, block.timeout) == ("backend/model", 100.0)
        assert block.params["controls"].default == "box, brush"

    def test_its_hooks_are_those_it_would_have_as_a_script(self) -> None:
        loaded = script.load(self.source(), "model.py")
        assert hooks_in(self.source()) == tuple(bound.hook for bound in loaded.bound.values())

    @pytest.mark.parametrize("text", ["", " , ", "box, lasso", "Box"])
    def test_controls_there_are_none_of_are_refused(self, text: str) -> None:
        with pytest.raises(ParameterError, match="choose from box, ellipse"):
            record.controls_of(text)

    @given(NAMES, st.text(), st.text())
    def test_no_name_or_note_gets_out_of_its_place(self, name: str, about: str, note: str) -> None:
        source = stub_source(name, about, ["image:read"], [("command", {})], note)
        block = manifest.parse(source, "python")
        assert (block.name, block.description, block.grants) == (name, about, ("image:read",))
        assert [hook.event for hook in hooks_in(source)] == ["command"]
        table = "\n".join(line[2:] for line in source.splitlines()[1 : source.splitlines().index("# ///")])
        assert set(tomllib.loads(table)) == {"tool"}
