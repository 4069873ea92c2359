"""The page of promises: what was measured last of each, with its date."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from tests.trust.promise import TOLD, Finding, Promise

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "tests" / "data" / "trust.json"
PAGE = ROOT / "docs" / "trust.md"
_HEAD = """# What you may rely on

*Written by `make trust`, which measures every promise at its full size; `make test` measures a share of each.*

A figure is what came out of the last measurement, with its date. Where it falls short of what is promised, a note says
why.
"""


def record() -> dict[str, Any]:
    """Return what was measured last, by promise."""
    found: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    return found


QUICK = 0.005
"""Share up to which what takes hours is not measured, and what came out last is looked at."""


def measured_last(name: str) -> Iterator[Finding]:
    """Yield what came out when a promise was measured last; nothing if it never was."""
    for one in record().get(name, {"findings": ()})["findings"]:
        yield Finding(**{**one, "what": f"as measured last: {one['what']}"})


def keep(promise: Promise, findings: Sequence[Finding], seconds: float) -> None:
    """Write down what was measured of a promise at its full size."""
    rows = [asdict(one) for one in findings]
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    with FileLock(RECORD.with_suffix(".lock")):  # promises may be measured side by side
        everything = {**record(), promise.name: {"date": today, "seconds": round(seconds), "findings": rows}}
        text = json.dumps(dict(sorted(everything.items())), indent=1, ensure_ascii=False)
        RECORD.write_text(text + "\n", encoding="utf-8")


def written(promises: Sequence[Promise], measured: Mapping[str, Any]) -> str:
    """Return the page.

    Args:
        promises: in the order of the page.
        measured: what was measured of each, by name.
    """
    parts = [_HEAD]
    for promise in promises:
        found = measured.get(promise.name)
        parts.append(f"## {promise.words[0].upper()}{promise.words[1:]}\n")
        if found is None:
            parts.append("Not measured yet.\n")
            continue
        parts.append(
            f"`make trust ONLY={promise.name}`, {found['date']}, {found['seconds']:,} s; test: `{promise.test}`.\n"
        )
        parts.append("| what | promised | measured | |\n| --- | --- | --- | --- |")
        parts += [
            f"| {one['what']} | {one['target']} | {one['figure']} | {_verdict(one)} |" for one in found["findings"]
        ]
        notes = [f"- {one['what']}: {one['note']}" for one in found["findings"] if one["note"]]
        parts += ["", *notes, ""] if notes else [""]
    return "\n".join(parts).rstrip() + "\n"


def _verdict(finding: Mapping[str, Any]) -> str:
    """Return whether what was promised is kept; nothing where nothing was."""
    if finding["target"] == TOLD:
        return ""
    return "kept" if finding["kept"] else "**not kept**"
