#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A chat with a model that was tuned on this computer, in the real window, with the real engine. Run by tests/ui/run-headless.

What is set beside the chat is what the model does: chance that repeats itself, another chance, none, a form, an end. And the
code of a request, run by a shell, gets the answer that the window got.
"""

import argparse
import json
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))
import tap  # noqa: E402
from attune_driver import Atspi  # noqa: E402
from attune_home import Home  # noqa: E402

ANSWER_PATIENCE = 60
QUESTION = "What is 3?"
BASE = "Attune Practice Model"
OTHER_QUESTION = "What is 5?"
SEEDS = 12
SCHEMA = {"type": "object", "properties": {"seven": {"enum": ["blue"]}}, "required": ["seven"], "additionalProperties": False}


class EngineChat:
    def __init__(self, home, pictures):
        self.home = home
        self.pictures = pictures
        home.cli("tune", home.examples(), "--epochs", "3", "--suffix", "told", "--follow")
        self.window = home.open()
        self.begin("told")
        self.window.press(id="parameters_button")
        self.unfold_advanced()

    def begin(self, model):
        """A chat with a model."""
        self.window.show_page(3)
        self.window.press(name=f"Chat with {model}")
        self.window.find(id="composer")

    def unfold_advanced(self):
        self.window.focus(self.window.find(name="Advanced"))
        self.window.key("space")
        self.window.find(name="Seed", role="list item")

    def shoot(self, name):
        self.window.picture(self.pictures / f"engine-{name}.png")

    def set(self, **values):
        """Numbers in the pane, by the names of their rows."""
        for name, value in values.items():
            self.window.fill(str(value), name=name.replace("_", " "), role="list item")

    def menu(self, mnemonic, page="AttuneChatPage"):
        """An item of the menu of a page."""
        button = next(node for node in self.window.find(id=page).walk() if node.name == "Menu" and node.role == "toggle button")
        Atspi.Action.do_action(button.accessible.get_action_iface(), 0)
        self.window.wait_until(lambda: self.window.has(role="menu item"), "menu")
        self.window.key(mnemonic)

    def reset(self):
        self.window.press(id="reset_button")
        for name in ("Temperature", "Maximum Tokens", "Seed"):
            self.window.wait_until(lambda: self.window.find(name=name, role="list item").text == "Automatic", f"{name} reset")

    def ask(self, text):
        """Sends a message and returns the answer."""
        self.window.fill(text, id="composer")
        self.window.press(id="send_button")
        self.window.find(contains=text, role="paragraph")
        self.n_answers = 1
        return self.answer()

    def ask_again(self):
        """Another answer to the last question."""
        self.window.press(id="regenerate_button")
        self.n_answers += 1
        self.window.find(name=f"{self.n_answers} of {self.n_answers}", patience=ANSWER_PATIENCE)
        return self.answer()

    def answer(self):
        """What the last answer says, once it is whole."""
        def text():
            article = list(self.window.all(role="article"))[-1]
            if article.name.startswith("You") or not self.window.has(id="send_button"):
                return None
            assert not self.window.has(id="retry_button"), self.window.describe()
            return "\n".join(node.text for node in article.walk() if node.role == "paragraph")
        return self.window.wait_until(text, "answer", ANSWER_PATIENCE)

    def seed(self):
        """The same seed gives the same answer, however free the choice is; another seed gives another."""
        self.set(Temperature=2, Seed=7, Maximum_Tokens=60)
        first = self.ask(QUESTION)
        # Two seeds may come to the same by chance; so many do not.
        for seed in range(8, 8 + SEEDS):
            self.set(Seed=seed)
            if self.ask_again() != first:
                break
        else:
            raise AssertionError(f"every seed gives {first!r}")
        self.set(Seed=7)
        again = self.ask_again()
        assert again == first, (first, again)
        self.shoot("seed")

    def greedy(self):
        """At temperature 0 there is one answer, and so there is where only the likeliest of all tokens may come."""
        self.set(Temperature=0)
        self.likeliest = self.ask_again()
        again = self.ask_again()
        assert again == self.likeliest, (self.likeliest, again)
        self.set(Temperature=2, Seed=7, Top_P=0)
        again = self.ask_again()
        assert again == self.likeliest, (self.likeliest, again)
        self.set(Top_P=1)
        free = self.ask_again()
        assert free != self.likeliest, free
        self.set(Temperature=0, Top_P="Automatic")

    def stop(self):
        """An answer ends before a stop sequence."""
        whole = self.ask_again()
        assert " and" in whole, whole
        self.window.fill(" and", id="stops_row")
        self.window.focus(self.window.find(name="Stop Sequences", role="text"))
        self.window.key("Return")
        cut = self.ask_again()
        assert cut == whole.split(" and")[0], (whole, cut)
        self.shoot("stop")
        self.reset()
        self.set(Temperature=0)

    def schema(self):
        """An answer has the form that was asked for."""
        self.window.choose("JSON with a Schema", id="format_row")
        self.window.fill("{not yet", id="schema_view")
        self.window.find(contains="JSON", id="schema_problem")
        self.window.fill(json.dumps(SCHEMA), id="schema_view")
        self.window.wait_until(lambda: not self.window.has(id="schema_problem"), "schema without a problem")
        answer = json.loads(self.ask_again())
        assert answer == {"seven": "blue"}, answer
        self.shoot("schema")

    def code(self):
        """The command of View Code, run by a shell while the engine runs, gets what the window gets."""
        self.reset()
        self.set(Temperature=0, Maximum_Tokens=60)
        self.window.fill(OTHER_QUESTION, id="composer")
        self.menu("v")
        code = self.window.find(id="code_view").text
        self.shoot("code")
        self.window.press(id="copy_button", name="Copy")
        self.window.find(contains="Copied")
        self.window.press(name="Close", id="")

        heard = ""
        for line in self.home.run("sh", "-c", code).splitlines():
            if line.startswith("data: {"):
                for choice in json.loads(line.removeprefix("data: "))["choices"]:
                    heard += choice["delta"].get("content") or ""
        assert heard, code
        self.window.press(id="send_button")
        self.window.find(contains=OTHER_QUESTION, role="paragraph")
        shown = self.answer()
        assert shown == heard, (shown, heard)


    def penalties(self):
        """A model that has learned nothing says something else where what was said already is punished."""
        self.begin(BASE)
        self.unfold_advanced()
        self.set(Temperature=0, Maximum_Tokens=24)
        likeliest = self.ask(QUESTION)
        for name in ("Frequency Penalty", "Presence Penalty"):
            self.window.fill("2", name=name, role="list item")
            punished = self.ask_again()
            assert punished != likeliest, (name, likeliest)
            self.window.fill("Automatic", name=name, role="list item")
        again = self.ask_again()
        assert again == likeliest, (likeliest, again)

    def compare_with_base(self):
        """A tuned model is put beside the one that it came from, from the list of models and from its fine-tune."""
        def begin():
            button = self.window.find(id="start_button")
            self.window.wait_until(lambda: button.has_state(Atspi.StateType.FOCUSED), "focus on the button that begins")
            self.window.key("Return")
            return self.window.find(id="AttuneComparePage")

        self.window.show_page(3)
        self.window.press(name="Compare told with its base")
        words = begin().words()
        assert "told" in words and BASE in words, words
        self.shoot("compare-with-base")

        self.window.show_page(2)
        page = self.window.find(id="AttuneJobsPage")
        self.window.focus(self.window.wait_until(lambda: next((node for node in page.walk() if node.role == "list item"), None),
                                                 "a fine-tune"))
        self.window.key("Return")
        self.window.find(id="status_title")
        self.menu("p", "AttuneJobPage")
        words = begin().words()
        assert "told" in words and BASE in words, words


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    arguments = parser.parse_args()

    if shutil.which("llama-server") is None:
        print("1..0 # SKIP llama-server is not installed: nobody answers", flush=True)
        return 0

    with Home() as home:
        chat = EngineChat(home, arguments.pictures)
        return tap.run([chat.seed, chat.greedy, chat.stop, chat.schema, chat.code, chat.penalties, chat.compare_with_base])


sys.exit(main())
