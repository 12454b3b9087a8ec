"""The form of recorded sessions."""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from limner import Box, Instance, RecordError, Tag, recording, samples
from limner.changes import ChangeSet, Created, Suggested, Updated
from limner.recording import ENTRIES, Entry, Recording
from tests.runtime.recordings import answered, change, photo_file, png, session, state

BOX = Instance("i1", "file", Box(1, 2, 3, 4), "cat")
CHANGES = ChangeSet(
    (Created(Tag(), "cat", {"a": 1}, 0.5, "n1"),),
    (Updated("i1", Box(2, 2, 3, 4)),),
    ("i0",),
    (Suggested(Tag(), id="s"),),
)
WHOLE = session(
    state(BOX),
    *answered(samples.event("create_instance", instance=BOX), CHANGES, params={"size": 3}, settings={"gamma": 2.0}),
    change(BOX, updated=(BOX,), deleted=("i0",)),
)


def data(**changed: Any) -> Any:
    return {**json.loads(recording.write(WHOLE)), **changed}


def refusal(given: Any) -> str:
    with pytest.raises(RecordError) as refused:
        recording.read(given if isinstance(given, str) else json.dumps(given))
    return str(refused.value)


def test_what_was_written_is_read_again() -> None:
    assert recording.read(recording.write(WHOLE)) == WHOLE


def test_the_form_is_the_one_that_is_described() -> None:
    written = data()
    assert written["limner"] == 1
    assert list(written["files"]["file"]) == ["name", "width", "height", "media_type", "content"]
    assert [entry["kind"] for entry in written["entries"]] == ["state", "event", "run", "change"]
    run = written["entries"][2]
    described = {"script", "version", "event", "hook", "outcome", "params", "settings", "changes", "ms"}
    assert described <= set(run)
    assert run["event"] == written["entries"][1]["event"]["id"]


@pytest.mark.parametrize("kind", ENTRIES)
def test_every_kind_of_entry_is_described_and_tried(kind: str) -> None:
    assert f'"kind": "{kind}"' in (recording.__doc__ or "")
    assert kind in {entry.kind for entry in WHOLE.entries}


def test_what_a_newer_page_says_beside_is_ignored() -> None:
    assert isinstance(recording.read(json.dumps(data(more=1))), Recording)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "recording is []"),
        ("{}", "lacks limner"),
        (data(limner=2), "recording.limner is 2, this version of Limner reads 1"),
        (data(files=[]), "recording.files is []"),
        (data(files={"file": {"name": "x"}}), "recording.files.file lacks width, height"),
        (data(entries=[{"kind": "dance"}]), "recording.entries[0].kind is 'dance', expected one of state, event"),
        (data(entries=[3]), "recording.entries[0].kind is None"),
        (data(entries=[{"kind": "event", "event": {"name": "x"}}]), "recording.entries[0].event.name is 'x'"),
        (data(entries=[{"kind": "state", "file": "other"}]), "the file 'other', which is not in recording.files"),
        (data(entries=data()["entries"][2:]), "entries[0] answers the event"),
        (data(entries=[*data()["entries"][:2], {**data()["entries"][2], "outcome": "fine"}]), "outcome is 'fine'"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(given: Any, said: str) -> None:
    assert said in refusal(given)


class TestPixels:
    def test_an_image_is_decoded_as_rgb(self) -> None:
        assert np.array_equal(photo_file().pixels(), samples.photo())

    def test_opencv_gives_the_same(self) -> None:
        cv2 = pytest.importorskip("cv2")
        assert np.array_equal(recording._by_opencv(cv2, np, png(samples.photo())), samples.photo())
        assert recording._by_opencv(cv2, np, b"") is None
        assert recording._by_opencv(cv2, np, b"no image") is None

    def test_a_turned_photo_stands_upright(self, tmp_path: Path) -> None:
        image = pytest.importorskip("PIL.Image")
        exif = image.Exif()
        exif[0x0112] = 6
        image.fromarray(samples.photo()).save(tmp_path / "a.jpg", exif=exif)
        file = photo_file((tmp_path / "a.jpg").read_bytes(), width=samples.HEIGHT, height=samples.WIDTH)
        assert file.pixels().shape == (samples.WIDTH, samples.HEIGHT, 3)

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"content": "not base64!"}, "photo.png: content is no base64"),
            ({"content": ""}, "photo.png: the content is no image that can be read"),
            ({"content": base64.b64encode(b"GIF89a").decode()}, "photo.png: the content is no image that can be read"),
            ({"width": 3}, "photo.png: the image measures 320 x 240, recorded is 3 x 240"),
        ],
    )
    def test_what_is_no_image_is_named(self, changed: Any, said: str) -> None:
        with pytest.raises(RecordError, match=said):
            photo_file(**changed).pixels()


def test_an_entry_without_a_kind_is_refused() -> None:
    with pytest.raises(RecordError, match=r"entry\.kind is None, expected one of"):
        Entry.from_json({})
