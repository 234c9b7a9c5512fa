#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window is killed again and again, at moments that nobody chose, until a fine-tune has come to its end.

Run by tests/ui/run-headless. The provider takes its time over every answer, and does what it was asked before it answers,
so that many answers are lost. Afterwards it has one fine-tune and each file once, and the window has each event once.
"""

import argparse
import pathlib
import random
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tap  # noqa: E402
from attune_home import Home, text_of  # noqa: E402
from attune_provider import LOOKS, STEPS_A_LOOK, Provider  # noqa: E402

ANSWER_DELAY = 0.1
N_KILLS = 50            # of the window, of as many fine-tunes as it takes
MAX_KILLS = 60          # of one

pictures = None
seed_wanted = None


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
    provider = Provider(delay=ANSWER_DELAY, is_open=False)
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
