"""The table of cases for ontologies: what holds together, and what fits. The browser answers its second part too."""

import json
from pathlib import Path
from typing import Any

import pytest

from limner import faults, fitting, records
from limner.changes import ChangeSet, Updated
from limner.geometry import Box, Geometry
from limner.instances import Instance, Provenance
from limner.ontology import Ontology, Rules
from limner.ruling import By, Scene, refusals

TABLE = json.loads((Path(__file__).parents[1] / "data" / "ontology_cases.json").read_text())
ZOO = records.read(Ontology, TABLE["ontology"])


def named(case: dict[str, Any]) -> str:
    return str(case["why"])


def said(problems: list[fitting.Problem]) -> list[list[str]]:
    return [[problem.code, problem.field, problem.what] for problem in problems]


def test_the_ontology_of_the_table_holds_together() -> None:
    assert faults.check(ZOO) is ZOO
    assert ZOO.leaves == ("cat", "dog", "thing")


@pytest.mark.parametrize("case", TABLE["instances"], ids=named)
def test_an_instance_fits_as_the_table_says(case: dict[str, Any]) -> None:
    given = case["instance"]
    shape = Geometry.from_json(given["geometry"])
    instance = Instance("i", "f", shape, given["label"], attributes=given["attributes"])
    assert said(fitting.problems(instance, ZOO)) == case["expected"]


@pytest.mark.parametrize("case", TABLE["files"], ids=named)
def test_a_file_fits_as_the_table_says(case: dict[str, Any]) -> None:
    assert said(fitting.file_problems(case["attributes"], ZOO)) == case["expected"]


@pytest.mark.parametrize("case", TABLE["faults"], ids=named)
def test_an_ontology_holds_together_or_says_why_not(case: dict[str, Any]) -> None:
    ontology = records.read(Ontology, case["ontology"])
    assert [str(fault) for fault in faults.faults(ontology)] == case["expected"]
    if case["expected"]:
        with pytest.raises(faults.OntologyError) as caught:
            faults.check(ontology)
        assert str(caught.value) == case["expected"][0]


@pytest.mark.parametrize("case", TABLE["readonly"], ids=named)
def test_what_is_read_only_is_as_the_table_says(case: dict[str, Any]) -> None:
    ontology = Ontology(ZOO.labels, ZOO.attributes, Rules(readonly=tuple(case["readonly"])))
    before = Instance("one", "f", Box(0, 0, 40, 40), "thing", provenance=records.read(Provenance, case["made"]))
    given = case["change"]
    updated = (records.read(Updated, {"id": "one", **given["updated"]}),) if "updated" in given else ()
    changes = ChangeSet(updated=updated, deleted=("one",) if "deleted" in given else ())
    found = list(refusals(changes, Scene(ontology, {"one": before}), By(**case["by"])))
    assert [one.split(": ", 1)[1] for one in found] == ([case["expected"]] if case["expected"] else [])


def test_more_labels_than_anybody_can_use_are_refused() -> None:
    many = [{"name": str(number), "color": "#000000"} for number in range(2_001)]
    ontology = records.read(Ontology, {"labels": many})
    assert [str(fault) for fault in faults.faults(ontology)] == ["labels: there are 2,001, at most 2,000 are taken"]


def test_an_ontology_comes_back_from_json_as_it_was() -> None:
    assert records.read(Ontology, json.loads(json.dumps(records.plain(ZOO)))) == ZOO
