#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that nobody should have to read, chosen in the real window. Run by tests/ui/run-headless.

Whatever a file is, a sentence says what is wrong with it, in bounded memory; the file itself is not touched, and nothing is
left of it. What of it can be used is imported.
"""

import argparse
import gzip
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))
import tap  # noqa: E402
from attune_home import Home, chat_line, example_lines, wait_until  # noqa: E402
from hostile_files import HOSTILE_FILES, write_hostile_file  # noqa: E402

MEMORY = 150 * 1024     # KiB of anonymous memory, of which an idle window has 30
LARGE = 60000           # lines of a file that takes long enough to be interrupted
PATIENCE = 120          # seconds, for 200 MB on a busy machine

# What the page of problems says of each.
PROBLEMS = {
    "truncated.jsonl": ["1 line is not valid JSON", "seems to be cut off at its end"],
    "truncated.json": ["1 line is not valid JSON", "seems to be cut off at its end"],
    "nested.json": ["The only record cannot be used", "1 line holds a value without names"],
    "nested.jsonl": ["1 line is not valid JSON"],
    "nul.jsonl": ["1 record has a zero byte in it"],
    "utf8.jsonl": ["11 examples are there more than once"],
    "surrogate.jsonl": ["1 record has half a character in it"],
    "twice.jsonl": ["1 example has a name twice in one object"],
    "huge.jsonl": ["1 conversation has a weight that is not allowed"],
    "quotes.csv": ["1 row has too few cells, or quotation marks that do not match"],
    "line.jsonl": ["The only record cannot be used", "1 record is too large to be read"],
}

pictures = None


def open_in(home, window, path):
    """As the file manager does it, in the window that is there."""
    home.run("attune", path)
    window.wait_until(lambda: window.has(role="dialog"), "dialog")


def close(window):
    """Escape goes back a page as long as there is one."""
    def escape():
        if not window.has(role="dialog"):
            return True
        window.key("Escape")
        return False
    window.wait_until(escape, "closed dialog")


def anonymous_memory(window):
    status = pathlib.Path(f"/proc/{window.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon"))


def dialog_words(window):
    return " ".join(node.words() for node in window.all(role="dialog"))


def wait_for(window, words, what):
    """Waits until the dialog says all the words, and looks at the memory meanwhile."""
    def said():
        memory = anonymous_memory(window)
        assert memory < MEMORY, f"{what}: {memory} KiB"
        shown = dialog_words(window)
        return all(word in shown for word in words)
    window.wait_until(said, f"{words} of {what}", PATIENCE)


def leftovers(home):
    """What is left of a file that was not imported."""
    return [path for folder in ("data", "cache", "state") for path in (home.path / folder).rglob("*")
            if path.is_file() and (path.suffix == ".jsonl" or path.stat().st_size > 1024 * 1024)]


def hostile_files():
    """What is wrong with each hostile file is said, and the file is left as it is."""
    assert PROBLEMS.keys() == HOSTILE_FILES.keys()
    with Home() as home:
        window = home.open()
        window.find(id="try_here_button")
        for name, words in PROBLEMS.items():
            path = write_hostile_file(home.path, name)
            before = os.stat(path)
            open_in(home, window, path)
            window.press(id="continue_button", patience=PATIENCE)
            wait_for(window, words, name)
            window.picture(pictures / f"{name}.png")
            close(window)
            after = os.stat(path)
            assert (after.st_mtime_ns, after.st_size) == (before.st_mtime_ns, before.st_size), name
            path.unlink()
        assert not leftovers(home), leftovers(home)


def refused_files():
    """What cannot be read at all is refused on the first page, which offers another file."""
    with Home() as home:
        os.mkfifo(home.path / "fifo.jsonl")
        home.path.joinpath("folder").mkdir()
        bomb = gzip.compress(bytes(64 * 1024 * 1024), mtime=0) * 20
        cases = [
            (home.file("empty.jsonl", ""), "“empty.jsonl” is empty."),
            (home.file("mark.jsonl", b"\xef\xbb\xbf"), "“mark.jsonl” is empty."),
            (home.file("zeros.jsonl", bytes(100000)), "“zeros.jsonl” is not plain text."),
            (home.file("bomb.jsonl.gz", bomb), "holds far more text than its size on the disk can honestly hold"),
            (home.file("letter.pdf", "%PDF-1.7\n"), "“letter.pdf” is a document"),
            (home.file("rows.parquet", b"PAR1\x15\x04"), "“rows.parquet” is a table that only some programs can read"),
            (home.path / "fifo.jsonl", "“fifo.jsonl” is a device or a pipe, not a file."),
            (home.path / "folder", "“folder” is a folder. Choose a file inside it."),
            (home.path / "gone.jsonl", "“gone.jsonl” is not there any more."),
        ]
        window = home.open()
        window.find(id="try_here_button")
        for path, sentence in cases:
            open_in(home, window, path)
            wait_for(window, [sentence], path.name)
            window.find(id="choose_another_button")
            close(window)
        assert not leftovers(home), leftovers(home)


def changed_meanwhile():
    """A file that is another one, or gone, by the time it is imported: nothing is mixed up, and nothing half written."""
    with Home() as home:
        window = home.open()
        window.find(id="try_here_button")
        for name, change in (("shorter.jsonl", lambda path: os.truncate(path, 2000)),
                             ("other.jsonl", lambda path: path.write_text(example_lines(300).replace("before", "after")))):
            path = home.examples(300, name)
            open_in(home, window, path)
            window.press(id="continue_button")
            window.find(id="summary_row")
            window.press(id="continue_button")
            window.find(id="name_row")
            change(path)
            window.press(id="save_button")
            window.find(contains=f"“{name}” is no longer the file that you looked at")
            window.picture(pictures / f"changed-{name}.png")
            window.press(name="Close", id="")
            close(window)
            assert not leftovers(home), leftovers(home)


def cancelled_at_any_moment():
    """However far it is, closing the dialog ends it: the dataset is there whole, or nothing of it."""
    with Home() as home:
        path = home.file("large.jsonl", "".join(chat_line(f"What is {n}?", f"It is {n}. " * 20) for n in range(LARGE)))
        window = home.open()
        window.find(id="try_here_button")
        for moment in (0, 0.05, 0.1, 0.2, 0.4):
            open_in(home, window, path)
            time.sleep(moment)
            close(window)
        assert not leftovers(home), leftovers(home)
        for moment in (0, 0.05, 0.1, 0.2):
            open_in(home, window, path)
            window.press(id="continue_button")
            window.find(id="summary_row")
            window.press(id="continue_button")
            window.press(id="save_button")
            time.sleep(moment)
            window.key("Escape")
            wait_until(lambda: all(len(found.read_bytes().splitlines()) == LARGE for found in leftovers(home)), "all or nothing")
            close(window)
        assert path.stat().st_size > 0


def main():
    global pictures
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    pictures = parser.parse_args().pictures
    os.environ.pop("LC_ALL", None)
    return tap.run([hostile_files, refused_files, changed_meanwhile, cancelled_at_any_moment])


sys.exit(main())
