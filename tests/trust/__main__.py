"""Measure promises: `python -m tests.trust [NAME ...] [--size SHARE]`."""

import argparse
import sys
import time

from tests.trust import page
from tests.trust.promise import TOLD
from tests.trust.promises import PROMISES


def main() -> int:
    """Measure the promises that are named, or all, and rewrite the page where they were measured whole."""
    names = {promise.name: promise for promise in PROMISES}
    parser = argparse.ArgumentParser(prog="python -m tests.trust", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}; all unless given")
    parser.add_argument("--size", type=float, default=1.0, help="share of the full size; below 1 nothing is written")
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in names]
    if unknown:
        parser.error(f"there is no promise {unknown[0]!r}; allowed: {', '.join(names)}")
    kept = True
    for promise in (names[name] for name in given.names or names):
        begun, findings = time.monotonic(), []
        for finding in promise.measure(given.size):
            findings.append(finding)
            kept = kept and finding.kept
            sign = TOLD if finding.target == TOLD else "kept" if finding.kept else "NOT KEPT"
            sys.stdout.write(f"{sign:8} {promise.name}: {finding.what}: {finding.figure} ({finding.target})\n")
            sys.stdout.flush()
        if given.size >= 1:
            page.keep(promise, findings, time.monotonic() - begun)
            page.PAGE.write_text(page.written(PROMISES, page.record()), encoding="utf-8")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
