# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What chats take: 100,000 messages that are imported and looked through beside grep, and a long one in the window."""

import json
import random
import re
import statistics
import subprocess
import time

MESSAGES = 100_000
LONG = 2_000
ROUNDS = 3
ACTS = {"scroll": "scrolling in the middle", "end": "scrolling at the end", "jump": "jumping", "stay": "staying at the end"}
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


def measure_window(row, build):
    """A long chat while an answer streams into it, beside a list view of as many rows that shows nothing; work of the thread."""
    number = r"([\d.]+)"
    outputs = [subprocess.run([build / "tests/ui/chat/measure-chat", str(LONG)], capture_output=True, text=True,
                              check=True).stdout for _ in range(ROUNDS)]

    def middle(pattern, group=1):
        return statistics.median(float(re.search(pattern, output, re.MULTILINE)[group]) for output in outputs)
    row(f"A chat of {LONG:,} messages opened in the window", f"{middle(f'^opening {number} ms'):.0f} ms",
        f"empty GtkListView {middle(f'^opening bare {number} ms'):.0f} ms")
    row("Memory for it", f"{middle(f'^memory for it {number} MB'):.0f} MB",
        f"of {middle(f'^memory for it [^ ]+ MB of {number} MB'):.0f} MB anonymous memory in all")
    rate = middle(f"^streaming {number} tokens/s")
    for act, words in ACTS.items():
        pattern = rf"^{act} +{number} \([^)]*\) +{number} \("
        row(f"Longest frame while {rate:.0f} tokens/s stream into it: {words}", f"{middle(pattern):.1f} ms",
            f"empty GtkListView {middle(pattern, 2):.1f} ms")


def measure(row, build, folder):
    measure_window(row, build)
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
