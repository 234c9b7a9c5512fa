#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two windows of one program, with a real service. Run by tests/ui/run-headless.

Talks in both at once, shows one chat in both, and closes one after the other.
"""

import argparse
import pathlib
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))
import tap  # noqa: E402
from attune_home import Home, wait_until  # noqa: E402
from attune_service import ChatService  # noqa: E402

PATIENCE = 20


class PairService(ChatService):
    """Begins its first two answers, and ends them when both have begun."""

    def __init__(self):
        self.both = threading.Barrier(2)
        super().__init__("parrot")

    def answer(self, request):
        question = request["messages"][-1]["content"]
        yield "You said "
        if question in ("One?", "Two?"):
            self.both.wait(PATIENCE)
        yield f"“{question}”."


class Windows:
    def __init__(self, home, service, pictures):
        self.pictures = pictures
        home.cli("accounts", "add", "--provider", "compatible", "--name", "Parrot", "--base-url", service.url, text="\n")
        self.first = home.open()
        self.second = None

    @staticmethod
    def begin(window):
        window.show_page(3)
        window.press(name="Chat with parrot")
        window.wait_until(lambda: window.has(id="composer") and not window.has(role="article"), "empty chat")

    @staticmethod
    def send(window, text):
        window.fill(text, id="composer")
        window.press(id="send_button")

    def talk_in_both(self):
        """Each window has its chat, and one answers while the other does."""
        self.first.show_page(3)
        self.second = self.first.open_other()
        self.begin(self.first)
        self.send(self.first, "One?")
        self.begin(self.second)
        self.send(self.second, "Two?")
        self.first.find(contains="You said “One?”.")
        self.second.find(contains="You said “Two?”.")
        assert not self.first.has(contains="You said “Two?”.")
        assert not self.second.has(contains="You said “One?”.")

    def show_one_in_both(self):
        """What is said in one window is read in the other."""
        self.second.point(self.second.find(name="One?", role="label"))
        self.second.find(contains="You said “One?”.")
        self.send(self.second, "Three?")
        self.second.find(contains="You said “Three?”.")
        self.first.find(contains="You said “Three?”.")
        self.first.find(id="send_button")
        self.first.picture(self.pictures / "windows-first.png")
        self.second.picture(self.pictures / "windows-second.png")

    def resize(self):
        """A window keeps its size when the other changes."""
        before = self.first.find(id="composer").accessible.get_component_iface().get_size()
        self.second.resize(720, 600)
        self.second.picture(self.pictures / "windows-small.png")
        after = self.first.find(id="composer").accessible.get_component_iface().get_size()
        assert (before.x, before.y) == (after.x, after.y), (before.x, after.x)

    def close(self):
        """One goes, the other goes on; with the last one the program ends."""
        self.second.key("ctrl+w")
        self.first.wait_until(lambda: len(self.first.frames()) == 1, "one window")
        self.send(self.first, "Four?")
        self.first.find(contains="You said “Four?”.")
        self.first.find(id="send_button")
        self.first.key("ctrl+w")
        wait_until(lambda: self.first.process.poll() is not None, "end of the program")
        assert self.first.process.returncode == 0, self.first.process.returncode


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    arguments = parser.parse_args()

    with Home() as home:
        windows = Windows(home, PairService(), arguments.pictures)
        return tap.run([windows.talk_in_both, windows.show_one_in_both, windows.resize, windows.close])


sys.exit(main())
