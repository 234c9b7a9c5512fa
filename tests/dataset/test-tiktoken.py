#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares our tokens with those of tiktoken, number by number, in all encodings."""

import hashlib
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap  # noqa: E402

DUMP = sys.argv[1]
SOURCE = pathlib.Path(__file__).resolve().parents[2]
RANKS = pathlib.Path(os.environ.get("ATTUNE_RANKS_DIR", ""))
NAMES = ("o200k_base", "cl100k_base", "p50k_base", "r50k_base")
PLACE = "https://openaipublic.blob.core.windows.net/encodings/"

# tiktoken keeps what it fetched under the SHA-1 of its address: from here it takes our files, and asks no network.
CACHE = tempfile.TemporaryDirectory(prefix="tiktoken-")
os.environ["TIKTOKEN_CACHE_DIR"] = CACHE.name
for rank_name in NAMES:
    key = hashlib.sha1(f"{PLACE}{rank_name}.tiktoken".encode()).hexdigest()
    if not (RANKS / f"{rank_name}.tiktoken").is_file():
        print(f"1..0\nBail out! {rank_name}.tiktoken is missing: run build-aux/fetch-ranks")
        sys.exit(1)
    os.symlink(RANKS / f"{rank_name}.tiktoken", os.path.join(CACHE.name, key))

import tiktoken  # noqa: E402


class Pair:
    """tiktoken and our program for one encoding."""

    def __init__(self, name):
        self.name = name
        self.theirs = tiktoken.get_encoding(name)
        self.ours = subprocess.Popen([DUMP, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def read_numbers(self, count):
        return list(struct.unpack(f"={count}I", self.ours.stdout.read(4 * count)))

    def check(self, data):
        count, length = self.read_numbers(2)
        ours = self.read_numbers(length)
        text = data if isinstance(data, str) else data.decode("utf-8", errors="replace")
        theirs = self.theirs.encode_ordinary(text)
        assert ours == theirs, f"{self.name}: {text!r}\nours   {ours}\ntheirs {theirs}"
        assert count == length, f"{self.name}: {text!r} was counted as {count}, has {length}"

    def compare(self, *texts):
        """Takes texts or bytes; many at once must be short, so that both pipes hold them."""
        for data in texts:
            raw = data.encode() if isinstance(data, str) else data
            self.ours.stdin.write(struct.pack("=I", len(raw)) + raw)
        self.ours.stdin.flush()
        for data in texts:
            self.check(data)


PAIRS = [Pair(name) for name in NAMES]


def compare(*texts):
    for pair in PAIRS:
        pair.compare(*texts)


def code_points():
    return (chr(code) for code in range(sys.maxunicode + 1) if not 0xd800 <= code <= 0xdfff)


def in_groups(texts, size):
    group = []
    for text in texts:
        group.append(text)
        if len(group) == size:
            yield "".join(group)
            group = []
    yield "".join(group)


def test_code_points():
    """Every code point of Unicode between letters and alone."""
    for text in in_groups((f"a{c}b {c} " for c in code_points()), 500):
        compare(text)


def test_contexts():
    """Every code point that is assigned and no ideograph, among all kinds of neighbours."""
    def contexts():
        for c in code_points():
            name = unicodedata.name(c, "")
            if unicodedata.category(c)[0] == "C" and ord(c) > 0x100 or name.startswith(("CJK UNIFIED", "HANGUL SYLL")):
                continue
            yield (f"{c}{c} {c}A{c}B A{c}a'{c}'s{c}1{c}{c}\n{c}\n\n{c}  {c}中{c}国!{c}!!{c}/{c}\t{c}x"
                   f"é{c}É{c}\u0301{c}a\u0301{c}'re{c}'LL{c}Ab{c}AB{c}\r\n")
    for text in in_groups(contexts(), 100):
        compare(text)


ALPHABETS = [
    "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "etaoin shrdlu ", "0123456789", " ", "  \t", "\n", "\r\n", "'",
    "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~", "éèüßñøÅÆÇŒœſıİǅǲ", "абвгдеАБВГД", "αβγδΑΒΓ", "אבגד", "ابتث", "कखगघाि", "กขคงาิ่",
    "的一是不了人我在有他这中大来上国", "龘靐齉爩鱻麤龗灪", "日本語のひらがなとカタカナー々", "한국어텍스트", "，。、；：？！“”‘’（）《》　", "😀👍🏽👨‍👩‍👧🇩🇪",
    "\u0300\u0301\u0327\u20dd", "\u200b\u200c\u200d\u2060\ufeff", "\u00a0\u1680\u2003\u2028\u2029\u3000\x85", "²³¼½٠١٢३४",
    "ʰʱˈー々〆ₐ", "\x00\x01\x1b\x7f",
]
WORDS = [
    "'s", "'S", "'ſ", "’s", "'re", "'LL", "'Ve", "'d", "don't", "I'M", "HTTPServer", "fooBar", "x1y22z333", "http://a.b/c?d=e",
    "<|endoftext|>", "<|im_start|>", "\n\n\n", "   ", "\t\t", "...", "--", "://", "/\n/", "});\n", "    return", "人工智能", "机器学习", "删除",
    "ing", " the", "The ", "e\u0301", "\r", "\r\r\n", " \n ", "\n \n", "12345", "３４５", "中文abc", "abc中文", "ABC中文DEF", "的",
]


def random_text(source):
    parts = []
    for _ in range(source.randrange(1, 30)):
        if source.random() < 0.4:
            parts.append(source.choice(WORDS))
        else:
            alphabet = source.choice(ALPHABETS)
            parts.append("".join(source.choice(alphabet) for _ in range(source.randrange(1, 9))))
    return "".join(parts)


def test_mixtures():
    """Mixtures of scripts, spaces, newlines, contractions, digits, emoji and marks."""
    source = random.Random(1)
    for _ in range(4000):
        compare(random_text(source))


def test_random_characters():
    """Characters without any order."""
    source = random.Random(2)
    for _ in range(500):
        top = source.choice((0x250, 0x3000, 0xd800, 0x20000))
        text = "".join(chr(source.randrange(top)) for _ in range(200))
        compare("".join(c for c in text if not 0xd800 <= ord(c) <= 0xdfff))


def test_invalid():
    """Bytes that are not UTF-8 count as what Python makes of them."""
    source = random.Random(3)
    samples = [b"\xff", b"\xc3", b"\xe4\xb8", b"a\xe4\xb8b", b"\xed\xa0\x80", b"\xf0\x9f\x98", b"\xf4\x90\x80\x80", b"\xc0\x80",
               b"\xe0\x80\x80", b"\xf8\x88\x80\x80\x80", b"\x80\x80", b"abc\xf0\x9f", b"\x00\xff\x00", b"\xe4\xb8\xad\xe4\xb8"]
    for data in samples:
        compare(data)
    for _ in range(2000):
        data = bytearray(random_text(source).encode())
        for _ in range(source.randrange(1, 4)):
            data[source.randrange(len(data))] = source.randrange(256)
        compare(bytes(data))
    for _ in range(500):
        compare(source.randbytes(source.randrange(1, 60)))


def test_runs():
    """Long runs of one thing."""
    for unit in ("a", "A", " ", "\n", "=", "*", "0", "中", "的", "é", "\u0301", "ab", "aA", "\t", "-", "\r\n", " \n", "😀", "ſ", "人工智能"):
        for count in (1, 2, 3, 4, 15, 16, 17, 31, 32, 33, 100, 333, 500):
            text = unit * count
            compare(text, f"x{text}y", f"{text} z", f"{text} and then enough to be beyond the end's reach")


def test_chinese():
    """Chinese and Japanese without spaces, from every pair of characters that is in a token."""
    source = random.Random(4)
    for pair in PAIRS[:2]:
        characters = set()
        for token in pair.theirs.token_byte_values():
            text = token.decode("utf-8", errors="ignore")
            characters.update(c for c in text if 0x3000 <= ord(c) <= 0x9fff)
        characters = sorted(characters)
        for _ in range(3000):
            pair.compare("".join(source.choice(characters) for _ in range(source.randrange(1, 40))))
        tokens = [token.decode("utf-8", errors="ignore") for token in pair.theirs.token_byte_values()]
        tokens = [token for token in tokens if len(token) > 1 and ord(token[-1]) >= 0x3000]
        for _ in range(3000):
            pair.compare("".join(source.choice(tokens) for _ in range(source.randrange(1, 12))))


def test_tokens():
    """The text of every token, which need not become that token."""
    for pair in PAIRS:
        tokens = pair.theirs.token_byte_values()
        for start in range(0, len(tokens), 200):
            pair.compare(*tokens[start:start + 200])


def test_files():
    """Prose, code and translations: the files of the project."""
    for path in sorted(SOURCE.rglob("*")):
        if path.is_file() and path.suffix in (".c", ".h", ".py", ".md", ".po", ".json", ".jsonl", ".blp", ".build") \
                and "build" not in path.relative_to(SOURCE).parts[:1]:
            compare(path.read_bytes())


status = tap.run([test_code_points, test_contexts, test_mixtures, test_random_characters, test_invalid, test_runs, test_chinese,
                  test_tokens, test_files])
for each in PAIRS:
    each.ours.stdin.close()
    each.ours.wait()
CACHE.cleanup()
sys.exit(status)
