"""Start Caseboard on an X server of its own and check, from outside, that its window paints a graph.

Usage: paints.py [COMMAND…]; without one, `.venv/bin/caseboard`. Exit 0 as soon as it paints, and 1 if it ends by
itself, raises an exception or has painted no graph after a minute. The last screen is saved as build/window.png.
"""

import os
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60  # seconds
WIDTH, HEIGHT = 1600, 1000

# A window shows on a black screen. A graph has several strong colours in its middle; an empty canvas has none,
# whatever the panels and the legend beside it show.
COVERED = 0.4  # of the screen, by windows
MIDDLE = (0.25, 0.1, 0.75, 0.7)  # left, top, right, bottom, as parts of the window
HUES = 3  # of the 24 sectors of the colour circle, each with
PIXELS = 80  # strongly coloured pixels


class Picture(NamedTuple):
    """A screen, row by row, a byte for each pixel and channel."""

    width: int
    height: int
    red: bytes
    green: bytes
    blue: bytes


def main() -> int:
    command = sys.argv[1:] or [str(ROOT / ".venv" / "bin" / "caseboard")]
    with tempfile.TemporaryDirectory(prefix="caseboard-paints-") as folder:
        server, display = start_server()
        try:
            return watch(command, display, Path(folder))
        finally:
            end(server)


def start_server() -> tuple["subprocess.Popen[bytes]", str]:
    """An X server on a free display number, and that number."""
    listening, display_fd = os.pipe()
    screen = ["-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp", "-noreset"]
    command = ["Xvfb", "-displayfd", str(display_fd), *screen]
    server = subprocess.Popen(command, pass_fds=[display_fd], stderr=subprocess.DEVNULL)
    os.close(display_fd)
    with os.fdopen(listening) as lines:
        number = lines.readline().strip()
    if not number:
        end(server)
        sys.exit("Xvfb did not start.")
    return server, f":{number}"


def watch(command: list[str], display: str, folder: Path) -> int:
    """Run `command` with the settings of a new user until it paints, ends or the time is over."""
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
    environment = {**os.environ, **{name: str(folder) for name in homes}, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    environment.pop("WAYLAND_DISPLAY", None)
    began = time.monotonic()
    said = folder / "said.txt"
    with said.open("wb") as output:
        program = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        verdict = judge(program, display, began)
    finally:
        end(program)
    words = said.read_text(encoding="utf-8", errors="replace")
    if words:
        print(words.rstrip())
    if "Traceback (most recent call last)" in words:
        verdict = "it raised an exception"
    if verdict:
        print(f"The window does not paint: {verdict}. The last screen is in build/window.png.")
        return 1
    print(f"The window paints, {time.monotonic() - began:.1f} s after the start; the screen is in build/window.png.")
    return 0


def judge(program: "subprocess.Popen[bytes]", display: str, began: float) -> str:
    """The problem, or ""; checks twice, so that a splash screen or a half-painted window does not count."""
    good = 0
    seen = "the screen stayed black"
    while time.monotonic() - began < PATIENCE:
        if program.poll() is not None:
            return f"the program ended by itself with status {program.returncode}"
        time.sleep(0.5)
        picture = screen(display)
        keep(picture)
        seen = failing(picture)
        good = 0 if seen else good + 1
        if good == 2:
            return ""
    return f"after {PATIENCE} s {seen}"


def screen(display: str) -> Picture:
    """The pixels of the root window, from an X window dump (format: X11/XWDFile.h)."""
    command = ["xwd", "-root", "-silent", "-display", display]
    dump = subprocess.run(command, capture_output=True, check=True, timeout=20).stdout
    (size, _, _, _, width, height, _, order, _, _, _, bits, line, *rest) = struct.unpack(">25I", dump[:100])
    each = bits // 8  # 4, or 3 if windows of several visuals are on the screen
    if each not in (3, 4):
        raise ValueError(f"a screen of {bits} bits a pixel")
    start = size + 12 * rest[6]  # after the header and its colour map
    rows = b"".join(dump[start + y * line : start + y * line + each * width] for y in range(height))
    red, green, blue = (2, 1, 0) if order == 0 else (each - 3, each - 2, each - 1)
    return Picture(width, height, rows[red::each], rows[green::each], rows[blue::each])


def failing(picture: Picture) -> str:
    """The reason why this is not the picture of a graph, or ""."""
    window = extent(picture)
    covered = (window[2] - window[0]) * (window[3] - window[1]) / (picture.width * picture.height)
    if covered < COVERED:
        return f"windows cover {covered:.0%} of the screen"
    hues: Counter[int] = Counter()
    for colour, count in middle(picture, window).items():
        sector = hue(*colour)
        if sector is not None:
            hues[sector] += count
    painted = sum(count >= PIXELS for count in hues.values())
    return "" if painted >= HUES else f"the middle shows {painted} strong colours, where a graph has {HUES} or more"


def extent(picture: Picture) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the area that is not black."""
    wide, black = picture.width, bytes(picture.width)
    rows = [picture.green[start : start + wide] for start in range(0, len(picture.green), wide)]
    lit = [y for y, row in enumerate(rows) if row != black]
    if not lit:
        return 0, 0, 0, 0
    left = min(wide - len(rows[y].lstrip(b"\0")) for y in lit)
    right = max(len(rows[y].rstrip(b"\0")) for y in lit)
    return left, lit[0], right, lit[-1] + 1


def middle(picture: Picture, window: tuple[int, int, int, int]) -> Counter[tuple[int, int, int]]:
    """Number of pixels of each colour in the middle of the window."""
    left, top, right, bottom = window
    wide, high = right - left, bottom - top
    first, last = left + int(MIDDLE[0] * wide), left + int(MIDDLE[2] * wide)
    counts: Counter[tuple[int, int, int]] = Counter()
    for y in range(top + int(MIDDLE[1] * high), top + int(MIDDLE[3] * high)):
        part = slice(y * picture.width + first, y * picture.width + last)
        counts.update(zip(picture.red[part], picture.green[part], picture.blue[part]))
    return counts


def hue(red: int, green: int, blue: int) -> int | None:
    """The sector, 0 to 23, of a strong colour; None for greys and tints."""
    high, low = max(red, green, blue), min(red, green, blue)
    spread = high - low
    if spread < 60:
        return None
    if high == red:
        turn = (green - blue) / spread % 6
    elif high == green:
        turn = (blue - red) / spread + 2
    else:
        turn = (red - green) / spread + 4
    return int(turn * 4) % 24


def keep(picture: Picture) -> None:
    """Write build/window.png: eight bits per channel, no filter."""
    colours = bytearray(3 * len(picture.red))
    colours[0::3], colours[1::3], colours[2::3] = picture.red, picture.green, picture.blue
    line = 3 * picture.width
    rows = b"".join(b"\0" + colours[y * line : (y + 1) * line] for y in range(picture.height))
    header = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 2, 0, 0, 0)
    target = ROOT / "build" / "window.png"
    target.parent.mkdir(exist_ok=True)
    chunks = [chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows, 1)), chunk(b"IEND", b"")]
    target.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def end(program: "subprocess.Popen[bytes]") -> None:
    if program.poll() is None:
        program.terminate()
        try:
            program.wait(10)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


if __name__ == "__main__":
    sys.exit(main())
