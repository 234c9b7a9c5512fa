#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tour: a newcomer's first half hour in the real window, and pictures of it.

Welcome → the sample → a fine-tune on this computer → finished → a chat with the result; then a crash, and everything is
there again; then the main pages, and the import of a table with faults, in the dark style, as wide as a phone, in Chinese, in
high contrast and with large text on a phone. Run by tests/ui/run-headless.
"""

import argparse
import os
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap  # noqa: E402
from attune_driver import Window, set_text_size  # noqa: E402
from attune_home import Home  # noqa: E402

DESKTOP = (1000, 720)
PHONE = (360, 720)
TRAINING_PATIENCE = 280      # seconds; the machine may be busy with other tests
ANSWER_PATIENCE = 60
QUESTION = "Who are you?"    # the first example of the sample

# A table as a spreadsheet in China saves it: not Unicode, with an answer missing, a row twice and an address in it.
TABLE = """问题,答案
灯塔几点开灯？,太阳落山时开灯，太阳升起时关灯。
今晚有雾吗？,有雾。雾号每分钟响一次。
怎样打称人结？,先绕一个小圈，绳头从圈里穿出来，绕过主绳，再穿回去。
今晚有雾吗？,有雾。雾号每分钟响一次。
你喜欢暴风雨吗？,
怎样联系你？,请写信到 pip@lighthouse.example。
"""

# Roles that a person can act on; each of them must have a name.
INTERACTIVE = {"push button", "button", "toggle button", "check box", "radio button", "entry", "text", "password text",
               "combo box", "slider", "spin button", "switch", "link", "menu button"}


class Tour:
    def __init__(self, pictures):
        self.pictures = pictures
        self.count = 0
        self.window = None
        self.log = pathlib.Path(tempfile.gettempdir()) / "attune.log"

    def open(self, *arguments, **environment):
        self.pass_on_log()
        self.window = Window(*arguments, log=self.log, **environment)
        return self.window

    def pass_on_log(self):
        if self.log.exists():
            sys.stderr.write(self.log.read_text(errors="replace"))
            self.log.unlink()

    def shoot(self, name):
        self.count += 1
        self.window.picture(self.pictures / f"{self.count:02d}-{name}.png")
        self.check_names(name)
        self.check_width(name)

    def check_width(self, page):
        """libadwaita says how wide something has to be that is wider than the room for it: a phone must be enough."""
        widths = re.findall(r"exceeds .* width: requested (\d+) px", self.log.read_text(errors="replace"))
        assert all(int(width) <= PHONE[0] for width in widths), f"too wide on “{page}”: {max(widths, key=int)} px"

    def check_names(self, page):
        """No control without a name, on any page that is shown."""
        nameless = [node for node in self.window.all() if node.role in INTERACTIVE and not self.name_of(node)]
        assert not nameless, f"without a name on “{page}”: {nameless}"

    @staticmethod
    def name_of(node):
        if node.name:
            return node.name
        for relation in node.accessible.get_relation_set():
            if relation.get_relation_type().value_nick == "labelled-by":
                return relation.get_target(0).get_name() or " "
        return ""

    # --- a newcomer's way ---

    def welcome(self):
        """The first start shows two ways in."""
        window = self.open()
        window.find(id="try_here_button")
        window.find(id="add_account_button")
        self.shoot("welcome")

    def import_sample(self):
        """The sample is imported through the wizard, page by page."""
        window = self.window
        window.press(id="open_sample_button")
        window.find(id="examples_row")
        self.shoot("recognise")
        window.press(id="continue_button")
        window.find(id="summary_row")
        self.shoot("check")
        window.press(id="continue_button")
        window.find(id="name_row")
        self.shoot("save")
        window.press(id="save_button")
        window.find(id="fine_tune_button")
        window.find(contains="Who are you?")
        self.shoot("dataset")

    def start(self):
        """A fine-tune on this computer is set up with everything automatic, and started."""
        window = self.window
        window.press(id="fine_tune_button")
        window.find(id="next_button")
        self.shoot("choose-model")
        window.press(id="next_button")
        window.fill("pip", id="suffix_row")
        self.shoot("settings")
        window.press(id="next_button")
        estimate = window.find(id="estimate_row")
        assert "20 times" in estimate.words(), f"the estimate says: {estimate.words()}"
        self.shoot("review")
        window.press(id="start_button")
        window.find(id="status_title")

    def train(self):
        """The fine-tune page shows the training live, until it has succeeded."""
        window = self.window
        window.wait_until(lambda: "Step" in window.find(id="steps_label").name, "first step", TRAINING_PATIENCE)
        # 56 examples, 20 times, four at once: what the review said is what the engine does.
        assert "of 280" in window.find(id="steps_label").name, window.find(id="steps_label").name
        self.shoot("training")
        window.wait_until(lambda: window.find(id="status_title").name == "Finished", "end of the training",
                          TRAINING_PATIENCE)
        self.shoot("finished")

    def chat(self):
        """The tuned model answers a question from the data with words from the data."""
        window = self.window
        window.press(id="chat_button")
        window.find(id="composer")
        self.shoot("new-chat")
        window.fill(QUESTION, id="composer")
        window.press(id="send_button")
        window.wait_until(lambda: "Pip" in window.words(), "answer with words from the data", ANSWER_PATIENCE)
        window.find(patience=ANSWER_PATIENCE, id="send_button")
        self.shoot("chat")

    def crash(self):
        """After kill -9 everything is there again."""
        self.window.kill()
        window = self.open()
        window.show_page(1)
        window.find(patience=20, contains="Lighthouse")
        window.show_page(2)
        window.find(contains="Finished")
        self.shoot("fine-tunes")
        window.show_page(3)
        window.find(contains="Attune Practice Model")
        self.shoot("models")

    def preferences(self):
        """Accounts can be added by keyboard; a service that does not answer is said in its place."""
        window = self.window
        window.key("ctrl+comma")
        window.find(id="add_account_row")
        self.shoot("preferences")
        window.press(id="add_account_row")
        window.find(contains="Nebius Token Factory")
        self.shoot("add-account")
        Home.choose_provider(window, "OpenAI")
        self.shoot("add-account-openai")

        def escape():
            if not window.has(id="add_account_row"):
                return True
            window.key("Escape")
            return False
        window.wait_until(escape, "closed dialog")

    def close(self):
        """The window closes, and the program ends."""
        self.window.key("ctrl+q")
        self.window.process.wait(timeout=20)

    # --- the main pages in other clothes ---

    def gallery(self, name, size=DESKTOP, **environment):
        if self.window is not None:
            self.window.kill()
        window = self.open(**environment)
        window.resize(*size)
        for number, page, kind in ((1, "datasets", "AttuneDatasetsPage"), (3, "models", "AttuneModelsPage"),
                                   (2, "fine-tunes", "AttuneJobsPage")):
            window.show_page(number)
            window.wait_until(lambda: window.has(id=kind) and not self.others_shown(kind), f"page {page}")
            self.shoot(f"{page}-{name}")
        self.open_first(window, "AttuneJobsPage")
        window.find(id="status_title")
        self.shoot(f"fine-tune-{name}")
        window.press(id="chat_button")
        window.find(id="composer")
        self.shoot(f"chat-{name}")
        window.key("ctrl+n")
        window.find(id="dataset_group")
        self.shoot(f"new-fine-tune-{name}")
        window.key("Escape")
        window.wait_until(lambda: not window.has(id="dataset_group"), "closed dialog")
        self.gallery_of_dataset(name)
        self.close()
        self.gallery_of_import(name, size, **environment)

    def gallery_of_dataset(self, name):
        """The page of the sample's dataset: the examples, then the figures."""
        window = self.window
        window.show_page(1)
        window.wait_until(lambda: window.has(id="AttuneDatasetsPage") and not self.others_shown("AttuneDatasetsPage"),
                          "page datasets")
        self.open_first(window, "AttuneDatasetsPage")
        window.find(contains=QUESTION)
        self.shoot(f"dataset-{name}")

    def gallery_of_import(self, name, size, **environment):
        """The wizard with a table that has faults, page by page, closed without importing."""
        with tempfile.TemporaryDirectory() as folder:
            table = pathlib.Path(folder) / "灯塔.csv"
            table.write_text(TABLE, encoding="gb18030")
            window = self.open(str(table), **environment)
            window.resize(*size)
            window.find(id="examples_row")
            self.shoot(f"recognise-{name}")
            window.press(id="map_row")
            window.find(id="example_view")
            self.shoot(f"map-{name}")
            window.press(id="continue_button")
            window.find(id="summary_row")
            self.shoot(f"check-{name}")
            self.window.kill()

    def others_shown(self, kind):
        """While one page slides over another, both are there."""
        pages = {"AttuneDatasetsPage", "AttuneModelsPage", "AttuneJobsPage"}
        return [node for node in self.window.all() if node.id in pages - {kind}]

    @staticmethod
    def open_first(window, kind):
        """Opens the only thing in the list of the page with the keyboard."""
        page = window.find(id=kind)
        row = window.wait_until(lambda: next((node for node in page.walk() if node.role == "list item"), None),
                                f"a row on {kind}")
        window.focus(row)
        window.key("Return")

    def dark(self):
        """The main pages in the dark style."""
        self.gallery("dark", ADW_DEBUG_COLOR_SCHEME="prefer-dark")

    def phone(self):
        """The main pages as wide as a phone."""
        self.gallery("phone", size=PHONE)

    def chinese(self):
        """The main pages in Chinese."""
        self.gallery("chinese", LANG="zh_CN.UTF-8", LANGUAGE="zh_CN")

    def high_contrast(self):
        """The main pages in high contrast with large text."""
        set_text_size(1.5)
        self.gallery("high-contrast", ADW_DEBUG_HIGH_CONTRAST="1")

    def large_phone(self):
        """The main pages with large text, as wide as a phone."""
        set_text_size(1.5)
        self.gallery("large-phone", size=PHONE)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    tour = Tour(parser.parse_args().pictures)
    os.environ.pop("LC_ALL", None)
    try:
        return tap.run([tour.welcome, tour.import_sample, tour.start, tour.train, tour.chat, tour.crash, tour.preferences,
                        tour.close, tour.dark, tour.phone, tour.chinese, tour.high_contrast,
                        tour.large_phone])
    finally:
        if tour.window is not None:
            tour.window.kill()
        tour.pass_on_log()


sys.exit(main())
