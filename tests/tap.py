# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs functions as test cases and prints TAP, for the tests that drive whole programs from outside."""

import sys
import traceback


def run(cases):
    """Each case is a function whose name and first docstring line say what it shows. Returns an exit status.

    Why a case failed goes to the error output, which is what a log of tests shows of a failure.
    """
    failed = 0
    print(f"1..{len(cases)}", flush=True)
    for number, case in enumerate(cases, 1):
        title = (case.__doc__ or case.__name__).strip().split("\n")[0].rstrip(".").replace("#", "")
        try:
            case()
            print(f"ok {number} {title}", flush=True)
        except Exception:  # whatever it was, the other cases still have something to say
            failed += 1
            print(f"not ok {number} {title}", flush=True)
            for line in traceback.format_exc().rstrip().split("\n"):
                print(f"# {line}", file=sys.stderr, flush=True)
    return 1 if failed else 0
