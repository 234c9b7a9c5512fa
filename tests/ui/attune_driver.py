# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real window through AT-SPI and the X server, as a person with a keyboard and a screen reader would."""

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

STEP = 0.05          # seconds between two looks at the window
SHADOW = 60          # what the frame of a window may be less than the window itself
PATIENCE = 20        # seconds until something that should come at once is missed
MAX_TABS = 60        # more stops than any page has

# By their codes: asked for by name, xdotool adds the Alt of the last level of the keyboard that has them.
FUNCTION_KEYS = {f"F{number}": str(66 + number) for number in range(1, 11)}
PAGE = re.compile("Attune[A-Za-z]+Page")

# Atoms and a mode from Xatom.h and X.h.
XA_RESOURCE_MANAGER = 23
XA_STRING = 31
PROP_MODE_REPLACE = 0


def set_text_size(factor):
    """How large the text of programs that start from now on is, as a person sets it for the whole desktop."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    resources = f"Xft.dpi: {96 * factor:g}\n".encode()
    x11.XChangeProperty(display, root, ctypes.c_ulong(XA_RESOURCE_MANAGER), ctypes.c_ulong(XA_STRING), 8, PROP_MODE_REPLACE,
                        resources, len(resources))
    x11.XCloseDisplay(display)


class Missing(AssertionError):
    """Something that should have been in the window was not."""


class Node:
    """One accessible object."""

    def __init__(self, accessible):
        self.accessible = accessible

    @property
    def id(self):
        return self.accessible.get_accessible_id() or ""

    @property
    def name(self):
        return self.accessible.get_name() or ""

    @property
    def role(self):
        return self.accessible.get_role_name() or ""

    def has_state(self, state):
        return self.accessible.get_state_set().contains(state)

    @property
    def sensitive(self):
        return self.has_state(Atspi.StateType.SENSITIVE)

    @property
    def text(self):
        interface = self.accessible.get_text_iface()
        return Atspi.Text.get_text(interface, 0, -1) if interface else ""

    def children(self):
        for index in range(self.accessible.get_child_count()):
            child = self.accessible.get_child_at_index(index)
            if child is not None:
                yield Node(child)

    def walk(self):
        yield self
        for child in self.children():
            yield from child.walk()

    def words(self):
        """Everything that can be read inside, in reading order."""
        found = []
        for node in self.walk():
            for text in (node.name, node.text):
                if text and (not found or found[-1] != text):
                    found.append(text)
        return " ".join(found)

    def __repr__(self):
        return f"<{self.role} id={self.id!r} name={self.name!r}>"


class Window:
    """A running Attune, which any critical warning ends. What it prints goes to the file log, if there is one."""

    window_id = None        # on the screen, where there are several

    def __init__(self, *arguments, program=("attune",), log=None, **environment):
        with open(log, "wb") if log else contextlib.nullcontext() as output:
            self.process = subprocess.Popen([*program, *arguments], start_new_session=True, stdout=output, stderr=output,
                                            env={**os.environ, "G_DEBUG": "fatal-criticals", **environment})
        self.frame = None
        self.wait_until(self._find_frame, "the window")

    def frames(self):
        """The windows of the program, in the order in which they came."""
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(index)
            if application is not None and application.get_process_id() == self.process.pid:
                return [child for child in Node(application).children() if child.role in ("frame", "window")]
        return []

    def _find_frame(self):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(index)
            try:
                if application is None or application.get_process_id() != self.process.pid:
                    continue
                for child in Node(application).children():
                    if child.role in ("frame", "window"):
                        self.frame = child
                        return child
            except Exception:  # an application that is just leaving the bus
                continue
        return None

    # --- looking ---

    def wait_until(self, condition, what, patience=PATIENCE):
        """Waits until condition() is true and returns its value."""
        deadline = time.monotonic() + patience
        while True:
            try:
                value = condition()
            except gi.repository.GLib.Error:
                value = None          # an object went away between two questions
            if value:
                return value
            if self.process.poll() is not None:
                raise Missing(f"Attune ended (status {self.process.returncode}) while waiting for {what}")
            if time.monotonic() > deadline:
                raise Missing(f"no {what} within {patience} s; the window shows:\n{self.describe()}")
            time.sleep(STEP)

    def all(self, **wanted):
        frame = self._find_frame()
        for node in frame.walk() if frame else ():
            if all(self._matches(node, key, value) for key, value in wanted.items()):
                yield node

    @staticmethod
    def _matches(node, key, value):
        if key == "contains":
            return value in node.name or value in node.text
        return getattr(node, key) == value

    def find(self, patience=PATIENCE, **wanted):
        return self.wait_until(lambda: next(self.all(**wanted), None), f"widget with {wanted}", patience)

    def has(self, **wanted):
        return next(self.all(**wanted), None) is not None

    def words(self):
        frame = self._find_frame()
        return frame.words() if frame else ""

    def describe(self):
        """What a person has in front, for the message of a test that misses something."""
        frame = self._find_frame()
        roots = list(self.all(role="dialog")) or ([frame] if frame else [])
        lines = []
        for node in (node for root in roots for node in root.walk()):
            if node.name or node.id or node.text:
                lines.append(f"  {node.role}: id={node.id!r} name={node.name!r} text={node.text[:60]!r}")
        return "\n".join(lines[:200])

    def open_other(self):
        """Opens another window of the same program, as a person does by key."""
        self.window_id = self.main_window_id()
        known = set(self.window_ids())
        self.key("ctrl+alt+n")
        window_id = self.wait_until(lambda: next(iter(set(self.window_ids()) - known), None), "another window")
        self.wait_until(lambda: len(self.frames()) == 2, "another window")
        return OtherWindow(self, window_id)

    def is_open(self):
        """Whether the program shows a window; it may go on without one."""
        return self._find_frame() is not None

    # --- doing ---

    def press(self, patience=PATIENCE, **wanted):
        """Presses a button, or what has no action of its own by focus and the Enter key."""
        node = self.wait_until(lambda: next((node for node in self.all(**wanted) if node.sensitive), None),
                               f"widget to press with {wanted}", patience)
        action = node.accessible.get_action_iface()
        if action is not None and Atspi.Action.get_n_actions(action) > 0 and node.role != "list item":
            Atspi.Action.do_action(action, 0)
        else:
            self.focus(node)
            self.key("Return")
        return node

    def choose(self, text, **wanted):
        """Chooses the entry of a combo row that says text, by keyboard."""
        row = self.find(**wanted)
        for _ in range(MAX_TABS):
            if text in row.words():
                return
            self.focus(row)
            self.key("Return")
            self.key("Down")
            self.key("Return")
            self.wait_until(lambda: not self.has(role="list box"), "closed list")
        raise Missing(f"no entry {text!r} in {row}; it says {row.words()!r}")

    def focus(self, node):
        """Gives a widget, or the first thing in it that takes it, the keyboard focus."""
        self.focus_window()
        for candidate in node.walk():
            component = candidate.accessible.get_component_iface()
            if component is None or not candidate.has_state(Atspi.StateType.FOCUSABLE):
                continue
            try:
                if Atspi.Component.grab_focus(component):
                    return
            except gi.repository.GLib.Error:
                continue             # the row of a list takes it from the keyboard only
        self.tab_to(node)

    def tab_to(self, node):
        """Goes on with the Tab key until a widget, or something in it, has the focus."""
        for _ in range(MAX_TABS):
            if any(candidate.has_state(Atspi.StateType.FOCUSED) for candidate in node.walk()):
                return
            self.key("Tab")
        raise Missing(f"{node} cannot be reached with the keyboard")

    def fill(self, text, **wanted):
        """Replaces the text of an entry."""
        node = self.find(**wanted)
        for candidate in node.walk():
            editable = candidate.accessible.get_editable_text_iface()
            if editable is not None and candidate.has_state(Atspi.StateType.EDITABLE):
                Atspi.EditableText.set_text_contents(editable, text)
                return candidate
        raise Missing(f"{node} cannot be written into")

    def window_ids(self):
        return self.wait_until(
            lambda: subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
                                   capture_output=True, text=True, check=False).stdout.split(), "window on the screen")

    def main_window_id(self):
        """The window itself, and not a tooltip or a menu above it."""
        if self.window_id is not None:
            return self.window_id

        def area(window_id):
            shape = subprocess.run(["xdotool", "getwindowgeometry", "--shell", window_id],
                                   capture_output=True, text=True, check=False).stdout
            sizes = dict(line.split("=") for line in shape.split() if "=" in line)
            return int(sizes.get("WIDTH", 0)) * int(sizes.get("HEIGHT", 0))
        return max(self.window_ids(), key=area)

    def focus_window(self):
        subprocess.run(["xdotool", "windowfocus", self.main_window_id()], check=False)

    def key(self, *keys):
        self.focus_window()
        subprocess.run(["xdotool", "key", "--delay", "60", *(FUNCTION_KEYS.get(key, key) for key in keys)], check=True)

    @staticmethod
    def middle(node):
        """Where in the window the middle of a widget is, less the padding of what it is in: right for what is large."""
        area = Atspi.Component.get_extents(node.accessible.get_component_iface(), Atspi.CoordType.WINDOW)
        return area.x + area.width // 2, area.y + area.height // 2

    def point(self, node, button=1):
        """Clicks in the middle of a widget."""
        self.focus_window()
        subprocess.run(["xdotool", "mousemove", "--sync", "--window", self.main_window_id(), *map(str, self.middle(node)),
                        "sleep", "0.1", "click", str(button)], check=True)

    def dialog_of_file(self, title):
        """The dialog of the toolkit that asks for a file: a window of its own."""
        frame = self._find_frame()
        windows = Node(frame.accessible.get_parent()).children() if frame else ()
        return next((node for node in windows if node.name == title), None)

    def say_file(self, title, path):
        """Says, in the dialog of this title, which file is meant: its entry is shown by a key, and written whole."""
        dialog = self.wait_until(lambda: self.dialog_of_file(title), f"dialog “{title}”")
        window_id = self.wait_until(
            lambda: subprocess.run(["xdotool", "search", "--all", "--onlyvisible", "--pid", str(self.process.pid), "--name",
                                    f"^{title}$"], capture_output=True, text=True, check=False).stdout.split(), "its window")[0]
        subprocess.run(["xdotool", "windowfocus", "--sync", window_id], check=False)
        subprocess.run(["xdotool", "key", "ctrl+l"], check=True)
        entry = self.wait_until(lambda: next((node.accessible.get_editable_text_iface() for node in dialog.walk()
                                              if node.has_state(Atspi.StateType.EDITABLE)
                                              and node.has_state(Atspi.StateType.FOCUSED)), None), "entry of a file")
        Atspi.EditableText.set_text_contents(entry, str(path))

        def accept():
            """It takes the name once it has looked at the folder."""
            dialog = self.dialog_of_file(title)
            button = next((node for node in dialog.walk() if node.role == "button" and node.name in ("Open", "Save")
                           and node.sensitive), None) if dialog else None
            if button is not None:
                Atspi.Action.do_action(button.accessible.get_action_iface(), 0)
            return dialog is None
        self.wait_until(accept, f"closed dialog “{title}”")

    def show_page(self, number):
        """Goes to a page of the sidebar by its key. Until the window has opened its data it takes no such key.

        On a phone the sidebar or the page may be away.
        """
        def opened():
            nodes = [node for node in self.all() if node.id == "new_chat_button" or PAGE.fullmatch(node.id)]
            return nodes and all(node.sensitive for node in nodes)
        self.wait_until(opened, "opened data")
        self.key(f"alt+{number}")

    def resize(self, width, height):
        """Again until it is so: a window that has just come may still give itself another size."""
        def is_resized():
            subprocess.run(["xdotool", "windowsize", self.main_window_id(), str(width), str(height)], check=True)
            frame = self._find_frame()
            area = Atspi.Component.get_extents(frame.accessible.get_component_iface(), Atspi.CoordType.WINDOW)
            return abs(area.width - width) <= SHADOW and abs(area.height - height) <= SHADOW
        self.wait_until(is_resized, f"window of {width} × {height}")

    def picture(self, path):
        """What a person sees of the window now, once it has stopped changing."""
        def shoot():
            return subprocess.run(["import", "-window", self.main_window_id(), "png:-"], capture_output=True, check=True).stdout
        deadline = time.monotonic() + 3
        last = shoot()
        while time.monotonic() < deadline:
            time.sleep(4 * STEP)
            now = shoot()
            if now == last:
                break
            last = now
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(last)

    # --- ending ---

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self):
        """As a crash would."""
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


class OtherWindow(Window):
    """The newest window of a program that runs already."""

    def __init__(self, first, window_id):
        self.process = first.process
        self.window_id = window_id

    def _find_frame(self):
        frames = self.frames()
        return frames[-1] if len(frames) > 1 else None
