# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures reading, checking and counting of datasets beside peers; part of bench.py."""

import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROUNDS = 5
BUILD = pathlib.Path(os.environ["ATTUNE_BUILD_DIR"])
MAKE = BUILD / "tests/bench/attune-make-data"
WALK = BUILD / "tests/bench/attune-bench-walk"
IMPORT = BUILD / "tests/ui/import/measure-import"
PAGE = BUILD / "tests/ui/import/measure-dataset"

# What a careful person writes in an evening: every line parsed, and the keys of every message looked at.
KEYS_SCRIPT = """
import json, sys
bad = 0
for line in open(sys.argv[1], encoding="utf-8"):
    example = json.loads(line)
    messages = example.get("messages")
    if not messages:
        bad += 1
        continue
    for message in messages:
        if "role" not in message or "content" not in message:
            bad += 1
        if message["role"] not in ("system", "user", "assistant") or not isinstance(message["content"], str):
            bad += 1
    if not any(message["role"] == "assistant" for message in messages):
        bad += 1
print(bad)
"""

class Watch(threading.Thread):
    """Looks at the anonymous memory of a process all the time, and keeps the highest."""

    def __init__(self, process):
        super().__init__(daemon=True)
        self.process = process
        self.highest = 0

    def run(self):
        path = pathlib.Path(f"/proc/{self.process.pid}/status")
        while self.process.poll() is None:
            try:
                text = path.read_text()
            except OSError:
                return
            for line in text.split("\n"):
                if line.startswith("RssAnon:"):
                    self.highest = max(self.highest, int(line.split()[1]) / 1024)
            time.sleep(0.002)


def run(*command):
    """Wall seconds, highest anonymous memory in MB, and what it said."""
    begun = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        watch = Watch(process)
        watch.start()
        out, err = process.communicate()
    seconds = time.monotonic() - begun
    watch.join()
    assert process.returncode in (0, 1), f"{command}: {err}"
    return seconds, watch.highest, out


def in_turn(*commands):
    """Runs the commands A B A B …; returns for each the median seconds, the highest memory, and the last output."""
    results = [[] for _ in commands]
    for count in range(ROUNDS + 1):
        for command, result in zip(commands, results):
            answer = run(*command)
            if count:          # the first round warms the page cache
                result.append(answer)
    return [(statistics.median(r[0] for r in result), max(r[1] for r in result), result[-1][2]) for result in results]


def make(folder, kind, amount):
    path = folder / f"{kind}{'.csv' if kind == 'csv' else '.json' if kind == 'nested' else '.jsonl'}"
    with path.open("wb") as file:
        subprocess.run([MAKE, kind, str(amount)], stdout=file, check=True)
    return path


def speed(path, seconds):
    return f"{path.stat().st_size / 1e6 / seconds:,.0f} MB/s"


def measure_check(row, what, path, *peers):
    """Recognise, map and check a whole file, without tokens, beside `peers`: (name, command …)."""
    check = ["attune-cli", "check", "--no-tokens", "--json", str(path)]
    results = in_turn(check, *[list(command) for _, *command in peers])
    (seconds, memory, out), others = results[0], results[1:]
    examples = json.loads(out)["examples"]
    row(f"{what}, {path.stat().st_size / 1e6:.0f} MB, {examples:,} examples",
        f"{speed(path, seconds)} ({memory:.0f} MB anonymous memory)",
        "; ".join(f"{name} {speed(path, other[0])}" for (name, *_), other in zip(peers, others)),
        f"{others[-1][0] / seconds:.1f} × the last" if others else "")


def measure_import(row, path):
    """The file chosen in the window: when its first example is seen, and whether the main loop goes on meanwhile."""
    number = r"([\d.]+) ms"
    outputs = [run(IMPORT, path)[2] for _ in range(ROUNDS + 1)][1:]    # the first round warms the page cache
    first, whole, work, clock = (statistics.median(float(re.search(pattern, out)[1]) for out in outputs) for pattern in (
        f"first example: {number}", f"whole file: {number}", f"longest turn: {number}", f", {number} on the clock"))
    row("The same chosen in the window: first example on the screen", f"{first:.0f} ms", "", f"all of it after {whole / 1000:.2f} s")
    row("Longest turn of the main loop meanwhile", f"{work:.1f} ms of work, {clock:.1f} ms on the clock")


def measure_page(row, path):
    """What the longest turn of the main loop costs, drawn in software, beside a table that shows nothing."""
    out = run(PAGE, path)[2]
    for what, page, bare in re.findall(r"^(\w[\w ]*?) +([\d.]+) \( *[\d.]+\) +([\d.]+) \(", out, re.MULTILINE):
        row(f"Longest turn of the main loop, table of the same: {what}", f"{page} ms",
            f"empty GtkColumnView {bare} ms" if float(bare) > 0 else "", "")


def measure(row):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="bench-datasets-", dir=os.environ.get("XDG_CACHE_HOME")))
    script = folder / "keys.py"
    script.write_text(KEYS_SCRIPT)
    try:
        chat = make(folder, "chat", 254)
        measure_check(row, "Recognise, map and check chats in JSON Lines", chat, ("bare yyjson walk", WALK, chat),
                      ("jq", "jq", "-r", "select(.messages == null)", chat),
                      ("Python, keys only", sys.executable, script, chat))
        measure_import(row, chat)
        seconds, memory, out = in_turn(["attune-cli", "check", "--json", str(chat)])[0]
        tokens = json.loads(out)["statistics"]["tokens"]["total"]
        row(f"The same with exact o200k tokens ({tokens:,})", f"{seconds:.2f} s ({memory:.0f} MB anonymous memory)",
            "", speed(chat, seconds))
        chat.unlink()
        nested = make(folder, "nested", 254)
        measure_check(row, "The same of a nested JSON document", nested, ("jq", "jq", ".data.items | length", nested))
        nested.unlink()
        measure_check(row, "The same of a CSV table", make(folder, "csv", 50))
        rows = make(folder, "rows", 1000)
        measure_check(row, "The same of many short chats", rows)
        measure_page(row, rows)
    finally:
        shutil.rmtree(folder)
