"""What scripts keep: values, keys, quota."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest

from limner_server.store.storage import LIMIT, MAX_KEYS, MAX_VALUE
from tests.server.world import Client, block, ok, refused

VALUES = [None, True, 0, -1.5, "", "猫 \x00 </script>", [], {}, {"a": [1, {"b": None}]}, 2**53 + 1, "x" * 10_000]
KEYS = [
    "a",
    "with space",
    "file/1/2",
    "a?b#c&d=e",
    "100%",
    "猫",
    "..a",
    ".hidden",
    "a/../b",
    "x" * 200,
    "NULL",
]


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


@pytest.fixture
def url(client: Client, project: dict[str, Any]) -> str:
    return f"/api/scripts/{client.script(project['id'])['id']}/storage"


def at(url: str, key: str) -> str:
    return f"{url}/{quote(key, safe='')}"


def put(client: Client, url: str, key: str, value: Any) -> Any:
    return client.put(at(url, key), json={"value": value})


def fill(client: Client, url: str, count: int, size: int) -> None:
    """Keep values that each take `size` bytes of the quota."""
    for index in range(count):
        ok(put(client, url, f"key-{index:04}", "x" * (size - len("key-0000") - 2)))


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_a_value_comes_back_as_it_was_put(client: Client, url: str, value: Any) -> None:
    ok(put(client, url, "k", value))
    assert ok(client.get(at(url, "k"))) == {"key": "k", "value": value}


@pytest.mark.parametrize("key", KEYS)
def test_any_printable_text_can_be_a_key(client: Client, url: str, key: str) -> None:
    ok(put(client, url, key, key))
    assert ok(client.get(at(url, key))) == {"key": key, "value": key}
    assert [item["key"] for item in ok(client.get(url))["items"]] == [key]
    ok(client.delete(at(url, key)))
    assert ok(client.get(url))["items"] == []


@pytest.mark.parametrize("key", ["x" * 201, "a\tb", "\x7f", "\x00"])
def test_another_key_is_422(client: Client, url: str, key: str) -> None:
    refused(put(client, url, key, 1), 422)
    assert ok(client.get(url))["items"] == []


@pytest.mark.parametrize("shortened", ["", "/storage"], ids=["two dots", "one dot"])
def test_dots_for_a_key_that_a_browser_takes_for_folders_reach_nothing(
    client: Client, url: str, shortened: str
) -> None:
    """A browser asks for `storage/..` as the script's own address and a slash; it must not be the script."""
    address = url.removesuffix("/storage")
    script = ok(client.get(address))
    for method in ("GET", "PUT", "DELETE"):
        post = {"filename": "a.py", "source": ""}
        assert client.request(method, f"{address}{shortened}/", json=post).status_code in (404, 422), method
    assert ok(client.get(address)) == script


def test_keys_are_listed_sorted_with_their_sizes(client: Client, url: str) -> None:
    for key, value in (("b", "four"), ("ä", 1), ("a", [1, 2])):
        ok(put(client, url, key, value))
    page = ok(client.get(url))
    assert [(item["key"], item["size"]) for item in page["items"]] == [("a", 6), ("b", 7), ("ä", 3)]
    assert (page["used"], page["limit"], page["next"]) == (16, LIMIT, None)
    assert all(item["updated_at"].endswith("Z") for item in page["items"])


def test_a_key_put_again_has_the_newer_value(client: Client, url: str) -> None:
    for value in (1, "two"):
        ok(put(client, url, "k", value))
    assert ok(client.get(at(url, "k")))["value"] == "two"
    assert ok(client.get(url))["used"] == len("k") + len('"two"')


def test_a_key_nothing_is_kept_under_is_404_and_deleting_it_is_not(client: Client, url: str) -> None:
    assert refused(client.get(at(url, "gone")), 404) == "there is no value under the key 'gone'"
    assert client.get(f"{at(url, 'gone')}?missing=null").json() == {"key": "gone", "value": None}
    ok(client.delete(at(url, "gone")))


def test_each_script_keeps_its_own_and_takes_it_along(client: Client, project: dict[str, Any], url: str) -> None:
    other = client.script(project["id"], block("Other"))["id"]
    ok(put(client, url, "k", 1))
    ok(put(client, f"/api/scripts/{other}/storage", "k", 2))
    assert ok(client.get(at(url, "k")))["value"] == 1
    ok(client.delete(f"/api/scripts/{other}"))
    refused(client.get(f"/api/scripts/{other}/storage"), 404)
    assert ok(client.get(at(url, "k")))["value"] == 1


def test_a_new_source_keeps_what_was_stored(client: Client, url: str) -> None:
    ok(put(client, url, "k", 1))
    ok(client.put(url.removesuffix("/storage"), json={"filename": "a.py", "source": block() + "# new"}))
    assert ok(client.get(at(url, "k")))["value"] == 1


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 413)])
def test_a_value_may_have_so_many_bytes(client: Client, url: str, more: int, status: int) -> None:
    response = put(client, url, "k", "x" * (MAX_VALUE - 2 + more))
    assert response.status_code == status
    if more:
        assert refused(response, 413) == "the value has 262,145 bytes, at most 262,144 are kept"
        assert response.json()["error"]["detail"] == {"used": 0, "limit": LIMIT}


def test_all_values_may_have_so_many_bytes(client: Client, url: str) -> None:
    fill(client, url, 4, LIMIT // 4)
    assert ok(client.get(url))["used"] == LIMIT
    response = put(client, url, "k", 1)
    assert "over its 1,048,576" in refused(response, 413)
    assert response.json()["error"]["code"] == "quota"
    assert response.json()["error"]["detail"] == {"used": LIMIT, "limit": LIMIT}
    refused(client.get(at(url, "k")), 404)


def test_a_full_storage_takes_a_value_in_place_of_one_and_after_one_was_deleted(client: Client, url: str) -> None:
    fill(client, url, 4, LIMIT // 4)
    ok(put(client, url, "key-0000", "y" * (LIMIT // 4 - 10)))
    ok(client.delete(at(url, "key-0001")))
    ok(put(client, url, "k", 1))


def test_a_value_that_does_not_fit_leaves_the_one_before(client: Client, url: str) -> None:
    fill(client, url, 3, LIMIT // 4)
    ok(put(client, url, "k", "small"))
    refused(put(client, url, "k", "x" * (LIMIT // 4)), 413)
    assert ok(client.get(at(url, "k")))["value"] == "small"


def test_there_may_be_so_many_keys(client: Client, url: str) -> None:
    fill(client, url, MAX_KEYS, 20)
    assert "keeps 1,000 values already" in refused(put(client, url, "one more", 1), 413)
    ok(put(client, url, "key-0999", 2))
    assert len(ok(client.get(url))["items"]) == MAX_KEYS


def test_writers_at_once_stay_within_the_quota(client: Client, url: str) -> None:
    def write(index: int) -> int:
        return int(put(client, url, f"k{index}", "x" * 200_000).status_code)

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(write, range(12)))
    assert sorted(statuses) == [200] * 5 + [413] * 7
    assert ok(client.get(url))["used"] <= LIMIT


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{}", 422),
        ('{"value": 1, "more": 2}', 422),
        ('{"value": 1e999}', 422),
        ('{"value": 1' + "0" * 5_000 + "}", 422),
        ('{"value": NaN}', 400),
        ('{"value": [1,}', 400),
        ('{"value": "\\ud800"}', 400),
        ('{"value": ' + "[" * 50_000 + "]" * 50_000 + "}", 400),
        (b'{"value": "\xff"}', 400),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_no_json_value_is_refused(client: Client, url: str, body: Any, status: int) -> None:
    refused(client.put(at(url, "k"), content=body), status)
    refused(client.get(at(url, "k")), 404)


def test_a_large_number_keeps_its_digits(client: Client, url: str) -> None:
    digits = "123456789012345678901234567890"
    ok(client.put(at(url, "k"), content=f'{{"value": {digits}}}'))
    assert json.loads(client.get(at(url, "k")).content)["value"] == int(digits)
