#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window ends while work is under way: by kill -9, by closing it, by quitting. Run by tests/ui/run-headless.

Afterwards everything that was shown as saved is there, nothing is there twice, and what was under way is carried on or
can be asked for again.
"""

import argparse
import os
import pathlib
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap  # noqa: E402
from attune_home import Home, example_lines, text_of, wait_until  # noqa: E402
from attune_service import ChatService  # noqa: E402

from gi.repository import Gio, GLib  # noqa: E402

TRAINING_PATIENCE = 60

pictures = None


def shoot(window, name):
    window.picture(pictures / f"{name}.png")


# --- peers ---

class SlowService(ChatService):
    """A provider that answers half a sentence, and the rest when it is told to."""

    def __init__(self):
        self.go_on = threading.Event()
        super().__init__("slow-model")

    def answer(self, request):
        yield "The first half"
        self.go_on.wait(60)
        yield " and the second half."


class Desktop:
    """The part of a desktop that shows notifications, in a thread of its own."""

    INTERFACE = """
    <node><interface name='org.freedesktop.Notifications'>
      <method name='GetCapabilities'><arg type='as' direction='out'/></method>
      <method name='GetServerInformation'>
        <arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/>
      </method>
      <method name='CloseNotification'><arg type='u' direction='in'/></method>
      <method name='Notify'>
        <arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>
        <arg type='s' direction='in'/><arg type='as' direction='in'/><arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>
        <arg type='u' direction='out'/>
      </method>
    </interface></node>"""

    def __init__(self):
        self.notifications = []      # number, title, body, {label: action}
        self.arrived = threading.Condition()
        self.connection = None
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        assert ready.wait(20), "the notification service did not start"

    def _run(self, ready):
        context = GLib.MainContext()
        context.push_thread_default()
        self.connection = Gio.DBusConnection.new_for_address_sync(
            os.environ["DBUS_SESSION_BUS_ADDRESS"],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        node = Gio.DBusNodeInfo.new_for_xml(self.INTERFACE)
        self.connection.register_object("/org/freedesktop/Notifications", node.interfaces[0], self._call, None, None)
        Gio.bus_own_name_on_connection(self.connection, "org.freedesktop.Notifications", Gio.BusNameOwnerFlags.NONE,
                                       lambda *_: ready.set(), None)
        GLib.MainLoop(context).run()

    def _call(self, connection, sender, path, interface, method, parameters, invocation):
        if method == "Notify":
            _, _, _, title, body, actions, _, _ = parameters.unpack()
            number = len(self.notifications) + 1
            invocation.return_value(GLib.Variant("(u)", (number,)))     # first: who sent it must know its number
            with self.arrived:
                self.notifications.append((number, title, body, dict(zip(actions[1::2], actions[::2]))))
                self.arrived.notify_all()
        elif method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (["actions", "body"],)))
        elif method == "GetServerInformation":
            invocation.return_value(GLib.Variant("(ssss)", ("test", "test", "1", "1.2")))
        else:
            invocation.return_value(None)

    def wait_for(self, title, patience=TRAINING_PATIENCE):
        """Takes the notification with this title."""
        def find():
            return next((n for n in self.notifications if n[1] == title), None)
        with self.arrived:
            assert self.arrived.wait_for(find, patience), f"no notification “{title}”, only {self.notifications}"
            notification = find()
            self.notifications[notification[0] - 1] = (notification[0], None, None, {})
            return notification

    def press(self, notification, label):
        """As a person does with a button of it, or on the notification itself with label None."""
        action = notification[3][label] if label is not None else "default"
        self.connection.emit_signal(None, "/org/freedesktop/Notifications", "org.freedesktop.Notifications", "ActionInvoked",
                                    GLib.Variant("(us)", (notification[0], action)))


# --- kill -9 ---

def kill_while_importing():
    """kill -9 while a file is imported: no half dataset is there, and importing it again works."""
    with Home() as home:
        path = home.file("large.jsonl", example_lines(150000))
        window = home.open(path)
        window.find(id="examples_row")
        window.press(id="continue_button")
        window.find(id="summary_row")
        window.press(id="continue_button")
        window.find(id="name_row")
        window.press(id="save_button")
        wait_until(lambda: list((home.data / "datasets").rglob("*")), "file that is being written")
        window.kill()
        window = home.open()
        window.show_page(1)
        window.wait_until(lambda: window.has(contains="No Datasets") or window.has(contains="large"), "datasets")
        if window.has(contains="large"):          # the machine was faster: then it is whole
            window.find(contains="150000")
        else:
            assert not list((home.data / "datasets").iterdir()), "what a broken import left is still there"
        shoot(window, "kill-while-importing")
        home.run("attune", home.examples(name="again.jsonl"))
        home.save_dataset(window)
        window.find(id="counts_label", name="24 examples")


def kill_after_start():
    """kill -9 right after Start, shown or not: there is at most one fine-tune, and it goes on."""
    for is_shown in (False, True):
        with Home() as home:
            window = home.open(home.examples(12))
            home.save_dataset(window)
            window.press(id="fine_tune_button")
            window.press(id="next_button")
            window.find(id="suffix_row")
            window.press(id="next_button")
            window.find(id="estimate_row")
            window.press(id="start_button")
            if is_shown:
                window.find(id="status_title")
            window.kill()
            window = home.open()
            window.show_page(1)
            window.find(contains="examples")
            jobs = home.jobs()
            assert len(jobs) == 1 or (not is_shown and not jobs), jobs
            if jobs:
                window.show_page(2)
                window.wait_until(lambda: window.has(id="status_label", name="Running")
                                  or window.has(id="status_label", name="Finished"), "fine-tune that goes on", TRAINING_PATIENCE)
                shoot(window, "kill-after-start")
                assert len(home.remote_jobs()) == 1, "the fine-tune was sent twice"


def kill_in_training():
    """kill -9 in mid-training: the training goes on meanwhile, and the page shows all of it afterwards."""
    with Home() as home:
        home.cli("tune", home.examples(), "--epochs", "2", "--suffix", "mid")
        window = home.open()
        home.open_job(window, "mid")
        window.wait_until(lambda: home.steps(window) >= 2, "second step", TRAINING_PATIENCE)
        window.kill()
        wait_until(lambda: not home.trainers(), "end of the training", TRAINING_PATIENCE)
        window = home.open()
        window.wait_until(lambda: text_of(window, "status_title") == "Finished", "end of the fine-tune", TRAINING_PATIENCE)
        window.find(contains="Step 12")
        shoot(window, "kill-in-training")
        jobs = home.jobs()
        assert len(jobs) == 1 and jobs[0]["step"] == jobs[0]["total_steps"] > 2, jobs


def kill_while_answering():
    """kill -9 while an answer streams: what came is kept, and Retry brings the whole answer."""
    service = SlowService()
    with Home() as home:
        home.cli("accounts", "add", "--provider", "compatible", "--name", "Slow", "--base-url", service.url, text="\n")
        window = home.open()
        window.show_page(3)
        window.press(name="Chat with slow-model")
        window.fill("Tell me both halves.", id="composer")
        window.press(id="send_button")
        window.find(contains="The first half")
        window.find(id="stop_button")
        wait_until(lambda: any(b"The first half" in path.read_bytes() for path in home.data.glob("attune.db*")), "saved half")
        window.kill()
        window = home.open()
        window.find(contains="The first half")
        window.find(contains="Attune was closed before the answer was complete. Ask again to get the rest.")
        window.find(contains="Tell me both halves.")
        shoot(window, "kill-while-answering")
        service.go_on.set()
        window.press(id="retry_button")
        window.find(contains="The first half and the second half.")
        window.wait_until(lambda: not window.has(id="retry_button"), "answer without a problem")


# --- closing and quitting ---

def close_while_training():
    """Closing the window while a model is trained: the work goes on, and a second Attune shows it again."""
    with Home() as home:
        home.cli("tune", home.examples(), "--epochs", "50", "--suffix", "back")
        window = home.open()
        home.open_job(window, "back")
        window.key("ctrl+w")
        desktop.wait_for("Attune Goes On in the Background")
        wait_until(lambda: not window.is_open(), "closed window")
        assert window.process.poll() is None
        home.run("attune")
        window.find(contains="back")
        window.find(id="status_title")
        home.cli("jobs", "cancel", home.jobs()[0]["id"])
        window.wait_until(lambda: text_of(window, "status_title") == "Cancelled", "cancelled fine-tune")
        window.key("ctrl+w")
        assert window.process.wait(timeout=20) == 0


def press_in_notification(label, widget):
    """Closes the window, waits to be told, and presses there."""
    with Home() as home:
        home.cli("tune", home.examples(), "--epochs", "2", "--suffix", "told")
        window = home.open()
        home.open_job(window, "told")
        window.key("ctrl+w")
        notification = desktop.wait_for("Fine-Tune Finished")
        assert notification[2] == "“told” is ready to chat", notification
        assert set(notification[3]) >= {"Chat", "Show"}, notification
        desktop.press(notification, label)
        window.find(id=widget)
        window.find(contains="told")
        shoot(window, f"notification-{label.lower()}")


def notification_show():
    """The end of a fine-tune is told without a window, and Show opens its page."""
    press_in_notification("Show", "status_title")


def notification_chat():
    """Chat in the notification begins a chat with the result."""
    press_in_notification("Chat", "composer")


def quit_while_training():
    """Quitting while a model is trained asks first; the training goes on without Attune and is there afterwards."""
    with Home() as home:
        home.cli("tune", home.examples(), "--epochs", "50", "--suffix", "left")
        window = home.open()
        home.open_job(window, "left")
        window.wait_until(lambda: home.steps(window) >= 1, "first step", TRAINING_PATIENCE)
        window.key("ctrl+q")
        window.find(contains="Quit While a Fine-Tune Is Running?")
        window.find(contains="Training on this computer goes on without Attune")
        shoot(window, "quit-asks")
        window.key("Escape")
        window.wait_until(lambda: not window.has(contains="Quit While"), "closed question")
        assert window.process.poll() is None
        window.key("ctrl+q")
        window.press(name="Quit")
        assert window.process.wait(timeout=20) == 0
        assert home.trainers()
        window = home.open()
        before = window.wait_until(lambda: home.steps(window), "steps", TRAINING_PATIENCE)
        window.wait_until(lambda: home.steps(window) > before, "more steps", TRAINING_PATIENCE)


def main():
    global pictures, desktop
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    parser.add_argument("cases", nargs="*")
    arguments = parser.parse_args()
    pictures = arguments.pictures
    desktop = Desktop()
    cases = [kill_while_importing, kill_after_start, kill_in_training, kill_while_answering, close_while_training,
             notification_show, notification_chat, quit_while_training]
    return tap.run([case for case in cases if not arguments.cases or case.__name__ in arguments.cases])


sys.exit(main())
