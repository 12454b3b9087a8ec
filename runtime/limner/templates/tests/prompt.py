"""Tests of the script of the same name: run them with `limner test` or `pytest`."""

from limner import contains, testing


def test_what_was_clicked_is_in_the_suggestion(run, prompt_event):
    outcome = run(prompt_event)
    assert outcome.error is None
    (suggested,) = outcome.changes.suggested
    clicked = prompt_event.points[0]
    assert contains(suggested.geometry, clicked.x, clicked.y)


def test_a_click_beside_takes_its_region_away(run, photo, prompt_event):
    clicked = prompt_event.points[0]
    outcome = run(testing.prompt(photo, (clicked.x, clicked.y), negative=[(clicked.x, clicked.y)]))
    assert not outcome.changes
