# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A provider to chat with, as a real server on this computer."""

import http.server
import itertools
import json
import threading


class Refusal(Exception):
    """Raised instead of an answer: the status, and what the service says about it."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status
        self.message = message


class ChatService:
    """Offers models, whose answers a subclass makes."""

    def __init__(self, *models):
        self.models = models
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._make_handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, request):
        """The pieces of the answer to a request, one after the other: texts, pairs of a text and its logprobs, or whole deltas.

        Or it raises a Refusal before the first.
        """
        raise NotImplementedError

    def _make_handler(self):
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                models = [{"id": model, "object": "model", "created": 1, "owned_by": "us"} for model in service.models]
                self.reply(200, {"object": "list", "data": models})

            def reply(self, status, value):
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                pieces = service.answer(request)
                try:
                    first = next(pieces, "")
                except Refusal as refusal:
                    self.reply(refusal.status, {"error": {"message": refusal.message}})
                    return
                self.stream(request, itertools.chain([first], pieces))

            def stream(self, request, pieces):
                usage = {"prompt_tokens": len(json.dumps(request["messages"]).split()), "completion_tokens": 0}
                reason = "stop"
                try:
                    self.send_response(200)
                    self.send_header("Content-Type", "text/event-stream")
                    self.send_header("Connection", "close")
                    self.end_headers()
                    for piece in pieces:
                        if isinstance(piece, dict):
                            reason = "tool_calls" if "tool_calls" in piece else reason
                            self.event(request, piece)
                            continue
                        text, logprobs = piece if isinstance(piece, tuple) else (piece, None)
                        usage["completion_tokens"] += len(text.split())
                        self.event(request, {"content": text}, logprobs=logprobs)
                    self.event(request, {}, reason)
                    if request.get("stream_options", {}).get("include_usage"):
                        self.chunk(request, {"choices": [], "usage": usage})
                    self.wfile.write(b"data: [DONE]\n\n")
                except OSError:
                    pass             # who asked has gone
                self.close_connection = True

            def event(self, request, delta, reason=None, logprobs=None):
                choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": logprobs}
                self.chunk(request, {"choices": [choice]})

            def chunk(self, request, members):
                chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": request["model"], **members}
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                self.wfile.flush()

            def log_message(self, *_):
                pass

        return Handler
