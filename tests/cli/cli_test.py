# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of attune-cli share: the program itself, and files for it."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap  # noqa: E402, F401

FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="cli-"))


def cli(*arguments, status=0, text=None, data_home=None):
    environment = {**os.environ, "XDG_DATA_HOME": str(data_home)} if data_home else None
    result = subprocess.run(["attune-cli", *arguments], input=text, capture_output=True, text=True, timeout=280, env=environment)
    assert result.returncode == status, f"status {result.returncode}\n{result.stdout}\n{result.stderr}"
    return result


def write(name, *lines):
    path = FOLDER / name
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def chat_line(question, answer):
    return json.dumps({"messages": [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]},
                      ensure_ascii=False)


def find_issue(answer, issue):
    return next(entry for entry in answer["issues"] if entry["issue"] == issue)


# A process of its own, which is small: what its parent had in memory the kernel counts as a program's own.
WATCH = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
with open(sys.argv[1], "w") as file:
    json.dump([os.waitstatus_to_exitcode(status), usage.ru_maxrss, usage.ru_utime + usage.ru_stime], file)
"""


def check_hostile(path, kib=700 * 1024):
    """What the program says of a file, how long it worked and how much memory it took, as the kernel knows it."""
    seen = FOLDER / "seen.json"
    result = subprocess.run([sys.executable, "-c", WATCH, str(seen), "attune-cli", "check", "--no-tokens", "--json", str(path)],
                            capture_output=True, text=True, timeout=280)
    status, memory, seconds = json.loads(seen.read_text())
    assert status in (0, 1), (path, status, result.stderr)
    assert memory < kib, f"{path}: {memory} KiB"
    assert seconds < 60, (path, seconds)
    return json.loads(result.stdout) if result.stdout else result.stderr.removeprefix("attune-cli: ")


def export_lines(name, *arguments):
    out = FOLDER / "exported.jsonl"
    out.unlink(missing_ok=True)
    cli("export", name, "-o", str(out), "--format", "chat", *arguments)
    return [json.loads(line)["messages"] for line in out.read_text("utf-8").splitlines()]
