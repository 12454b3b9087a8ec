"""Signing in with `?token=`: the cookie, and where one lands."""

from http.cookies import SimpleCookie

import pytest

from tests.server.world import PORT, TOKEN, Client

HTML = {"Accept": "text/html"}


def test_the_right_token_sets_a_cookie_that_scripts_and_other_sites_never_get(stranger: Client) -> None:
    response = stranger.get(f"/?token={TOKEN}")
    cookie = SimpleCookie(response.headers["set-cookie"])[f"limner-{PORT}"]
    assert cookie["httponly"] is True
    assert cookie["samesite"].lower() == "strict"
    assert cookie["path"] == "/"
    assert int(cookie["max-age"]) > 0


def test_the_cookie_is_not_the_token_and_does_not_hold_it(stranger: Client) -> None:
    header = stranger.get(f"/?token={TOKEN}").headers["set-cookie"]
    assert TOKEN not in header


def test_over_https_the_cookie_is_secure(stranger: Client) -> None:
    assert "Secure" in stranger.get(f"https://127.0.0.1:{PORT}/?token={TOKEN}").headers["set-cookie"]
    assert "Secure" not in stranger.get(f"/?token={TOKEN}").headers["set-cookie"]


@pytest.mark.parametrize("path", ["/", "/projects/p", "/files/a%20b", "/projects/p/scripts"])
def test_it_redirects_to_the_same_path_without_the_token(stranger: Client, path: str) -> None:
    response = stranger.get(f"{path}?token={TOKEN}&x=1")
    assert response.status_code == 303
    assert response.headers["location"] == path


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/x", "///evil.example", "/\\evil.example"])
def test_it_never_redirects_to_another_host(stranger: Client, path: str) -> None:
    location = stranger.get(f"http://127.0.0.1:{PORT}{path}?token={TOKEN}").headers["location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


@pytest.mark.parametrize("query", ["token=wrong", "token=", "token", f"TOKEN={TOKEN}", "token=%ff", f"x={TOKEN}"])
def test_a_wrong_token_sets_no_cookie_and_is_401(stranger: Client, query: str) -> None:
    response = stranger.get(f"/?{query}", headers=HTML)
    assert response.status_code == 401
    assert "set-cookie" not in response.headers


def test_the_page_that_asks_for_the_token_never_shows_the_one_tried(stranger: Client) -> None:
    assert "wrong-token" not in stranger.get("/?token=wrong-token", headers=HTML).text


def test_the_api_takes_no_token_from_the_address(stranger: Client) -> None:
    response = stranger.get(f"/api/projects?token={TOKEN}")
    assert response.status_code == 401
    assert "set-cookie" not in response.headers


def test_a_post_with_the_token_in_its_address_does_not_sign_in(stranger: Client) -> None:
    assert "set-cookie" not in stranger.post(f"/?token={TOKEN}").headers


def test_another_host_cannot_sign_in(stranger: Client) -> None:
    response = stranger.get(f"/?token={TOKEN}", headers={"Host": "evil.example"})
    assert response.status_code == 421
    assert "set-cookie" not in response.headers


def test_once_signed_in_pages_and_api_answer(stranger: Client) -> None:
    stranger.get(f"/?token={TOKEN}")
    assert stranger.get("/", headers=HTML).status_code == 200
    assert stranger.get("/api/projects").status_code == 200
