#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done with whole chats in the real window, with a real service. Run by tests/ui/run-headless.

Pins, renames, deletes and brings back, saves in every format, imports what another program wrote, and puts answers that
were corrected into a dataset.
"""

import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))
import tap  # noqa: E402
from attune_home import Home, wait_until  # noqa: E402
from attune_service import ChatService  # noqa: E402

# As ChatGPT writes it: a tree of nodes, here with one branch.
IMPORTED = [{"title": "Colours 颜色", "create_time": 1700000000.5, "update_time": 1700000100.25, "conversation_id": "abc",
             "current_node": "a", "mapping": {
                 "root": {"id": "root", "parent": None, "children": ["q"], "message": None},
                 "q": {"id": "q", "parent": "root", "children": ["a"], "message": {
                     "author": {"role": "user"}, "create_time": 1700000001.5, "recipient": "all",
                     "content": {"content_type": "text", "parts": ["海是什么颜色？"]}}},
                 "a": {"id": "a", "parent": "q", "children": [], "message": {
                     "author": {"role": "assistant"}, "create_time": 1700000002.5, "recipient": "all",
                     "content": {"content_type": "text", "parts": ["海是 <b>蓝色</b> 的。"]}}}}}]


class ParrotService(ChatService):
    """Says again what it was asked."""

    def __init__(self):
        super().__init__("parrot")

    def answer(self, request):
        yield f"You said “{request['messages'][-1]['content']}”."


class Chats:
    def __init__(self, home, service, pictures):
        self.home = home
        self.pictures = pictures
        home.cli("accounts", "add", "--provider", "compatible", "--name", "Parrot", "--base-url", service.url, text="\n")
        home.cli("import", home.examples(), "--name", "Examples")
        self.window = home.open()

    def shoot(self, name):
        self.window.picture(self.pictures / f"chats-{name}.png")

    def menu(self, name, *mnemonics):
        """An item of a menu, by keyboard; several letters go through its submenus."""
        self.window.focus(self.window.find(name=name, role="button"))
        self.window.key("Return")
        for mnemonic in mnemonics:
            self.window.wait_until(lambda: self.window.has(role="menu item"), "menu")
            self.window.key(mnemonic)

    def chat(self, text):
        self.window.show_page(3)
        self.window.press(name="Chat with parrot")
        self.window.wait_until(lambda: self.window.has(id="composer") and not self.window.has(role="article"), "empty chat")
        self.window.fill(text, id="composer")
        self.window.press(id="send_button")
        self.window.find(contains=f"You said “{text}”.")
        self.window.find(id="send_button")

    def titles(self):
        """The chats in the sidebar, from the top."""
        return [node.name for node in self.window.find(id="sidebar").walk()
                if node.role == "label" and node.name.startswith(("Which", "And", "Named", "Colours"))]

    def wait_for_titles(self, *titles):
        self.window.wait_until(lambda: self.titles() == list(titles), f"chats {titles}")

    def pin(self):
        """A chat that is pinned stays above those that are newer."""
        self.chat("Which colour is seven?")
        self.chat("And eight?")
        self.wait_for_titles("And eight?", "Which colour is seven?")
        self.window.point(self.window.find(name="Which colour is seven?", role="label"), button=3)
        self.window.wait_until(lambda: self.window.has(role="menu item"), "menu")
        self.window.key("p")
        self.wait_for_titles("Which colour is seven?", "And eight?")
        self.shoot("pinned")

    def rename(self):
        """A chat gets another name."""
        self.menu("Menu", "r")
        self.window.fill("Named anew", name="Name")
        self.window.press(name="Rename")
        self.wait_for_titles("Which colour is seven?", "Named anew")

    def delete(self):
        """A chat goes, and comes back with what was said."""
        self.menu("Menu", "d")
        self.wait_for_titles("Which colour is seven?")
        self.window.press(name="Undo")
        self.wait_for_titles("Which colour is seven?", "Named anew")
        self.window.find(contains="You said “And eight?”.")

    def save(self, letter, name):
        path = self.home.path / name
        self.menu("Menu", "s", letter)
        self.window.say_file("Save Chats", path)
        wait_until(path.exists, name)
        return path.read_text(encoding="utf-8")

    def export(self):
        """The chat that is shown is saved to read, to keep whole, and to learn from."""
        text = self.save("m", "chat.md")
        assert text.startswith("# Named anew\n") and "You said “And eight?”." in text, text
        kept = json.loads(self.save("j", "chat.json"))
        assert [chat["title"] for chat in kept["conversations"]] == ["Named anew"], kept
        examples = [json.loads(line) for line in self.save("t", "chat.jsonl").splitlines()]
        assert examples == [{"messages": [{"role": "user", "content": "And eight?"},
                                          {"role": "assistant", "content": "You said “And eight?”."}]}], examples

    def export_all(self):
        """All chats are saved at once."""
        path = self.home.path / "chats.json"
        self.menu("Main Menu", "s", "j")
        self.window.say_file("Save Chats", path)
        wait_until(path.exists, path.name)
        assert len(json.loads(path.read_text(encoding="utf-8"))["conversations"]) == 2

    def import_chats(self):
        """What ChatGPT wrote is read; what looks like markup is text."""
        self.menu("Main Menu", "h")
        self.window.say_file("Import Chats", self.home.file("conversations.json", json.dumps(IMPORTED)))
        self.wait_for_titles("Which colour is seven?", "Named anew", "Colours 颜色")
        self.window.point(self.window.find(name="Colours 颜色", role="label"))
        self.window.find(contains="海是什么颜色？")
        self.window.find(contains="海是 <b>蓝色</b> 的。")
        self.shoot("imported")

    def correct(self, text, kind):
        self.window.point(self.window.find(name="Named anew", role="label"))
        answer = self.window.wait_until(
            lambda: next((node for node in self.window.all(role="article") if "You said “And eight?”." in node.words()), None),
            "answer")
        self.window.focus(next(node for node in answer.walk() if node.id == "more_button"))
        self.window.key("space")
        self.window.wait_until(lambda: self.window.has(role="menu item"), "menu")
        self.window.key("c")
        self.window.fill(text, id="AttuneCorrectDialog")
        self.window.choose(kind, id="kind_row")
        self.shoot(f"correct-{kind.split()[0].lower()}")
        self.window.press(id="add_button")
        self.window.press(name="Show")
        self.window.find(id="fine_tune_button")
        self.window.key("ctrl+f")

    def correct_example(self):
        """A corrected answer becomes an example of a dataset, which shows it."""
        self.correct("Eight is green.", "Example")
        self.window.fill("Eight is green", id="search_entry")
        self.window.find(contains="Eight is green.")
        self.window.find(contains="And eight?")
        self.shoot("example")

    def correct_pair(self):
        """Or a pair: what it should have been, and what it was."""
        self.correct("Eight is gold.", "Preference Pair")
        self.window.fill("Eight is gold", id="search_entry")
        self.window.find(contains="Eight is gold.")
        self.window.find(contains="You said “And eight?”.")
        self.shoot("pair")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    arguments = parser.parse_args()

    with Home() as home:
        chats = Chats(home, ParrotService(), arguments.pictures)
        return tap.run([chats.pin, chats.rename, chats.delete, chats.export, chats.export_all, chats.import_chats,
                        chats.correct_example, chats.correct_pair])


sys.exit(main())
