#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window is killed again and again, at moments that nobody chose, until a fine-tune has come to its end.

Run by tests/ui/run-headless. The provider takes its time over every answer, and does what it was asked before it answers,
so that many answers are lost. Afterwards it has one fine-tune and each file once, and the window has each event once.
"""

import argparse
import email.parser
import email.policy
import http.server
import json
import pathlib
import random
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap  # noqa: E402
from attune_home import Home, text_of  # noqa: E402

ANSWER_DELAY = 0.1
LOOKS = 3               # at the fine-tune, until it is over
STEPS_A_LOOK = 10
N_KILLS = 50            # of the window, of as many fine-tunes as it takes
MAX_KILLS = 60          # of one

pictures = None
seed_wanted = None


class Server(http.server.ThreadingHTTPServer):
    """Says nothing about those who are killed in the middle of a request."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Provider:
    """A small OpenAI, which counts."""

    def __init__(self):
        self.lock = threading.Lock()
        self.is_open = threading.Event()
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
                time.sleep(ANSWER_DELAY)
                text = json.dumps(value if value is not None else {"error": {"message": "No such thing"}}).encode()
                try:
                    self.send_response(200 if value is not None else 404)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(text)))
                    self.end_headers()
                    self.wfile.write(text)
                except OSError:
                    pass             # who asked has been killed

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
                return {"data": [{"id": "base", "object": "model", "created": 1, "owned_by": "us"}]}
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
        if job["status"] == "succeeded":
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


def start(home, provider):
    """Has the command line store a fine-tune, and kills it over the first file, which does not arrive."""
    home.cli("accounts", "add", "--provider", "compatible", "--name", "Slow", "--base-url", provider.url, text="\n")
    command = subprocess.Popen(["attune-cli", "tune", str(home.examples()), "--account", "Slow", "--model", "base",
                                "--suffix", "hardy"], env=home.full_environment(), stdout=subprocess.DEVNULL)
    assert provider.was_asked.wait(30), "nothing was sent"
    command.kill()
    command.wait()


def query(home, sql):
    """What the database holds, read beside whoever uses it."""
    database = sqlite3.connect(f"file:{home.data / 'attune.db'}?mode=ro", uri=True, timeout=10)
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def live_and_die(home, seconds):
    """The window for so long, or until the fine-tune is over; then kill -9."""
    with open(home.path / "log", "ab") as log:
        window = subprocess.Popen(["attune"], env=home.full_environment(), start_new_session=True, stdout=log, stderr=log)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and query(home, "SELECT status FROM jobs") != [("succeeded",)]:
        time.sleep(0.02)
    assert window.poll() is None, (home.path / "log").read_text(errors="replace")
    window.kill()
    window.wait()


def kill_until_it_is_over(seed):
    """Returns how often."""
    chance = random.Random(seed)
    provider = Provider()
    with Home() as home:
        start(home, provider)
        provider.was_asked.clear()
        begin = time.monotonic()
        probe = subprocess.Popen(["attune"], env=home.full_environment(), start_new_session=True,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert provider.was_asked.wait(60), "the window does not go on with the upload"
        probe.kill()
        probe.wait()
        usual = time.monotonic() - begin
        provider.is_open.set()
        n_kills = 1
        while query(home, "SELECT status FROM jobs") != [("succeeded",)]:
            assert n_kills < MAX_KILLS, f"not over after {n_kills} kills: {query(home, 'SELECT * FROM jobs')}"
            live_and_die(home, chance.uniform(0.5 * usual, 1.5 * usual + 8 * ANSWER_DELAY))
            n_kills += 1
        window = home.open()
        window.find(contains="examples")
        home.open_job(window, "hardy")
        window.wait_until(lambda: text_of(window, "status_title") == "Finished", "end of the fine-tune")
        window.picture(pictures / "killed-again-and-again.png")
        assert len(provider.jobs) == 1, provider.jobs
        names = [file["filename"] for file in provider.files]
        assert names and len(set(names)) == len(names), names
        events = query(home, "SELECT count(*), count(DISTINCT remote_id) FROM job_events")
        assert events == [(LOOKS * STEPS_A_LOOK,) * 2], events
        return n_kills


def kill_again_and_again():
    """kill -9 of the window from the upload to the end of a fine-tune: one fine-tune, each file once, each event once."""
    n_kills = 0
    while n_kills < N_KILLS:
        seed = random.SystemRandom().randrange(10**6)
        print(f"# moments of --seed {seed}, after {n_kills} kills", flush=True)
        n_kills += kill_until_it_is_over(seed)


def kill_as_before():
    """kill -9 of the window at the moments of one seed."""
    kill_until_it_is_over(seed_wanted)


def main():
    global pictures, seed_wanted
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    parser.add_argument("--seed", type=int, help="only the moments of this seed, which were printed")
    arguments = parser.parse_args()
    pictures = arguments.pictures
    seed_wanted = arguments.seed
    return tap.run([kill_again_and_again if seed_wanted is None else kill_as_before])


sys.exit(main())
