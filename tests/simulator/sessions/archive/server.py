"""A real PostgreSQL server of one's own on the loopback, gone with the program that started it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

ADMIN: Final = "storekeeper"
PASSWORD: Final = "only-on-this-computer"
START_S: Final = 60.0


class NoServerError(Exception):
    """PostgreSQL's server is not installed."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int

    def url(self, database: str, login: str, password: str) -> str:
        return f"postgresql+psycopg://{login}:{password}@127.0.0.1:{self.port}/{database}"

    def admin_url(self, database: str) -> str:
        return self.url(database, ADMIN, PASSWORD)

    def execute(self, statement: str) -> None:
        """Run a statement as the one who may do everything."""
        with psycopg.connect(
            host="127.0.0.1", port=self.port, dbname="postgres", user="postgres", password=PASSWORD, autocommit=True
        ) as connection:
            connection.execute(statement.encode())

    def make_database(self, name: str) -> None:
        """Make a database whose owner is no superuser, as a training centre's administrator is none."""
        self.execute(f"CREATE DATABASE {name} OWNER {ADMIN}")


def programs() -> Path:
    """Return where the server's programs are.

    Raises:
        NoServerError: they are not installed.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    if on_path:
        return Path(on_path).parent
    raise NoServerError("PostgreSQL's server is not installed (Debian: apt-get install postgresql).")


@contextlib.contextmanager
def running_server(*settings: str) -> Iterator[Server]:
    """Start a server in a folder of its own, and end it.

    Args:
        settings: of the server, as 'fsync=on'.
    """
    binaries = programs()
    # The server refuses to run as root; it runs as the user Debian made for it, in a folder that is that user's.
    lower = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    place = Path(tempfile.mkdtemp(prefix="callsim-postgresql-"))
    try:
        secret = place / "password"
        secret.write_text(PASSWORD)
        if lower:
            for path in (place, secret):
                shutil.chown(path, "postgres", "postgres")
        data = place / "data"
        initdb = [*lower, str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-E", "UTF8", "--no-sync"]
        initdb += ["--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={secret}", "--no-instructions"]
        subprocess.run(initdb, check=True, capture_output=True, cwd="/")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        given = ["fsync=off", "full_page_writes=off", "max_connections=60", "shared_buffers=64MB", *settings]
        options = [option for setting in given for option in ("-c", setting)]
        # It ends with the program that started it, also where that is killed.
        mortal = [*(lower or ["setpriv"]), "--pdeathsig=INT"] if shutil.which("setpriv") else lower
        serve = [*mortal, str(binaries / "postgres"), "-D", str(data), "-k", str(place), *options]
        process = subprocess.Popen(
            [*serve, "-h", "127.0.0.1", "-p", str(port)],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            cwd="/",
        )
        try:
            reader = _wait_until_ready(process)
            server = Server(port)
            server.execute(f"CREATE ROLE {ADMIN} LOGIN CREATEROLE PASSWORD '{PASSWORD}'")
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # "fast": does not wait for those still connected
            process.wait()
            reader.join()
            assert process.stderr is not None
            process.stderr.close()
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _wait_until_ready(process: subprocess.Popen[str]) -> threading.Thread:
    """Return once the server takes connections; what it says from then on is read and dropped."""
    ready = threading.Event()
    said: list[str] = []

    def read() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line)
            if "ready to accept connections" in line:
                ready.set()
        ready.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    if not ready.wait(START_S) or process.poll() is not None:
        raise RuntimeError(f"The server did not start: {''.join(said)}")
    return reader
