# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file manager, as far as others see one: a window with a file to drag, which is on the clipboard too."""

import pathlib
import subprocess
import sys
import time

from attune_driver import STEP
from attune_home import wait_until


class FileSource:
    """Another window, with a file to drag, which is on the clipboard too. Use it in a with statement."""

    def __init__(self, path):
        self.process = subprocess.Popen([sys.executable, pathlib.Path(__file__).with_name("file_source.py"), path])

    def __enter__(self):
        self.window = wait_until(self._find, "window with a file")
        subprocess.run(["xdotool", "windowmove", "--sync", self.window, "1100", "100"], check=True)
        return self

    def __exit__(self, *exception):
        self.process.kill()
        self.process.wait()

    def _find(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
                               capture_output=True, text=True, check=False).stdout.split()
        return found[0] if found else None

    @staticmethod
    def drag_to(x, y):
        """As a hand does: press, move a little, go there, let go. The pointer's steps are what both windows go by."""
        start = (1160, 160)
        steps = [start, (start[0] - 12, start[1] + 12)]
        steps += [(start[0] + (x - start[0]) * i // 10, start[1] + (y - start[1]) * i // 10) for i in range(2, 11)]
        subprocess.run(["xdotool", "mousemove", *map(str, steps[0]), "mousedown", "1"], check=True)
        for step in steps[1:]:
            subprocess.run(["xdotool", "mousemove", *map(str, step)], check=True)
            time.sleep(2 * STEP)
        subprocess.run(["xdotool", "mouseup", "1"], check=True)
