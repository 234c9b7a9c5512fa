#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenAI's own client for Node.js against the engine, unchanged: argument, the program of the engine."""

import os
import pathlib
import shutil
import subprocess
import sys

from openai_engine import KEY, Engine

modules = pathlib.Path(os.environ.get("ATTUNE_OPENAI_NODE_DIR", "/nowhere")) / "node_modules"


def skip(reason):
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


if shutil.which("node") is None:
    skip("Node.js is not installed")
if not (modules / "openai").exists():
    skip("OpenAI's client is not there: build-aux/fetch-openai-node fetches it, with npm and a network")

with Engine(sys.argv[1]) as engine:
    environment = {**os.environ, "NODE_PATH": str(modules)}
    examples = engine.write_examples("examples.jsonl", 12)
    script = pathlib.Path(__file__).with_name("openai-client.js")
    result = subprocess.run(["node", script, engine.url, KEY, examples], env=environment)
sys.exit(result.returncode)
