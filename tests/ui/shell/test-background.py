#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The work goes on without a window: a fine-tune is followed to its end, told in a notification, and shown from there."""

import json
import os
import pathlib
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
import tap  # noqa: E402
from attune_driver import Window  # noqa: E402

from gi.repository import Gio, GLib  # noqa: E402

APPLICATION = "io.github.attune.Attune"
PATH = "/io/github/attune/Attune"
PATIENCE = 180

INTERFACE = """
<node>
  <interface name='org.freedesktop.Notifications'>
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
  </interface>
</node>
"""


class Desktop:
    """The part of a desktop that shows notifications, in a thread of its own."""

    def __init__(self):
        self.notifications = []
        self.arrived = threading.Condition()
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        assert ready.wait(20), "the notification service did not start"

    def _run(self, ready):
        context = GLib.MainContext()
        context.push_thread_default()
        connection = Gio.DBusConnection.new_for_address_sync(
            os.environ["DBUS_SESSION_BUS_ADDRESS"],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        node = Gio.DBusNodeInfo.new_for_xml(INTERFACE)
        connection.register_object("/org/freedesktop/Notifications", node.interfaces[0], self._call, None, None)
        Gio.bus_own_name_on_connection(connection, "org.freedesktop.Notifications", Gio.BusNameOwnerFlags.NONE,
                                       lambda *_: ready.set(), None)
        GLib.MainLoop(context).run()

    def _call(self, connection, sender, path, interface, method, parameters, invocation):
        if method == "Notify":
            with self.arrived:
                self.notifications.append(parameters.unpack())
                self.arrived.notify_all()
            invocation.return_value(GLib.Variant("(u)", (len(self.notifications),)))
        elif method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (["actions", "body"],)))
        elif method == "GetServerInformation":
            invocation.return_value(GLib.Variant("(ssss)", ("test", "test", "1", "1.2")))
        else:
            invocation.return_value(None)

    def wait_for(self, title):
        with self.arrived:
            assert self.arrived.wait_for(lambda: any(n[3] == title for n in self.notifications), PATIENCE), \
                f"no notification “{title}”, only {[n[3] for n in self.notifications]}"
            return next(n for n in self.notifications if n[3] == title)


class Service(Window):
    """Attune as the session bus starts it: without a window, until something asks for one."""

    def __init__(self):
        self.process = subprocess.Popen(["attune", "--gapplication-service"], start_new_session=True)
        self.frame = None


desktop = Desktop()
state = {}


def write_examples(path, count):
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps({"messages": [{"role": "user", "content": f"What is {number}?"},
                                                {"role": "assistant", "content": f"It is {number}."}]}) + "\n")


def cli(*arguments):
    return subprocess.run(["attune-cli", *arguments], check=True, capture_output=True, text=True).stdout


def close_window():
    """Closing the window while a fine-tune runs leaves the program running, and says so once."""
    path = pathlib.Path(os.environ["HOME"]) / "examples.jsonl"
    write_examples(path, 24)
    cli("tune", str(path), "--epochs", "4")
    state["window"] = window = Window()
    window.key("alt+2")
    window.find(contains="examples")
    window.key("ctrl+w")
    desktop.wait_for("Attune Goes On in the Background")
    assert window.process.poll() is None


def notify():
    """The end of the fine-tune is told, with buttons to chat and to show, and the program ends."""
    notification = desktop.wait_for("Fine-Tune Finished")
    assert "examples" in notification[4], notification
    labels = notification[5][1::2]
    assert "Chat" in labels and "Show" in labels, labels
    assert state["window"].process.wait(timeout=30) == 0


def show():
    """The action of the notification opens the page of the fine-tune, from nothing."""
    job = json.loads(cli("jobs", "list", "--json"))
    job = (job["jobs"] if isinstance(job, dict) else job)[0]
    window = Service()
    subprocess.run(["gdbus", "wait", "--session", "--timeout", "20", APPLICATION], check=True)
    subprocess.run(["gdbus", "call", "--session", "--dest", APPLICATION, "--object-path", PATH,
                    "--method", "org.gtk.Actions.Activate", "show-job", f"[<'{job['id']}'>]", "{}"], check=True,
                   capture_output=True)
    window.find(id="status_title")
    window.key("ctrl+w")
    assert window.process.wait(timeout=30) == 0


def quit_asks():
    """Quitting while a fine-tune runs asks first, and says what happens to it."""
    path = pathlib.Path(os.environ["HOME"]) / "examples.jsonl"
    cli("tune", str(path), "--epochs", "50")
    window = Window()
    window.key("alt+2")
    window.find(contains="examples")
    window.key("ctrl+q")
    window.find(contains="Quit While a Fine-Tune Is Running?")
    assert window.has(contains="Training on this computer goes on") or window.has(contains="still being sent")
    if "PICTURES" in os.environ:
        window.picture(pathlib.Path(os.environ["PICTURES"]) / "quit.png")
    window.press(name="Quit")
    assert window.process.wait(timeout=30) == 0


sys.exit(tap.run([close_window, notify, show, quit_asks]))
