# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What it takes to show a long fine-tune, and to follow many: a service with 200 that run, and the workspace that follows them."""

import http.server
import json
import subprocess
import threading

JOBS = 200
SECONDS = 130          # two rounds of polling of what is not on screen


def job(number):
    return {"id": f"ftjob-{number}", "object": "fine_tuning.job", "model": "base", "status": "running",
            "created_at": 1700000000 + number, "training_file": f"file-{number}", "result_files": []}


class Service:
    """Answers like a service whose fine-tunes run on and on, and counts what it is asked."""

    def __init__(self):
        service = self
        self.requests = 0
        self.lock = threading.Lock()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                with service.lock:
                    service.requests += 1
                path, _, query = self.path.removeprefix("/v1").partition("?")
                parts = path.strip("/").split("/")
                if path == "/fine_tuning/jobs":
                    first = 0
                    for pair in query.split("&"):
                        if pair.startswith("after=ftjob-"):
                            first = JOBS - int(pair.removeprefix("after=ftjob-"))
                    numbers = list(range(JOBS - 1, -1, -1))[first:first + 100]
                    self.answer({"object": "list", "data": [job(n) for n in numbers], "has_more": first + 100 < JOBS})
                elif parts[-1] in ("events", "checkpoints"):
                    self.answer({"object": "list", "data": [], "has_more": False})
                elif parts[0] == "files":
                    self.answer({"id": parts[1], "object": "file", "filename": "examples.jsonl"})
                else:
                    self.answer(job(int(parts[-1].removeprefix("ftjob-"))))

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


def measure_page(row, build):
    out = subprocess.run([build / "tests/ui/jobs/measure-job"], capture_output=True, text=True, check=True).stdout
    answer = json.loads(out)
    row("Page of a fine-tune with 10,000 events and 100,000 measured steps",
        f"drawn after {answer['first']:.0f} ms, with all of them after {answer['all']:.0f} ms "
        f"(longest turn of the main loop {answer['longest_turn']:.0f} ms)")


def measure_following(row, build, folder):
    service = Service()
    result = subprocess.run([build / "tests/bench/attune-bench-track", str(folder / "tracked"), service.url, str(SECONDS)],
                            capture_output=True, text=True, check=True)
    service.server.shutdown()
    answer = json.loads(result.stdout)
    row(f"{answer['jobs']} fine-tunes followed, not on screen",
        f"{answer['cpu_seconds'] / SECONDS * 100:.2f} % of a core, {service.requests * 60 / SECONDS:.0f} requests/min")

