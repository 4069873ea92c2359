"""Whether two batches hold the same, to the byte: what is lost, doubled, torn, failed or left over in one of them."""

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from simulator.experiments.parts import is_whole, parts_of
from simulator.experiments.results import Results

APART = ("manifest.json", ".lock")
"""Files that tell of who wrote a batch, and when."""


@dataclass(frozen=True)
class Difference:
    """How a batch differs from an undisturbed one; sound when everything is zero.

    Attributes:
        lost: runs that it does not have.
        doubled: runs that it has more than once.
        torn: runs of parts that are not whole, or with more or fewer rows of any table than they should have.
        failed: runs that failed here and did not there.
        differing: files with other bytes, or that only one of them has.
        drafts: files that a writer began and did not end.
    """

    lost: int
    doubled: int
    torn: int
    failed: int
    differing: int
    drafts: int

    @property
    def is_none(self) -> bool:
        """Whether there is none."""
        return not any(asdict(self).values())


def difference(there: Path, here: Path) -> Difference:
    """Return how the batch `here` differs from the undisturbed one `there`."""
    ours, theirs = Results.open(here), Results.open(there)
    runs, wanted = Counter(ours.frame("status")["run_id"]), Counter(theirs.frame("status")["run_id"])
    return Difference(
        lost=len(set(wanted) - set(runs)),
        doubled=sum(count > 1 for count in runs.values()),
        torn=_in_torn_parts(here) + len(_torn(theirs, ours)),
        failed=len(set(ours.failures()["run_id"]) - set(theirs.failures()["run_id"])),
        differing=_differing(there, here),
        drafts=sum(1 for path in here.rglob(".draft-*")),
    )


def _in_torn_parts(folder: Path) -> int:
    """Return how many runs stand in parts whose files are not as they were written."""
    return sum(part.runs for part in parts_of(folder) if not is_whole(folder, part))


def _torn(theirs: Results, ours: Results) -> set[str]:
    """Return the runs that have another number of rows in some table."""
    found: set[str] = set()
    for name in theirs.tables:
        wanted = theirs.frame(name, ["run_id"])["run_id"].value_counts()
        there = ours.frame(name, ["run_id"])["run_id"].value_counts() if name in ours.tables else wanted * 0
        both = wanted.index.intersection(there.index)
        found |= set(both[wanted[both] != there[both]])
    return found


def _differing(there: Path, here: Path) -> int:
    """Return how many files are not the same in both folders."""
    ours, theirs = files_of(here), files_of(there)
    same = {name for name in set(ours) & set(theirs) if ours[name].read_bytes() == theirs[name].read_bytes()}
    return len((set(ours) | set(theirs)) - same)


def files_of(folder: Path) -> dict[str, Path]:
    """Return the files of a batch that hold results, by their place within it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path for path in files if path.name not in APART}
