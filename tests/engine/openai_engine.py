# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine as other programs reach it, by --listen with a key, for the tests of OpenAI's own clients."""

import json
import pathlib
import shutil
import signal
import subprocess
import tempfile

KEY = "sk-test-not-a-real-key-0123456789abcdef"


class Engine:
    """Runs from entering to leaving; folder is for the test's own files."""

    def __init__(self, program):
        self.program = program

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="attune-"))
        key_file = self.folder / "key"
        key_file.write_text(KEY)
        key_file.chmod(0o600)
        self.process = subprocess.Popen(
            [self.program, "--socket", self.folder / "e.sock", "--state-dir", self.folder / "state",
             "--listen", "127.0.0.1:0", "--api-key-file", key_file], stdout=subprocess.PIPE, text=True)
        port = next(int(line.split()[-1]) for line in self.process.stdout if line.startswith("listening on port "))
        self.url = f"http://127.0.0.1:{port}/v1"
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=30) == 0
        shutil.rmtree(self.folder)

    def write_examples(self, name, count):
        path = self.folder / name
        lines = [{"messages": [{"role": "user", "content": f"{n} + 1?"}, {"role": "assistant", "content": f"It is {n + 1}."}]}
                 for n in range(count)]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        return path
