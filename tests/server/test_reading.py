"""The pages people read: the library, and the documentation as it lies in the repository."""

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from markupsafe import escape

from limner_server import catalogue, documentation
from limner_server.resources import DOCS
from tests.server.world import Client, ok

HTML = {"Accept": "text/html"}
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
OUTSIDE = ("../README.md", "../../README.md", "%2e%2e/README.md", "..%2f..%2fREADME.md", "/etc/passwd", "scripts")
LINKS = re.compile(r"""(?:href|src)="([^"]+)\"""")


def read(client: Client, path: str) -> str:
    response = client.get(f"/docs/{path}", headers=HTML)
    assert response.status_code == 200, path
    return response.text


def prose(page: str) -> str:
    return page.split('<article class="prose">')[1].split("</article>")[0]


def test_the_library_lists_every_bundled_script_with_what_it_asks_for(client: Client) -> None:
    page = client.get("/library", headers=HTML).text
    for entry in catalogue.entries():
        assert entry.block.name in page
        assert entry.block.description in page
        assert f'href="/docs/library/{entry.slug}.md"' in page


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_the_documentation_is_shown_with_its_title_and_its_links_lead_somewhere(
    client: Client, path: str
) -> None:
    page = read(client, path)
    assert f"<title>{escape(documentation.page(path).title)}" in page
    for link in LINKS.findall(prose(page)):
        target = urlsplit(urljoin(f"/docs/{path}", link))
        if target.scheme or not target.path.startswith("/docs/"):
            continue  # of elsewhere, or of the repository
        found = client.get(target.path, headers=HTML)
        assert found.status_code == 200, link
        if target.fragment:
            assert f'id="{target.fragment}"' in found.text, link


def test_the_documentation_begins_with_the_guide_to_scripts(client: Client) -> None:
    response = client.get("/docs", headers=HTML, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (307, "/docs/scripts/README.md")


def test_all_pages_stand_in_the_contents(client: Client) -> None:
    page = read(client, "scripts/README.md")
    assert [path for path in PAGES if f'href="/docs/{path}"' not in page] == []


@pytest.mark.parametrize("path", [*OUTSIDE, "nothing.md", "scripts/canvas", "%00.md", "images/../../README.md"])
def test_nothing_but_the_documentations_pages_is_shown(client: Client, path: str) -> None:
    response = client.get(f"/docs/{path}", headers=HTML)
    assert response.status_code == 404
    assert "two commands" not in response.text.lower()


def test_a_link_that_leads_out_of_the_folder_is_not_followed(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "secret.md").write_text("# Secret")
    (tmp_path / "docs" / "out.md").symlink_to(tmp_path / "secret.md")
    monkeypatch.setattr(documentation, "DOCS", tmp_path / "docs")
    assert client.get("/docs/out.md").status_code == 404


def test_html_in_a_page_is_text(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.md").write_text(
        "# <script>alert(1)</script>\n\n<img src=x onerror=alert(1)> [a](javascript:alert(1))"
    )
    monkeypatch.setattr(documentation, "DOCS", tmp_path)
    page = read(client, "bad.md")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


def test_pictures_are_for_those_who_may_see_the_pages(client: Client, stranger: Client) -> None:
    for picture in ("annotate.png", "library/box-to-polygon.webp"):
        kind = client.get(f"/docs/images/{picture}").headers["content-type"]
        assert kind == f"image/{picture.rpartition('.')[2]}"
    for path in ("/docs/images/annotate.png", "/docs/scripts/README.md", "/library", "/api/library"):
        assert stranger.get(path).status_code == 401


def test_the_page_about_a_script_offers_to_try_it_and_other_pages_do_not(client: Client) -> None:
    assert 'data-do="try"' in read(client, "library/box-to-polygon.md")
    assert 'data-do="try"' not in read(client, "scripts/canvas.md")


def test_a_trial_shows_its_steps_and_another_project_none(client: Client) -> None:
    trial = ok(client.post("/api/library/box-to-polygon/trial", json={}))
    page = client.get(f"/files/{trial['file']}", headers=HTML).text
    entry = catalogue.entry("box-to-polygon")
    assert all(step.replace("'", "&#39;") in page for step in entry.steps)
    assert 'id="trial"' not in client.get(f"/files/{client.file()['id']}", headers=HTML).text


def test_trials_stand_apart_from_the_projects(client: Client) -> None:
    client.project(name="My own")
    ok(client.post("/api/library/box-to-polygon/trial", json={}))
    page = client.get("/", headers=HTML).text
    own, tried = page.split("Tried from the library")
    assert "My own" in own
    assert "Try Box to polygon" in tried
