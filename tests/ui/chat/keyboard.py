#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A chat without a pointer: nothing here is done by other means than keys. Run by tests/ui/run-headless.

Begins a chat, writes, goes through messages, asks again, steps between answers, copies code and a whole answer, edits, changes
how the model is asked, looks at the code, goes to another chat, compares and votes. And what a screen reader is told meanwhile.
"""

import argparse
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))
import gi  # noqa: E402
import tap  # noqa: E402
from gi.repository import GLib  # noqa: E402
from attune_driver import MAX_TABS, Atspi, Missing  # noqa: E402
from attune_home import Home  # noqa: E402
from attune_service import ChatService  # noqa: E402

MODEL = "parrot & <b>"
OTHER_MODEL = "magpie"


class ParrotService(ChatService):
    """Counts its answers, which have code in them."""

    def __init__(self):
        self.requests = []
        super().__init__(MODEL, OTHER_MODEL)

    def answer(self, request):
        self.requests.append(request)
        yield f"Answer {len(self.requests)}.\n\n```c\nint seven = {len(self.requests)};\n```\n"


class ScreenReader:
    """Hears what is said of itself, and not what is looked for."""

    def __init__(self):
        self.heard = []
        self.listener = Atspi.EventListener.new(lambda event: self.heard.append(event.any_data))
        self.listener.register("object:announcement")

    def hears(self, text):
        while GLib.MainContext.default().iteration(False):
            pass
        return any(text in said for said in self.heard)


class Keyboard:
    def __init__(self, home, service, pictures):
        self.service = service
        self.pictures = pictures
        home.cli("accounts", "add", "--provider", "compatible", "--name", "Birds", "--base-url", service.url, text="\n")
        home.cli("models")
        self.window = home.open()
        self.reader = ScreenReader()

    # --- keys, and where they lead ---

    def focused(self):
        return next((node for node in self.window.all() if node.has_state(Atspi.StateType.FOCUSED)), None)

    def go(self, key="Tab", **wanted):
        """Presses a key until what is wanted has the focus."""
        for _ in range(MAX_TABS):
            node = self.focused()
            if node is not None and all(getattr(node, name) == value for name, value in wanted.items()):
                return node
            self.window.key(key)
            time.sleep(0.05)
        raise Missing(f"{wanted} is not reached by {key}; the focus is on {self.focused()}")

    def wait_focus(self, **wanted):
        def has_it():
            node = self.focused()
            return node if node and all(getattr(node, name) == value for name, value in wanted.items()) else None
        return self.window.wait_until(has_it, f"focus on {wanted} and not on {self.focused()}")

    def type(self, text):
        self.window.key(*["space" if character == " " else character for character in text])

    def written(self):
        return self.window.find(id="text_view").text

    def wait_answer(self, number):
        self.window.find(contains=f"Answer {number}.")
        self.window.find(id="send_button")

    def to_last_message(self):
        """From where a message is written."""
        return self.go("shift+Tab", role="article")

    def paste(self):
        """What was copied, seen where a message is written; it is taken away again."""
        self.go(id="text_view")
        self.window.key("ctrl+v")
        text = self.window.wait_until(self.written, "pasted text")
        self.window.key("ctrl+a", "Delete")
        self.window.wait_until(lambda: not self.written(), "empty composer")
        return text

    # --- what a person does ---

    def new_chat(self):
        """A chat begins, and what is typed is the first message."""
        self.window.show_page(3)
        self.go(name=f"Chat with {MODEL}")
        self.window.key("Return")
        self.wait_focus(id="text_view")
        self.window.find(name=MODEL, id="title_label")
        self.type("seven")
        self.window.key("Return")
        self.wait_answer(1)
        self.wait_focus(id="text_view")

    def messages(self):
        """The arrow keys go from message to message, in the order in which they stand."""
        last = self.to_last_message()
        assert last.name == MODEL and "Answer 1." in last.words(), last.words()
        self.window.key("Up")
        first = self.window.wait_until(lambda: (node := self.focused()) and node.name == "You" and node, "the question")
        assert "seven" in first.words(), first.words()
        self.window.key("Down")
        self.window.wait_until(lambda: self.focused().name == MODEL, "the answer")
        order = [node.name for node in self.window.all(role="article")]
        assert order == ["You", MODEL], order

    def copy(self):
        """Code, and a whole answer, are copied."""
        self.go(name="Copy Code")
        self.window.key("Return")
        self.window.wait_until(lambda: self.reader.hears("Copied"), "announcement")
        assert self.paste() == "int seven = 1;", "the code"
        self.to_last_message()
        self.window.key("ctrl+a", "ctrl+c")
        assert self.paste().strip() == "Answer 1.\n\nint seven = 1;", "the answer"

    def regenerate(self):
        """Another answer is asked for, and the first one shown again."""
        self.to_last_message()
        self.go(id="regenerate_button")
        self.window.key("Return")
        self.wait_answer(2)
        self.go("shift+Tab", role="article")
        self.go(id="previous_button")
        self.window.key("Return")
        self.window.find(contains="Answer 1.")
        self.window.find(name="1 of 2")

    def edit(self):
        """A question is written anew, from the message itself."""
        self.go(id="text_view")
        self.to_last_message()
        self.window.key("Up")
        self.window.wait_until(lambda: self.focused().name == "You", "the question")
        self.go(id="edit_button")
        self.window.key("Return")
        self.wait_focus(id="text_view")
        self.window.wait_until(lambda: self.written() == "seven", "the question to edit")
        self.window.key("ctrl+a")
        self.type("eight")
        self.window.key("Return")
        self.wait_answer(3)
        assert self.service.requests[-1]["messages"][-1]["content"] == "eight"

    def announcements(self):
        """A screen reader hears each answer, once it is there."""
        for number in (1, 2, 3):
            self.window.wait_until(lambda: self.reader.hears(f"Answer {number}."), f"announcement of answer {number}")
            assert sum(f"Answer {number}." in text for text in self.reader.heard) == 1, self.reader.heard

    def parameters(self):
        """A number is set in the pane, and sent."""
        self.window.key("F9")
        self.go(id="spin_button", name="Temperature Low keeps to likely words, high is freer.")
        self.window.key("ctrl+a")
        self.type("0")
        self.window.key("F9")
        self.go(id="text_view")
        self.type("nine")
        self.window.key("Return")
        self.wait_answer(4)
        assert self.service.requests[-1]["temperature"] == 0, self.service.requests[-1]

    def code(self):
        """The code of the request is read, in another language, and closed."""
        self.go("shift+Tab", name="Menu")
        self.window.key("Return")
        self.window.wait_until(lambda: self.window.has(role="menu item"), "menu")
        self.window.key("v")
        self.window.find(id="code_view")
        self.go(name="curl", role="radio button")
        self.window.key("Right")
        self.window.key("space")
        self.window.wait_until(lambda: "from openai import OpenAI" in self.window.find(id="code_view").text, "Python")
        self.window.key("Escape")
        self.window.wait_until(lambda: not self.window.has(id="code_view"), "closed dialog")

    def switch(self):
        """From one chat to another, in the list of chats, where each is called what it is about."""
        self.window.key("ctrl+shift+n")
        self.wait_focus(id="text_view")
        self.type("other")
        self.window.key("Return")
        self.wait_answer(5)
        self.go("shift+Tab", role="list item", name=f"other\n{MODEL}")
        self.window.key("Down")
        self.window.wait_until(lambda: self.focused().name == f"seven\n{MODEL}", "the other chat")
        self.window.key("Return")
        self.window.find(contains="Answer 4.")
        assert not self.window.has(contains="Answer 5.")

    def compare(self):
        """Two models side by side, and which is better."""
        self.window.key("F10")
        self.window.wait_until(lambda: self.window.has(role="menu item"), "menu")
        self.window.key("c")
        self.window.find(id="blind_row")
        for model in (MODEL, OTHER_MODEL):
            self.go(name="Add Model", role="toggle button")
            self.window.key("space")
            self.wait_focus(id="search_entry")
            self.type(model[:3])
            self.window.key("Return")
            self.window.wait_until(lambda: not self.window.has(id="search_entry"), "closed list")
        self.go(id="start_button")
        self.window.key("Return")
        self.wait_focus(id="text_view")
        self.type("ten")
        self.window.key("Return")
        self.window.find(contains="Answer 6.")
        self.window.find(contains="Answer 7.")
        button = self.go("shift+Tab", role="toggle button", name=OTHER_MODEL)
        self.window.key("space")
        self.window.wait_until(lambda: button.has_state(Atspi.StateType.PRESSED) or button.has_state(Atspi.StateType.CHECKED),
                               "vote")
        self.window.picture(self.pictures / "keyboard-vote.png")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    arguments = parser.parse_args()

    with Home() as home:
        keyboard = Keyboard(home, ParrotService(), arguments.pictures)
        return tap.run([keyboard.new_chat, keyboard.messages, keyboard.copy, keyboard.regenerate, keyboard.edit,
                        keyboard.announcements, keyboard.parameters, keyboard.code, keyboard.switch, keyboard.compare])


sys.exit(main())
