"""Tests of the script of the same name: run them with `limner test` or `pytest`."""

from limner import Ellipse


def test_a_box_becomes_an_ellipse(run, box_event):
    outcome = run(box_event)
    assert outcome.error is None
    (created,) = outcome.changes.created
    assert isinstance(created.geometry, Ellipse)
    assert outcome.changes.deleted == (box_event.instance.id,)


def test_the_inset_makes_it_smaller(run, box_event):
    (created,) = run(box_event, params={"inset": 0.25}).changes.created
    assert created.geometry.rx == box_event.instance.bounds.width / 4
