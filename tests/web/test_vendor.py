"""`make vendor`: what it brings, what it refuses, and what it does when the network misbehaves."""

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from server.limner_server.runtime_wheel import build_runtime_wheel
from web.tools.vendoring.bundle import place_bundles, place_modules
from web.tools.vendoring.cli import main
from web.tools.vendoring.console import Console
from web.tools.vendoring.download import Cache, opener
from web.tools.vendoring.errors import DownloadError, IntegrityError, ManifestError, VendorError
from web.tools.vendoring.lock import write_lock
from web.tools.vendoring.manifest import read_manifest
from web.tools.vendoring.place import appearing

WEB = Path(__file__).resolve().parents[2] / "web"
PAYLOAD = bytes(range(256)) * 4096
needs_npm = pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
needs_node_modules = pytest.mark.skipif(
    not (WEB / "node_modules" / "esbuild").exists(), reason="web/node_modules is not there: run make vendor"
)


def sri(content: bytes) -> str:
    return f"sha512-{base64.b64encode(hashlib.sha512(content).digest()).decode()}"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def tarball(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def wheel(path: Path, files: dict[str, bytes], metadata: str = "") -> Path:
    name, version = path.name.split("-")[:2]
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in files.items():
            archive.writestr(member, content)
        about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{metadata}"
        archive.writestr(f"{name}-{version}.dist-info/METADATA", about)
    return path


@dataclass
class Registry:
    """An HTTP server that knows Range, and can be told to misbehave."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    knows_range: bool = True
    cut_after: int | None = None
    failures: list[int] = field(default_factory=list)

    def publish(self, name: str, version: str, files: dict[str, bytes], claimed: str = "") -> str:
        """Offer a package; return its integrity."""
        content = tarball(files)
        self.files[f"/{name}.tgz"] = content
        dist = {"tarball": f"{self.url}/{name}.tgz", "integrity": claimed or sri(content)}
        packument = {
            "name": name,
            "dist-tags": {"latest": version},
            "versions": {version: {"name": name, "version": version, "dist": dist}},
        }
        self.files[f"/{name}"] = json.dumps(packument).encode()
        return sri(content)

    def handler(self) -> type[BaseHTTPRequestHandler]:
        registry = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wanted = self.headers.get("Range", "") if registry.knows_range else ""
                registry.requests.append((self.path, self.headers.get("Range", "")))
                start = int(wanted.removeprefix("bytes=").removesuffix("-") or 0)
                if registry.failures:
                    self.send_error(registry.failures.pop(0))
                elif self.path not in registry.files:
                    self.send_error(404)
                elif start and start >= len(registry.files[self.path]):
                    self.send_error(416)
                else:
                    self.answer(registry.files[self.path], start)

            def answer(self, content: bytes, start: int) -> None:
                self.send_response(206 if start else 200)
                if start:
                    self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
                self.send_header("Content-Length", str(len(content) - start))
                self.end_headers()
                cut, registry.cut_after = registry.cut_after, None
                self.wfile.write(content[start : None if cut is None else start + cut])

            def log_message(self, *_: object) -> None:
                """Keep pytest's output quiet."""

        return Handler


@pytest.fixture
def registry() -> Iterator[Registry]:
    registry = Registry()
    server = ThreadingHTTPServer(("127.0.0.1", 0), registry.handler())
    registry.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield registry
    server.shutdown()
    thread.join()
    server.server_close()


Fetch = Callable[..., Path]


@pytest.fixture
def downloads(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", Console(io.StringIO()), pauses=(0.0, 0.0))


@pytest.fixture
def fetch(downloads: Cache, registry: Registry) -> Fetch:
    registry.files["/thing.tgz"] = PAYLOAD

    def fetch(expected: str = sri(PAYLOAD)) -> Path:
        return downloads.fetch("thing@1.0.0", "thing.tgz", expected, lambda: f"{registry.url}/thing.tgz")

    return fetch


def left(downloads: Cache, name: str, content: bytes) -> None:
    downloads.folder.mkdir(exist_ok=True)
    (downloads.folder / name).write_bytes(content)


class TestDownload:
    def test_a_file_is_downloaded_whole(self, fetch: Fetch, downloads: Cache) -> None:
        assert fetch().read_bytes() == PAYLOAD
        assert [path.name for path in downloads.folder.iterdir()] == ["thing.tgz"]

    def test_a_cached_file_asks_for_nothing(self, fetch: Fetch, registry: Registry) -> None:
        fetch()
        fetch()
        assert len(registry.requests) == 1

    def test_a_partial_file_is_continued(self, fetch: Fetch, downloads: Cache, registry: Registry) -> None:
        left(downloads, "thing.tgz.part", PAYLOAD[:1000])
        assert fetch().read_bytes() == PAYLOAD
        assert registry.requests == [("/thing.tgz", "bytes=1000-")]

    def test_a_truncated_cached_file_is_continued(self, fetch: Fetch, downloads: Cache, registry: Registry) -> None:
        left(downloads, "thing.tgz", PAYLOAD[:5000])
        assert fetch().read_bytes() == PAYLOAD
        assert registry.requests == [("/thing.tgz", "bytes=5000-")]

    def test_a_partial_file_that_does_not_fit_is_dropped(
        self, fetch: Fetch, downloads: Cache, registry: Registry
    ) -> None:
        left(downloads, "thing.tgz.part", b"x" * 1000)
        assert fetch().read_bytes() == PAYLOAD
        assert [wanted for _, wanted in registry.requests] == ["bytes=1000-", ""]

    def test_a_damaged_cached_file_of_full_size_is_dropped(self, fetch: Fetch, downloads: Cache) -> None:
        left(downloads, "thing.tgz", b"x" * len(PAYLOAD))
        assert fetch().read_bytes() == PAYLOAD

    def test_a_server_without_ranges_sends_everything(self, fetch: Fetch, downloads: Cache, registry: Registry) -> None:
        registry.knows_range = False
        left(downloads, "thing.tgz.part", PAYLOAD[:1000])
        assert fetch().read_bytes() == PAYLOAD

    def test_a_cut_connection_is_continued_where_it_stopped(self, fetch: Fetch, registry: Registry) -> None:
        registry.cut_after = 300_000
        assert fetch().read_bytes() == PAYLOAD
        assert [wanted for _, wanted in registry.requests] == ["", "bytes=300000-"]

    def test_a_busy_server_is_asked_three_times(self, fetch: Fetch, registry: Registry) -> None:
        registry.failures = [503, 429]
        assert fetch().read_bytes() == PAYLOAD
        assert len(registry.requests) == 3

    def test_the_third_failure_is_reported_with_what_to_do(self, fetch: Fetch, registry: Registry) -> None:
        registry.failures = [503, 503, 503]
        with pytest.raises(DownloadError, match=r"(?s)thing@1\.0\.0: http://.* 503.*https-proxy.*make vendor again"):
            fetch()

    def test_an_absent_file_is_not_asked_for_again(self, fetch: Fetch, registry: Registry) -> None:
        del registry.files["/thing.tgz"]
        with pytest.raises(DownloadError, match="404"):
            fetch()
        assert len(registry.requests) == 1

    def test_a_wrong_file_is_refused_and_not_kept(self, fetch: Fetch, downloads: Cache, registry: Registry) -> None:
        registry.files["/thing.tgz"] = b"tampered"
        with pytest.raises(IntegrityError) as refused:
            fetch()
        for part in ("thing@1.0.0", sri(PAYLOAD), sri(b"tampered"), "8 bytes", registry.url, "run make vendor again"):
            assert part in str(refused.value)
        assert list(downloads.folder.iterdir()) == []
        assert len(registry.requests) == 1

    def test_offline_takes_the_cached_file(self, fetch: Fetch, downloads: Cache, registry: Registry) -> None:
        left(downloads, "thing.tgz", PAYLOAD)
        downloads.offline = True
        assert fetch().read_bytes() == PAYLOAD
        assert registry.requests == []

    def test_offline_without_the_file_says_so(self, fetch: Fetch, downloads: Cache) -> None:
        downloads.offline = True
        with pytest.raises(DownloadError, match="not in the cache; run make vendor without --offline"):
            fetch()

    def test_offline_keeps_a_partial_file_for_later(self, fetch: Fetch, downloads: Cache) -> None:
        left(downloads, "thing.tgz", PAYLOAD[:1000])
        downloads.offline = True
        with pytest.raises(DownloadError):
            fetch()
        assert (downloads.folder / "thing.tgz.part").read_bytes() == PAYLOAD[:1000]

    def test_npms_proxy_is_used(self, fetch: Fetch, downloads: Cache, registry: Registry) -> None:
        registry.files["http://far.invalid/thing.tgz"] = PAYLOAD
        downloads.opener = lambda: opener({"proxy": registry.url})
        path = downloads.fetch("thing", "thing.tgz", sri(PAYLOAD), lambda: "http://far.invalid/thing.tgz")
        assert path.read_bytes() == PAYLOAD

    def test_progress_is_plain_lines_without_a_terminal(self, fetch: Fetch, downloads: Cache) -> None:
        fetch()
        assert isinstance(downloads.console.stream, io.StringIO)
        said = downloads.console.stream.getvalue()
        assert said.startswith("thing@1.0.0: 1.0 of 1.0 MB, ")
        assert said.endswith(" MB/s\n")
        assert "\r" not in said

    def test_quiet_says_nothing(self, fetch: Fetch, downloads: Cache) -> None:
        downloads.console.quiet = True
        fetch()
        assert isinstance(downloads.console.stream, io.StringIO)
        assert downloads.console.stream.getvalue() == ""


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('name = "x"\nfile = "x.js"', "module x: a file needs the global it sets"),
        ('name = "x"\nglobal = "x"', "module x: a file needs the global it sets"),
        ('name = "x"\ncolour = "red"', "module x: .*colour"),
    ],
)
def test_a_module_that_is_listed_wrongly_is_named(tmp_path: Path, row: str, message: str) -> None:
    (tmp_path / "vendor.toml").write_text(f"[[module]]\n{row}\n")
    with pytest.raises(ManifestError, match=message):
        read_manifest(tmp_path / "vendor.toml")


class TestAppearing:
    def test_a_failed_block_leaves_the_earlier_file(self, tmp_path: Path) -> None:
        destination = tmp_path / "file"
        destination.write_text("earlier")
        with pytest.raises(RuntimeError), appearing(destination) as draft:
            draft.write_text("half")
            raise RuntimeError
        assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"file": "earlier"}


@dataclass
class Site:
    """A web folder with its own vendor.toml, and the registry it is filled from."""

    web: Path
    registry: Registry

    def describe(self, *groups: dict[str, Any]) -> None:
        lines = [line for group in groups for line in ("[[group]]", *(f"{k} = {_toml(v)}" for k, v in group.items()))]
        (self.web / "vendor.toml").write_text("\n".join(lines) + "\n")

    def run(self, *arguments: str) -> int:
        return main(["--web", str(self.web), *arguments])

    def vendored(self) -> dict[str, bytes]:
        vendor = self.web / "vendor"
        files = (path for path in vendor.rglob("*") if path.is_file())
        return {path.relative_to(vendor).as_posix(): path.read_bytes() for path in files}


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    return "[" + ", ".join(map(_toml, value)) + "]" if isinstance(value, list) else json.dumps(value)


def group(name: str, integrity: str, files: dict[str, bytes], **more: object) -> dict[str, Any]:
    table = [{"path": path, "sha256": digest(content)} for path, content in files.items()]
    common = {"source": "npm", "package": f"{name}@1.0.0", "root": "package", "into": name, "licences": ["Apache-2.0"]}
    return {"name": name, "integrity": integrity, **common, **more, "files": table}


LIBRARY = {"library.js": b"export const answer = 42;\n", "library.wasm": b"\0asm"}


@pytest.fixture
def site(tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("LIMNER_VENDOR_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_registry", registry.url)
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    site = Site(tmp_path / "web", registry)
    site.web.mkdir()
    (site.web / "package-lock.json").write_text("{}")
    site.describe(group("library", registry.publish("library", "1.0.0", LIBRARY), LIBRARY))
    return site


@needs_npm
class TestFilling:
    def test_the_files_arrive_with_licences_and_stamp(self, site: Site) -> None:
        assert site.run() == 0
        files = site.vendored()
        assert files.keys() == {"library/library.js", "library/library.wasm", "LICENSES.txt", ".stamp.json"}
        assert files["library/library.js"] == LIBRARY["library.js"]
        assert b"library (from library@1.0.0)" in files["LICENSES.txt"]
        assert b"Apache License" in files["LICENSES.txt"]

    def test_a_second_run_asks_and_writes_nothing(self, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
        site.run()
        before = {path: path.stat().st_mtime_ns for path in site.web.rglob("*")}
        site.registry.requests.clear()
        capsys.readouterr()
        assert site.run() == 0
        assert site.registry.requests == []
        assert {path: path.stat().st_mtime_ns for path in site.web.rglob("*")} == before
        assert capsys.readouterr().err.endswith("3 files, up to date\n")

    def test_a_missing_file_comes_back_from_the_cache(self, site: Site) -> None:
        site.run()
        (site.web / "vendor" / "library" / "library.js").unlink()
        site.registry.requests.clear()
        assert site.run() == 0
        assert site.vendored()["library/library.js"] == LIBRARY["library.js"]
        assert site.registry.requests == []

    def test_verify_mends_a_file_damaged_without_changing_its_size(
        self, site: Site, capsys: pytest.CaptureFixture[str]
    ) -> None:
        site.run()
        (site.web / "vendor" / "library" / "library.wasm").write_bytes(b"\0bad")
        assert site.run("--verify") == 0
        assert "library/library.wasm: missing or damaged" in capsys.readouterr().err
        assert site.vendored()["library/library.wasm"] == LIBRARY["library.wasm"]

    def test_a_file_that_is_not_the_recorded_one_never_appears(
        self, site: Site, capsys: pytest.CaptureFixture[str]
    ) -> None:
        integrity = site.registry.publish("library", "1.0.0", LIBRARY)
        site.describe(group("library", integrity, {**LIBRARY, "library.wasm": b"another"}))
        assert site.run() == 1
        assert site.vendored().keys() == {"library/library.js"}
        said = capsys.readouterr().err
        for part in ("library/library.wasm (from library@1.0.0)", digest(b"another"), digest(b"\0asm"), "vendor.toml"):
            assert part in said

    def test_a_failed_update_keeps_the_earlier_files(self, site: Site) -> None:
        site.run()
        before = site.vendored()
        site.describe(group("library", sri(b"never published"), {"library.js": b"never published"}))
        assert site.run() == 1
        assert site.vendored() == before

    def test_a_changed_manifest_replaces_and_removes_files(self, site: Site) -> None:
        site.run()
        newer = {"library.js": b"export const answer = 43;\n"}
        integrity = site.registry.publish("library", "2.0.0", newer)
        site.describe(group("library", integrity, newer, package="library@2.0.0"))
        assert site.run() == 0
        assert site.vendored()["library/library.js"] == newer["library.js"]
        assert "library/library.wasm" not in site.vendored()

    def test_an_extra_comes_when_asked_for_and_stays(self, site: Site) -> None:
        integrity = site.registry.publish("library", "1.0.0", LIBRARY)
        more = {"more.js": b"more"}
        extra = group("more", site.registry.publish("more", "1.0.0", more), more, extra="scientific")
        site.describe(group("library", integrity, LIBRARY), extra)
        site.run()
        assert "more/more.js" not in site.vendored()
        site.run("--with", "scientific")
        assert "more/more.js" in site.vendored()
        site.run()
        assert "more/more.js" in site.vendored()

    def test_an_unknown_extra_is_named(self, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
        assert site.run("--with", "everything") == 1
        assert "--with everything: vendor.toml has only []" in capsys.readouterr().err

    def test_a_registry_that_offers_another_tarball_is_refused(
        self, site: Site, capsys: pytest.CaptureFixture[str]
    ) -> None:
        integrity = site.registry.publish("library", "1.0.0", LIBRARY, claimed=sri(b"another"))
        site.describe(group("library", integrity, LIBRARY))
        assert site.run() == 1
        said = capsys.readouterr().err
        assert f"library@1.0.0: vendor.toml expects {integrity}" in said
        assert f"the registry {site.registry.url} offers {sri(b'another')}" in said

    def test_a_package_the_registry_does_not_have_is_named(
        self, site: Site, capsys: pytest.CaptureFixture[str]
    ) -> None:
        site.describe(group("absent", sri(b""), LIBRARY))
        assert site.run() == 1
        assert "npm view absent@1.0.0 dist --json failed" in capsys.readouterr().err

    def test_a_member_that_the_package_lacks_is_named(self, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
        integrity = site.registry.publish("library", "1.0.0", LIBRARY)
        site.describe(group("library", integrity, {"gone.js": b""}))
        assert site.run() == 1
        assert "group library: library@1.0.0 has no file package/gone.js" in capsys.readouterr().err

    def test_a_licence_without_text_is_named(self, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
        integrity = site.registry.publish("library", "1.0.0", LIBRARY)
        site.describe(group("library", integrity, LIBRARY, licences=["WTFPL"]))
        assert site.run() == 1
        assert "licence WTFPL: no text; put it at" in capsys.readouterr().err


class TestManifest:
    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"into": "../outside"}, "would lie outside web/vendor"),
            ({"source": "ftp"}, "source 'ftp' is not one of npm, node_modules, pypi"),
            ({"integrity": ""}, "needs its integrity"),
        ],
    )
    def test_an_entry_that_cannot_be_followed_is_named(self, site: Site, change: dict[str, str], said: str) -> None:
        site.describe({**group("library", sri(b""), LIBRARY), **change})
        with pytest.raises(ManifestError, match=f"group library: .*{said}"):
            read_manifest(site.web / "vendor.toml")

    def test_an_entry_without_a_package_is_named(self, site: Site) -> None:
        entry = group("library", sri(b""), LIBRARY)
        del entry["package"]
        site.describe(entry)
        with pytest.raises(ManifestError, match="group library: 'package' is missing"):
            read_manifest(site.web / "vendor.toml")

    def test_the_projects_own_manifest_is_whole(self) -> None:
        manifest = read_manifest(WEB / "vendor.toml")
        destinations = [member.to for group in manifest.groups for member in group.members]
        assert len(destinations) == len(set(destinations))
        assert all(len(member.sha256) == 64 for group in manifest.groups for member in group.members)
        assert all((WEB / bundle.entry).is_file() for bundle in manifest.bundles)

    def test_the_npm_packages_are_pinned_and_name_no_registry(self) -> None:
        package = json.loads((WEB / "package.json").read_text())
        versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
        assert all(version[0].isdigit() for version in versions)
        lock = json.loads((WEB / "package-lock.json").read_text())
        assert not [path for path, entry in lock["packages"].items() if "resolved" in entry]

    def test_copied_packages_have_the_installed_version(self) -> None:
        lock = json.loads((WEB / "package-lock.json").read_text())["packages"]
        for entry in read_manifest(WEB / "vendor.toml").groups:
            if entry.source == "node_modules":
                assert entry.package == f"{entry.package_name}@{lock[f'node_modules/{entry.package_name}']['version']}"


INFO = {"abi_version": "2025_0", "arch": "wasm32", "platform": "emscripten_4_0_9", "python": "3.13.2"}
ABI = "cp313-cp313-pyodide_2025_0_wasm32"


def known(name: str, version: str, depends: list[str], sha256: str = "", imports: str = "") -> dict[str, Any]:
    return {
        "name": name,
        "version": version,
        "file_name": "elsewhere.whl",
        "install_dir": "site",
        "sha256": sha256,
        "imports": [imports or name],
        "depends": depends,
    }


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    folder = tmp_path / "vendor" / "pyodide"
    (folder / "locks").mkdir(parents=True)
    (folder / "package.json").write_text('{"version": "0.29.5"}')
    publish_lock(
        folder, "0.29.5", known("numpy", "2.2.5", []), known("opencv-python", "4.11", ["numpy"], imports="cv2")
    )
    wheel(folder / f"numpy-2.2.5-{ABI}.whl", {"numpy/__init__.py": b""})
    wheel(folder / f"opencv_python-4.11-{ABI}.whl", {"cv2/__init__.py": b""})
    return folder.parent


def publish_lock(folder: Path, version: str, *packages: dict[str, Any]) -> None:
    lock = {"info": INFO, "packages": {package["name"]: package for package in packages}}
    (folder / "locks" / f"pyodide-{version}.json").write_text(json.dumps(lock))


def locked(path: Path) -> dict[str, dict[str, Any]]:
    packages: dict[str, dict[str, Any]] = json.loads(path.read_text())["packages"]
    return packages


class TestLock:
    def test_it_lists_what_lies_there_with_its_own_hashes(self, vendor: Path) -> None:
        packages = locked(write_lock(vendor))
        assert packages.keys() == {"numpy", "opencv-python"}
        for package in packages.values():
            content = (vendor / "pyodide" / package["file_name"]).read_bytes()
            assert package["sha256"] == digest(content)

    def test_a_known_package_keeps_its_imports_and_dependencies(self, vendor: Path) -> None:
        opencv = locked(write_lock(vendor))["opencv-python"]
        assert (opencv["imports"], opencv["depends"]) == (["cv2"], ["numpy"])

    def test_the_cores_abi_and_version_are_kept(self, vendor: Path) -> None:
        assert json.loads(write_lock(vendor).read_text())["info"] == {**INFO, "version": "0.29.5"}

    def test_the_lock_a_wheel_was_published_with_counts_more_than_the_cores(self, vendor: Path) -> None:
        folder = vendor / "pyodide"
        content = (folder / f"opencv_python-4.11-{ABI}.whl").read_bytes()
        publish_lock(folder, "0.28.3", known("opencv-python", "4.11", ["numpy", "libopenblas"], digest(content)))
        (folder / "libopenblas-0.3.26.zip").write_bytes(b"")
        publish_lock(folder, "0.28.2", known("libopenblas", "0.3.26", []))
        assert locked(write_lock(vendor))["opencv-python"]["depends"] == ["numpy", "libopenblas"]

    def test_an_extra_wheel_is_copied_and_read(self, vendor: Path, tmp_path: Path) -> None:
        extra = wheel(
            tmp_path / "limner-0.2.0-py3-none-any.whl", {"limner/__init__.py": b""}, "Requires-Dist: numpy>=2\n"
        )
        limner = locked(write_lock(vendor, [extra]))["limner"]
        assert (limner["version"], limner["imports"], limner["depends"]) == ("0.2.0", ["limner"], ["numpy"])
        assert (vendor / "pyodide" / extra.name).read_bytes() == extra.read_bytes()

    def test_an_extra_wheel_takes_the_place_of_its_other_version(self, vendor: Path, tmp_path: Path) -> None:
        wheel(vendor / "pyodide" / "limner-0.1.0-py3-none-any.whl", {"limner/__init__.py": b""})
        extra = wheel(tmp_path / "limner-0.2.0-py3-none-any.whl", {"limner/__init__.py": b""})
        write_lock(vendor, [extra])
        assert [path.name for path in vendor.rglob("limner-*.whl")] == [extra.name]

    def test_a_missing_dependency_is_named(self, vendor: Path) -> None:
        (vendor / "pyodide" / f"numpy-2.2.5-{ABI}.whl").unlink()
        with pytest.raises(VendorError, match=r"opencv-python 4\.11 needs numpy, which is not in web/vendor/pyodide"):
            write_lock(vendor)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "sources" / "limner"
    (folder / "__pycache__").mkdir(parents=True)
    (folder / "__init__.py").write_text("ANSWER = 42\n")
    (folder / "geometry.py").write_text("KINDS = ('box',)\n")
    (folder / "__pycache__" / "geometry.cpython-311.pyc").write_bytes(b"compiled")
    return folder


class TestRuntimeWheel:
    def test_its_name_holds_only_the_version(self, package: Path, tmp_path: Path) -> None:
        assert build_runtime_wheel(package, tmp_path / "out", "0.1.0").name == "limner-0.1.0-py3-none-any.whl"
        assert len(list((tmp_path / "out").iterdir())) == 1

    def test_the_same_sources_give_the_same_bytes(self, package: Path, tmp_path: Path) -> None:
        first = build_runtime_wheel(package, tmp_path / "first", "0.1.0")
        os.utime(package / "geometry.py", (0, 1_000_000_000))
        second = build_runtime_wheel(package, tmp_path / "second", "0.1.0")
        assert first.read_bytes() == second.read_bytes()

    def test_it_holds_the_sources_and_nothing_compiled(self, package: Path, tmp_path: Path) -> None:
        with zipfile.ZipFile(build_runtime_wheel(package, tmp_path, "0.1.0")) as built:
            modules = {name for name in built.namelist() if ".dist-info/" not in name}
        assert modules == {"limner/__init__.py", "limner/geometry.py"}

    def test_python_imports_it_and_knows_its_version(self, package: Path, tmp_path: Path) -> None:
        built = build_runtime_wheel(package, tmp_path, "0.1.0")
        code = "import limner, importlib.metadata as m; print(limner.ANSWER, m.version('limner'))"
        done = subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONPATH": str(built)}, capture_output=True, text=True
        )
        assert done.stdout == "42 0.1.0\n", done.stderr

    def test_its_record_holds_the_hash_of_every_member(self, package: Path, tmp_path: Path) -> None:
        with zipfile.ZipFile(build_runtime_wheel(package, tmp_path, "0.1.0")) as built:
            record = built.read("limner-0.1.0.dist-info/RECORD").decode().splitlines()
            expected = {
                name: base64.urlsafe_b64encode(hashlib.sha256(built.read(name)).digest()) for name in built.namelist()
            }
        recorded = {line.split(",")[0]: line.split(",")[1] for line in record}
        assert recorded.pop("limner-0.1.0.dist-info/RECORD") == ""
        del expected["limner-0.1.0.dist-info/RECORD"]
        assert recorded == {name: f"sha256={value.decode().rstrip('=')}" for name, value in expected.items()}

    def test_a_folder_that_is_no_package_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError, match="is not a package: it has no __init__"):
            build_runtime_wheel(tmp_path, tmp_path / "out", "0.1.0")


TYPED = """
import RBush from "./vendor/rbush.js";
import { createRef, html, render } from "./vendor/lit.js";
import { EditorState, EditorView, python } from "./vendor/codemirror.js";
import { SlDialog } from "./vendor/shoelace.js";
/** @type {RBush<{minX: number, minY: number, maxX: number, maxY: number}>} */
const tree = new RBush();
/** @type {import("./vendor/lit.js").Ref<HTMLElement>} */
const reference = createRef();
/** @type {SlDialog} */
const dialog = document.createElement("sl-dialog");
export const view = new EditorView({ state: EditorState.create({ extensions: [python()] }) });
render(html`<p>${tree.all().length}</p>`, reference.value ?? dialog);
// @ts-expect-error a string is no coordinate
tree.insert({ minX: "0", minY: 0, maxX: 1, maxY: 1 });
// @ts-expect-error there is no such method
view.nonexistent();
"""


@needs_node_modules
class TestBundles:
    @pytest.fixture
    def bundled(self, tmp_path: Path) -> Path:
        """Bundle the project's own entries beside its node_modules."""
        (tmp_path / "node_modules").symlink_to(WEB / "node_modules")
        place_bundles(read_manifest(WEB / "vendor.toml").bundles, WEB, tmp_path / "vendor")
        return tmp_path

    def test_a_second_build_gives_the_same_bytes(self, bundled: Path, tmp_path: Path) -> None:
        bundles = read_manifest(WEB / "vendor.toml").bundles
        place_bundles(bundles, WEB, tmp_path / "again")
        for path in (tmp_path / "again").rglob("*.js"):
            assert path.read_bytes() == (bundled / "vendor" / path.relative_to(tmp_path / "again")).read_bytes()

    def test_every_bundle_is_one_module_without_imports(self, bundled: Path) -> None:
        for path in (bundled / "vendor").rglob("*.js"):
            assert "import" not in path.read_text().split("{", 1)[0], path.name
            assert "sourceMappingURL" not in path.read_text(), path.name

    def test_the_codemirror_bundle_holds_one_copy_of_the_state(self, bundled: Path) -> None:
        text = (bundled / "vendor" / "codemirror.js").read_text()
        assert text.count("multiple instances of @codemirror/state are loaded") == 1

    def test_modules_for_scripts_are_bundled_and_listed(self, tmp_path: Path) -> None:
        modules = read_manifest(WEB / "vendor.toml").modules
        assert place_modules(modules, WEB, tmp_path) >= {"rbush"}
        registry = json.loads((tmp_path / "modules" / "modules.json").read_text())
        assert list(registry) == [module.name for module in modules]
        assert registry["rbush"] == {"form": "module", "file": "modules/rbush.js"}
        assert "export" in (tmp_path / "modules" / "rbush.js").read_text()
        library = registry["@tensorflow/tfjs-backend-wasm"]
        assert (library["global"], library["requires"]) == ("tf.wasm", ["@tensorflow/tfjs"])

    def test_checked_javascript_sees_the_packages_own_types(self, bundled: Path) -> None:
        (bundled / "typed.js").write_text(TYPED)
        program = str(WEB / "node_modules" / "typescript" / "bin" / "tsc")
        options = ["--noEmit", "--allowJs", "--checkJs", "--strict", "--skipLibCheck", "--target", "es2022"]
        modules = ["--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2023,dom,dom.iterable"]
        command = ["node", program, *options, *modules, str(bundled / "typed.js")]
        done = subprocess.run(command, capture_output=True, text=True, cwd=bundled)
        assert done.returncode == 0, done.stdout
