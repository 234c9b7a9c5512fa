# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counting tokens beside tiktoken: processor time of one thread, the same texts, the same run."""

import gettext
import hashlib
import json
import os
import pathlib
import random
import subprocess
import time

ENCODINGS = ("o200k_base", "cl100k_base")
PLACE = "https://openaipublic.blob.core.windows.net/encodings/"
MAX_BYTES = 8_000_000
MAX_BYTES_PEER = 1_000_000     # it is slower, and its speed does not depend on the length
ROUNDS = 5


def collect_english():
    """Licences and manuals as they lie around on the machine."""
    parts, size = [], 0
    for pattern in ("common-licenses/*", "doc/*/README*", "doc/*/NEWS*", "doc/*/copyright"):
        for path in sorted(pathlib.Path("/usr/share").glob(pattern)):
            try:
                parts.append(path.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError):
                continue
            size += len(parts[-1])
            if size > MAX_BYTES:
                return "".join(parts)
    return "".join(parts)


def collect_chinese():
    """Translations of the programs that are installed, each once."""
    texts = set()
    for path in pathlib.Path("/usr/share/locale/zh_CN/LC_MESSAGES").glob("*.mo"):
        with path.open("rb") as file:
            catalog = gettext.GNUTranslations(file)._catalog
        texts.update(text for text in catalog.values() if isinstance(text, str) and any(c > "\u3000" for c in text))
    texts = sorted(texts)
    random.Random(1).shuffle(texts)
    return "\n".join(texts)


def load_peer(folder):
    """tiktoken with our rank files: it looks for them under the SHA-1 of their addresses."""
    try:
        import tiktoken
    except ImportError:
        return None
    for name in ENCODINGS:
        key = hashlib.sha1(f"{PLACE}{name}.tiktoken".encode()).hexdigest()
        (folder / key).symlink_to(pathlib.Path(os.environ["ATTUNE_RANKS_DIR"]) / f"{name}.tiktoken")
    os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
    return tiktoken


def measure_peer(tiktoken, name, text):
    encoding = tiktoken.get_encoding(name)
    best = 0
    for _ in range(ROUNDS):
        begun = time.process_time()
        encoding.encode_ordinary(text)
        best = max(best, len(text.encode()) / (time.process_time() - begun) / 1e6)
    return best


def measure(row, build, folder):
    program = build / "tests/bench/attune-bench-tokens"
    tiktoken = load_peer(folder)
    for language, text in (("English", collect_english()), ("Chinese", collect_chinese())):
        if not text:
            continue
        path = folder / f"{language}.txt"
        path.write_text(text, encoding="utf-8")
        for name in ENCODINGS:
            answer = json.loads(subprocess.run([program, name, path, str(ROUNDS)], capture_output=True, check=True).stdout)
            ours = answer["mb_per_s"]
            theirs = measure_peer(tiktoken, name, text[:MAX_BYTES_PEER]) if tiktoken else 0
            row(f"Tokens of {language}, {name}", f"{ours:.0f} MB/s a core",
                f"tiktoken {theirs:.1f} MB/s" if theirs else "", f"{ours / theirs:.0f}" if theirs else "")
            if language == "English":
                row(f"Loading {name}", f"{answer['load_ms']:.0f} ms, {answer['tables_mb']:.0f} MB")
