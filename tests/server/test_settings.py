"""The settings: one table, and who wins."""

import re
import stat
from pathlib import Path
from typing import Any

import pytest

from limner_server import cli
from limner_server.settings import SETTINGS, Setting, Settings, load

FLAGS: dict[str, Any] = {
    "host": "0.0.0.0",
    "port": 1234,
    "data": "elsewhere",
    "token": "from-flag",
    "demo": True,
    "database_url": "sqlite:///flag.db",
    "allowed_hosts": "a.example, b.example,",
    "public_url": "https://limner.example",
    "max_file_mb": 3,
    "max_pixels_m": 4,
    "pyodide_url": "https://flag.example/",
    "allow_private": "10.0.0.0/8, gpu.example",
    "watch": "scripts",
    "watch_project": "Leaves",
    "bubblewrap": "/opt/bwrap",
    "server_cells": 5,
    "server_cells_total": 6,
    "server_memory_mb": 700,
    "server_tmp_mb": 8,
    "install_dependencies": True,
    "plain_modules": True,
    "log_format": "json",
}


def found(settings: Settings, setting: Setting) -> Any:
    value = getattr(settings, setting.name)
    return {
        "data": getattr(value, "name", None),
        "allowed_hosts": "a.example, b.example,",
        "allow_private": ", ".join(value) if setting.name == "allow_private" else None,
    }.get(setting.name, value)


def in_folder(tmp_path: Path, flags: dict[str, Any]) -> dict[str, Any]:
    return {**flags, "data": str(tmp_path / flags.get("data", "data"))}


def test_every_setting_has_a_case_here() -> None:
    assert {setting.name for setting in SETTINGS} == set(FLAGS) == set(Settings.__dataclass_fields__)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_flag_wins_over_the_environment(tmp_path: Path, setting: Setting) -> None:
    environment = {setting.variable: "8" if setting.type is int else "/nowhere"}
    assert found(load(in_folder(tmp_path, FLAGS), environment), setting) == FLAGS[setting.name]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_the_environment_wins_over_the_default(tmp_path: Path, setting: Setting) -> None:
    text = str(tmp_path / "elsewhere") if setting.name == "data" else str(FLAGS[setting.name])
    flags = {} if setting.name == "data" else {"data": str(tmp_path)}
    assert found(load(flags, {setting.variable: text}), setting) == FLAGS[setting.name]


def test_the_defaults_are_those_of_the_table(tmp_path: Path) -> None:
    settings = load({"data": str(tmp_path)}, {})
    computed = {"data", "token", "database_url", "allowed_hosts", "allow_private"}
    for setting in SETTINGS:
        if setting.name not in computed:
            assert getattr(settings, setting.name) == setting.default
    assert settings.database_url == f"sqlite:///{tmp_path / 'limner.db'}"
    assert settings.allowed_hosts == settings.allow_private == ()


def test_a_flag_that_was_not_given_and_an_empty_variable_leave_the_default(tmp_path: Path) -> None:
    settings = load({"data": str(tmp_path), "port": None}, {"LIMNER_PORT": "", "LIMNER_HOST": ""})
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


@pytest.mark.parametrize("text", ["1", "true", "TRUE", "yes", "on"])
def test_words_for_yes_switch_a_setting_on(tmp_path: Path, text: str) -> None:
    assert load({"data": str(tmp_path)}, {"LIMNER_DEMO": text}).demo is True


@pytest.mark.parametrize("text", ["0", "false", "no", "off"])
def test_words_for_no_leave_a_setting_off(tmp_path: Path, text: str) -> None:
    assert load({"data": str(tmp_path)}, {"LIMNER_DEMO": text}).demo is False


@pytest.mark.parametrize("setting", [s for s in SETTINGS if s.type is int], ids=lambda setting: setting.name)
def test_a_value_that_does_not_fit_names_the_variable_and_what_it_is(tmp_path: Path, setting: Setting) -> None:
    with pytest.raises(ValueError, match=re.escape(f"{setting.variable} is 'many', expected int: {setting.help}")):
        load({"data": str(tmp_path)}, {setting.variable: "many"})


@pytest.mark.parametrize(
    ("flags", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"host": "0.0.0.0", "port": 9}, "http://127.0.0.1:9"),
        ({"host": "::1", "port": 9}, "http://[::1]:9"),
        ({"public_url": "https://limner.example/"}, "https://limner.example"),
    ],
    ids=str,
)
def test_others_reach_the_server_at_its_public_address_or_its_own(
    tmp_path: Path, flags: dict[str, Any], address: str
) -> None:
    assert load(in_folder(tmp_path, flags), {}).reachable == address


def test_a_public_address_is_one_the_server_answers_to(tmp_path: Path) -> None:
    for address in ("https://limner.example/", "http://limner.example:8000"):
        assert "limner.example" in load(in_folder(tmp_path, {"public_url": address}), {}).hosts
    with pytest.raises(ValueError, match=r"LIMNER_PUBLIC_URL is 'limner\.example', expected an address"):
        load(in_folder(tmp_path, {"public_url": "limner.example"}), {})


def test_allowed_hosts_are_answered_to_beside_the_loopback_names(tmp_path: Path) -> None:
    settings = load(in_folder(tmp_path, FLAGS), {})
    loopback = {"127.0.0.1", "localhost", "[::1]"}
    assert settings.hosts == {*loopback, "0.0.0.0", "a.example", "b.example", "limner.example"}


def test_the_token_is_kept_in_the_data_folder_for_its_owner_only(tmp_path: Path) -> None:
    token = load({"data": str(tmp_path)}, {}).token
    kept = tmp_path / "token"
    assert kept.read_text() == token
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert load({"data": str(tmp_path)}, {}).token == token


def test_two_data_folders_have_two_long_tokens(tmp_path: Path) -> None:
    tokens = {load({"data": str(tmp_path / name)}, {}).token for name in "ab"}
    assert len(tokens) == 2
    assert all(len(token) >= 32 for token in tokens)


def test_a_token_given_is_not_written_down(tmp_path: Path) -> None:
    load({"data": str(tmp_path), "token": "given"}, {})
    assert not (tmp_path / "token").exists()


def test_an_empty_token_file_is_an_error_and_never_an_open_door(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("\n")
    with pytest.raises(ValueError, match="token is empty: delete it"):
        load({"data": str(tmp_path)}, {})


def test_an_empty_token_flag_takes_the_kept_one(tmp_path: Path) -> None:
    assert load({"data": str(tmp_path), "token": ""}, {}).token == (tmp_path / "token").read_text() != ""


def test_the_data_folder_is_made_where_home_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load({"data": "~/deep/folder"}, {}).data == tmp_path / "deep" / "folder"
    assert (tmp_path / "deep" / "folder").is_dir()


def test_every_setting_is_a_flag_of_serve_that_names_its_variable(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["serve", "--help"])
    shown = capsys.readouterr().out
    for setting in SETTINGS:
        assert f"--{setting.name.replace('_', '-')}" in shown
        assert setting.variable in shown
