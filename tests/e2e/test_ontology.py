"""An ontology made by mouse and keyboard, and what it does while people annotate: one project, one page."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from limner_server.resources import SAMPLES
from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import Server, wait

ONTOLOGY: dict[str, Any] = {
    "labels": [
        {"name": "person", "color": "#56b4e9", "title": "Person"},
        {
            "name": "face",
            "color": "#e69f00",
            "title": "Face",
            "parent": "person",
            "kinds": ["box", "polygon"],
            "limits": {"min_width": 30, "min_height": 30, "max_vertices": 4, "rotation": False},
        },
        {
            "name": "pose",
            "color": "#009e73",
            "parent": "person",
            "kinds": ["keypoints"],
            "skeleton": {
                "points": [{"name": "head", "x": 0.5, "y": 0}, {"name": "hand", "x": 1, "y": 0.5}],
                "edges": [[0, 1]],
            },
        },
        {"name": "patch", "color": "#cc79a7", "limits": {"integer": True}},
    ],
    "attributes": [
        {
            "name": "mood",
            "title": "Mood",
            "type": "select",
            "required": True,
            "labels": ["face"],
            "options": [{"value": "glad"}, {"value": "other"}],
        },
        {
            "name": "which",
            "title": "Which",
            "type": "text",
            "required": True,
            "labels": ["face"],
            "when": [{"attribute": "mood", "values": ["other"]}],
        },
        {"name": "sure", "title": "Sure", "type": "checkbox", "default": True},
        {
            "name": "wears",
            "title": "Wears",
            "type": "multiple",
            "labels": ["patch"],
            "options": [{"value": "hat"}, {"value": "tie"}],
        },
        {
            "name": "place",
            "title": "Place",
            "type": "radio",
            "scope": "file",
            "required": True,
            "options": [{"value": "indoors"}, {"value": "outdoors"}],
        },
    ],
    "rules": {"base": {"edit": False, "delete": False}, "relations": ["wears"]},
}


@pytest.fixture(scope="module")
def people(browser: Browser, server: Server) -> Iterator[Desk]:
    """A page on a project of its own, without scripts."""
    project = server.api("POST", "/api/projects", {"name": "Ruled"})["id"]
    server.api("PUT", f"/api/projects/{project}/ontology", ONTOLOGY)
    for script in server.api("GET", f"/api/projects/{project}/scripts")["items"]:
        server.api("DELETE", f"/api/scripts/{script['id']}")
    file = server.upload(project, "astronaut.png", (SAMPLES / "astronaut.png").read_bytes())["id"]
    context = signed_in(browser, server)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    desk = Desk(opened(context, server, f"/files/{file}"), server)
    yield desk
    context.close()
    assert errors == []


@pytest.fixture
def desk(people: Desk) -> Desk:
    people.open("astronaut.png", (SAMPLES / "astronaut.png").read_bytes())
    people.dismiss()
    people.press("v")
    return people


def said(desk: Desk, words: str) -> None:
    """Wait until something is said over the picture, and put it away."""
    desk.wait_for(f"document.getElementById('notices').textContent.includes({json.dumps(words)})")
    desk.page.evaluate("document.querySelectorAll('#notices [aria-label=Dismiss]').forEach((one) => one.click())")


def test_limits_are_held_while_drawing_and_nothing_drawn_is_lost(desk: Desk) -> None:
    assert desk.page.locator("#labels .lab").all_inner_texts() == ["Face\n1", "pose\n2", "patch\n3"]
    desk.press("1")
    desk.draw_box(100, 100, 20, 40)
    said(desk, "Face needs at least 30 × 30 px, this is 20 × 40: draw it larger.")
    desk.press("p")
    for place in ((100, 100), (200, 100), (220, 150), (200, 200), (100, 200)):
        desk.click(*place)
    desk.press("Enter")
    said(desk, "Face takes at most 4 points, this has 5: remove or simplify some.")
    desk.press("Backspace", "Enter")
    shape = desk.stored()[0]["geometry"]
    assert (shape["kind"], len(shape["parts"][0]["outer"])) == ("polygon", 4)
    desk.press("o")
    said(desk, "Face takes box or polygon, not point: choose another tool or label.")
    desk.press("3")
    desk.draw_box(300.4, 300.4, 50.3, 40.6)
    assert all(float(desk.stored()[1]["geometry"][side]).is_integer() for side in ("x", "y", "width", "height"))


def unfit(desk: Desk, words: str) -> None:
    """Wait until this is said beside the pointer; nothing where it is empty."""
    note = "document.querySelector('.unfit')"
    desk.wait_for(f"{note}.hidden ? {json.dumps(words)} === '' : {note}.textContent === {json.dumps(words)}")


def test_what_does_not_do_yet_is_said_while_it_is_drawn_and_dragged(desk: Desk) -> None:
    desk.press("1", "b")
    with desk.holding((100, 100)) as move:
        move(112, 120)
        unfit(desk, "12 × 20 px, at least 30 × 30 for Face")
        move(140, 160)
        unfit(desk, "")
    desk.press("v")
    with desk.holding((140, 160)) as move:
        move(125, 155)
        unfit(desk, "25 × 55 px, at least 30 × 30 for Face")
        move(150, 170)
        unfit(desk, "")
    desk.press(".")
    side = desk.stored()[0]["geometry"]
    assert [side["width"], side["height"], side["rotation"]] == [pytest.approx(70, abs=1), pytest.approx(50, abs=1), 0]
    reach = 22 / desk.page.evaluate("limner.toScreen([1, 0])[0] - limner.toScreen([0, 0])[0]")
    desk.drag((side["x"] + 35, side["y"] - reach), (side["x"] + 35, side["y"] - reach))
    assert desk.page.get_by_label("Turned clockwise, in degrees").count() == 0
    expect(
        desk.page.get_by_role("heading", name="Nothing selected"), "there is no handle to turn it by"
    ).to_be_visible()
    desk.press("Control+z", "Escape", "p")
    for place in ((200, 200), (210, 200), (210, 240)):
        desk.click(*place)
    unfit(desk, "10 × 40 px, at least 30 × 30 for Face")
    desk.press("Escape", "m")
    said(desk, "Face takes box or polygon, not mask: choose another tool or label.")
    desk.page.mouse.move(*desk.at(300, 300))
    unfit(desk, "Face takes box or polygon, not mask")
    expect(desk.page.get_by_role("button", name="Brush")).to_have_attribute("aria-disabled", "true")
    with desk.holding((300, 300)) as move:  # pressed, and nothing is begun
        said(desk, "Face takes box or polygon, not mask: choose another tool or label.")
        move(340, 340)
    desk.press("3")
    unfit(desk, "")
    desk.drag((300, 300), (340, 340))
    desk.press("1")
    desk.drag((340, 340), (380, 300))
    desk.wait_for("limner.instances().length === 2")
    face, patch = desk.stored()
    assert (face["geometry"]["width"], face["geometry"]["height"]) == (50, 70)
    assert (patch["geometry"]["kind"], patch["geometry"]["bounds"][2] > 80) == ("mask", True), "it was painted on"


def test_whole_pixels_are_kept_to_while_drawing(desk: Desk) -> None:
    desk.press("3", "l")
    for place in ((100.4, 100.4), (150.6, 120.3)):
        desk.click(*place)
    desk.press("Enter", "v")
    desk.drag((100, 100), (110.7, 90.2))
    assert desk.stored()[0]["geometry"]["points"] == [[111, 90], [151, 120]]


def test_attributes_are_filled_in_and_what_is_required_comes_before_completing(desk: Desk) -> None:
    page = desk.page
    desk.press("1")
    desk.draw_box(150, 20, 150, 180)
    desk.press("v", "Escape")
    desk.press("Control+Enter")
    said(desk, "Not complete yet: Face: Mood is required: fill it in, and 1 more.")
    page.get_by_label("Mood").select_option("other")
    page.get_by_label("Which").fill("surprised")
    page.get_by_label("Which").press("Enter")
    page.get_by_label("Sure").uncheck()
    assert desk.stored()[0]["attributes"] == {"sure": False, "mood": "other", "which": "surprised"}
    page.get_by_label("Mood").select_option("glad")
    page.get_by_label("Which").wait_for(state="detached")
    page.locator("#stage").focus()
    desk.press("Control+Enter")
    said(desk, "Not complete yet: Place is required: fill it in.")
    page.get_by_role("radio", name="outdoors").check()
    page.locator("#stage").focus()
    path = f"/api/files/{desk.file}"
    desk.wait_for("document.querySelector('[data-attribute=place] .must:not(.open)')")
    desk.press("Control+Enter")
    desk.wait_for("document.getElementById('complete-word').textContent === 'Done'")
    desk.wait_saved()
    file = desk.server.api("GET", path)
    assert (file["state"], file["attributes"]) == ("done", {"place": "outdoors"})


def test_attributes_of_several_are_filled_in_in_one_step(desk: Desk) -> None:
    page = desk.page
    desk.press("3")
    for x, worn in ((100, "hat"), (200, "tie"), (300, "tie")):
        desk.draw_box(x, 100, 60, 60)
        desk.press("v")
        page.get_by_role("checkbox", name=worn).check()
        page.locator("#stage").focus()
    page.get_by_label("Sure").uncheck()
    page.locator("#stage").focus()
    desk.press("Control+a")
    several = page.locator("#several")
    hat, tie = several.get_by_role("checkbox", name="hat"), several.get_by_role("checkbox", name="tie")
    sure = several.get_by_role("checkbox", name="Sure")
    mixed = [box.evaluate("(box) => box.indeterminate") for box in (sure, hat, tie)]
    assert mixed == [True, True, True]
    tie.check()
    assert [one["attributes"]["wears"] for one in desk.stored()] == [["hat", "tie"], ["tie"], ["tie"]]
    sure.click()
    assert [one["attributes"]["sure"] for one in desk.stored()] == [True] * 3
    page.locator("#stage").focus()
    desk.press("Control+z")
    desk.wait_for("document.querySelector('#several [data-attribute=sure] input').indeterminate")
    assert [one["attributes"]["sure"] for one in desk.stored()] == [True, True, False]
    several.get_by_role("button", name="Clear Sure").click()
    assert ["sure" in one["attributes"] for one in desk.stored()] == [False] * 3
    several.get_by_role("button", name="Clear Wears").click()
    assert ["wears" in one["attributes"] for one in desk.stored()] == [False] * 3
    expect(several.get_by_role("button", name="Clear")).to_have_count(0)
    page.locator("#stage").focus()
    desk.press("Control+z", "Control+z")
    desk.click(130, 130)
    desk.press("Control+l", "Control+a")
    several.get_by_role("button", name="Unlock all").click()
    assert [one["locked"] for one in desk.stored()] == [False] * 3
    several.get_by_label("Label").select_option("")
    assert [one.get("label") for one in desk.stored()] == [None] * 3
    page.locator("#stage").focus()
    desk.press("Control+z")
    several.get_by_label("Label").select_option("face")
    wrong = [one["label"] for one in desk.stored()]
    mood = several.get_by_label("Mood")
    mood.select_option("other")
    several.get_by_label("Which").fill("sleepy")
    several.get_by_label("Which").press("Enter")
    assert wrong == ["face"] * 3
    assert [one["attributes"]["which"] for one in desk.stored()] == ["sleepy"] * 3
    page.locator("#stage").focus()
    desk.press("Control+z", "Control+z", "Control+z")
    desk.wait_for("document.querySelector('#several select').value === 'patch'")


def test_a_skeleton_is_placed_point_by_point_and_tied_to_another_shape(desk: Desk) -> None:
    desk.press("3", "k")
    desk.drag((100, 100), (200, 300))
    said(desk, "patch has no skeleton. Choose pose.")
    desk.press("2")
    desk.drag((100, 100), (200, 300))
    desk.press("1")
    desk.click(140, 110)
    desk.click(210, 190)
    points = desk.stored()[0]["geometry"]["points"]
    assert [(one["name"], one["visible"]) for one in points] == [("head", 1), ("hand", 2)]
    assert [(round(one["x"]), round(one["y"])) for one in points] == [(140, 110), (210, 190)]
    desk.press("v")
    desk.click(210, 190)
    desk.press("0")
    assert desk.stored()[0]["geometry"]["points"][1]["visible"] == 0
    desk.press("3")
    desk.draw_box(300, 300, 60, 60)
    desk.page.mouse.move(*desk.at(139, 110))
    desk.press("v", "Shift+R", "ArrowRight", "Enter")
    pose, patch = desk.stored()
    assert patch["links"] == [{"to": pose["id"], "name": "wears"}]
    desk.page.locator(".relations").get_by_role("button", name="Untie").click()
    assert desk.stored()[1]["links"] == []


def test_a_file_is_annotated_and_completed_with_the_keyboard_alone(desk: Desk) -> None:
    page = desk.page
    desk.press("1")
    desk.draw_box(150, 20, 150, 180)
    desk.press("3")
    desk.draw_box(300, 300, 60, 60)
    desk.press("v", "F9")
    page.locator("[data-attribute=mood] select:focus").wait_for()
    desk.press("o")
    page.get_by_label("Which").wait_for()
    desk.press("F9")
    page.locator("[data-attribute=which] input:focus").wait_for()
    page.keyboard.type("sleepy")
    desk.press("Escape")
    page.locator("#stage:focus").wait_for()
    desk.press("F2")
    page.locator("[data-attribute=mood] select:focus").wait_for()
    desk.press("Tab", "Tab", "Space")
    page.wait_for_function("!document.querySelector('[data-attribute=sure] input').checked")
    assert desk.stored()[0]["attributes"] == {"sure": False, "mood": "other", "which": "sleepy"}
    desk.press("Escape", "Shift+R", "Control+ArrowLeft", "Control+ArrowUp", "Tab", "Enter")
    face, patch = desk.stored()
    assert face["links"] == [{"to": patch["id"], "name": "wears"}]
    desk.press("F9")
    page.locator("[data-attribute=place] input:focus").wait_for()
    desk.press("Space", "Control+Enter")
    desk.wait_for("document.getElementById('complete-word').textContent === 'Done'")
    desk.wait_saved()
    assert desk.server.api("GET", f"/api/files/{desk.file}")["attributes"] == {"place": "indoors"}


def test_base_annotations_stay_as_they_came_where_the_rules_say_so(desk: Desk) -> None:
    base = {"geometry": {"kind": "box", "x": 100, "y": 100, "width": 80, "height": 80}, "label": "patch"}
    post = {"key": "imported-once", "created": [base], "origin": {"actor": "import"}}
    before = desk.server.api("POST", f"/api/files/{desk.file}/changes", post)["instances"]
    desk.wait_for("limner.instances().length === 1")
    desk.click(140, 140)
    desk.drag((140, 140), (180, 190))
    said(desk, "The shapes of base annotations may not be edited in this project.")
    desk.press("Delete")
    said(desk, "Base annotations may not be deleted in this project.")
    assert desk.page.get_by_label("Left, in pixels").is_disabled()
    assert desk.stored()[0]["geometry"] == before[0]["geometry"]
    desk.page.get_by_label("Sure").check()
    assert desk.stored()[0]["attributes"] == {"sure": True}


def test_an_ontology_is_made_by_mouse_and_keys_saved_undone_and_taken_along(people: Desk, tmp_path: Path) -> None:
    page: Page = people.page.context.new_page()
    project = people.server.api("POST", "/api/projects", {"name": "Fresh"})["id"]
    page.goto(f"{people.server.base}/projects/{project}/labels")
    page.get_by_role("button", name="Add a label", exact=True).click()
    type_name(page, "animal")
    page.get_by_role("button", name="below").click()
    type_name(page, "cat")
    page.get_by_role("button", name="box", exact=True).click()
    page.get_by_label("Width, least px").fill("12")
    page.get_by_role("button", name="Add a label", exact=True).click()
    type_name(page, "dog")
    page.locator("[data-label=dog]").press("Alt+ArrowRight")
    page.get_by_role("button", name="Add an attribute").click()
    type_name(page, "coat")
    page.get_by_label("Type").select_option("select")
    options = page.get_by_label("Options")
    wait(page, "document.getElementById('onto-state').textContent.startsWith('Adds')")
    options.fill("short")
    options.press_sequentially("\nlong = Long hair", delay=40)  # long enough for what the server says to come between
    page.get_by_label("Required to complete a file").check()
    page.locator(".onto-preview").get_by_label("coat").select_option("long")
    page.get_by_label("Name", exact=False).first.press("Control+s")
    wait(page, "document.getElementById('onto-state').textContent.includes('Saved')")
    page.get_by_role("button", name="Rules and relations").click()
    page.get_by_role("checkbox", name="What was imported").check()
    wait(page, "document.getElementById('onto-state').textContent.includes('import read-only')")
    page.get_by_role("checkbox", name="What was imported").press("Control+s")
    wait(page, "document.getElementById('onto-state').textContent.includes('Saved')")
    stored = people.server.api("GET", f"/api/projects/{project}/ontology")
    assert stored["rules"]["readonly"] == ["import"]
    assert [(one["name"], one.get("parent")) for one in stored["labels"]] == [
        ("animal", None),
        ("cat", "animal"),
        ("dog", "animal"),
    ]
    assert (stored["labels"][1]["kinds"], stored["labels"][1]["limits"]["min_width"]) == (["box"], 12)
    assert stored["attributes"][0]["options"][1] == {"value": "long", "title": "Long hair"}
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    download.value.save_as(tmp_path / "labels.json")
    page.locator("[data-label=animal]").click()
    page.locator("[data-label=animal]").press("Delete")
    expect(page.locator("[data-label=animal]")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    page.locator("[data-label=cat]").drag_to(page.locator("[data-label=animal]"), target_position={"x": 60, "y": 2})
    page.locator("[data-label=cat][aria-level='1']").wait_for()
    page.locator("[data-label=dog]").click()
    type_name(page, "cat")
    wait(page, "document.getElementById('name').validationMessage.includes('already a label')")
    page.get_by_label("Name", exact=False).first.fill("hound")
    page.get_by_label("Name", exact=False).first.press("Enter")
    wait(page, "document.getElementById('onto-state').textContent.includes('Renames dog on 0 shapes')")
    page.set_input_files("#import", tmp_path / "labels.json")
    wait(page, "document.getElementById('onto-state').textContent.includes('Saved')")
    many = [{"name": f"kind {number}", "color": "#009e73", "parent": "animal"} for number in range(12)]
    people.server.api("PUT", f"/api/projects/{project}/ontology", {"labels": [stored["labels"][0], *many]})
    page.reload()
    page.keyboard.press("/")
    page.keyboard.type("anim 11")
    assert page.locator("[data-label]").evaluate_all("(all) => all.map((one) => one.dataset.label)") == [
        "animal",
        "kind 11",
    ]
    page.keyboard.press("Enter")
    page.locator("[data-label='kind 11'][aria-selected=true]:focus").wait_for()
    page.close()


def type_name(page: Page, name: str) -> None:
    field = page.locator("#name")
    field.fill(name)
    field.press("Enter")
