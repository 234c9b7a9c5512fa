#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Models side by side in the real window, at a service of which one model always fails. Run by tests/ui/run-headless.

Begins a comparison, sees what differs, votes without knowing who is who, adds a model that is asked the same, takes one
away and brings it back, and saves the table.
"""

import argparse
import csv
import json
import pathlib
import sys

import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))
import tap  # noqa: E402
from attune_files import FileSource  # noqa: E402
from attune_home import Home, wait_until  # noqa: E402
from attune_service import ChatService, Refusal  # noqa: E402

DESKTOP = (1000, 720)
PHONE = (360, 720)
BUTTON = 40           # as high as a button or a toast is, at least
LOOKS = {"dark": {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"},
         "chinese": {"LANG": "zh_CN.UTF-8", "LANGUAGE": "zh_CN"}}


# A provider whose prices are known: of a million tokens, in US dollars.
PROVIDER = {"id": "colours", "name": "Colours", "base-url": None, "base-path": "/v1", "training": {
    "prices-as-of": "2025-12-01", "models": [{"id": model, "training-price": 1.0, "base-input-price": 1000.0,
                                              "base-output-price": 2000.0} for model in ("harbour", "lighthouse")]}}


class ColourService(ChatService):
    """Each model sees another colour; one is out of order."""

    COLOURS = {"harbour": "blue", "lighthouse": "green", "pier": "grey"}

    def __init__(self):
        self.asked = {}
        super().__init__(*self.COLOURS, "wreck")

    def answer(self, request):
        model = request["model"]
        self.asked.setdefault(model, []).append([message["content"] for message in request["messages"]])
        if model not in self.COLOURS:
            raise Refusal(400, f"The model {model} is out of order")
        yield from ("It is **", self.COLOURS[model], "**, as it always was.\n\n```c\nint seven = 7;\n```\n")


class Compare:
    def __init__(self, home, service, pictures):
        self.home = home
        self.service = service
        self.pictures = pictures
        home.cli("accounts", "list")
        (home.data / "providers").mkdir(exist_ok=True)
        (home.data / "providers" / "colours.json").write_text(json.dumps(PROVIDER), encoding="utf-8")
        home.cli("accounts", "add", "--provider", "colours", "--name", "Colours", "--base-url", service.url, text="\n")
        home.cli("models")
        self.window = home.open()

    def shoot(self, name):
        self.window.picture(self.pictures / f"compare-{name}.png")

    def menu(self, mnemonic):
        """An item of the menu of the page, by keyboard."""
        self.window.focus(self.window.find(name="Menu"))
        self.window.key("Return")
        self.window.wait_until(lambda: self.window.has(role="menu item"), "menu")
        self.window.key(mnemonic)

    def choose_model(self, model):
        """In the dialog: the row that adds, and the name of a model that is in no list yet."""
        self.window.focus(self.window.find(name="Add Model", role="toggle button"))
        self.window.key("space")
        self.window.fill(model, id="search_entry")
        item = self.window.wait_until(
            lambda: next((node for node in self.window.all(role="list item")
                          if node.name in (model, f"Use “{model}” with Colours")), None), f"model {model}")
        self.window.press(name=item.name, role="list item")
        self.window.wait_until(lambda: not self.window.has(id="search_entry"), "closed list")

    def begin(self, *models, is_blind=False):
        self.window.focus(self.window.find(name="Main Menu"))
        self.window.key("Return")
        self.window.wait_until(lambda: self.window.has(role="menu item"), "menu")
        self.window.key("c")
        self.window.find(id="blind_row")
        for model in models:
            self.choose_model(model)
        if is_blind:
            self.window.press(id="blind_row")
        self.window.press(id="start_button")
        self.window.wait_until(lambda: self.window.has(id="differences_button") and not self.window.has(id="blind_row")
                               and not self.window.has(role="article"), "empty comparison")

    def ask(self, text):
        self.window.fill(text, id="composer")
        self.window.press(id="send_button")
        self.window.wait_until(lambda: self.window.has(contains=text) and self.window.has(id="send_button"), "answers")

    def reopen(self, question, **environment):
        """After a restart a comparison is found by what was said in it, and shown whole."""
        self.window.close()
        self.window = self.home.open(**environment)
        self.window.press(id="search_button")
        self.window.fill(question, id="chat_search_entry")
        self.window.find(contains=question, role="list item")
        self.window.key("Return")
        self.window.find(id="differences_button")

    def marks(self):
        """What a screen reader is told of the answers that are marked."""
        return [node.accessible.get_description() for node in self.window.all(role="article")
                if node.accessible.get_description()]

    def marked(self, text):
        """The words of a text that a screen reader is told to be marked."""
        node = self.window.find(contains=text, role="paragraph")
        interface = node.accessible.get_text_iface()
        found = [text[index] for index in range(len(text))
                 if Atspi.Text.get_text_attributes(interface, index)[0].get("underline") == "double"]
        return "".join(found)

    def differences(self):
        """What differs between two answers is marked, and is not when the person wants none of it."""
        self.begin("harbour", "lighthouse")
        self.ask("Which colour is seven?")
        self.window.find(contains="It is blue, as it always was.")
        self.window.find(contains="It is green, as it always was.")
        self.window.wait_until(lambda: self.marks() == ["1 part differs from the answer beside it"] * 2, "marks")
        assert self.marked("It is blue, as it always was.") == "blue", self.marked("It is blue, as it always was.")
        assert self.marked("It is green, as it always was.") == "green", self.marked("It is green, as it always was.")
        self.shoot("differences")
        self.window.press(id="differences_button")
        self.window.wait_until(lambda: self.marks() == [], "answers without marks")
        self.shoot("no-differences")

    def remembered(self):
        """Whether they are marked is remembered, and so is the comparison."""
        self.reopen("Which colour is seven?")
        self.window.find(contains="It is blue, as it always was.")
        assert self.marks() == [], self.marks()
        self.window.press(id="differences_button")
        self.window.wait_until(lambda: len(self.marks()) == 2, "marks")

    def figures(self):
        """What each answer took stands below it: the wait for it, its tokens, and its cost."""
        facts = [node.name for node in self.window.all(id="facts_label") if node.name]
        assert len(facts) == 2 and all(" s" in text and "15 tokens" in text and "$0.0" in text for text in facts), facts

    def add(self):
        """A model that is added is asked what the others were asked."""
        self.menu("a")
        self.window.find(contains="is asked what the others were asked so far")
        self.choose_model("pier")
        self.shoot("add")
        self.window.press(id="start_button")
        self.window.find(contains="It is grey, as it always was.")
        assert self.service.asked["pier"] == [["Which colour is seven?"]], self.service.asked
        assert len(self.service.asked["harbour"]) == 1, self.service.asked
        self.window.wait_until(lambda: len(self.marks()) == 2, "two that differ from the first")
        self.shoot("three")

    def remove(self):
        """One goes, and comes back with what it said."""
        buttons = [node for node in self.window.all(name="Remove Model") if node.sensitive]
        assert len(buttons) == 3, buttons
        self.window.focus(buttons[2])
        self.window.key("space")
        self.window.wait_until(lambda: not self.window.has(contains="It is grey, as it always was."), "two columns")
        self.window.press(name="Undo")
        self.window.find(contains="It is grey, as it always was.")

    def drop(self):
        """A text file that is dropped there goes with the next message to all, and is not imported."""
        self.begin("harbour", "lighthouse")
        with FileSource(self.home.file("notes.md", "Seven is blue.\n")) as source:
            source.drag_to(*self.window.middle(self.window.find(id="AttuneComparePage")))
            self.window.find(name="notes.md")
        self.ask("Read this")
        self.window.find(contains="It is green, as it always was.")
        for model in ("harbour", "lighthouse"):
            assert self.service.asked[model][-1] == ["Read this\n\nnotes.md:\n\n```md\nSeven is blue.\n```"], self.service.asked

    def failing(self):
        """One that fails keeps no other from answering, and says why."""
        self.begin("wreck", "harbour")
        self.ask("Which colour is eight?")
        self.window.find(contains="It is blue, as it always was.")
        self.window.find(contains="The model wreck is out of order")
        self.window.find(id="retry_button")
        self.shoot("failing")

    def names(self):
        return [model for model in (*self.service.COLOURS, "wreck", "Colours") if model in self.window.find(id="AttuneComparePage").words()
                or any(model in (node.accessible.get_description() or "")
                       for node in self.window.find(id="AttuneComparePage").walk())]

    def blind(self):
        """Nothing says which model is which before the vote, not even why one failed; then it is told, and counted."""
        self.begin("harbour", "wreck", "lighthouse", is_blind=True)
        self.ask("Which colour is nine?")
        self.window.find(contains="It is green, as it always was.")
        self.window.find(contains="This model could not answer.")
        assert self.names() == [], self.names()
        assert not [node.name for node in self.window.all(id="facts_label") if node.name]
        self.window.wait_until(lambda: len(self.marks()) == 2, "marks of the two that answered")
        self.shoot("blind")
        answers = [node for node in self.window.all(role="article") if "as it always was" in node.words()]
        green = next(node for node in answers if "green" in node.words())
        self.window.press(role="toggle button", name=green.name)
        toast = self.window.find(contains="You chose “lighthouse”")
        button = self.window.find(name="Equally Good", role="toggle button")
        assert self.window.middle(toast)[1] < self.window.middle(button)[1] - BUTTON, "the toast lies over the buttons"
        self.window.wait_until(lambda: {"harbour", "wreck", "lighthouse"} <= set(self.names()), "names")
        self.shoot("voted")

    def tally(self):
        """The sums of the votes are shown."""
        self.menu("t")
        self.window.find(contains="1 won, 0 lost, 0 equally good")
        self.window.find(contains="0 won, 1 lost, 0 equally good")
        self.shoot("tally")
        self.window.press(name="Close")
        self.window.wait_until(lambda: not self.window.has(contains="1 won, 0 lost, 0 equally good"), "closed tally")

    def save(self):
        """The table of what was asked, answered and found better, for people and for a spreadsheet."""
        self.menu("m")
        self.window.say_file("Save Comparison", self.home.path / "table.md")
        table = self.read("table.md").splitlines()
        assert table[2].startswith("| Which colour is nine? | ") and table[2].endswith(" | lighthouse |"), table
        self.menu("c")
        self.window.say_file("Save Comparison", self.home.path / "table.csv")
        self.read("table.csv")
        with open(self.home.path / "table.csv", newline="", encoding="utf-8") as file:
            head, turn = csv.reader(file)
        assert (head[0], head[-1], turn[-1]) == ("Question", "Better", "lighthouse"), (head, turn)
        column = head.index("lighthouse")
        assert head[column:column + 5] == ["lighthouse", "First Token (s)", "Time (s)", "Tokens", "Cost (USD)"], head
        assert "green" in turn[column] and float(turn[column + 2]) >= float(turn[column + 1]) >= 0, turn
        assert turn[column + 3] == "15" and float(turn[column + 4]) > 0.03, turn

    def read(self, name):
        path = self.home.path / name
        wait_until(path.exists, name)
        return path.read_text(encoding="utf-8")

    def looks(self):
        """All of it in the dark, in Chinese, and as wide as a phone."""
        for name, environment in LOOKS.items():
            self.reopen("Which colour is seven?", **environment)
            self.window.find(contains="It is green, as it always was.")
            self.shoot(name)
        self.window.resize(*PHONE)
        self.shoot("phone")
        self.window.resize(*DESKTOP)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    arguments = parser.parse_args()

    with Home() as home:
        compare = Compare(home, ColourService(), arguments.pictures)
        return tap.run([compare.differences, compare.remembered, compare.figures, compare.add, compare.remove, compare.drop,
                        compare.failing, compare.blind, compare.tally, compare.save, compare.looks])


sys.exit(main())
