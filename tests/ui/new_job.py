#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way to a new fine-tune by the keyboard alone, and on a phone. Run by tests/ui/run-headless."""

import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap  # noqa: E402
from attune_driver import MAX_TABS, Atspi  # noqa: E402
from attune_home import Home  # noqa: E402
from attune_provider import Provider  # noqa: E402

PHONE_WIDTH, PHONE_HEIGHT = 360, 720
KEY = "sk-test-not-a-real-key-0123456789abcdef"
MODELS = ("gpt-mini", "gpt-large")
PAGES = ("AttuneNewJobDatasetPage", "AttuneNewJobModelPage", "AttuneNewJobSettingsPage", "AttuneNewJobReviewPage")

# Where the Tab key stops. Of a group of radio buttons that is the chosen one; the row around another chooses it as well.
STOPS = ("button", "toggle button", "switch", "text", "entry", "spin button", "combo box", "list item")
INSIDE = ("list item", "text", "spin button")      # take the focus instead of the row that they are in
CLOSE = "Close"         # has keys of its own: Escape, and that of the window
SLACK = 12              # what is drawn around a widget is not part of its area

pictures = None


def make_home(provider):
    """Two datasets, and an account where training costs something."""
    home = Home()
    folder = home.path / "data/attune/providers"
    folder.mkdir(parents=True)
    models = [{"id": MODELS[0], "title": "GPT Mini", "training-price": 5, "input-price": 0.8, "output-price": 3.2,
               "base-input-price": 0.4, "base-output-price": 1.6, "max-tokens": 65536, "shutdown-date": "2099-01-14"},
              {"id": MODELS[1], "title": "GPT Large", "training-price": 25, "max-tokens": 65536}]
    profile = {"id": "workshop", "name": "Workshop", "base-url": provider.url,
               "training": {"min-examples": 10, "suffix-pattern": "^[a-z]*$", "prices-as-of": "2026-11-01", "models": models}}
    folder.joinpath("workshop.json").write_text(json.dumps(profile))
    home.cli("accounts", "add", "--provider", "workshop", "--name", "Workshop", text=KEY + "\n")
    home.cli("import", home.examples(40, "numbers.jsonl"), "--name", "Numbers", "--split", "20%")
    home.cli("import", home.examples(24, "others.jsonl"), "--name", "Others")
    return home


class Wizard:
    """The window, by keys alone."""

    def __init__(self, window, name):
        self.window = window
        self.name = name

    def open(self):
        self.window.key("ctrl+n")
        self.arrive(0)

    def page(self):
        return next(node for node in self.window.all() if node.id in PAGES)

    def arrive(self, number):
        """On a page, and with the focus in it: a person need not look for where they are."""
        def arrived():
            shown = [node for node in self.window.all() if node.id in PAGES]
            return len(shown) == 1 and shown[0].id == PAGES[number] and self.focused() is not None
        self.window.wait_until(arrived, f"{PAGES[number]} with the focus")
        assert self.focused().role not in ("panel", "grouping", "scroll pane"), self.focused()

    def focused(self):
        return next((node for node in self.page().walk() if node.has_state(Atspi.StateType.FOCUSED)), None)

    def forth(self, number):
        self.window.key("alt+n")
        self.arrive(number)

    def back(self, number):
        self.window.key("Escape")
        self.arrive(number)

    def find(self, **wanted):
        """On the page, and not in the window behind it."""
        return self.window.wait_until(
            lambda: next((node for node in self.page().walk()
                          if all(getattr(node, key) == value for key, value in wanted.items())), None), f"{wanted} on the page")

    def tab_to(self, **wanted):
        self.window.tab_to(self.find(**wanted))

    def choose(self, title):
        self.tab_to(name=title, role="list item")
        self.window.key("space")
        self.window.wait_until(lambda: self.is_chosen(title), f"chosen “{title}”")

    def is_chosen(self, title):
        return any(node.has_state(Atspi.StateType.CHECKED) for node in self.window.all(name=title, role="radio button"))

    def type(self, *keys):
        self.window.key(*keys)

    def shoot(self):
        self.window.picture(pictures / f"{self.name}-{PAGES.index(self.page().id) + 1}.png")

    @staticmethod
    def area(node):
        return Atspi.Component.get_extents(node.accessible.get_component_iface(), Atspi.CoordType.WINDOW)

    def check_stops(self):
        """The Tab key comes to whatever can have the focus, and then again to where it was."""
        def place(node):
            return node.role, node.id, node.name

        def is_stop(node):
            return (node.role in STOPS and node.name != CLOSE and node.sensitive and node.has_state(Atspi.StateType.FOCUSABLE)
                    and not any(below.role in INSIDE for child in node.children() for below in child.walk()))
        missing = {place(node) for node in self.page().walk() if is_stop(node)}
        assert missing, self.window.describe()
        for _ in range(MAX_TABS):
            missing -= {place(self.focused())} if self.focused() is not None else set()
            if not missing:
                return
            self.window.key("Tab")
        raise AssertionError(f"the Tab key does not come to {missing}")

    def check_width(self):
        """Nothing is wider than the window, or beside it."""
        def shows_something(node):
            # A page of a stack that is empty is no widget: as its place GTK tells what stood in memory.
            return node.role != "panel" or next(node.children(), None) is not None

        def fits():
            page = self.area(self.page())
            areas = [self.area(node) for node in self.page().walk() if shows_something(node)]
            return page.width <= PHONE_WIDTH and all(
                page.x - SLACK <= area.x and area.x + area.width <= page.x + page.width + SLACK for area in areas)
        self.window.wait_until(fits, "page as wide as a phone")


def by_keyboard():
    """From the first page to the start of a fine-tune, and back and forth between, without a pointer."""
    provider = Provider(MODELS)
    with make_home(provider) as home:
        window = home.open()
        wizard = Wizard(window, "new-job-keyboard")
        window.show_page(1)
        wizard.open()
        wizard.choose("Numbers")
        wizard.check_stops()

        wizard.forth(1)
        wizard.choose("GPT Large")
        wizard.check_stops()
        wizard.type("ctrl+f")
        wizard.type("m", "i", "n", "i")
        window.wait_until(lambda: "GPT Large" not in wizard.page().words(), "models with that name")
        wizard.type("Escape")
        wizard.find(name="GPT Large")
        wizard.arrive(1)
        wizard.tab_to(name="Other Model…", role="text")
        wizard.type("m", "y", "Return")
        wizard.arrive(2)
        wizard.back(1)
        wizard.choose("GPT Mini")

        wizard.forth(2)
        wizard.tab_to(id="advanced_row")
        wizard.type("Return")
        epochs = wizard.find(role="spin button")
        wizard.check_stops()
        window.tab_to(epochs)
        wizard.type("Up", "Up", "Up")
        wizard.tab_to(id="suffix_row")
        wizard.type("b", "5", "Return")
        window.wait_until(lambda: not wizard.find(id="next_button").sensitive, "refused digit")
        wizard.type("BackSpace", "e", "e", "space", "Return")     # a blank behind it is not meant
        wizard.arrive(3)
        wizard.check_stops()
        words = wizard.page().words()
        for expected in ("GPT Mini", "Numbers", "Epochs: 3", "“bee”", "$"):
            assert expected in words, words

        # What was entered is there on the way back, and again on the way forth.
        wizard.back(2)
        assert "bee" in wizard.page().words() and "Epochs: 3" in wizard.page().words(), wizard.page().words()
        wizard.back(1)
        assert wizard.is_chosen("GPT Mini") and "my" in wizard.page().words()
        wizard.back(0)
        assert wizard.is_chosen("Numbers")
        for number in (1, 2, 3):
            wizard.forth(number)
        assert wizard.page().words() == words, wizard.page().words()

        # The Enter key on a fact starts nothing; the button's own key does.
        wizard.tab_to(id="estimate_row")
        wizard.type("Return")
        wizard.arrive(3)
        assert not provider.jobs and not provider.files
        wizard.type("alt+s")
        window.find(id="status_title")
        window.wait_until(lambda: provider.jobs, "fine-tune at the service")
        job = provider.jobs[0]
        assert (job["model"], job["suffix"]) == (MODELS[0], "bee"), job
        assert job["method"]["supervised"]["hyperparameters"] == {"n_epochs": 3}, job


def on_a_phone(name, **environment):
    """Every page on a narrow screen."""
    with make_home(Provider(MODELS)) as home:
        window = home.open(**environment)
        wizard = Wizard(window, name)
        window.show_page(1)          # before it is there it has no size to change
        window.resize(PHONE_WIDTH, PHONE_HEIGHT)
        wizard.open()
        wizard.choose("Others")
        wizard.tab_to(id="other_row")
        wizard.type("Return")
        for number in range(len(PAGES)):
            if number > 0:
                wizard.forth(number)
            if number == 1:
                wizard.choose("GPT Mini")
            if number == 2:
                wizard.tab_to(id="advanced_row")
                wizard.type("Return")
                wizard.find(role="spin button")
            wizard.check_width()
            wizard.shoot()


def narrow():
    """Nothing is cut off at the width of a phone."""
    on_a_phone("new-job-narrow")


def narrow_dark_chinese():
    """The same in Chinese, in the dark style."""
    on_a_phone("new-job-narrow-dark-zh", LANG="zh_CN.UTF-8", LANGUAGE="zh_CN", ADW_DEBUG_COLOR_SCHEME="prefer-dark")


def main():
    global pictures
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    pictures = parser.parse_args().pictures
    return tap.run([by_keyboard, narrow, narrow_dark_chinese])


sys.exit(main())
