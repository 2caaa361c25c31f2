"""Exit 0 if Qt can open a window here, and 1, with one sentence, if it cannot."""

import os
import subprocess
import sys

PROBE = "from PySide6.QtGui import QGuiApplication as A; print(A([]).platformName())"
NOT_SEEN = {"offscreen", "minimal", "minimalegl", "vnc"}


def main() -> int:
    names = [name for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)]
    if sys.platform.startswith("linux") and not names:
        print("There is no display here, so no window is opened.", flush=True)
        return 1
    try:
        probe = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, encoding="utf-8", timeout=30)
    except subprocess.TimeoutExpired:
        answered = ""
    else:
        answered = probe.stdout.strip() if probe.returncode == 0 else ""
    if answered and answered not in NOT_SEEN:
        return 0
    display = " or ".join(os.environ[name] for name in names)
    if answered:
        print(f"QT_QPA_PLATFORM asks for '{answered}', so no window can be seen.", flush=True)
    else:
        print(f"The display {display} cannot be opened, so no window can be shown.", flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
