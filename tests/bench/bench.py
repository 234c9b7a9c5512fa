#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures Attune beside its peers in one run and prints a table. Nothing here passes or fails."""

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

ROUNDS = 7
BUILD = pathlib.Path(os.environ["ATTUNE_BUILD_DIR"])
SOURCE = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = SOURCE / "data/samples/lighthouse.jsonl"
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="bench-"))
SOCKET = pathlib.Path(os.environ["XDG_RUNTIME_DIR"]) / "attune/engine.sock"
CLIENT = BUILD / "tests/bench/attune-bench"
MAX_REQUEST_BYTES = 500_000_000     # the engine, as OpenAI, takes 512 MB in one request
LARGE_BYTES = 1_000_000_000         # above that a file goes in parts
PART_BYTES = 64 * 1024 * 1024
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


def write_examples(path, size):
    line = json.dumps({"messages": [{"role": "user", "content": "q" * 400}, {"role": "assistant", "content": "a" * 500}]})
    block = (line + "\n") * 1000
    with path.open("w") as file:
        while file.tell() < size:
            file.write(block)


def curl_whole(path):
    subprocess.run([*CURL, "-F", "purpose=fine-tune", "-F", f"file=@{path}", "-o", "/dev/null",
                    "http://localhost/v1/files"], check=True)


def curl_parts(parts, size):
    """The same protocol by hand: one part after the other. Cutting the file into parts is not counted."""
    upload = post("/uploads", {"filename": "bench.jsonl", "purpose": "fine-tune", "bytes": size, "mime_type": "text/plain"})["id"]
    ids = []
    for part in parts:
        answer = subprocess.run([*CURL, "-F", f"data=@{part}", f"http://localhost/v1/uploads/{upload}/parts"],
                                capture_output=True, check=True).stdout
        ids.append(json.loads(answer)["id"])
    assert post(f"/uploads/{upload}/complete", {"part_ids": ids})["status"] == "completed"


def post(path, body):
    return json.loads(subprocess.run([*CURL, "-H", "Content-Type: application/json", "-d", json.dumps(body),
                                      f"http://localhost/v1{path}"], capture_output=True, check=True).stdout)


def cut(path):
    parts = []
    with path.open("rb") as file:
        while piece := file.read(PART_BYTES):
            parts.append(FOLDER / f"part-{len(parts)}")
            parts[-1].write_bytes(piece)
    return parts


def delete_large_files():
    for entry in get("/files")["data"]:
        if entry["bytes"] > 100_000_000:
            subprocess.run([*CURL, "-X", "DELETE", "-o", "/dev/null", f"http://localhost/v1/files/{entry['id']}"], check=True)


def measure_uploads():
    """In one request, and above its limit in parts, in turn with curl."""
    path = FOLDER / "large.jsonl"
    write_examples(path, MAX_REQUEST_BYTES)
    measure_upload("in one request", path, lambda: curl_whole(path))
    write_examples(path, LARGE_BYTES)
    parts = cut(path)
    measure_upload(f"in {len(parts)} parts", path, lambda: curl_parts(parts, path.stat().st_size))
    for file in (path, *parts):
        file.unlink()


def measure_upload(how, path, send_by_curl):
    size = path.stat().st_size / 1e6
    ours, theirs, peaks = [], [], []
    for count in range(3):
        answer = client("upload", SOCKET, path)
        delete_large_files()
        begun = time.monotonic()
        send_by_curl()
        seconds = (time.monotonic() - begun) * 1000
        delete_large_files()
        if count:
            ours.append(answer["total_ms"])
            theirs.append(seconds)
            peaks.append(answer["peak_kb"] / 1024)
    ratio = median([a / b for a, b in zip(ours, theirs)])
    row(f"Upload of {size:.0f} MB {how}", f"{median(ours):.0f} ms (peak memory {max(peaks):.0f} MB)",
        f"curl {median(theirs):.0f} ms", f"{ratio:.2f}")


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = int(next(line.split()[1] for line in open("/proc/meminfo"))) / 1024 / 1024
    return f"{os.cpu_count()} × {model}, {memory:.0f} GB"


def main():
    print(f"Machine: {machine()}", flush=True)
    measure_start()
    measure_memory()
    bench_tokens.measure(row, BUILD, FOLDER)
    bench_training.measure(row, BUILD, FOLDER)
    model = measure_training()
    measure_chat(model)
    measure_uploads()
    bench_datasets.measure(row)
    bench_tracking.measure(row, BUILD, FOLDER)
    bench_chats.measure(row, BUILD, FOLDER)
    shutil.rmtree(FOLDER)
    print("\n| What | Attune | Beside it | Ratio |\n|---|---|---|---|")
    for entry in rows:
        print("| " + " | ".join(entry) + " |")


main()
