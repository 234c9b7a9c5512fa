#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A window with one file in it, as a file manager has: file_source.py PATH. It can be dragged, and is on the clipboard."""

import sys

import gi

gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GLib, GObject, Gtk  # noqa: E402

SIZE = 120


def create_provider(path):
    value = GObject.Value(Gdk.FileList, Gdk.FileList.new_from_list([Gio.File.new_for_path(path)]))
    return Gdk.ContentProvider.new_for_value(value)


def main():
    Gtk.init()
    label = Gtk.Label(label="File", width_request=SIZE, height_request=SIZE)
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
    source.connect("prepare", lambda *_: create_provider(sys.argv[1]))
    label.add_controller(source)
    window = Gtk.Window(child=label, title="Files")
    window.connect("map", lambda *_: window.get_clipboard().set_content(create_provider(sys.argv[1])))
    window.present()
    GLib.MainLoop().run()


main()
