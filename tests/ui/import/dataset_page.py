#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of a dataset in the real window, with the keyboard alone. Run by tests/ui/run-headless.

Edits, saves, undoes and discards, leaves in mid-sentence and half done, searches with a wrong and with an endless expression, marks a hundred
thousand rows out and copies them, goes back on a phone, and has the file changed under its hands.
"""

import argparse
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))
import tap  # noqa: E402
from attune_driver import Atspi  # noqa: E402
from attune_home import Home, chat_line, text_of  # noqa: E402

PHONE = (360, 720)
MANY = 100000      # examples of some 200 bytes, more than is copied at once

pictures = None


def open_dataset(window):
    window.show_page(1)
    page = window.find(id="AttuneDatasetsPage")
    row = window.wait_until(lambda: next((node for node in page.walk() if node.role == "list item"), None), "dataset")
    window.focus(row)
    window.key("Return")
    wait_focus(window, "Example 1")


def begin(home, count=40, name="Kept"):
    """A window with the page of a dataset, its first row in front."""
    home.cli("import", home.examples(count), "--name", name)
    window = home.open()
    open_dataset(window)
    return window


def focused(window):
    return next((node for node in window.all() if node.has_state(Atspi.StateType.FOCUSED)), None)


def wait_focus(window, words):
    """Waits until the keyboard is at a thing of that name."""
    window.wait_until(lambda: (node := focused(window)) and words in f"{node.id} {node.name}", f"focus on “{words}”")


def wait_counts(window, words):
    window.wait_until(lambda: words in text_of(window, "counts_label"), f"count “{words}”")


def write(window, text):
    """Edits the example after the one in front, and leaves what was written in the editor."""
    window.key("Down", "Return")
    window.find(id="save_button")
    wait_focus(window, "text_view")
    Atspi.EditableText.set_text_contents(focused(window).accessible.get_editable_text_iface(), text)


def write_last(window, text):
    """Writes into the last turn that is edited."""
    *_, last = window.all(id="text_view")
    Atspi.EditableText.set_text_contents(last.accessible.get_editable_text_iface(), text)


def shows(window, text):
    window.find(role="table cell", contains=text)


def edits():
    """An example is edited, saved, undone and redone by keyboard, which is always at the row afterwards."""
    with Home() as home:
        window = begin(home)
        write(window, "First wish")
        window.press(id="save_button")
        wait_counts(window, "1 edited")
        wait_focus(window, "Example 2")
        shows(window, "First wish")
        window.key("ctrl+z")
        window.wait_until(lambda: "edited" not in text_of(window, "counts_label"), "undone change")
        window.key("ctrl+shift+z")
        wait_counts(window, "1 edited")
        window.key("Delete")
        wait_counts(window, "1 marked out")
        window.key("ctrl+z")
        window.wait_until(lambda: "marked out" not in text_of(window, "counts_label"), "row that is back")


def discards():
    """What Escape throws away can be had back."""
    with Home() as home:
        window = begin(home)
        write(window, "Second thoughts")
        window.key("Escape")
        window.find(contains="Changes to the example discarded")
        wait_focus(window, "Example 2")
        assert "edited" not in text_of(window, "counts_label")
        window.picture(pictures / "discarded.png")
        window.press(name="Undo", role="button")
        wait_counts(window, "1 edited")
        shows(window, "Second thoughts")


def leaves():
    """Who goes to another page, or quits, with an editor open finds there what was written."""
    with Home() as home:
        window = begin(home)
        write(window, "Left for another page")
        window.key("alt+2")
        window.find(id="AttuneJobsPage")
        open_dataset(window)
        wait_counts(window, "1 edited")
        shows(window, "Left for another page")
        write(window, "Quit in the middle")
        window.key("ctrl+q")
        window.process.wait(timeout=20)
        window = home.open()
        window.find(id="counts_label")
        wait_counts(window, "1 edited")
        shows(window, "Quit in the middle")


def leaves_half():
    """What is no example yet is found at its row, with what is wrong, and the keyboard goes on through the rows."""
    with Home() as home:
        window = begin(home)
        write(window, "Half a question")
        write_last(window, " ")
        window.key("alt+2")
        window.find(id="AttuneJobsPage")
        window.find(contains="Example 2 is kept, but not saved")
        window.picture(pictures / "half-left.png")
        open_dataset(window)
        window.key("Down")
        window.find(id="save_button")
        assert text_of(window, "problem_label"), "no word about what is wrong"
        wait_focus(window, "Example 2")
        window.picture(pictures / "half-back.png")
        window.key("Down")
        wait_focus(window, "Example 3")
        window.wait_until(lambda: not window.has(id="save_button"), "example 3")
        window.key("Up")
        window.find(id="save_button")
        wait_focus(window, "Example 2")
        window.key("Return")
        wait_focus(window, "text_view")
        write_last(window, "The other half")
        window.key("ctrl+Return")
        wait_counts(window, "1 edited")
        shows(window, "Half a question")
        wait_focus(window, "Example 2")


def searches():
    """Enter leads from the search to what was found; an expression that is none, or has no end, is said."""
    with Home() as home:
        window = begin(home, 2000)
        window.key("ctrl+f")
        wait_focus(window, "search_entry")
        window.fill("What is 77?", id="search_entry")
        wait_counts(window, "1 found")
        window.key("Return")
        wait_focus(window, "Example 78")
        window.key("ctrl+f")
        assert [node.name for node in window.all(id="regex_button")] == ["Regular Expression"]
        window.press(id="regex_button")
        window.fill("is (", id="search_entry")
        window.find(contains="This is not a complete regular expression.")
        window.fill("(\\w+\\s?)*[0-9]e", id="search_entry")
        window.find(contains="This regular expression takes too long")
        window.picture(pictures / "endless.png")
        window.fill("is 7[0-9]\\?", id="search_entry")
        wait_counts(window, "10 found")
        window.key("Escape")
        window.wait_until(lambda: "found" not in text_of(window, "counts_label"), "end of the search")
        wait_focus(window, "Example")


def many():
    """A hundred thousand rows are marked out and back at once, and copying says how many it took."""
    with Home() as home:
        path = home.file("many.jsonl", "".join(chat_line(f"What is {n}?", f"It is {n}. " * 12) for n in range(MANY)))
        home.cli("import", path, "--name", "Many")
        window = home.open()
        open_dataset(window)
        window.key("ctrl+a")
        window.find(contains=f"{MANY} Examples Selected")
        window.key("ctrl+c")
        window.find(contains="Export them to have all.")
        window.picture(pictures / "copied.png")
        window.key("Delete")
        wait_counts(window, f"{MANY} marked out")
        for _ in range(5):
            window.key("ctrl+z", "ctrl+shift+z")
        window.key("ctrl+z")
        window.wait_until(lambda: "marked out" not in text_of(window, "counts_label"), "rows that are back")


def phone():
    """On a phone Escape leads from the editor to the example, to the rows, to the datasets."""
    with Home() as home:
        window = begin(home)
        window.resize(*PHONE)
        window.wait_until(lambda: window.has(id="bottom_fine_tune_button") and not window.has(id="close_button"), "phone")
        wait_focus(window, "Example 1")
        window.key("Down", "Return")
        window.find(id="close_button")
        window.key("ctrl+e")
        window.find(id="save_button")
        window.picture(pictures / "phone-editor.png")
        window.key("Escape")
        window.wait_until(lambda: not window.has(id="save_button"), "closed editor")
        window.key("Escape")
        wait_focus(window, "Example 2")
        window.key("Escape")
        window.find(id="AttuneDatasetsPage")


def changed_file():
    """When the file is cut short or gone, rows, search and saving say so, and what was written stays in the editor."""
    with Home() as home:
        window = begin(home, 2000)
        path = next(home.data.glob("datasets/*/training.jsonl"))
        os.truncate(path, 5000)
        window.key("ctrl+End")
        window.find(contains="“training.jsonl” became shorter after it was opened. Open the dataset again.")
        window.key("ctrl+Home")
        wait_focus(window, "Example 1")
        write(window, "For nothing")
        path.unlink()
        window.press(id="save_button")
        window.find(contains="“training.jsonl” was changed somewhere else in the meantime.")
        window.find(role="text", contains="For nothing")
        window.picture(pictures / "changed.png")


def main():
    global pictures
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    pictures = parser.parse_args().pictures
    os.environ.pop("LC_ALL", None)
    return tap.run([edits, discards, leaves, leaves_half, searches, many, phone, changed_file])


sys.exit(main())
