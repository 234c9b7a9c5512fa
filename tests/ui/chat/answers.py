#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer may hold beside its text, in the real window: thoughts, and tools that a model wants used.

Run by tests/ui/run-headless.
"""

import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))
import tap  # noqa: E402
from attune_driver import Atspi  # noqa: E402
from attune_home import Home  # noqa: E402
from attune_service import ChatService  # noqa: E402

THOUGHT = "Is <b>seven</b> & <i>blue</i>?"


class ThinkingService(ChatService):
    """Thinks before it answers, and would rather have a file deleted."""

    def __init__(self, victim):
        self.victim = victim
        self.n_requests = 0
        super().__init__("thinker")

    def answer(self, request):
        self.n_requests += 1
        question = request["messages"][-1]["content"]
        if question == "Think":
            yield {"reasoning_content": THOUGHT[:10]}
            yield {"reasoning_content": THOUGHT[10:]}
            yield "It is blue."
        elif question == "Delete it":
            arguments = json.dumps({"path": str(self.victim)})
            for part in (arguments[:9], arguments[9:]):
                function = {"arguments": part} if part != arguments[:9] else {"name": "delete_<b>file</b>", "arguments": part}
                yield {"tool_calls": [{"index": 0, "id": "call_1", "type": "function", "function": function}]}


class Answers:
    def __init__(self, home, pictures):
        self.victim = home.file("victim.txt", "Not to be deleted.\n")
        self.service = ThinkingService(self.victim)
        self.pictures = pictures
        home.cli("accounts", "add", "--provider", "compatible", "--name", "Thinkers", "--base-url", self.service.url, text="\n")
        home.cli("models")
        self.window = home.open()
        self.window.show_page(3)
        self.window.press(name="Chat with thinker")
        self.window.find(id="composer")

    def shoot(self, name):
        self.window.picture(self.pictures / f"answers-{name}.png")

    def ask(self, text, answer):
        self.window.fill(text, id="composer")
        self.window.press(id="send_button")
        self.window.find(contains=answer)
        self.window.find(id="send_button")

    def wait_unfolded(self, is_unfolded):
        """Until the thoughts are shown, or are not, and a screen reader is told so."""
        def is_so():
            fold = self.window.find(name="Thoughts")
            return (fold.has_state(Atspi.StateType.EXPANDED) == is_unfolded
                    and self.window.has(contains=THOUGHT) == is_unfolded)
        self.window.wait_until(is_so, f"thoughts {'unfolded' if is_unfolded else 'folded'}")

    def thoughts(self):
        """What a model thought is folded away, and unfolds by key, with every sign that it has."""
        self.ask("Think", "It is blue.")
        fold = self.window.find(name="Thoughts")
        assert fold.has_state(Atspi.StateType.EXPANDABLE), fold
        self.wait_unfolded(False)
        self.shoot("folded")
        self.window.tab_to(fold)
        self.window.key("space")
        self.wait_unfolded(True)
        self.shoot("unfolded")
        self.window.key("space")
        self.wait_unfolded(False)

    def tools(self):
        """Which tool a model wants used, and with what, can be read as it came; nothing is done about it."""
        self.ask("Delete it", "delete_<b>file</b>")
        label = self.window.find(contains="delete_<b>file</b>")
        assert str(self.victim) in (label.text or label.name), label
        self.window.find(contains="The model wants a tool to be used. Attune does not use tools.")
        assert not self.window.has(id="retry_button"), "an answer that came is not asked for again"
        self.shoot("tools")
        assert self.victim.exists() and self.service.n_requests == 2, self.service.n_requests


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    arguments = parser.parse_args()

    with Home() as home:
        answers = Answers(home, arguments.pictures)
        return tap.run([answers.thoughts, answers.tools])


sys.exit(main())
