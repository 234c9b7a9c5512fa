# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that no program should have to read, for the tests of all programs that do."""

import json

LONG = 200 * 1024 * 1024     # bytes, in one line
DEEP = 100000                # levels


def chat_line(question, answer):
    return json.dumps({"messages": [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]}) + "\n"


GOOD = chat_line("q", "a")
MANY = GOOD * 12

# What each holds, as text or as bytes; of the largest, how to make it.
HOSTILE_FILES = {
    "truncated.jsonl": MANY + GOOD[:-20],
    "truncated.json": "[" + GOOD.strip() + "," + GOOD[:30],
    "nested.json": "[" * DEEP + "]" * DEEP,
    "nested.jsonl": GOOD + '{"messages":' + "[" * DEEP + "\n",
    "nul.jsonl": MANY + '{"messages": "\0"}\n',
    "utf8.jsonl": MANY.encode() + GOOD.encode().replace(b'"q"', b'"\xc3"'),
    "surrogate.jsonl": MANY + '{"messages":[{"role":"user","content":"\\ud83d"}]}\n',
    "twice.jsonl": MANY + '{"messages":[{"role":"user","role":"user","content":"q"},{"role":"assistant","content":"a"}]}\n',
    "huge.jsonl": MANY + '{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":1e999}]}\n',
    "quotes.csv": "question,answer\n" + "q,a\n" * 12 + 'q,"a\n' + "q,a\n" * 100,
    "line.jsonl": lambda: b"x" * LONG,
}


def write_hostile_file(folder, name):
    """Writes one of them into a folder and returns its path."""
    content = HOSTILE_FILES[name]
    content = content() if callable(content) else content
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
