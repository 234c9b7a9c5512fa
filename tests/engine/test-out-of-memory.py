#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory really runs out, in a control group of its own: argument, the program of the engine."""

import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tap  # noqa: E402
from openai_engine import KEY, Engine  # noqa: E402

PATIENCE = 120
POLL = 0.05
MARGIN = 64 << 20
NAME = f"attune-test-{os.getpid()}"
# What a program beside it does, once it is told to: takes ever more memory until one of the group is gone, and keeps it.
GREEDY = """
import os, sys, time
sys.stdin.readline()
members = set(open(sys.argv[1]).read().split())
kept = []
while members <= set(open(sys.argv[1]).read().split()):
    kept.append(bytearray(os.urandom(1 << 10)) * (2 << 10))
    time.sleep(0.02)
sys.stdin.read()
"""


def find_group():
    """A new group below our own, and the files of its limit and its use; of both kinds of hierarchy."""
    for line in pathlib.Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if "memory" in controllers.split(","):
            return pathlib.Path("/sys/fs/cgroup/memory" + path) / NAME, "memory.limit_in_bytes", "memory.usage_in_bytes"
        if not controllers:
            # A group with processes in it cannot have others below it: beside our own.
            return pathlib.Path("/sys/fs/cgroup" + path).parent / NAME, "memory.max", "memory.current"
    raise OSError("this system has no control groups")


def make_group():
    group, limit, usage = find_group()
    group.mkdir()
    if not (group / limit).exists():
        group.rmdir()
        raise OSError("memory is not controlled there")
    return group, group / limit, group / usage, group / "cgroup.procs"


def send(method, path, data, content_type):
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": content_type}
    request = urllib.request.Request(engine.url + path, data, headers, method=method)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)


def call(method, path, body=None):
    return send(method, path, json.dumps(body).encode() if body is not None else None, "application/json")


def upload(path):
    boundary = "attune-test"
    parts = [("purpose", "", b"fine-tune"), ("file", '; filename="examples.jsonl"', path.read_bytes())]
    body = b"".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + content + b"\r\n"
                    for name, more, content in parts) + f"--{boundary}--\r\n".encode()
    return send("POST", "/files", body, f"multipart/form-data; boundary={boundary}")["id"]


def wait_for(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not (result := condition()):
        assert time.monotonic() < deadline, f"still no {what}"
        time.sleep(POLL)
    return result


def find_event(job, beginning):
    events = call("GET", f"/fine_tuning/jobs/{job}/events?limit=1000")["data"]
    return next((event for event in events if event["message"].startswith(beginning)), None)


def trainer_is_ended():
    """The trainer goes, nothing else; the job says so, waits, and goes on from its state."""
    file = upload(engine.write_examples("examples.jsonl", 12))
    job = call("POST", "/fine_tuning/jobs", {"model": "attune-practice", "training_file": file,
                                             "hyperparameters": {"n_epochs": 50, "batch_size": 1}})["id"]
    wait_for(lambda: find_event(job, "Step 13/"), "second epoch")
    limit.write_text(str(int(usage.read_text()) + MARGIN))
    greedy = subprocess.Popen([sys.executable, "-c", GREEDY, str(members)], stdin=subprocess.PIPE)
    members.write_text(str(greedy.pid))
    greedy.stdin.write(b"begin\n")
    greedy.stdin.flush()
    state = wait_for(lambda: (now := call("GET", f"/fine_tuning/jobs/{job}"))["status"] != "running" and now, "end of the trainer")
    assert state["status"] == "paused" and state["held_by"] == "insufficient_memory", state
    assert greedy.poll() is None, "the other program was ended"
    greedy.communicate()
    event = find_event(job, "Training was ended by the system")
    assert event["level"] == "error" and "Close other programs, then resume it." in event["message"], event
    call("POST", f"/fine_tuning/jobs/{job}/resume", {})
    wait_for(lambda: find_event(job, "Training goes on after step"), "resumption")
    assert call("POST", f"/fine_tuning/jobs/{job}/cancel", {})["status"] == "cancelled"


try:
    group, limit, usage, members = make_group()
except OSError as error:
    print(f"1..0 # SKIP memory cannot be limited here: {error}")
    sys.exit(0)

try:
    with Engine(sys.argv[1]) as engine:
        members.write_text(str(engine.process.pid))
        result = tap.run([trainer_is_ended])
finally:
    group.rmdir()
sys.exit(result)
