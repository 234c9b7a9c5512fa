#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A chat in the real window, with a service that answers in Markdown. Run by tests/ui/run-headless.

Asks, asks for another answer, goes back to the first, writes the question anew, sets how the model is asked, finds what was
said, and looks at all of it as wide as a phone.
"""

import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))
import tap  # noqa: E402
from attune_home import Home  # noqa: E402
from attune_service import ChatService  # noqa: E402

DESKTOP = (1000, 720)
PHONE = (360, 720)


class EchoService(ChatService):
    """A provider that counts its answers and says again what it was asked."""

    def __init__(self):
        self.requests = []
        super().__init__("echo")

    def answer(self, request):
        self.requests.append(request)
        question = request["messages"][-1]["content"]
        yield from (f"Answer **{len(self.requests)}**", f" to “{question}”:\n\n", "1. one\n2. two\n\n",
                    "| a | b |\n|---|---|\n| 1 | 2 |\n\n", "```c\nint seven = 7;\n```\n")


class Chat:
    def __init__(self, home, service, pictures):
        self.service = service
        self.pictures = pictures
        home.cli("accounts", "add", "--provider", "compatible", "--name", "Echo", "--base-url", service.url, text="\n")
        self.window = home.open()

    def shoot(self, name):
        self.window.picture(self.pictures / f"chat-{name}.png")

    def send(self, text):
        self.window.fill(text, id="composer")
        self.window.press(id="send_button")

    def wait_for_end(self):
        """Until nothing more comes: then the button sends again."""
        self.window.find(id="send_button")

    def ask(self):
        """An answer comes as Markdown, and what it took stands below it."""
        self.window.show_page(3)
        self.window.press(name="Chat with echo")
        self.window.find(id="composer")
        self.send("Which colour is seven?")
        self.window.find(contains="Answer 1 to “Which colour is seven?”:")
        self.window.find(contains="int seven = 7;")
        self.window.find(id="regenerate_button")
        self.wait_for_end()
        self.shoot("answer")

    def another_answer(self):
        """Another answer stands beside the first, and the first comes back."""
        self.window.press(id="regenerate_button")
        self.window.find(contains="Answer 2 to")
        self.window.find(name="2 of 2")
        self.wait_for_end()
        self.shoot("siblings")
        self.window.press(id="previous_button")
        self.window.find(contains="Answer 1 to")

    def edit(self):
        """A question is written anew, and what it was stays one step away."""
        self.window.press(id="edit_button")
        self.window.find(id="cancel_button")
        self.send("Which colour is eight?")
        self.window.find(contains="Answer 3 to “Which colour is eight?”:")
        self.wait_for_end()
        assert [message["content"] for message in self.service.requests[-1]["messages"]] == ["Which colour is eight?"]

    def parameters(self):
        """What is set in the pane is what the service is asked with."""
        self.window.press(id="parameters_button")
        self.window.fill("You are a parrot.", id="system_view")
        self.shoot("parameters")
        self.send("And nine?")
        self.window.find(contains="Answer 4 to “And nine?”:")
        self.wait_for_end()
        first = self.service.requests[-1]["messages"][0]
        assert first == {"role": "system", "content": "You are a parrot."}, first
        self.window.press(id="parameters_button")

    def search(self):
        """What was said is found."""
        self.window.press(id="search_button")
        self.window.fill("eight", id="chat_search_entry")
        self.window.find(contains="Answer 3 to")
        self.shoot("search")
        self.window.key("Escape")
        self.window.wait_until(lambda: not self.window.has(id="chat_search_entry"), "closed search")

    def phone(self):
        """All of it at the width of a phone."""
        self.window.resize(*PHONE)
        self.window.find(id="composer")
        self.shoot("phone")
        self.window.resize(*DESKTOP)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    arguments = parser.parse_args()

    with Home() as home:
        chat = Chat(home, EchoService(), arguments.pictures)
        return tap.run([chat.ask, chat.another_answer, chat.edit, chat.parameters, chat.search, chat.phone])


sys.exit(main())
