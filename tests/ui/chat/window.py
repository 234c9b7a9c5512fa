#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A chat in the real window, with a service that answers in Markdown. Run by tests/ui/run-headless.

Asks, asks for another answer, goes back to the first, writes the question anew, sets how the model is asked, drops and pastes
a file, sends with another key, looks how likely each token was, finds what was said, and looks at all of it as wide as a phone.
"""

import argparse
import math
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))
import tap  # noqa: E402
from attune_driver import Atspi  # noqa: E402
from attune_files import FileSource  # noqa: E402
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
        if question == "How sure are you?":
            for token, probability in (("Quite", 0.95), (" sure", 0.3), (", 七", 0.02), (".", 0.6)):
                choices = [{"token": " perhaps", "logprob": math.log(0.2)}, {"token": token, "logprob": math.log(probability)}]
                yield token, {"content": [{"token": token, "logprob": math.log(probability), "top_logprobs": choices}]}
            return
        yield from (f"Answer **{len(self.requests)}**", f" to “{question}”:\n\n", "1. one\n2. two\n\n",
                    "| a | b |\n|---|---|\n| 1 | 2 |\n\n", "```c\nint seven = 7;\n```\n")


class Chat:
    def __init__(self, home, service, pictures):
        self.home = home
        self.service = service
        self.pictures = pictures
        home.cli("accounts", "add", "--provider", "compatible", "--name", "Echo", "--base-url", service.url, text="\n")
        self.window = home.open()

    def shoot(self, name):
        self.window.picture(self.pictures / f"chat-{name}.png")

    def send(self, text):
        self.window.fill(text, id="composer")
        self.window.press(id="send_button")

    def written(self):
        """What stands in the composer."""
        return self.window.find(id="text_view").text

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

    def keys(self):
        """The keys of a chat: search, the name, the pane, and the last message."""
        def press(key):
            self.window.focus(self.window.find(id="text_view"))
            self.window.key(key)
        press("ctrl+f")
        self.window.find(id="chat_search_entry")
        self.window.key("Escape")
        self.window.wait_until(lambda: not self.window.has(id="chat_search_entry"), "closed search")
        press("F2")
        self.window.find(name="Rename", role="button")
        self.window.key("Escape")
        self.window.wait_until(lambda: not self.window.has(name="Rename", role="button"), "closed dialog")
        press("F9")
        self.window.find(id="system_view")
        press("F9")
        self.window.wait_until(lambda: not self.window.has(id="system_view"), "closed pane")
        press("Up")
        self.window.wait_until(lambda: self.written() == "And nine?", "the last message to edit")
        self.window.key("Escape")
        self.window.wait_until(lambda: self.written() == "", "empty composer")

    def send_with_file(self, text):
        """What was attached is in what the service is asked, and is no longer there for the next message."""
        self.send(text)
        self.window.find(contains=f"to “{text}")
        self.wait_for_end()
        content = self.service.requests[-1]["messages"][-1]["content"]
        assert content == f"{text}\n\nnotes.md:\n\n```md\nSeven is blue.\n```", content
        self.window.wait_until(lambda: not self.window.has(name="notes.md"), "message without a file")

    def drop(self):
        """A text file that is dropped on the chat goes with the next message, and is not imported."""
        with FileSource(self.home.file("notes.md", "Seven is blue.\n")) as source:
            source.drag_to(500, 300)
            self.window.find(name="notes.md")
        self.shoot("dropped")
        self.send_with_file("Read this")

    def drop_on_composer(self):
        """So does one that is dropped where the message is written, and neither its name nor its text is written there."""
        self.window.fill("Written", id="composer")
        with FileSource(self.home.file("notes.md", "Seven is blue.\n")) as source:
            source.drag_to(*self.window.middle(self.window.find(id="text_view")))
            self.window.find(name="notes.md")
        assert self.written() == "Written", self.written()
        self.send_with_file("Written")

    def paste(self):
        """One that was copied in a file manager goes with it by Ctrl+V, instead of its name."""
        with FileSource(self.home.file("notes.md", "Seven is blue.\n")):
            self.window.focus(self.window.find(id="composer"))
            self.window.key("ctrl+v")
            self.window.find(name="notes.md")
        assert not self.written(), "the name was pasted as well"
        self.send_with_file("Read it again")

    def send_key(self):
        """Who chooses so in the preferences sends with Ctrl+Enter, and begins a line with Enter. Up takes the last back."""
        self.window.key("ctrl+comma")
        self.window.press(role="page tab", name="General")
        self.window.choose("Ctrl+Enter Sends", id="send_key_row")
        self.shoot("send-key")
        self.window.key("Escape")
        self.window.wait_until(lambda: not self.window.has(id="send_key_row"), "closed preferences")

        count = len(self.service.requests)
        self.window.fill("And ten?", id="composer")
        self.window.focus(self.window.find(id="composer"))
        self.window.key("ctrl+End", "Return")
        self.window.wait_until(lambda: self.written() == "And ten?\n", "new line")
        assert len(self.service.requests) == count, "Enter sent the message"
        self.window.key("ctrl+Return")
        self.window.find(contains="to “And ten?”:")
        self.wait_for_end()
        assert self.service.requests[-1]["messages"][-1]["content"] == "And ten?"

        self.window.focus(self.window.find(id="composer"))
        self.window.key("Up")
        self.window.wait_until(lambda: self.written() == "And ten?", "the last message")
        self.window.key("Escape")
        self.window.wait_until(lambda: not self.written(), "empty composer")

    def probabilities(self):
        """Where it was asked for, the menu of an answer shows how likely each token was; the keys go through them."""
        self.send("How sure are you?")
        self.window.find(contains="Quite sure, 七.")
        self.wait_for_end()
        answer = next(node for node in self.window.all(role="article") if "Quite sure, 七." in node.words())
        more = next(node for node in answer.walk() if node.id == "more_button")
        button = next(node for node in more.walk() if node.role == "toggle button")
        Atspi.Action.do_action(button.accessible.get_action_iface(), 0)
        self.window.wait_until(lambda: self.window.has(role="menu item"), "menu")
        self.window.key("Down", "Return")
        self.window.find(name="Token Probabilities")
        self.window.find(contains="Surprising, below 5%")
        self.window.key("Right")
        self.window.find(contains="“Quite” · 95%")
        self.window.key("End")
        self.window.find(contains="“.” · 60% · Likely")
        self.window.key("Left")
        self.window.find(contains="“, 七” · 2% · Surprising")
        self.window.find(contains="“ perhaps”")
        self.shoot("probabilities")
        self.window.resize(*PHONE)
        self.shoot("probabilities-phone")
        self.window.resize(*DESKTOP)
        self.window.focus(self.window.find(id="token_view"))
        self.window.key("Escape")
        self.window.wait_until(lambda: not self.window.has(name="Token Probabilities"), "closed dialog")

    def search(self):
        """What was said is found."""
        self.window.press(id="search_button")
        self.window.fill("eight", id="chat_search_entry")
        self.window.find(contains="Answer **3** to")
        self.shoot("search")
        self.window.key("Escape")
        self.window.wait_until(lambda: not self.window.has(id="chat_search_entry"), "closed search")

    def phone(self):
        """All of it at the width of a phone."""
        self.window.resize(*PHONE)
        self.window.find(id="composer")
        self.shoot("phone")
        self.window.press(id="parameters_button")
        self.window.find(name="System Text")
        self.shoot("phone-parameters")
        self.window.key("Escape")
        self.window.find(id="composer")
        self.window.resize(*DESKTOP)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    arguments = parser.parse_args()

    with Home() as home:
        chat = Chat(home, EchoService(), arguments.pictures)
        return tap.run([chat.ask, chat.another_answer, chat.edit, chat.parameters, chat.keys, chat.drop, chat.drop_on_composer,
                        chat.paste, chat.send_key, chat.probabilities, chat.search, chat.phone])


sys.exit(main())
