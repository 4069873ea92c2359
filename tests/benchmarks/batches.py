"""The benchmark of batches: `python -m tests.benchmarks.batches` (`make bench-batches`) rewrites docs/scaling.md.

Ratios are measured side by side in one run, interleaved; where several numbers are given they are the median, the least
and the most.
"""

import os
import platform
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.constants import constants
from tests.benchmarks.made import Row
from tests.benchmarks.memory import designs, parent
from tests.benchmarks.speed import overhead, throughput
from tests.benchmarks.storage import storage

PAGE = Path(__file__).parent.parent.parent / "docs" / "scaling.md"
_HEADER = (
    "| a million runs of | computing, 1,000 cores | Dask's scheduler | the parent | over its network | on the disk "
    "| answers at once |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
)


def main() -> None:
    """Measure everything and write it into the page."""
    with TemporaryDirectory(prefix="tokenshed-bench-") as name:
        folder = Path(name)
        rows = [*_told(overhead(folder)), *_told(throughput(folder)), *_told(parent(folder)), *_told(designs(folder))]
        rows += _told(storage(folder))
        more, million = constants(folder)
        rows += _told(more)
    text = PAGE.read_text(encoding="utf-8")
    text = _between("measured", _table(rows), text)
    text = _between("million", "\n".join([*_HEADER, *million]), text)
    PAGE.write_text(text, encoding="utf-8")


def _told(rows: Iterable[Row]) -> list[Row]:
    """Print rows as they come."""
    found = list(rows)
    for row in found:
        print(f"{row.what}: {row.found}", flush=True)  # noqa: T201 (the command's output)
    return found


def _table(rows: Iterable[Row]) -> str:
    """Return the table of what was measured."""
    cores = os.cpu_count()
    about = f"Python {platform.python_version()} on {platform.system()}, {cores} cores, {datetime.now(UTC):%B %Y}."
    lines = [f"| {row.what} | {row.found} | {row.aim} |" for row in rows]
    return "\n".join([about, "", "| measured | found | aim |", "| --- | ---: | --- |", *lines])


def _between(name: str, content: str, text: str) -> str:
    """Return a page with what stands between two marks replaced."""
    marks = re.compile(rf"(<!-- {name}: .*?-->\n).*?(<!-- /{name} -->)", re.DOTALL)
    return marks.sub(lambda found: f"{found[1]}{content}\n{found[2]}", text)


if __name__ == "__main__":
    main()
