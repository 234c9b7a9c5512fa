# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A provider to chat with, as a real server on this computer."""

import http.server
import json
import threading


class ChatService:
    """Offers one model, whose answers a subclass makes."""

    def __init__(self, model):
        self.model = model
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._make_handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, request):
        """The pieces of the answer to a request, one after the other: texts, or pairs of a text and its logprobs."""
        raise NotImplementedError

    def _make_handler(self):
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                models = [{"id": service.model, "object": "model", "created": 1, "owned_by": "us"}]
                body = json.dumps({"object": "list", "data": models}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                try:
                    for piece in service.answer(request):
                        text, logprobs = piece if isinstance(piece, tuple) else (piece, None)
                        self.event({"content": text}, logprobs=logprobs)
                    self.event({}, "stop")
                    self.wfile.write(b"data: [DONE]\n\n")
                except OSError:
                    pass             # who asked has gone
                self.close_connection = True

            def event(self, delta, reason=None, logprobs=None):
                choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": logprobs}
                chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": service.model,
                         "choices": [choice]}
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                self.wfile.flush()

            def log_message(self, *_):
                pass

        return Handler
