"""What a change set may not do by its project's ontology."""

from dataclasses import replace
from typing import Any

import pytest

from limner.changes import ChangeSet, Created, Updated
from limner.geometry import Box, Geometry, Point
from limner.instances import ActorKind, Instance, Link, Provenance
from limner.ontology import Attribute, BaseRules, Label, Ontology, Option, Rules, ShapeLimits
from limner.ruling import By, Scene, refusals

LARGE, SMALL = Box(0, 0, 40, 40), Box(0, 0, 5, 5)
CAT = Label("cat", "#112233", kinds=("box",), limits=ShapeLimits(min_width=10))
COAT = Attribute("coat", "select", options=(Option("short"), Option("long")), required=True)
LABELS = (CAT, Label("dog", "#112233"))


def instance(
    geometry: Geometry = LARGE, label: str | None = "cat", by: ActorKind = "human", **attributes: Any
) -> Instance:
    return Instance("one", "f", geometry, label, attributes=attributes, provenance=Provenance(by))


def said(changes: ChangeSet, *before: Instance, actor: ActorKind = "human", **rules: bool) -> list[str]:
    ontology = Ontology(LABELS, (COAT,), Rules(BaseRules(**rules)))
    has_base = any(one.provenance.actor == "import" for one in before)
    return list(refusals(changes, Scene(ontology, {one.id: one for one in before}, has_base), By(actor)))


def updated(**fields: Any) -> ChangeSet:
    return ChangeSet(updated=(Updated("one", **fields),))


@pytest.mark.parametrize("actor", ["human", "script", "remote"])
def test_what_is_drawn_or_made_must_fit_its_label(actor: ActorKind) -> None:
    found = said(ChangeSet((Created(LARGE, "cat"), Created(SMALL, "cat"), Created(Point(1, 2), "cat"))), actor=actor)
    assert found == [
        "instance 2: cat needs at least 10 × 0 px, this is 5 × 5: draw it larger",
        "instance 3: cat takes box, not point: choose another tool or label",
    ]


def test_what_is_required_may_be_filled_in_later() -> None:
    assert said(ChangeSet((Created(LARGE, "cat"),))) == []


def test_a_value_that_does_not_fit_is_refused() -> None:
    assert said(ChangeSet((Created(LARGE, "cat", {"coat": "curly"}),))) == [
        "instance 1: coat must be one of short, long"
    ]
    assert said(updated(attributes={"coat": 3}), instance()) == ["update of one: coat must be one of short, long"]


def test_a_value_can_be_taken_away() -> None:
    assert said(updated(attributes={"coat": None}), instance(coat="short")) == []


@pytest.mark.parametrize("fields", [{"hidden": True}, {"locked": True}, {"attributes": {"note": "x"}}, {"label": ""}])
def test_what_did_not_fit_before_stands_in_the_way_of_nothing_else(fields: dict[str, Any]) -> None:
    assert said(updated(**fields), instance(SMALL, "cat", coat="curly")) == []
    assert said(updated(**fields), instance(SMALL, "owl", coat="curly")) == []


def test_a_shape_of_a_label_that_is_gone_can_be_edited() -> None:
    assert said(updated(geometry=SMALL), instance(LARGE, "owl")) == []


def test_a_new_label_must_fit_the_shape() -> None:
    expected = ["update of one: cat needs at least 10 × 0 px, this is 5 × 5: draw it larger"]
    assert said(updated(label="cat"), instance(SMALL, "dog")) == expected
    assert said(updated(geometry=SMALL), instance()) == expected


def test_what_is_undone_need_not_fit() -> None:
    assert said(updated(geometry=SMALL), instance(), actor="undo") == []


def test_what_was_deleted_comes_back_as_it_was() -> None:
    scene = Scene(Ontology(LABELS), {}, restored={"one": instance(SMALL, "owl")})
    assert list(refusals(ChangeSet((Created(SMALL, "owl", id="one"),)), scene, By("human"))) == []
    assert list(refusals(ChangeSet((Created(SMALL, "cat", id="one"),)), scene, By("human"))) != []


def test_a_link_has_a_name_of_the_project_or_the_one_it_had() -> None:
    scene = Scene(
        Ontology(rules=Rules(relations=("on",))), {"one": replace(instance(label=None), links=(Link("x", "old"),))}
    )
    for links, found in (((Link("x", "on"), Link("y", "old")), 0), ((Link("x", "under"),), 1)):
        assert len(list(refusals(updated(links=links), scene, By("human")))) == found
    created = ChangeSet((Created(LARGE, links=(Link("x", "under"),)),))
    expected = "instance 1: relation 'under' is not one of this project's (there are: on): add it there first"
    assert list(refusals(created, scene, By("human"))) == [expected]
    assert list(refusals(created, Scene(Ontology(), {}), By("human"))) == []


RULES = {
    "add": ChangeSet((Created(LARGE, "dog"),)),
    "edit": updated(geometry=SMALL),
    "relabel": updated(attributes={"note": "x"}),
    "delete": ChangeSet(deleted=("one",)),
}


@pytest.mark.parametrize("actor", ["human", "script", "undo", "remote"])
@pytest.mark.parametrize("rule", RULES)
def test_a_rule_holds_for_base_annotations_only_and_for_all_but_imports(rule: str, actor: ActorKind) -> None:
    base, own = instance(label="dog", by="import"), instance(label="dog")
    assert len(said(RULES[rule], base, actor=actor, **{rule: False})) == 1
    assert said(RULES[rule], base, actor="import", **{rule: False}) == []
    assert said(RULES[rule], own, actor=actor, **{rule: False}) == []
    for other in set(RULES) - {rule}:
        assert said(RULES[other], base, actor=actor, **{rule: False}) == []


def test_a_new_label_of_a_base_annotation_is_relabelling() -> None:
    assert len(said(updated(label="cat"), instance(label="dog", by="import"), relabel=False)) == 1
    assert said(updated(hidden=True), instance(label="dog", by="import"), relabel=False, edit=False) == []
