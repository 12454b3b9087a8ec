"""The settings: one table that the command line, the environment and the documentation read.

Precedence: flag, environment variable `LIMNER_<NAME>`, default.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TOKEN_FILE = "token"  # noqa: S105 - a file's name


@dataclass(frozen=True)
class Setting:
    """One setting: its type makes the value from the environment's text."""

    name: str
    type: type
    default: Any
    help: str

    @property
    def variable(self) -> str:
        return f"LIMNER_{self.name.upper()}"


SETTINGS = (
    Setting("host", str, "127.0.0.1", "address to listen on; anything but loopback is reachable from the network"),
    Setting("port", int, 8000, "port to listen on; 0 takes a free one"),
    Setting("data", str, "~/.local/share/limner", "folder for the database and the files"),
    Setting("token", str, "", "access token; by default made once and kept in the data folder"),
    Setting("demo", bool, False, "fill a project with sample photos on first start"),
    Setting("database_url", str, "", "SQLAlchemy URL; by default SQLite in the data folder"),
    Setting("allowed_hosts", str, "", "further host names the server answers to, separated by commas"),
    Setting("public_url", str, "", "address at which model servers reach this one to fetch images; by default its own"),
    Setting("max_file_mb", int, 256, "largest file that may be uploaded, in MiB"),
    Setting("max_pixels_m", int, 200, "largest image that may be uploaded, in million pixels"),
    Setting("pyodide_url", str, "", "where browser cells load Pyodide from, instead of this server"),
    Setting(
        "allow_private", str, "", "private hosts or networks (CIDR) that scripts may fetch from, separated by commas"
    ),
    Setting("watch", str, "", "folder whose scripts are taken into a project as they are saved"),
    Setting(
        "watch_project", str, "", "name of that project; by default the first, in a demonstration the sample photos"
    ),
    Setting(
        "bubblewrap", str, "bwrap", "program that confines scripts on the server; without it only trusted ones run"
    ),
    Setting("server_cells", int, 2, "most processes that one script has on the server"),
    Setting("server_cells_total", int, 16, "most processes that all scripts have on the server"),
    Setting("server_memory_mb", int, 2048, "memory of one such process, in MiB"),
    Setting("server_tmp_mb", int, 64, "its temporary files, in MiB; they are in memory"),
    Setting("install_dependencies", bool, False, "install from PyPI what scripts on the server require and is missing"),
    Setting(
        "plain_modules", bool, False, "serve the modules of the pages one by one, as they lie: slower, for looking into"
    ),
    Setting("log_format", str, "text", "how log lines look: text or json"),
)


@dataclass(frozen=True)
class Settings:
    """The values in force."""

    host: str
    port: int
    data: Path
    token: str
    demo: bool
    database_url: str
    allowed_hosts: tuple[str, ...]
    public_url: str
    max_file_mb: int
    max_pixels_m: int
    pyodide_url: str
    allow_private: tuple[str, ...]
    watch: str
    watch_project: str
    bubblewrap: str
    server_cells: int
    server_cells_total: int
    server_memory_mb: int
    server_tmp_mb: int
    install_dependencies: bool
    plain_modules: bool
    log_format: str

    @property
    def cookie(self) -> str:
        """The session cookie's name: cookies know no ports, so the port is in it."""
        return f"limner-{self.port}"

    @property
    def reachable(self) -> str:
        """The address of this server for others, without a slash at its end."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 - compared, not bound
        own = f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"
        return (self.public_url or own).rstrip("/")

    @property
    def hosts(self) -> frozenset[str]:
        """The host names this server answers to; others are refused (DNS rebinding)."""
        public = urlsplit(self.public_url).netloc.rpartition("@")[2]
        name, _, port = public.rpartition(":")
        own = filter(None, [name if port.isdecimal() else public])
        return frozenset({"127.0.0.1", "localhost", "[::1]", self.host, *own, *self.allowed_hosts})


def load(flags: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> Settings:
    """Resolve all settings; make the data folder and the token where there are none yet.

    Raises `ValueError` that names the setting whose value does not fit.
    """
    values = {setting.name: _value(setting, flags, environment) for setting in SETTINGS}
    data = Path(values["data"]).expanduser().resolve()
    data.mkdir(parents=True, exist_ok=True)
    values["data"] = data
    values["token"] = values["token"] or _kept_token(data)
    if values["public_url"] and not values["public_url"].startswith(("http://", "https://")):
        message = f"LIMNER_PUBLIC_URL is {values['public_url']!r}, expected an address such as https://limner.example"
        raise ValueError(message)
    values["database_url"] = values["database_url"] or f"sqlite:///{data / 'limner.db'}"
    for name in ("allowed_hosts", "allow_private"):
        values[name] = tuple(filter(None, (entry.strip() for entry in values[name].split(","))))
    return Settings(**values)


def _value(setting: Setting, flags: Mapping[str, Any], environment: Mapping[str, str]) -> Any:
    if flags.get(setting.name) is not None:
        return flags[setting.name]
    text = environment.get(setting.variable, "")
    return setting.default if text == "" else _parsed(setting, text)


def _parsed(setting: Setting, text: str) -> Any:
    if setting.type is bool:
        return text.lower() in {"1", "true", "yes", "on"}
    try:
        return setting.type(text)
    except ValueError:
        raise ValueError(f"{setting.variable} is {text!r}, expected {setting.type.__name__}: {setting.help}") from None


def _kept_token(data: Path) -> str:
    path = data / TOKEN_FILE
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(24))
    token = path.read_text().strip()
    if not token:
        raise ValueError(f"{path} is empty: delete it, and a new token is made")
    return token
