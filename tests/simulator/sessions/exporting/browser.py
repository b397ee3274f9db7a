"""A headless Chromium, spoken to over a pipe in its own protocol: no driver, no port, no library."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ANSWER_WITHIN_S = 60.0


def chromium() -> str:
    """Return the browser's path; its absence fails in CI and skips elsewhere."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        message = "There is no Chromium on this computer; install it to see exported pages as people do."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


class Page:
    """One tab; remembers everything it complained of or asked for."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from = to_browser, from_browser
        self._rest = b""
        self._number = 0
        self._session: str | None = None
        self.complaints: list[str] = []
        """Console errors, exceptions, violations of the content policy."""
        self.dialogs: list[str] = []
        self.requests: list[str] = []
        """Addresses asked for, `data:` left out."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the browser for something and return its answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        for heard in self._messages():
            if heard.get("id") == self._number:
                assert "error" not in heard, heard
                result: dict[str, Any] = heard["result"]
                return result
        raise AssertionError("unreachable")

    def open(self, path: Path) -> None:
        """Open a file and wait until all of it is loaded."""
        self.call("Page.navigate", url=path.as_uri())
        for heard in self._messages():
            if heard.get("method") == "Page.loadEventFired":
                return

    def value(self, expression: str) -> Any:
        """Return what an expression comes to in the page; a promise is waited for."""
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def picture(self, path: Path, *, width: int = 1000, height: int = 1400) -> None:
        """Keep what is on the screen as PNG."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]))

    def _messages(self) -> Iterator[dict[str, Any]]:
        while True:
            while b"\0" not in self._rest:
                ready, _, _ = select.select([self._from], [], [], ANSWER_WITHIN_S)
                assert ready, "The browser does not answer."
                received = os.read(self._from, 1 << 20)
                assert received, "The browser has gone."
                self._rest += received
            line, self._rest = self._rest.split(b"\0", 1)
            heard = json.loads(line)
            self._notice(heard.get("method", ""), heard.get("params", {}))
            yield heard

    def _notice(self, method: str, said: dict[str, Any]) -> None:
        match method:
            case "Page.javascriptDialogOpening":
                self.dialogs.append(said["message"])
                self._number += 1
                message = {"id": self._number, "method": "Page.handleJavaScriptDialog", "params": {"accept": False}}
                os.write(self._to, json.dumps({**message, "sessionId": self._session}).encode() + b"\0")
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(said["exceptionDetails"]))
            case "Runtime.consoleAPICalled":
                self.complaints.append(json.dumps(said["args"]))
            case "Log.entryAdded":
                self.complaints.append(said["entry"]["text"])
            case "Network.requestWillBeSent" if not said["request"]["url"].startswith("data:"):
                self.requests.append(said["request"]["url"])
            case _:
                pass


@contextmanager
def opened_browser(profile: Path) -> Iterator[Page]:
    """Start a browser with a profile of its own, and end it."""
    program = chromium()
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    flags = (
        "--headless=new --no-sandbox --disable-gpu --mute-audio --remote-debugging-pipe --no-first-run "
        "--disable-background-networking --disable-component-update --disable-sync --disable-extensions "
        "--autoplay-policy=no-user-gesture-required"
    )
    # The browser reads commands from its third file and answers on its fourth.
    line = f'exec "$0" {flags} --user-data-dir="$1" about:blank 3<&{to_read} 4>&{from_write}'
    started = subprocess.Popen(
        ["/bin/bash", "-c", line, program, str(profile)],
        pass_fds=(to_read, from_write),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(profile)},
    )
    os.close(to_read)
    os.close(from_write)
    try:
        yield Page(to_write, from_read)
    finally:
        os.close(to_write)
        os.close(from_read)
        started.terminate()
        started.wait(timeout=20)
