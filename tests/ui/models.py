#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Base models as a person meets them in the window: added, tuned, overwritten, taken away.

Run by tests/ui/run-headless, with the real engine; --pictures is where pictures of each state go.
"""

import argparse
import pathlib
import re
import shutil
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent)]
import tap  # noqa: E402
from attune_files import FileSource  # noqa: E402
from attune_home import Home, text_of  # noqa: E402

ANSWER_PATIENCE = 60
PRACTICE = "attune-practice-1.gguf"
BASE = "stories"
SUFFIX = "colours"
FACTS = "3 million parameters · llama, F32 · up to 2048 tokens · CC0-1.0 · 12.7"
NOTHING = "The model answered nothing."


class Models:
    """A window, and a model file of the person beside it: the practice model under another name."""

    def __init__(self, home, pictures):
        self.home = home
        self.pictures = pictures
        self.window = home.open()
        self.window.show_page(3)
        self.window.find(contains="Attune Practice Model")
        self.folder = home.data / "engine" / "models"
        self.base = home.path / f"{BASE}.gguf"
        shutil.copyfile(self.folder / PRACTICE, self.base)
        self.weights = self.base.read_bytes()

    def shoot(self, name):
        self.window.picture(self.pictures / f"models-{name}.png")

    def overwrite(self, content):
        """Into the file, as a program does that saves in place."""
        with self.base.open("r+b") as file:
            file.write(content)
            file.truncate()

    def choose_file(self, path):
        self.window.press(role="toggle button", name="Add a Model to This Computer")
        self.window.wait_until(lambda: self.window.has(role="menu item"), "menu")
        self.window.key("a")
        self.window.say_file("Add Model", path)

    def close_alert(self):
        def escape():
            if not self.window.has(role="alert", id="AdwAlertDialog"):
                return True
            self.window.key("Escape")
            return False
        self.window.wait_until(escape, "closed dialog")

    def ask(self, retry=False):
        if retry:
            self.window.press(id="retry_button")
        else:
            self.window.press(name=f"Chat with {SUFFIX}")
            self.window.find(id="composer")
            self.window.fill("What is 3?", id="composer")
            self.window.press(id="send_button")

    def has_answered(self, model):
        """It has begun to; so little was learned that what it says may be nothing that can be read."""
        return any(any(part.role == "paragraph" and part.text for part in node.walk()) or NOTHING in node.words()
                   for node in self.window.all(role="article", name=model))

    def wait_answer(self):
        self.window.wait_until(lambda: self.has_answered(SUFFIX), "answer", ANSWER_PATIENCE)

    def n_described(self):
        return len([node for node in self.window.all(role="label") if FACTS in node.words()])

    def practice(self):
        """Of the practice model the same is told as of any other; nobody has added it, so nobody can take it away."""
        self.window.wait_until(lambda: self.n_described() == 1, "facts")
        assert not self.window.has(name="Delete Attune Practice Model")
        self.shoot("practice")

    def add(self):
        """A file is added by the dialog for files; what it is stands in the list."""
        self.choose_file(self.base)
        self.window.find(name=f"Chat with {BASE}")
        self.window.wait_until(lambda: self.n_described() == 2, "facts of both")
        self.shoot("added")

    def give(self, name, act):
        """A file of a file manager becomes a model, and is taken away again."""
        other = self.home.path / f"{name}.gguf"
        shutil.copyfile(self.base, other)
        with FileSource(other) as source:
            act(source)
            self.window.find(name=f"Chat with {name}")
        self.window.press(name=f"Delete {name}")
        self.window.press(name="Delete", role="button")
        self.window.wait_until(lambda: not self.window.has(name=f"Chat with {name}"), "model that is gone")

    def pasted(self):
        """A file that was copied in a file manager is added by Ctrl+V."""
        self.give("pasted", lambda source: self.window.key("ctrl+v"))

    def dropped(self):
        """A file that is dragged there from a file manager is added."""
        self.give("dropped", lambda source: source.drag_to(500, 400))

    def refuse(self):
        """What is no model is refused with a sentence, and is not in the list."""
        text = self.home.file("text.gguf", "Once upon a time")
        self.choose_file(text)
        self.window.find(name="This file is no model in the GGUF format, or it is damaged. Choose another file.")
        self.shoot("refused")
        self.close_alert()
        assert not self.window.has(name="Chat with text")
        self.choose_file(self.base)
        self.window.find(contains=f"There is a model “{BASE}” already.")
        self.close_alert()

    def overwritten(self):
        """A tuned model says in the chat that its base was overwritten, and answers once the old file is back."""
        self.home.cli("tune", self.home.examples(), "--model", BASE, "--epochs", "1", "--suffix", SUFFIX, "--set",
                      "tuning=adapter", "--follow")
        self.overwrite(self.weights[:-1] + bytes([self.weights[-1] ^ 1]))
        self.window.key("F5")
        self.ask()
        self.window.find(id="retry_button", patience=ANSWER_PATIENCE)
        problem = text_of(self.window, "problem_label")
        assert "overwritten" in problem and "422" not in problem, problem
        self.shoot("overwritten")
        self.overwrite(self.weights)
        self.ask(retry=True)
        self.wait_answer()

    def weighed(self):
        """Where a model is chosen to be tuned, it is said what that takes with these examples on this computer."""
        self.window.show_page(3)
        self.window.press(name=f"Fine-tune {BASE}")
        self.window.press(id="next_button")

        def list_weighed():
            rows = [node for node in self.window.all(role="list item") if FACTS in node.words() and "trains " in node.words()]
            return rows if len(rows) >= 2 else None
        for row in self.window.wait_until(list_weighed, "figures of the practice model and of the other"):
            assert re.search(r"trains in .*, with up to [\d.]+.[MG]B of memory", row.words()), row.words()
        self.shoot("weighed")

        def escape():
            if not self.window.has(role="dialog"):
                return True
            self.window.key("Escape")
            return False
        self.window.wait_until(escape, "closed dialog")

    def compared(self):
        """A tuned model and its base answer beside each other."""
        self.window.show_page(3)
        self.window.press(name=f"Compare {SUFFIX} with its base")
        self.window.press(id="start_button")
        self.window.find(id="differences_button")
        self.window.fill("What is 4?", id="composer")
        self.window.press(id="send_button")
        self.window.wait_until(lambda: self.has_answered(SUFFIX) and self.has_answered(BASE), "answers", ANSWER_PATIENCE)
        self.shoot("compared")

    def deleted(self):
        """Who takes a base away is told what needs it; that goes on, but is compared with it no more."""
        self.window.show_page(3)
        self.window.press(name=f"Delete {BASE}")
        self.window.find(contains="Its file stays where it is. 1 model that was tuned from it still needs that file.")
        self.shoot("delete")
        self.window.press(name="Delete", role="button")
        self.window.wait_until(lambda: not self.window.has(name=f"Chat with {BASE}"), "model that is gone")
        self.window.find(contains="Model deleted")
        self.window.wait_until(lambda: not self.window.has(role="dialog"), "closed dialog")
        self.base.unlink()

        def refused():
            """The list may just be laid out anew, since its folder has changed."""
            if self.window.has(contains=f"The base model “{BASE}” is not on this computer any more."):
                return True
            self.window.press(name=f"Compare {SUFFIX} with its base")
            return False
        self.window.wait_until(refused, "reason")
        self.close_alert()
        self.ask()
        self.wait_answer()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    pictures = parser.parse_args().pictures
    pictures.mkdir(parents=True, exist_ok=True)
    with Home() as home:
        models = Models(home, pictures)
        return tap.run([models.practice, models.add, models.pasted, models.dropped, models.refuse, models.overwritten,
                        models.weighed, models.compared, models.deleted])


sys.exit(main())
