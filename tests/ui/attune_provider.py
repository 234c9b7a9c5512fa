# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A provider to fine-tune at, as a real server on this computer."""

import email.parser
import email.policy
import http.server
import json
import sys
import threading
import time
import urllib.parse

LOOKS = 3               # at a fine-tune, until it is over
STEPS_A_LOOK = 10


class Server(http.server.ThreadingHTTPServer):
    """Says nothing about those who are killed in the middle of a request."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Provider:
    """A small OpenAI, which counts. It takes its time over an answer; until it is open it does nothing that is asked of it."""

    def __init__(self, models=("base",), delay=0.0, is_open=True):
        self.models = models
        self.delay = delay
        self.lock = threading.Lock()
        self.is_open = threading.Event()
        if is_open:
            self.is_open.set()
        self.was_asked = threading.Event()
        self.files = []
        self.jobs = []
        self.events = []
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                self.answer("GET", b"")

            def do_POST(self):
                self.answer("POST", self.rfile.read(int(self.headers["Content-Length"] or 0)))

            def answer(self, method, body):
                url = urllib.parse.urlsplit(self.path)
                value = provider.act(method, url.path.removeprefix("/v1/").split("/"), dict(urllib.parse.parse_qsl(url.query)),
                                     self.headers, body)
                time.sleep(provider.delay)
                text = json.dumps(value if value is not None else {"error": {"message": "No such thing"}}).encode()
                try:
                    self.send_response(200 if value is not None else 404)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(text)))
                    self.end_headers()
                    self.wfile.write(text)
                except OSError:
                    pass             # who asked has gone

            def log_message(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def act(self, method, path, query, headers, body):
        if method == "POST" and not self.is_open.is_set():
            self.was_asked.set()
            self.is_open.wait()
            return None              # who asked is dead, and nothing is done
        with self.lock:
            if path[:2] == ["fine_tuning", "jobs"]:
                return self.act_on_jobs(method, path[2:], query, body)
            if path == ["models"]:
                return {"data": [{"id": model, "object": "model", "created": 1, "owned_by": "us"} for model in self.models]}
            if path == ["files"] and method == "POST":
                return self.keep_file(headers, body)
            if path == ["files"]:
                return self.page(self.files, query)
            return next((file for file in self.files if path == ["files", file["id"]]), None)

    def keep_file(self, headers, body):
        head = f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
        form = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
        part = next(part for part in form.iter_parts() if part.get_filename())
        self.files.append({"id": f"file-{len(self.files)}", "object": "file", "filename": part.get_filename(),
                           "bytes": len(part.get_payload(decode=True)), "created_at": 1, "purpose": "fine-tune",
                           "status": "processed"})
        return self.files[-1]

    def act_on_jobs(self, method, path, query, body):
        if not path:
            if method == "GET":
                return self.page(self.jobs, query)
            self.jobs.append({**json.loads(body), "id": f"ftjob-{len(self.jobs)}", "object": "fine_tuning.job", "status": "queued",
                              "created_at": 1, "result_files": [], "fine_tuned_model": None, "error": None, "looks": 0})
            self.events.append([])
            return self.jobs[-1]
        job = next((job for job in self.jobs if job["id"] == path[0]), None)
        if job is None or path[1:] == ["checkpoints"]:
            return {"data": [], "has_more": False} if job is not None else None
        if path[1:] == ["events"]:
            return self.page(self.events[self.jobs.index(job)], query)
        self.train(job)
        return job

    def train(self, job):
        events = self.events[self.jobs.index(job)]
        if job["status"] in ("succeeded", "failed"):
            return
        job["status"] = "running"
        job["looks"] += 1
        for _ in range(STEPS_A_LOOK):
            step = len(events) + 1
            events.append({"id": f"event-{step}", "object": "fine_tuning.job.event", "created_at": step, "level": "info",
                           "message": f"Step {step}", "type": "metrics",
                           "data": {"step": step, "total_steps": LOOKS * STEPS_A_LOOK, "train_loss": 1 / step}})
        if job["looks"] == LOOKS:
            job.update(status="succeeded", fine_tuned_model=f"ft:base:{job['id']}", trained_tokens=100, finished_at=2)

    @staticmethod
    def page(items, query):
        """Newest first, as OpenAI does."""
        newest = items[::-1]
        begin = next((i + 1 for i, item in enumerate(newest) if item["id"] == query.get("after")), 0)
        end = begin + int(query.get("limit", 20))
        return {"object": "list", "data": newest[begin:end], "has_more": end < len(newest)}
