#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was tuned on this computer leaves it through the window: adapter, model and card, from both pages that offer it.

Run by tests/ui/run-headless, with the real engine.
"""

import hashlib
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap  # noqa: E402
from attune_driver import Atspi  # noqa: E402
from attune_home import Home, wait_until  # noqa: E402

SUFFIX = "colours"


class Saving:
    """One fine-tune with an adapter, in a window."""

    def __init__(self, home):
        self.home = home
        self.examples = home.examples()
        home.cli("tune", self.examples, "--model", "attune-practice", "--epochs", "1", "--suffix", SUFFIX,
                 "--set", "tuning=adapter", "--follow")
        self.window = home.open()

    def menu(self, mnemonic, **wanted):
        """An item of a menu, by keyboard."""
        button = next(node for node in self.window.find(**wanted).walk() if node.role == "toggle button")
        Atspi.Action.do_action(button.accessible.get_action_iface(), 0)
        self.window.wait_until(lambda: self.window.has(role="menu item"), "menu")
        self.window.key(mnemonic)

    def save(self, title, name):
        """Says where, and waits for both files."""
        path = self.home.path / name
        self.window.say_file(title, path)
        wait_until(path.exists, name)
        card = path.with_suffix(".md")
        wait_until(card.exists, card.name)
        assert path.read_bytes().startswith(b"GGUF")
        text = card.read_text(encoding="utf-8")
        self.check_card(name, path, text)
        return path.stat().st_size

    def check_card(self, name, path, text):
        """It tells the file and the examples by their hashes, the licence of the base, the losses and the settings."""
        for file in (path, self.examples):
            assert hashlib.sha256(file.read_bytes()).hexdigest() in text, file
        assert name in text and "| Licence of the base |" in text and "| Examples | 24 |" in text, text
        assert re.search(r"## Losses\n\n\| Step \| Training \| Validation \|\n\|--:\|--:\|--:\|\n\| \d+ \| \d+\.\d{4} \|", text), text
        assert '"tuning"' in text and '"n_epochs"' in text, text

    def from_the_job(self):
        """The page of the fine-tune saves the whole model, with its card."""
        self.home.open_job(self.window, SUFFIX)
        self.menu("f", name="Menu", role="button")
        self.whole = self.save("Save Model", "from-the-job.gguf")

    def from_the_models(self):
        """The page of the models saves the adapter alone, and the same model, each with its card."""
        self.window.show_page(3)
        self.menu("a", id="more_button")
        adapter = self.save("Save Adapter", "alone.gguf")
        assert adapter < self.whole / 4, (adapter, self.whole)
        self.menu("s", id="more_button")
        assert self.save("Save Model", "whole.gguf") == self.whole


with Home() as home:
    saving = Saving(home)
    result = tap.run([saving.from_the_job, saving.from_the_models])
sys.exit(result)
