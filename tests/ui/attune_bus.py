# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program on the session's bus that Attune talks to: a part of a desktop, as far as a test needs it."""

import os
import threading

from gi.repository import Gio, GLib

PATIENCE = 180


class Peer:
    """In a thread of its own. A class of it says in NAMES what it is called, and in export() what it has."""

    NAMES = ()

    def __init__(self):
        self.arrived = threading.Condition()
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        assert ready.wait(20), f"nobody is {self.NAMES[-1]}"

    def _run(self, ready):
        context = GLib.MainContext()
        context.push_thread_default()
        connection = Gio.DBusConnection.new_for_address_sync(
            os.environ["DBUS_SESSION_BUS_ADDRESS"],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.export(connection)
        for name in self.NAMES:
            last = name == self.NAMES[-1]
            Gio.bus_own_name_on_connection(connection, name, Gio.BusNameOwnerFlags.NONE,
                                           (lambda *_: ready.set()) if last else None, None)
        GLib.MainLoop(context).run()

    def export(self, connection):
        raise NotImplementedError

    def wait_until(self, condition, what):
        with self.arrived:
            assert self.arrived.wait_for(condition, PATIENCE), f"no {what}: {self.describe()}"

    def describe(self):
        return ""
