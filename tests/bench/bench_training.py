# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Training steps on models of random weights, beside libllama's own trainer and PyTorch, the same shapes in the same run."""

import importlib.util
import json
import pathlib
import subprocess
import sys

# PyTorch 2.14 on two cores of another machine, for a run where it is not installed.
QUOTED = {"nano adapter": 6300, "nano all": 5650, "135m adapter": 248}
WORK = {"nano": "100 × 200 × 3 on the practice model’s shape", "135m": "100 × 200 × 3 on the 135M shape"}

# What is trained, the shape, the type of the weights, steps.
LINES = [
    ("adapter", "nano", "f32", 40), ("all", "nano", "f32", 40),
    ("adapter", "135m", "f32", 4), ("adapter", "135m", "q8_0", 4),
]


def run(program, *arguments):
    result = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=True)
    return json.loads(result.stdout.strip().split("\n")[-1])


def measure_torch(what, shape, steps):
    if importlib.util.find_spec("torch") is None:
        return None
    script = pathlib.Path(__file__).with_name("bench_torch.py")
    return run(sys.executable, script, what, shape, steps)


def describe_torch(answer, what, shape, weights):
    if answer is not None:
        return f"PyTorch {answer['tokens_per_second']:,.0f} ({answer['peak_kb'] / 1024:,.0f} MB)", answer["tokens_per_second"]
    quoted = QUOTED.get(f"{shape} {what}") if weights == "f32" else None
    return (f"PyTorch, measured elsewhere, {quoted:,}" if quoted else ""), None


def measure(row, build, folder):
    program = build / "tests/bench/attune-bench-train"
    peak = run(program, "peak")
    best = max(peak["ours"], peak["blas"])
    row("One thread’s matrix products", f"{peak['ours'] / 1e9:.0f} GFLOP/s",
        f"OpenBLAS {peak['blas'] / 1e9:.0f}" if peak["blas"] else "OpenBLAS is not installed", "")
    for what, shape, weights, steps in LINES:
        path = folder / f"{shape}-{weights}.gguf"
        if not path.exists():
            subprocess.run([program, "write", shape, weights, path], check=True)
        one, two = run(program, what, shape, path, 1, steps), run(program, what, shape, path, 2, steps)
        text, theirs = describe_torch(measure_torch(what, shape, steps), what, shape, weights)
        scale = two["tokens_per_second"] / one["tokens_per_second"]
        row(f"Training, {shape}, {what}, {weights.upper()}",
            f"{two['tokens_per_second']:,.0f} tokens/s; {one['peak_kb'] / 1024:,.0f} MB with one thread, {two['peak_kb'] / 1024:,.0f} with two; "
            f"{one['flops'] / best * 100:.0f} % of the products’ limit; second thread × {scale:.2f}",
            text, f"{two['tokens_per_second'] / theirs:.2f}" if theirs else "")
        if what == "all":
            peer = run(program, "peer", shape, path, 2, steps)
            row("The same beside llama.cpp’s own trainer", f"{two['tokens_per_second']:,.0f} tokens/s",
                f"{peer['tokens_per_second']:,.0f}", f"{two['tokens_per_second'] / peer['tokens_per_second']:.1f}")
        if shape == "135m" and weights == "f32":
            long = run(program, what, shape, path, 1, 2, 2048)
            short = run(program, what, shape, path, 2, steps, 48, 16)
            row("16 examples of 48 tokens in a step, 135m, adapter, F32", f"{short['tokens_per_second']:,.0f} tokens/s")
            row("One example of 2,048 tokens, 135m, adapter, F32", f"{long['peak_kb'] / 1024:,.0f} MB, {long['tokens_per_second']:,.0f} tokens/s with one thread")
        if what == "adapter" and weights == "f32":
            work = run(program, what, shape, path, 2, steps, 200)
            row(WORK[shape], f"{100 * 200 * 3 / work['tokens_per_second']:,.0f} s", "", "")
