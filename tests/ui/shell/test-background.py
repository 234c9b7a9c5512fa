#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The work goes on without a window: a fine-tune is followed to its end, told in a notification, and shown from there."""

import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
import tap  # noqa: E402
from attune_bus import PATIENCE, Peer  # noqa: E402
from attune_driver import Window  # noqa: E402
from attune_provider import Provider  # noqa: E402

from gi.repository import Gio, GLib  # noqa: E402

APPLICATION = "io.github.attune.Attune"
PATH = "/io/github/attune/Attune"

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
  <interface name='org.freedesktop.portal.Background'>
    <method name='RequestBackground'>
      <arg type='s' direction='in'/><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/>
    </method>
    <method name='SetStatus'><arg type='a{sv}' direction='in'/></method>
    <property name='version' type='u' access='read'/>
  </interface>
  <interface name='org.freedesktop.portal.Notification'>
    <method name='AddNotification'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/></method>
    <method name='RemoveNotification'><arg type='s' direction='in'/></method>
    <property name='version' type='u' access='read'/>
  </interface>
</node>
"""
PORTAL_NAME = "org.freedesktop.portal.Desktop"
PORTAL_PATH = "/org/freedesktop/portal/desktop"


class Desktop(Peer):
    """What a desktop shows of a program: notifications, a dock, a portal that says no."""

    NAMES = (PORTAL_NAME, "org.freedesktop.Notifications")

    def __init__(self):
        self.notifications = []
        self.shown = {}          # those that are still there, by their number
        self.dock = []
        self.reasons = []
        self.statuses = []
        super().__init__()

    def describe(self):
        return f"{self.dock[-3:]} {self.statuses[-3:]} {self.shown}"

    def export(self, connection):
        node = Gio.DBusNodeInfo.new_for_xml(INTERFACE)
        connection.register_object("/org/freedesktop/Notifications", node.interfaces[0], self._call, None, None)
        for interface in node.interfaces[1:]:
            connection.register_object(PORTAL_PATH, interface, self._call_portal, lambda *_: GLib.Variant("u", 2), None)
        connection.signal_subscribe(None, "com.canonical.Unity.LauncherEntry", "Update", None, None,
                                    Gio.DBusSignalFlags.NONE, self._update_dock)

    def _call(self, connection, sender, path, interface, method, parameters, invocation):
        if method == "Notify":
            with self.arrived:
                self.notifications.append(parameters.unpack())
                number = self.notifications[-1][1] or len(self.notifications)
                self.shown[number] = self.notifications[-1]
                self.arrived.notify_all()
            invocation.return_value(GLib.Variant("(u)", (number,)))
        elif method == "CloseNotification":
            with self.arrived:
                self.shown.pop(parameters.unpack()[0], None)
                self.arrived.notify_all()
            invocation.return_value(None)
        elif method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (["actions", "body"],)))
        elif method == "GetServerInformation":
            invocation.return_value(GLib.Variant("(ssss)", ("test", "test", "1", "1.2")))
        else:
            invocation.return_value(None)

    def _update_dock(self, connection, sender, path, interface, signal, parameters):
        uri, properties = parameters.unpack()
        assert uri == f"application://{APPLICATION}.desktop", uri
        with self.arrived:
            self.dock.append(properties)
            self.arrived.notify_all()

    def _call_portal(self, connection, sender, path, interface, method, parameters, invocation):
        with self.arrived:
            if method == "RequestBackground":
                options = parameters.unpack()[1]
                self.reasons.append(options["reason"])
                handle = f"{PORTAL_PATH}/request/{sender[1:].replace('.', '_')}/{options['handle_token']}"
                invocation.return_value(GLib.Variant("(o)", (handle,)))
                connection.emit_signal(sender, handle, "org.freedesktop.portal.Request", "Response",
                                       GLib.Variant("(ua{sv})", (0, {"background": GLib.Variant("b", False)})))
            else:
                if method == "SetStatus":
                    self.statuses.append(parameters.unpack()[0]["message"])
                elif method == "AddNotification":
                    identity, notification = parameters.unpack()
                    self.notifications.append(("", 0, "", notification["title"], notification["body"], []))
                invocation.return_value(None)
            self.arrived.notify_all()

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
    # So long that the window is there to show how far it has come, however fast the computer.
    cli("tune", str(path), "--epochs", "12")
    state["window"] = window = Window()
    window.show_page(2)
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
    assert any(update["progress-visible"] and 0 < update["progress"] < 1 for update in desktop.dock), desktop.dock
    desktop.wait_until(lambda: desktop.dock[-1]["count"] == 1 and not desktop.dock[-1]["progress-visible"], "number on the icon")
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


def storm():
    """What ended in a night without a network is told at once, and failures each by itself."""
    provider = Provider()
    subprocess.run(["attune-cli", "accounts", "add", "--provider", "compatible", "--name", "Far", "--base-url", provider.url],
                   input="\n", check=True, capture_output=True, text=True)
    for _ in range(20):
        cli("tune", "examples", "--account", "Far", "--model", "base")
        provider.jobs[-1]["looks"] = -1000     # none ends yet; the first goes on, and with it the program
    for number, job in enumerate(provider.jobs[1:]):
        if number % 9 == 3:
            job.update(status="failed", error={"code": "server_error", "message": "It broke."})
        else:
            job.update(status="succeeded", fine_tuned_model=f"ft:base:{job['id']}")
    desktop.shown.clear()

    # Nothing is known before nobody looks.
    with provider.lock:
        window = Window()
        window.key("ctrl+w")
        window.wait_until(lambda: not window.is_open(), "end of the window")
    desktop.wait_until(lambda: desktop.dock[-1]["count"] == 19, "number on the icon")
    desktop.wait_until(lambda: [n[4] for n in desktop.shown.values() if n[3] == "Fine-Tunes Finished"] ==
                       ["17 fine-tunes are ready to chat"], "notification of all")
    desktop.wait_until(lambda: sorted(n[3] for n in desktop.shown.values()) ==
                       ["Fine-Tune Failed", "Fine-Tune Failed", "Fine-Tunes Finished"], "notification of each failure")
    assert all("did not finish" in n[4] for n in desktop.shown.values() if n[3] == "Fine-Tune Failed")

    # The notification leads to the list; who looks at that need not be told any more.
    subprocess.run(["gdbus", "call", "--session", "--dest", APPLICATION, "--object-path", PATH,
                    "--method", "org.gtk.Actions.Activate", "show-page", "[<'jobs'>]", "{}"], check=True, capture_output=True)
    window.wait_until(window.window_ids, "the window again")
    window.focus_window()
    desktop.wait_until(lambda: "Fine-Tunes Finished" not in [n[3] for n in desktop.shown.values()], "end of the notification")
    provider.jobs[0].update(status="succeeded", fine_tuned_model="ft:base:last")
    window.key("ctrl+w")
    assert window.process.wait(timeout=PATIENCE) == 0


def sandbox():
    """In a sandbox the desktop is asked and told what goes on; when it says no, the person hears of it."""
    path = pathlib.Path(os.environ["HOME"]) / "sandboxed.jsonl"
    write_examples(path, 24)
    # So long that it is on its way when the window is there, however fast the computer.
    cli("tune", str(path), "--epochs", "12")
    os.environ["GTK_USE_PORTAL"] = "1"
    try:
        window = Window()
        window.show_page(2)
        window.find(contains="sandboxed")
        desktop.wait_until(lambda: any("sandboxed" in status and "%" in status for status in desktop.statuses), "status")
        window.key("ctrl+w")
        desktop.wait_for("Attune May Be Ended in the Background")
        assert desktop.reasons == ["Fine-tunes are followed to their end after the window is closed."], desktop.reasons
        assert window.process.wait(timeout=PATIENCE) == 0
        assert desktop.statuses[-1] == "" and all(len(status) <= 96 for status in desktop.statuses)
    finally:
        del os.environ["GTK_USE_PORTAL"]


def quit_asks():
    """Quitting while a fine-tune runs asks first, and says what happens to it."""
    path = pathlib.Path(os.environ["HOME"]) / "examples.jsonl"
    cli("tune", str(path), "--epochs", "50")
    window = Window()
    window.show_page(2)
    window.find(contains="examples")
    window.key("ctrl+q")
    window.find(contains="Quit While a Fine-Tune Is Running?")
    assert window.has(contains="Training on this computer goes on") or window.has(contains="still being sent")
    if "PICTURES" in os.environ:
        window.picture(pathlib.Path(os.environ["PICTURES"]) / "quit.png")
    window.press(name="Quit")
    assert window.process.wait(timeout=30) == 0


sys.exit(tap.run([close_window, notify, show, storm, sandbox, quit_asks]))
