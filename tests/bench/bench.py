#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures Attune beside its peers in one run and prints a table. Nothing here passes or fails.

Only the parts that are named are measured; without a name all of them are.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

import bench_chats
import bench_datasets
import bench_tokens
import bench_tracking
import bench_training
import bench_uploads

ROUNDS = 7
BUILD = pathlib.Path(os.environ["ATTUNE_BUILD_DIR"])
SOURCE = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = SOURCE / "data/samples/lighthouse.jsonl"
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="bench-"))
SOCKET = pathlib.Path(os.environ["XDG_RUNTIME_DIR"]) / "attune/engine.sock"
CLIENT = BUILD / "tests/bench/attune-bench"
CURL = ["curl", "--silent", "--show-error", "--unix-socket", str(SOCKET)]

rows = []


def row(what, ours, peer="", ratio=""):
    rows.append((what, ours, peer, ratio))
    print(f"{what}: {ours} {('| ' + peer) if peer else ''} {ratio}", flush=True)


def median(values):
    return statistics.median(values)


def until_window(*command):
    """From the start of a process until its window is on the screen, as the X server sees it."""
    begun = time.monotonic()
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(process.pid)],
                                 capture_output=True, check=False).stdout:
            assert process.poll() is None, f"{command[0]} ended without a window"
        return (time.monotonic() - begun) * 1000
    finally:
        process.terminate()
        process.wait()


def measure_start():
    """Process start to first window, in turn with Text Editor."""
    ours, theirs = [], []
    peer = shutil.which("gnome-text-editor")
    for count in range(ROUNDS + 1):
        a = until_window("attune")
        b = until_window(peer, "--standalone") if peer else None
        if count:              # the first round warms the caches
            ours.append(a)
            theirs.append(b)
    if peer:
        ratio = median([a / b for a, b in zip(ours, theirs)])
        row("Start to first window", f"{median(ours):.0f} ms", f"gnome-text-editor {median(theirs):.0f} ms", f"{ratio:.2f}")
    else:
        row("Start to first window", f"{median(ours):.0f} ms")


def memory_of(command):
    """Resident and private memory of a window once it has been left alone."""
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        last = None
        for _ in range(60):
            time.sleep(0.5)
            text = pathlib.Path(f"/proc/{process.pid}/smaps_rollup").read_text()
            sizes = {line.split(":")[0]: int(line.split()[1]) for line in text.split("\n")[1:] if line}
            now = (sizes["Rss"] / 1024, (sizes["Private_Clean"] + sizes["Private_Dirty"]) / 1024)
            if last is not None and abs(now[0] - last[0]) < 0.3:
                return now
            last = now
        return last
    finally:
        process.terminate()
        process.wait()


def measure_memory():
    ours = memory_of(["attune"])
    peer = shutil.which("gnome-text-editor")
    theirs = memory_of([peer, "--standalone"]) if peer else None
    row("Resident memory, idle", f"{ours[0]:.0f} MB ({ours[1]:.0f} MB private)",
        f"gnome-text-editor {theirs[0]:.0f} MB ({theirs[1]:.0f} MB private)" if theirs else "",
        f"{ours[0] / theirs[0]:.2f}" if theirs else "")


def get(path):
    return json.loads(subprocess.run([*CURL, f"http://localhost/v1{path}"], capture_output=True, check=True).stdout)


def measure_training():
    """The shipped sample with everything automatic, as the window would train it."""
    begun = time.monotonic()
    result = subprocess.run(["attune-cli", "tune", str(SAMPLE), "--follow"], capture_output=True, text=True, check=True)
    seconds = time.monotonic() - begun
    model = result.stdout.strip().split("\n")[-1]
    job = next(job for job in get("/fine_tuning/jobs")["data"] if job["fine_tuned_model"] == model)
    losses = []
    after = ""
    while True:
        page = get(f"/fine_tuning/jobs/{job['id']}/events?limit=100{after}")
        losses += [event["data"]["train_loss"] for event in page["data"]
                   if event.get("type") == "metrics" and "train_loss" in event["data"]]
        if not page["has_more"]:
            break
        after = f"&after={page['data'][-1]['id']}"
    row("Training the sample, all automatic", f"{seconds:.0f} s, {job['trained_tokens']:,} tokens",
        "", f"{job['trained_tokens'] / seconds:,.0f} tokens/s with start, checks and checkpoints")
    row("Training loss of the sample", f"{losses[-1]:.2f} → {losses[0]:.3f}")
    return model


def client(*arguments):
    return json.loads(subprocess.run([CLIENT, *map(str, arguments)], capture_output=True, check=True).stdout)


def curl_chat(model):
    body = {"model": model, "messages": [{"role": "user", "content": "Tell me something long."}], "temperature": 0,
            "max_tokens": 400, "seed": 1, "stream": True, "stream_options": {"include_usage": True}}
    result = subprocess.run([*CURL, "-N", "-H", "Content-Type: application/json", "-d", json.dumps(body),
                             "-o", "/dev/null", "-w", "%{time_starttransfer} %{time_total}",
                             "http://localhost/v1/chat/completions"], capture_output=True, text=True, check=True)
    first, total = map(float, result.stdout.split())
    return first * 1000, total * 1000


def measure_sample():
    """The sample is trained first, and then talked to."""
    measure_chat(measure_training())


def measure_chat(model):
    ours, theirs = [], []
    for count in range(ROUNDS + 1):
        a, b = client("chat", SOCKET, model), curl_chat(model)
        if count:
            ours.append(a)
            theirs.append(b)
    row("Send to first token", f"{median([a['first_ms'] for a in ours]):.1f} ms",
        f"curl, first byte {median([b[0] for b in theirs]):.1f} ms")
    pieces = ours[0]["pieces"]
    extra = median([(a["total_ms"] - b[1]) / max(a["pieces"], 1) for a, b in zip(ours, theirs)])
    row(f"Whole answer of {pieces} pieces", f"{median([a['total_ms'] for a in ours]):.0f} ms",
        f"curl {median([b[1] for b in theirs]):.0f} ms", f"{extra * 1000:+.0f} µs a token")


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = int(next(line.split()[1] for line in open("/proc/meminfo"))) / 1024 / 1024
    return f"{os.cpu_count()} × {model}, {memory:.0f} GB"


# In the order in which they are measured.
PARTS = {
    "start": measure_start,
    "memory": measure_memory,
    "tokens": lambda: bench_tokens.measure(row, BUILD, FOLDER),
    "training": lambda: bench_training.measure(row, BUILD, FOLDER),
    "sample": measure_sample,
    "uploads": lambda: bench_uploads.measure(row, CLIENT, FOLDER),
    "datasets": lambda: bench_datasets.measure(row),
    "page": lambda: bench_tracking.measure_page(row, BUILD),
    "tracking": lambda: bench_tracking.measure_following(row, BUILD, FOLDER),
    "chats": lambda: bench_chats.measure(row, BUILD, FOLDER),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parts = parser.parse_args().parts
    if unknown := [part for part in parts if part not in PARTS]:
        parser.error(f"no part is called {', '.join(unknown)}; there are {', '.join(PARTS)}")
    print(f"Machine: {machine()}", flush=True)
    for name, measure in PARTS.items():
        if not parts or name in parts:
            measure()
    shutil.rmtree(FOLDER)
    print("\n| What | Attune | Beside it | Ratio |\n|---|---|---|---|")
    for entry in rows:
        print("| " + " | ".join(entry) + " |")


main()
