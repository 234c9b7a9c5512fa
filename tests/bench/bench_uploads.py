# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uploads over the loopback interface, in turn with curl: in one request, and above its limit in parts."""

import json
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import tempfile
import time

MAX_REQUEST_BYTES = 500_000_000     # the engine, as OpenAI, takes 512 MB in one request
LARGE_BYTES = 1_000_000_000         # above that a file goes in parts
PART_BYTES = 64 * 1024 * 1024
ROUNDS = 3
MEMORY = pathlib.Path("/dev/shm")   # files there are in memory: the disk is not what is measured
MEMORY_BYTES = 4 * LARGE_BYTES      # the file, its parts, and twice as much of the engine while it puts them together
KEY = "sk-bench-not-a-real-key-0123456789"


class Engine:
    """One of its own, that listens on TCP and stays however long nobody asks it anything."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        key_file = folder / "key"
        key_file.touch(mode=0o600)
        key_file.write_text(KEY + "\n")
        self.url = f"http://127.0.0.1:{port}/v1"
        self.process = subprocess.Popen(
            ["attune-engine", "--listen", f"127.0.0.1:{port}", "--api-key-file", str(key_file), "--idle-timeout", "0",
             "--state-dir", str(folder / "engine"), "--socket", str(folder / "s.sock")], stdout=subprocess.DEVNULL)
        while not self.is_listening(port):
            assert self.process.poll() is None, "the engine ended"
            time.sleep(0.05)

    @staticmethod
    def is_listening(port):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def curl(self, path, *arguments):
        return subprocess.run(["curl", "--silent", "--show-error", "--fail", "-H", f"Authorization: Bearer {KEY}", *arguments,
                               self.url + path], capture_output=True, check=True).stdout

    def post(self, path, body):
        return json.loads(self.curl(path, "-H", "Content-Type: application/json", "-d", json.dumps(body)))

    def delete_files(self):
        for entry in json.loads(self.curl("/files"))["data"]:
            self.curl(f"/files/{entry['id']}", "-X", "DELETE")

    def end(self):
        self.process.terminate()
        self.process.wait()


def write_examples(path, size):
    line = json.dumps({"messages": [{"role": "user", "content": "q" * 400}, {"role": "assistant", "content": "a" * 500}]})
    block = (line + "\n") * 1000
    with path.open("w") as file:
        while file.tell() < size:
            file.write(block)


def cut(path):
    parts = []
    with path.open("rb") as file:
        while piece := file.read(PART_BYTES):
            parts.append(path.with_name(f"part-{len(parts)}"))
            parts[-1].write_bytes(piece)
    return parts


def curl_parts(engine, path, parts):
    """The same protocol by hand: one part after the other, and the sum of all. Cutting the file is not counted."""
    size = path.stat().st_size
    upload = engine.post("/uploads", {"filename": "bench.jsonl", "purpose": "fine-tune", "bytes": size,
                                      "mime_type": "text/plain"})["id"]
    ids = [json.loads(engine.curl(f"/uploads/{upload}/parts", "-F", f"data=@{part}"))["id"] for part in parts]
    md5 = subprocess.run(["md5sum", path], capture_output=True, text=True, check=True).stdout.split()[0]
    assert engine.post(f"/uploads/{upload}/complete", {"part_ids": ids, "md5": md5})["status"] == "completed"


def measure_one(row, engine, client, how, path, peer, send_by_curl):
    size = path.stat().st_size / 1e6
    ours, theirs, peaks = [], [], []
    for count in range(ROUNDS):
        answer = json.loads(subprocess.run([client, "upload", engine.url, path], capture_output=True, check=True,
                                           env={**os.environ, "ATTUNE_BENCH_KEY": KEY}).stdout)
        engine.delete_files()
        begun = time.monotonic()
        send_by_curl()
        seconds = (time.monotonic() - begun) * 1000
        engine.delete_files()
        if count:              # the first round warms the caches
            ours.append(answer["total_ms"])
            theirs.append(seconds)
            peaks.append(answer["peak_kb"] / 1024)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs))
    row(f"Upload of {size:.0f} MB {how}", f"{statistics.median(ours):.0f} ms (peak memory {max(peaks):.0f} MB)",
        f"{peer} {statistics.median(theirs):.0f} ms", f"{ratio:.2f}")


def make_folder(folder):
    in_memory = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_BYTES
    return pathlib.Path(tempfile.mkdtemp(prefix="bench-", dir=MEMORY if in_memory else folder))


def measure(row, client, folder):
    folder = make_folder(folder)
    path = folder / "large.jsonl"
    engine = Engine(folder)
    try:
        write_examples(path, MAX_REQUEST_BYTES)
        measure_one(row, engine, client, "in one request", path, "curl",
                    lambda: engine.curl("/files", "-F", "purpose=fine-tune", "-F", f"file=@{path}"))
        write_examples(path, LARGE_BYTES)
        parts = cut(path)
        measure_one(row, engine, client, f"in {len(parts)} parts", path, "curl and md5sum",
                    lambda: curl_parts(engine, path, parts))
    finally:
        engine.end()
        shutil.rmtree(folder)
