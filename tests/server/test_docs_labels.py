"""The page on labels: its example holds together, and it names every type and every limit."""

import json
import re
from dataclasses import fields
from typing import get_args

from limner.ontology import AttributeType, BaseRules, Maker
from limner_server.resources import DOCS
from tests.server.world import Client, ok

TEXT = (DOCS / "labels.md").read_text()


def test_the_example_can_be_put_as_it_stands(client: Client) -> None:
    example = json.loads(re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)[0])
    path = f"/api/projects/{client.project()['id']}/ontology"
    assert ok(client.put(f"{path}?dry=1", json=example))["faults"] == []
    ok(client.put(path, json=example))
    assert [label["name"] for label in ok(client.get(path))["labels"]] == ["animal", "cat", "pose"]


def test_every_type_and_every_rule_is_explained() -> None:
    table = TEXT[TEXT.index("| type |") : TEXT.index("## Rules")]
    assert [
        name for name in get_args(AttributeType) if not re.search(rf"^\|[^|]*\b{name}\b", table, re.MULTILINE)
    ] == []
    rules = TEXT[TEXT.index("## Rules") :]
    assert [rule.name for rule in fields(BaseRules) if rule.name not in rules] == []
    assert [maker for maker in get_args(Maker) if f"`{maker}`" not in rules] == []
