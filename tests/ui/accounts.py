#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account with a key, from adding it to removing it, against a real service. Run by tests/ui/run-headless.

The service is attune-engine with a TCP port and a key. The cases build on each other, as a person's morning does.
"""

import argparse
import pathlib
import socket
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap  # noqa: E402
from attune_home import Home, text_of, wait_until  # noqa: E402

KEY = "sk-test-not-a-real-key-0123456789abcdef"
WRONG_KEY = "sk-test-a-wrong-key-fedcba9876543210"
SERVICE = "OpenAI-Compatible Service"
TRAINING_PATIENCE = 60
ANSWER_PATIENCE = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Morning:
    def __init__(self, pictures, home, service):
        self.pictures = pictures
        self.home = home
        self.service = service
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self.log = home.path / "window.log"
        self.window = None
        self.command_lines = set()
        self.environments = set()

    def shoot(self, name):
        self.look_at_command_lines()
        self.window.picture(self.pictures / f"{name}.png")

    def look_at_command_lines(self):
        for pid in self.home.processes():
            try:
                self.command_lines.add(pathlib.Path(f"/proc/{pid}/cmdline").read_bytes())
                self.environments.add(pathlib.Path(f"/proc/{pid}/environ").read_bytes())
            except OSError:
                continue

    def start_service(self):
        key_file = self.service.file("key", KEY + "\n")
        key_file.chmod(0o600)
        subprocess.Popen(["attune-engine", "--listen", f"127.0.0.1:{self.port}", "--api-key-file", str(key_file),
                          "--state-dir", str(self.service.path / "state"), "--socket", str(self.service.path / "s.sock")],
                         env=self.service.full_environment(), start_new_session=True, stdout=subprocess.DEVNULL)
        wait_until(lambda: is_listening(self.port), "service")

    # --- adding ---

    def open_dialog(self):
        """The dialog for a service of one's own is reached by keyboard from Preferences."""
        self.window = window = self.home.open(log=self.log, G_MESSAGES_DEBUG="all")
        window.find(id="try_here_button")
        window.key("ctrl+comma")
        window.press(id="add_account_row")
        window.find(contains="Nebius Token Factory")
        self.shoot("account-providers")
        self.home.choose_provider(window, SERVICE)
        window.find(id="url_row")

    def try_account(self, url, key, sentence, picture):
        window = self.window
        window.fill(url, id="url_row")
        window.fill(key, id="key_row")
        window.press(id="check_row")
        window.find(contains=sentence)
        self.shoot(picture)

    def nonsense_address(self):
        """An address that is none is refused at its entry."""
        self.try_account("my service", KEY, "“my service” is not the address of a web service.", "account-nonsense-address")

    def unsafe_address(self):
        """A key does not travel without encryption to another computer."""
        self.try_account("http://tuning.example/v1", KEY, "The key would travel to “tuning.example” without encryption",
                         "account-unsafe-address")
        self.window.press(id="save_button")
        assert self.window.has(contains="The key would travel to") and self.window.has(id="key_row")

    def unreachable_address(self):
        """An address where nothing answers is said in the dialog."""
        self.try_account(self.url, KEY, "Nothing answers at “127.0.0.1”.", "account-unreachable")

    def wrong_key(self):
        """A key that the service does not take is said in the dialog."""
        self.start_service()
        self.try_account(self.url, WRONG_KEY, "did not accept the key", "account-wrong-key")

    def wrong_address(self):
        """An address of the right service where nothing is says what to look at."""
        self.try_account(self.url.replace("/v1", "/api"), KEY, "most end in “/v1”", "account-wrong-path")
        assert not self.window.has(contains="deleted"), self.window.words()

    def right_key(self):
        """With the right key the account is saved, and its models are there."""
        window = self.window
        self.try_account(self.url, KEY, "1 model is offered.", "account-right-key")
        for words in ("This Works", "Files can be listed.", "Fine-tunes can be listed.", "can be talked to"):
            assert window.has(contains=words), words
        window.fill("Workshop", id="name_row")
        window.press(id="save_button")
        window.wait_until(lambda: not window.has(id="key_row"), "closed dialog")
        window.find(contains="Workshop")
        self.shoot("account-added")
        self.leave_dialogs()
        window.show_page(3)
        window.find(contains="Workshop")
        self.shoot("account-models")

    def leave_dialogs(self):
        def escape():
            if not self.window.has(role="dialog"):
                return True
            self.window.key("Escape")
            return False
        self.window.wait_until(escape, "closed dialogs")

    # --- working with it ---

    def find_model_row(self):
        group = next((node for node in self.window.all(name="Workshop", role="grouping")), None)
        return next((node for node in group.walk() if node.role == "list item"), None) if group else None

    def fine_tune(self):
        """A fine-tune at the account: what is sent is said first; it is followed to its end."""
        window = self.window
        self.home.run("attune", self.home.examples(12))
        self.home.save_dataset(window)
        window.press(id="fine_tune_button")
        window.focus(window.wait_until(self.find_model_row, "model of the account"))
        window.key("space")
        window.press(id="next_button")
        window.fill("far", id="suffix_row")
        window.press(id="next_button")
        window.find(id="privacy_row")
        window.find(contains="All examples go to Workshop (127.0.0.1)")
        self.shoot("account-review")
        window.press(id="start_button")
        window.find(id="status_title")
        # A service is asked every ten seconds, which is longer than this training takes.
        self.shoot("account-fine-tune")
        window.wait_until(lambda: text_of(window, "status_title") == "Finished", "end of the fine-tune", TRAINING_PATIENCE)

    def chat(self):
        """A chat with the result at the account."""
        window = self.window
        window.press(id="chat_button")
        window.fill("What is 3?", id="composer")
        window.press(id="send_button")
        window.wait_until(lambda: window.has(id="stop_button"), "answer")
        window.find(id="send_button", patience=ANSWER_PATIENCE)
        answers = list(window.all(id="content"))
        assert len(answers) >= 2 and answers[-1].words(), window.describe()
        self.shoot("account-chat")

    def cancel(self):
        """A fine-tune at the account is cancelled from its page."""
        window = self.window
        self.home.cli("import", self.home.examples(200, "long.jsonl"))
        self.home.cli("tune", "long", "--account", "Workshop", "--model", "attune-practice", "--epochs", "50",
                      "--suffix", "stopped")
        self.home.open_job(window, "stopped")
        window.wait_until(lambda: self.home.steps(window) >= 1, "first step", TRAINING_PATIENCE)
        window.press(id="cancel_button")
        window.find(contains="The service may charge for what has been done so far.")
        window.press(name="Cancel Fine-Tune")
        window.wait_until(lambda: text_of(window, "status_title") == "Cancelled", "cancelled fine-tune")
        self.shoot("account-cancelled")
        wait_until(lambda: not self.service.trainers(), "end of the training at the service")

    def choose(self, mnemonic):
        """An item of the account's own menu, by keyboard."""
        self.window.focus(self.window.find(id="account_menu_button"))
        self.window.key("Return")
        self.window.wait_until(lambda: self.window.has(role="menu item"), "menu")
        self.window.key(mnemonic)

    def rescue(self):
        """What the account has is fetched, fine-tune by fine-tune; what is here already stays as it is."""
        window = self.window
        window.key("ctrl+comma")
        self.choose("s")
        window.find(contains="Bring Everything Home")
        self.shoot("account-rescue")
        window.press(id="start_button", name="Rescue")
        window.find(contains="Its examples and results are here.")
        window.wait_until(lambda: text_of(window, "progress_label") == "2 of 2", "end of the rescue")
        self.shoot("account-rescued")
        self.leave_dialogs()

    def exports(self):
        """What is given away: the examples in every format, and the measures of a fine-tune."""
        for kind in ("chat", "completion", "csv", "sharegpt", "alpaca"):
            self.home.cli("export", "long", "-o", self.home.path / f"exported.{kind}", "--format", kind)
        for job in self.home.jobs():
            self.home.file(f"{job['id']}.json", self.home.cli("jobs", "show", job["id"], "--json"))

    def edit(self):
        """The account is renamed, and keeps its key."""
        window = self.window
        window.key("ctrl+comma")
        self.choose("e")
        window.find(contains="Empty: Keep the Old One")
        window.fill("Old Workshop", id="name_row")
        window.press(id="check_row")
        window.find(contains="models are offered.")
        self.shoot("account-edit")
        window.press(id="save_button", name="Save")
        window.wait_until(lambda: not window.has(id="key_row"), "closed dialog")
        window.find(contains="Old Workshop")

    def remove(self):
        """The account is removed after a question, and its key with it; what was made there can still be read."""
        window = self.window
        self.choose("r")
        window.find(contains="Remove “Old Workshop”?")
        self.shoot("account-remove")
        window.press(name="Remove", role="button", id="")
        window.find(contains="Account removed")
        self.leave_dialogs()
        assert "Workshop" not in self.home.cli("accounts")
        assert KEY not in self.home.run("secret-tool", "search", "--all", "xdg:schema", "io.github.attune.Attune", status=None)
        self.home.open_job(window, "far")
        assert text_of(window, "status_title") == "Finished"

    def secrecy(self):
        """The key is in no file, in no argument, and in nothing that the window printed."""
        self.window.key("ctrl+q")
        assert self.window.process.wait(timeout=20) == 0
        log = self.log.read_bytes()
        assert len(log) > 10000, "the log is not that of a talkative window"
        for key in (KEY.encode(), WRONG_KEY.encode()):
            assert key not in log
            for path in (path for path in self.home.path.rglob("*") if path.is_file()):
                assert key not in path.read_bytes(), f"the key is in {path}"
            assert not any(key in line for line in self.command_lines)
            assert not any(key in variables for variables in self.environments)
        assert any(b"attune" in line for line in self.command_lines)

    def environment(self):
        """A key in the environment is offered once, and goes on to no program that Attune starts."""
        self.home.cli("import", self.home.examples(12, "short.jsonl"))
        window = self.window = self.home.open(OPENAI_API_KEY=KEY)
        window.key("ctrl+comma")
        window.find(contains="There Is a Key in OPENAI_API_KEY")
        self.window.picture(self.pictures / "account-key-offer.png")
        window.press(id="keep_key_button")
        window.find(id="key_row")
        self.window.picture(self.pictures / "account-key-import.png")
        self.leave_dialogs()
        window.key("ctrl+comma")
        window.find(id="add_account_row")
        assert not window.has(contains="There Is a Key in OPENAI_API_KEY")
        engine = wait_until(self.home.engines, "engine")
        assert any(KEY.encode() in pathlib.Path(f"/proc/{pid}/environ").read_bytes() for pid in self.home.processes("attune"))
        for pid in engine + self.home.trainers():
            assert KEY.encode() not in pathlib.Path(f"/proc/{pid}/environ").read_bytes()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    with Home() as home, Home() as service:
        m = Morning(arguments.pictures, home, service)
        return tap.run([m.open_dialog, m.nonsense_address, m.unsafe_address, m.unreachable_address, m.wrong_key, m.wrong_address,
                        m.right_key, m.fine_tune, m.chat, m.cancel, m.rescue, m.exports, m.edit, m.remove, m.secrecy,
                        m.environment])


sys.exit(main())
