#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong outside Attune: files, disk, database, keyring, engine. Run by tests/ui/run-headless.

Each case shows that a sentence says what happened and what to do, in the place where the person is looking.
"""

import argparse
import contextlib
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap  # noqa: E402
from attune_driver import Atspi  # noqa: E402
from attune_home import Home, chat_line, example_lines, text_of, wait_until  # noqa: E402

TRAINING_PATIENCE = 60
WHOLE_TRAINING_PATIENCE = 180
ANSWER_PATIENCE = 60
NO_ENGINE = "The program “attune-engine” is not installed. Install it, then try again."
BASE_MODEL = "Attune Practice Model"

KEY = "sk-test-not-a-real-key-0123456789abcdef"
# The window on a disk of its own, nearly full: only it and what it starts see that disk.
SMALL_DISK = ("unshare", "--mount", "--map-current-user", "--keep-caps", "sh", "-c",
              'mount -t tmpfs -o size=16m tmpfs "$0" && head -c 13m /dev/zero >"$0/ballast" && exec "${PROGRAM:-attune}" "$@"')

pictures = None


def shoot(window, name):
    window.picture(pictures / f"{name}.png")


def path_without(program):
    """The folders where programs are looked for, but as if one were not installed."""
    folders = [folder for folder in os.environ["PATH"].split(":") if not (pathlib.Path(folder) / program).exists()]
    return ":".join(folders) or "/nonexistent"


def close_dialog(window):
    """Escape goes back a page as long as there is one."""
    def escape():
        if not window.has(role="dialog"):
            return True
        window.key("Escape")
        return False
    window.wait_until(escape, "closed dialog")


def open_chat(window, model=BASE_MODEL):
    window.show_page(3)
    window.press(name=f"Chat with {model}")
    window.find(id="composer")


def ask(window, question):
    window.fill(question, id="composer")
    window.press(id="send_button")


# --- files ---

def unreadable_files():
    """A file that cannot be imported: the dialog says why, and offers another one."""
    with Home() as home:
        home.path.joinpath("folder").mkdir()
        cases = [
            ("empty", home.file("empty.jsonl", ""), "“empty.jsonl” is empty."),
            ("folder", home.path / "folder", "“folder” is a folder. Choose a file inside it."),
            ("vanished", home.path / "gone.jsonl", "“gone.jsonl” is not there any more."),
            ("not-text", home.file("picture.jsonl", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8),
             "“picture.jsonl” is a picture, a sound or a video."),
        ]
        window = home.open()
        window.find(id="try_here_button")
        for name, path, sentence in cases:
            home.run("attune", path)
            window.find(contains=sentence)
            window.find(id="choose_another_button")
            shoot(window, f"file-{name}")
            close_dialog(window)


def bad_lines():
    """Lines that cannot be used: they are counted and shown, one in another encoding is mended, and the rest is imported."""
    with Home() as home:
        path = home.file("bad.jsonl", (example_lines(12) + "{ not json\n").encode()
                         + chat_line("Wie heißt du?", "Jörg").encode("latin-1") + chat_line("The last", "one").encode())
        window = home.open(path)
        window.find(id="examples_row")
        window.press(id="continue_button")
        row = window.wait_until(lambda: next((node for node in window.all(role="list item")
                                              if "not valid JSON" in node.words()), None), "row “not valid JSON”")
        window.focus(row)
        window.key("Return")
        window.find(contains="Line 13")
        shoot(window, "file-bad-lines")
        window.key("alt+Left")
        window.find(id="summary_row")
        window.press(id="continue_button")
        window.press(id="save_button")
        window.find(id="counts_label", name="14 examples")


def second_instance():
    """A second Attune hands its file to the first, in whose window the import opens; without a file it shows that window."""
    with Home() as home:
        window = home.open(home.examples(name="first.jsonl"))
        window.find(id="name_row")
        window.find(contains="first.jsonl")
        close_dialog(window)
        ids = window.window_ids()
        home.run("attune", home.examples(name="second.jsonl"))
        window.find(contains="second.jsonl")
        shoot(window, "second-instance")
        assert len(list(window.all(role="dialog"))) == 1
        close_dialog(window)
        home.run("attune")
        assert window.window_ids() == ids and window.process.poll() is None


# --- the engine ---

def no_llama_server():
    """Without llama-server the chat says what to install, and the question is kept."""
    with Home(PATH=path_without("llama-server")) as home:
        window = home.open()
        open_chat(window)
        ask(window, "Who are you?")
        window.find(id="retry_button", patience=ANSWER_PATIENCE)
        assert text_of(window, "problem_label").endswith("Install the package “llama.cpp”, then try again.")
        assert "503" not in text_of(window, "problem_label")
        window.find(contains="Who are you?")
        shoot(window, "no-llama-server")


def no_engine():
    """Without attune-engine the pages that need it say that it is not installed."""
    with Home(PATH=path_without("attune-engine")) as home:
        window = home.open(home.examples())
        home.save_dataset(window)
        window.press(id="fine_tune_button")
        window.find(contains=NO_ENGINE)
        window.find(name="Retry")
        assert not window.find(id="next_button").sensitive
        shoot(window, "no-engine-fine-tune")
        close_dialog(window)
        window.show_page(3)
        window.find(contains=NO_ENGINE)
        shoot(window, "no-engine-models")


def engine_killed_in_training():
    """kill -9 of the engine in mid-training: the fine-tune goes on, and is never “Running” for ever."""
    with Home() as home:
        # So long that no computer has finished it by the time that the window shows a checkpoint.
        home.cli("tune", home.examples(), "--epochs", "10", "--suffix", "killed")
        window = home.open()
        home.open_job(window, "killed")
        window.wait_until(lambda: home.steps(window) >= 7, "first checkpoint", TRAINING_PATIENCE)
        home.kill_engine()
        assert text_of(window, "status_title") == "Running", window.describe()
        shoot(window, "engine-killed-in-training")
        window.wait_until(lambda: text_of(window, "status_title") in ("Finished", "Failed"), "end of the fine-tune",
                          WHOLE_TRAINING_PATIENCE)
        shoot(window, "engine-killed-in-training-end")
        assert text_of(window, "status_title") == "Finished", window.describe()
        assert len(home.jobs()) == 1


def trainer_killed():
    """kill -9 of the training itself: the fine-tune waits, says why in words, and goes on from where it was."""
    with Home() as home:
        home.cli("tune", home.examples(), "--epochs", "50", "--suffix", "killed")
        window = home.open()
        home.open_job(window, "killed")
        window.wait_until(lambda: home.steps(window) >= 1, "first step", TRAINING_PATIENCE)
        for pid in wait_until(home.trainers, "training process"):
            home.kill(pid)
        window.wait_until(lambda: text_of(window, "status_title") == "Paused: Not Enough Memory", "pause", TRAINING_PATIENCE)
        window.find(contains="What was learned until then is kept.")
        shoot(window, "trainer-killed")
        steps = home.steps(window)
        window.press(id="resume_button")
        window.wait_until(lambda: home.steps(window) > steps, "further steps", TRAINING_PATIENCE)


def engine_killed_while_chatting():
    """kill -9 of the engine while it answers: what came is kept, and asking again works."""
    with Home() as home:
        window = home.open()
        open_chat(window)
        ask(window, "Tell me a long story.")
        window.wait_until(lambda: window.has(id="stop_button") and home.processes("llama-server"), "answer", ANSWER_PATIENCE)
        home.kill_engine()
        window.find(id="retry_button", patience=ANSWER_PATIENCE)
        shoot(window, "engine-killed-while-chatting")
        window.press(id="retry_button")
        window.wait_until(lambda: window.has(id="send_button") and not window.has(id="retry_button"), "answer", ANSWER_PATIENCE)


# --- the disk, the database, the keyring ---

def full_disk():
    """A disk without room: the import says so and writes nothing, and works once there is room."""
    with Home() as home:
        disk = home.path / "disk"
        disk.mkdir()
        trial = subprocess.run([*SMALL_DISK, disk], check=False, capture_output=True, env={**os.environ, "PROGRAM": "true"})
        if trial.returncode != 0:
            print("# this machine does not let a test have a disk of its own", flush=True)
            return
        window = home.open(home.examples(40000, "large.jsonl"), program=(*SMALL_DISK, str(disk)), XDG_DATA_HOME=str(disk))
        window.find(id="examples_row")
        window.press(id="continue_button")
        window.find(id="summary_row")
        window.press(id="continue_button")
        window.press(id="save_button")
        window.find(contains="Could Not Import the File")
        window.find(contains="Free some space, then try again.")
        shoot(window, "full-disk")
        window.press(name="Close", id="")
        seen = pathlib.Path(f"/proc/{window.process.pid}/root") / str(disk).lstrip("/")
        assert not list(seen.rglob("*.jsonl*")), "a file half written"
        (seen / "ballast").unlink()
        window.press(id="save_button")
        window.find(id="counts_label", name="40000 examples")


def damaged_database():
    """A database that is garbage: it is kept aside, a new one is begun, and the window says both."""
    with Home() as home:
        home.cli("import", home.examples())
        database = next(home.data.glob("*.db"))
        examples = [path.read_bytes() for path in home.data.rglob("*.jsonl")]
        assert examples
        for path in home.data.glob("*.db-*"):
            path.unlink()
        database.write_bytes(b"This is no database. " * 1000)
        window = home.open()
        window.find(contains="The damaged file was kept as")
        shoot(window, "damaged-database")
        kept = next(home.data.glob("attune.db.broken-*"))
        assert kept.read_bytes().startswith(b"This is no database.")
        assert [path.read_bytes() for path in home.data.rglob("*.jsonl")] == examples, "the examples went with the database"
        window.press(name="Dismiss")
        open_sample(window)


def unwritable_folder():
    """A folder that cannot be written to: the window says which, and Try Again works once it is mended."""
    with Home() as home:
        blocker = home.path / "data" / "attune"
        blocker.write_text("in the way")
        window = home.open()
        window.find(contains="Your Work Could Not Be Opened")
        shoot(window, "unwritable-folder")
        blocker.unlink()
        window.press(id="retry_button")
        window.find(id="try_here_button")


def open_sample(window):
    window.press(id="open_sample_button")
    window.find(id="examples_row")


def no_keyring():
    """Without a Secret Service an account with a key is saved only for this run, after a question, and nothing is written."""
    with Home() as home, bus_without_services(home) as address:
        window = home.open(DBUS_SESSION_BUS_ADDRESS=address, AT_SPI_BUS_ADDRESS=accessibility_address())
        window.press(id="add_account_button")
        home.choose_provider(window, "OpenAI-Compatible Service")
        window.fill("http://127.0.0.1:9/v1", id="url_row")
        window.fill(KEY, id="key_row")
        window.press(id="save_button")
        window.find(contains="The keyring that keeps API keys cannot be reached.")
        window.find(contains="Use the Key Until Attune Is Closed?")
        shoot(window, "no-keyring")
        assert "Compatible" not in home.cli("accounts")
        window.press(name="Use It for Now")
        window.wait_until(lambda: not window.has(id="key_row"), "closed dialog")
        assert "Compatible" in home.cli("accounts")
        assert not any(KEY.encode() in path.read_bytes() for path in home.path.rglob("*") if path.is_file())


@contextlib.contextmanager
def bus_without_services(home):
    """A session bus on which nothing is installed."""
    config = home.file("bus.conf", '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=%s</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>''' % home.path)
    daemon = subprocess.Popen(["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],
                              stdout=subprocess.PIPE, text=True)
    try:
        yield daemon.stdout.readline().strip()
    finally:
        daemon.terminate()
        daemon.wait(timeout=20)


def accessibility_address():
    answer = subprocess.run(["gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus",
                             "--method", "org.a11y.Bus.GetAddress"], check=True, capture_output=True, text=True).stdout
    return answer.split("'")[1]


def main():
    global pictures
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    parser.add_argument("cases", nargs="*")
    arguments = parser.parse_args()
    pictures = arguments.pictures
    cases = [unreadable_files, bad_lines, second_instance, no_llama_server, no_engine, engine_killed_in_training,
             trainer_killed, engine_killed_while_chatting, full_disk, damaged_database, unwritable_folder, no_keyring]
    return tap.run([case for case in cases if not arguments.cases or case.__name__ in arguments.cases])


sys.exit(main())
