#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A chat in the real window, with a service that answers in Markdown. Run by tests/ui/run-headless.

Asks, asks for another answer, goes back to the first, writes the question anew, sets how the model is asked, finds what was
said, and looks at all of it as wide as a phone.
"""

import argparse
import http.server
import json
import pathlib
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))
import tap  # noqa: E402
from attune_home import Home  # noqa: E402

DESKTOP = (1000, 720)
PHONE = (360, 720)


class EchoService:
    """A provider that counts its answers and says again what it was asked."""

    def __init__(self):
        self.requests = []
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                self.answer({"object": "list", "data": [{"id": "echo", "object": "model", "created": 1, "owned_by": "us"}]})

            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.requests.append(request)
                question = request["messages"][-1]["content"]
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                for piece in (f"Answer **{len(service.requests)}**", f" to “{question}”:\n\n", "1. one\n2. two\n\n",
                              "| a | b |\n|---|---|\n| 1 | 2 |\n\n", "```c\nint seven = 7;\n```\n"):
                    self.event({"content": piece})
                self.event({}, "stop")
                self.wfile.write(b"data: [DONE]\n\n")
                self.close_connection = True

            def event(self, delta, reason=None):
                chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "echo",
                         "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                self.wfile.flush()

            def answer(self, value):
                body = json.dumps(value).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Chat:
    def __init__(self, home, service, pictures):
        self.service = service
        self.pictures = pictures
        home.cli("accounts", "add", "--provider", "compatible", "--name", "Echo", "--base-url", service.url, text="\n")
        self.window = home.open()

    def shoot(self, name):
        self.window.picture(self.pictures / f"chat-{name}.png")

    def send(self, text):
        self.window.fill(text, id="composer")
        self.window.press(id="send_button")

    def wait_for_end(self):
        """Until nothing more comes: then the button sends again."""
        self.window.find(id="send_button")

    def ask(self):
        """An answer comes as Markdown, and what it took stands below it."""
        self.window.key("alt+3")
        self.window.press(name="Chat with echo")
        self.window.find(id="composer")
        self.send("Which colour is seven?")
        self.window.find(contains="Answer 1 to “Which colour is seven?”:")
        self.window.find(contains="int seven = 7;")
        self.window.find(id="regenerate_button")
        self.wait_for_end()
        self.shoot("answer")

    def another_answer(self):
        """Another answer stands beside the first, and the first comes back."""
        self.window.press(id="regenerate_button")
        self.window.find(contains="Answer 2 to")
        self.window.find(name="2 of 2")
        self.wait_for_end()
        self.shoot("siblings")
        self.window.press(id="previous_button")
        self.window.find(contains="Answer 1 to")

    def edit(self):
        """A question is written anew, and what it was stays one step away."""
        self.window.press(id="edit_button")
        self.window.find(id="cancel_button")
        self.send("Which colour is eight?")
        self.window.find(contains="Answer 3 to “Which colour is eight?”:")
        self.wait_for_end()
        assert [message["content"] for message in self.service.requests[-1]["messages"]] == ["Which colour is eight?"]

    def parameters(self):
        """What is set in the pane is what the service is asked with."""
        self.window.press(id="parameters_button")
        self.window.fill("You are a parrot.", id="system_view")
        self.shoot("parameters")
        self.send("And nine?")
        self.window.find(contains="Answer 4 to “And nine?”:")
        self.wait_for_end()
        first = self.service.requests[-1]["messages"][0]
        assert first == {"role": "system", "content": "You are a parrot."}, first
        self.window.press(id="parameters_button")

    def search(self):
        """What was said is found."""
        self.window.press(id="search_button")
        self.window.fill("eight", id="chat_search_entry")
        self.window.find(contains="Answer 3 to")
        self.shoot("search")
        self.window.key("Escape")
        self.window.wait_until(lambda: not self.window.has(id="chat_search_entry"), "closed search")

    def phone(self):
        """All of it at the width of a phone."""
        self.window.resize(*PHONE)
        self.window.find(id="composer")
        self.shoot("phone")
        self.window.resize(*DESKTOP)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    arguments = parser.parse_args()

    with Home() as home:
        chat = Chat(home, EchoService(), arguments.pictures)
        return tap.run([chat.ask, chat.another_answer, chat.edit, chat.parameters, chat.search, chat.phone])


sys.exit(main())
