"""Tests of the script of the same name: run them with `limner test` or `pytest`."""


def test_a_dark_image_is_shown_brighter(run, open_event, photo):
    outcome = run(open_event, image=photo // 4)
    assert outcome.error is None
    assert outcome.settings["brightness"] > 1


def test_a_bright_image_stays_as_it_is(run, open_event, photo):
    outcome = run(open_event, image=photo // 4 + 190)
    assert outcome.settings["brightness"] == 1
