#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""This computer stays awake while it trains, and no longer: the real window asks the desktop for it."""

import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
import tap  # noqa: E402
from attune_bus import Peer  # noqa: E402
from attune_driver import Window  # noqa: E402
from attune_home import example_lines  # noqa: E402

from gi.repository import Gio, GLib  # noqa: E402

SUSPEND = 4     # the portal's flag for it
PORTAL_NAME = "org.freedesktop.portal.Desktop"
PORTAL_PATH = "/org/freedesktop/portal/desktop"

INTERFACE = """
<node>
  <interface name='org.freedesktop.portal.Inhibit'>
    <method name='Inhibit'>
      <arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='a{sv}' direction='in'/>
      <arg type='o' direction='out'/>
    </method>
    <method name='CreateMonitor'>
      <arg type='s' direction='in'/><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/>
    </method>
    <method name='QueryEndResponse'><arg type='o' direction='in'/></method>
    <property name='version' type='u' access='read'/>
  </interface>
  <interface name='org.freedesktop.portal.Request'>
    <method name='Close'/>
  </interface>
</node>
"""


class Portal(Peer):
    """What keeps a session awake, with everybody's reasons: the portal that GTK asks, in a sandbox and outside."""

    NAMES = (PORTAL_NAME,)

    def __init__(self):
        self.reasons = {}       # path of a request → (reason, flags)
        self.n_requests = 0
        super().__init__()

    def describe(self):
        return f"{self.reasons} after {self.n_requests}"

    def export(self, connection):
        self.node = Gio.DBusNodeInfo.new_for_xml(INTERFACE)
        connection.register_object(PORTAL_PATH, self.node.interfaces[0], self._call, lambda *_: GLib.Variant("u", 3), None)

    def _call(self, connection, sender, path, interface, method, parameters, invocation):
        with self.arrived:
            if method == "Inhibit":
                _window, flags, options = parameters.unpack()
                self.n_requests += 1
                handle = f"{PORTAL_PATH}/request/{sender[1:].replace('.', '_')}/{options.get('handle_token', self.n_requests)}"
                connection.register_object(handle, self.node.interfaces[1], self._close, None, None)
                self.reasons[handle] = (options.get("reason"), flags)
                invocation.return_value(GLib.Variant("(o)", (handle,)))
            elif method == "CreateMonitor":
                token = parameters.unpack()[1]["session_handle_token"]
                handle = f"{PORTAL_PATH}/session/{sender[1:].replace('.', '_')}/{token}"
                invocation.return_value(GLib.Variant("(o)", (handle,)))
            else:
                invocation.return_value(None)
            self.arrived.notify_all()

    def _close(self, connection, sender, path, interface, method, parameters, invocation):
        with self.arrived:
            del self.reasons[path]
            invocation.return_value(None)
            self.arrived.notify_all()

    def wait_until_awake(self):
        self.wait_until(lambda: self.reasons, "reason to stay awake")
        assert list(self.reasons.values()) == [("A model is being trained", SUSPEND)], self.describe()

    def wait_until_free(self):
        self.wait_until(lambda: not self.reasons, "end of the reason to stay awake")


# The sessions of tests have no portals otherwise.
os.environ["GDK_DEBUG"] = "portals"
session = Portal()


def start(name, epochs, examples=24):
    path = pathlib.Path(os.environ["HOME"]) / f"{name}.jsonl"
    path.write_text(example_lines(examples), encoding="utf-8")
    subprocess.run(["attune-cli", "tune", str(path), "--epochs", str(epochs)], check=True, capture_output=True)


def open_page(name):
    window = Window()
    window.show_page(2)
    window.press(contains=name)
    window.find(id="status_title")
    return window


def find_job(name):
    listing = subprocess.run(["attune-cli", "jobs", "list", "--json"], check=True, capture_output=True, text=True).stdout
    return next(job["id"] for job in json.loads(listing) if job["dataset"] == name)


def end():
    """From the first moment of a training to its end."""
    start("brief", epochs=4)
    window = open_page("brief")
    session.wait_until(lambda: session.n_requests == 1, "reason to stay awake")
    session.wait_until_free()
    assert session.n_requests == 1, session.describe()
    window.close()


def pause():
    """One that waits is no reason; when it goes on it is one again."""
    start("paused", epochs=50, examples=500)
    window = open_page("paused")
    session.wait_until_awake()
    window.press(id="pause_button")
    session.wait_until_free()
    window.press(id="resume_button")
    session.wait_until_awake()
    window.press(id="pause_button")
    session.wait_until_free()
    window.key("ctrl+q")
    window.press(name="Quit")
    assert window.process.wait(timeout=30) == 0


def cancel():
    """Not any longer than the person wants it."""
    start("unwanted", epochs=50, examples=500)
    window = open_page("unwanted")
    session.wait_until_awake()
    subprocess.run(["attune-cli", "jobs", "cancel", find_job("unwanted")], check=True, capture_output=True)
    session.wait_until_free()
    window.close()


def preference():
    """Whoever does not want it switches it off."""
    schema = "io.github.attune.Attune"
    subprocess.run(["gsettings", "set", schema, "inhibit-suspend", "false"], check=True)
    n_requests = session.n_requests
    start("unasked", epochs=4)
    window = open_page("unasked")
    window.find(patience=120, contains="Finished")
    assert session.n_requests == n_requests, session.describe()
    window.close()


sys.exit(tap.run([end, pause, cancel, preference]))
