"""A headless Chromium for tests, steered over two pipes: no port, no driver, no network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium")


class Browser:
    """One page. ``requests`` are the addresses it asked for, ``complaints`` what its console said."""

    def __init__(self, to: int, back: RawIOBase) -> None:
        self._to, self._back = to, back
        self._waiting, self._number, self._session = b"", 0, ""
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._loaded = False
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **given: Any) -> dict[str, Any]:
        """The answer to one command of the DevTools protocol."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": given}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._waiting:
            piece = self._back.read(1 << 16)
            assert piece, "Chromium ended"
            self._waiting += piece
        one, _, self._waiting = self._waiting.partition(b"\0")
        answer: dict[str, Any] = json.loads(one)
        method, given = answer.get("method"), answer.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(given["request"]["url"])
        elif method == "Page.loadEventFired":
            self._loaded = True
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(given["exceptionDetails"]))
        elif method == "Log.entryAdded":
            self.complaints.append(str(given["entry"]["text"]))
        return answer

    def open(self, path: Path, fragment: str = "") -> None:
        """Open a file and wait until it is loaded."""
        self._loaded = False
        self.call("Page.navigate", url=path.resolve().as_uri() + fragment)
        while not self._loaded:
            self._next()

    def run(self, script: str) -> Any:
        """The value of an expression in the page; promises are awaited."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def look(self, *, dark: bool = False, width: int = 1600, height: int = 1000) -> None:
        """Use these colours and this size of the window."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 800
        )

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press and release a key."""
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, text=text)


@contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """A browser with an empty profile in ``folder``, ended at the end."""
    assert CHROMIUM is not None
    (their_end, to), (back, their_answer) = os.pipe(), os.pipe()
    # Chromium ignores links that are followed faster than anybody could, unless told not to.
    switches = (
        "--disable-ipc-flooding-protection --headless --no-sandbox --disable-gpu"
        " --no-first-run --disable-extensions --remote-debugging-pipe"
    )
    process = subprocess.Popen(
        ["bash", "-c", f'exec "$@" 3<&{their_end} 4>&{their_answer}', "bash", CHROMIUM, *switches.split(),
         f"--user-data-dir={folder}"],
        pass_fds=(their_end, their_answer), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(their_end)
    os.close(their_answer)
    try:
        with os.fdopen(back, "rb", buffering=0) as answers:
            yield Browser(to, answers)
    finally:
        os.close(to)
        process.terminate()
        process.wait(30)
