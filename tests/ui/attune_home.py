# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's folders, so that every case begins with nothing and leaves nothing to the next one."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

from attune_driver import STEP, Window

MARK = "ATTUNE_TEST_HOME"    # in the environment of everything that runs in such a home
PATIENCE = 20
FOLDERS = {"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state",
           "XDG_RUNTIME_DIR": "run"}


def chat_line(question, answer):
    return json.dumps({"messages": [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]},
                      ensure_ascii=False) + "\n"


def example_lines(count):
    return "".join(chat_line(f"What is {n}?", f"It is {n}, and so it was before you asked me.") for n in range(count))


def wait_until(condition, what, patience=PATIENCE):
    """Waits for something outside the window."""
    deadline = time.monotonic() + patience
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"no {what} within {patience} s")
        time.sleep(STEP)
    return value


def text_of(window, name):
    """What the first widget of this id says, or nothing."""
    node = next(window.all(id=name), None)
    return node.name if node is not None else ""


class Home:
    """Use it in a with statement: at its end everything that still runs in it is ended."""

    def __init__(self, **environment):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="h"))     # short: it holds sockets
        self.environment = {MARK: str(self.path), **environment}
        self.windows = []
        for variable, name in FOLDERS.items():
            (self.path / name).mkdir(mode=0o700)
            self.environment.setdefault(variable, str(self.path / name))

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        for window in self.windows:
            window.kill()
        for pid in self.processes():
            self.kill(pid)
        shutil.rmtree(self.path, ignore_errors=True)

    @property
    def data(self):
        """Attune's own folder, whatever its profile is called."""
        return next(path for path in (self.path / "data").iterdir() if path.name.startswith("attune"))

    def file(self, name, content):
        path = self.path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def examples(self, count=24, name="examples.jsonl"):
        return self.file(name, example_lines(count))

    # --- programs ---

    def open(self, *arguments, **options):
        window = Window(*map(str, arguments), **{**self.environment, **options})
        self.windows.append(window)
        return window

    def full_environment(self):
        return {**os.environ, **self.environment}

    def run(self, *command, status=0, text=None):
        """Runs a program to its end and returns what it printed; with status None it may fail."""
        result = subprocess.run([*map(str, command)], env=self.full_environment(), input=text,
                                capture_output=True, text=True, timeout=120, check=False)
        assert status in (None, result.returncode), f"{command}: status {result.returncode}\n{result.stdout}\n{result.stderr}"
        return result.stdout

    def cli(self, *arguments, **options):
        return self.run("attune-cli", *arguments, **options)

    def jobs(self):
        return json.loads(self.cli("jobs", "list", "--json"))

    def processes(self, *words):
        """The processes of this home whose arguments contain all the words."""
        mark = f"{MARK}={self.path}".encode()
        found = []
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    arguments = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
                    if all(any(word in argument for argument in arguments) for word in words):
                        found.append(int(folder.name))
            except OSError:
                continue             # it ended while we looked
        return found

    def engines(self):
        return self.processes("attune-engine", "--state-dir")

    def trainers(self):
        return [pid for pid in self.processes("attune-engine") if pid not in self.engines()]

    @staticmethod
    def kill(pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def kill_engine(self):
        """As a crash of the engine would, with nothing of it left."""
        pids = wait_until(self.engines, "engine")
        for pid in pids:
            self.kill(pid)
        wait_until(lambda: not set(pids) & set(self.engines()), "end of the engine")

    def remote_jobs(self):
        """The fine-tunes that the engine has."""
        return list((self.data / "engine" / "jobs").glob("*/job.json"))

    # --- ways through the window ---

    @staticmethod
    def save_dataset(window):
        """Through the import dialog, from the recognised file to the page of the dataset."""
        window.find(id="examples_row")
        window.press(id="continue_button")
        window.find(id="summary_row")
        window.press(id="continue_button")
        window.find(id="name_row")
        window.press(id="save_button")
        window.find(id="fine_tune_button")

    @staticmethod
    def choose_provider(window, name):
        """From the list of providers to the page where the account is described."""
        entry = window.find(id="provider_search_entry")
        window.focus(entry)
        window.fill(name, id="provider_search_entry")
        window.key("Return")
        window.find(id="key_row")

    @staticmethod
    def open_job(window, words):
        window.show_page(2)
        rows = window.find(id="job_list")
        row = window.wait_until(lambda: next((node for node in rows.walk() if node.role == "list item" and words in node.words()),
                                             None), f"row “{words}”")
        window.focus(row)
        window.key("Return")
        window.find(id="status_title")

    @staticmethod
    def steps(window):
        """How many steps of training the page shows as done."""
        return int("0" + "".join(c for c in text_of(window, "steps_label").split(" of ")[0] if c.isdigit()))
