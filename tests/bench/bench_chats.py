# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What it takes to keep many chats: 100,000 messages that are imported, and looked through beside grep."""

import json
import random
import subprocess
import time

MESSAGES = 100_000
LONG = 2_000
WORDS = ["platypus", "鸭嘴", "colour", "蓝色", "蓝", "e", "unheard-of", "colour kitchen 蓝色"]


def write_chats(path):
    rng = random.Random(7)
    words = ["colour", "answer", "model", "training", "because", "蓝色", "天空", "数据", "问题", "however", "function",
             "return", "value", "weather", "kitchen", "示例", "模型", "回答", "please", "example"]

    def conversation(number, length):
        messages = []
        for i in range(1, length + 1):
            text = " ".join(rng.choice(words) for _ in range(40))
            if number == 300 and i == 50:
                text += " platypus 鸭嘴兽"
            messages.append({"id": i, "parent": i - 1, "author": ("user", "assistant")[(i + 1) % 2], "content": text})
        return {"id": f"c{number}", "title": f"Chat {number}", "model": "base", "created_at": 1700000000 + number,
                "messages": messages}

    chats = [conversation(0, LONG)] + [conversation(n, 100) for n in range(1, (MESSAGES - LONG) // 100 + 1)]
    path.write_text(json.dumps({"format": "attune-chats", "version": 1, "conversations": chats}, ensure_ascii=False, indent=1))


def measure_grep(path):
    slowest = 0
    for word in WORDS:
        begun = time.monotonic()
        subprocess.run(["grep", "-i", "-m", "200", "-F", word.split()[0], path], stdout=subprocess.DEVNULL)
        slowest = max(slowest, (time.monotonic() - begun) * 1000)
    return slowest


def measure(row, build, folder):
    path = folder / "chats.json"
    write_chats(path)
    result = subprocess.run([build / "tests/bench/attune-bench-chats", folder / "chats", path, *WORDS], capture_output=True,
                            text=True, check=True)
    answer = json.loads(result.stdout)
    row(f"Chats of {answer['messages']:,} messages imported", f"{answer['import_ms'] / 1000:.1f} s")
    row("Memory meanwhile, at most", f"{answer['peak_kb'] / 1024:.0f} MB", f"file {path.stat().st_size / 1e6:.0f} MB")
    row("Index for searching them made in the background afterwards", f"{answer['index_ms'] / 1000:.1f} s")
    row(f"One of {answer['long']:,} messages read", f"{answer['load_ms']:.0f} ms")
    row("Search over all of them, the slowest of eight", f"{answer['search_ms']:.1f} ms", f"grep {measure_grep(path):.0f} ms")
