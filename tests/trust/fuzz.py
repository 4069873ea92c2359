"""The loader survives anything: files broken by chance, of which each loads or is refused with one clear message."""

import random
import resource
import time
from collections.abc import Iterator
from importlib.resources import files

from tests.trust.promise import Finding, share_of
from worlds.config.faults import InputError
from worlds.config.loading import checked, world_of
from worlds.config.schema.experiment import Experiment
from worlds.config.schema.policy import Policy, Scenario
from worlds.config.tree import Node, plain, read_tree

INPUTS = 1_000_000
_SLOWEST = 1.0
"""Seconds that a file of some kB may take."""
_GROWTH = 60.0
"""Megabytes by which the process may grow; what a million leaked inputs would take is a hundred times more."""
_WHOLE_EVERY = 25
"""One in so many inputs is also validated as what it says that it is."""
_MOST = 6_000
"""Signs of an input; longer files are cut."""
_SPICE = (
    *(
        "{",
        "}",
        "[",
        "]",
        ":",
        "- ",
        "? ",
        "&a ",
        "*a",
        "<<: ",
        "!!python/name:os.system ",
        "|\n",
        ">\n",
        "---\n",
        "...\n",
    ),
    *(
        "\t",
        "\x00",
        "\ufeff",
        "\u2028",
        "\U0001f4a7",
        "~",
        "null",
        "NaN",
        ".inf",
        "1e999",
        "0x1F",
        "0b1",
        "1_000",
        "1:30",
    ),
    *("yes", "NO", "on", "2026-01-01", "'", '"', "%YAML 1.1\n", "@", "`", "\\", "#", ",", "\r\n", " " * 200, "a" * 500),
    *(
        "100 T token",
        "8 %/year",
        "-1",
        "[kind=private]",
        "pools.*.stock",
        "extends: minimal\n",
        "world: x\n",
        "policy: y\n",
    ),
)


def _seeds() -> list[str]:
    """Return the files that are broken."""
    worlds = files("worlds")
    places = [one for one in worlds.iterdir() if one.name.endswith(".yaml")]
    for folder in ("policies", "scenarios", "experiments"):
        places += [one for one in (worlds / folder).iterdir() if one.name.endswith(".yaml")]
    return sorted(one.read_text(encoding="utf-8")[:_MOST] for one in places)


def broken(text: str, others: list[str], chance: random.Random) -> str:
    """Return a file with some parts taken out, doubled, moved, spiced or taken from another."""
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((1, 1, 2, 5, 20, 100)))
        act = chance.randrange(7)
        if act == 0:
            text = text[:start] + text[end:]
        elif act == 1:
            text = text[:end] + text[start:]
        elif act in {2, 3}:
            text = text[:start] + chance.choice(_SPICE) + text[start:]
        elif act == 4:
            text = text[:start] + chr(chance.choice((chance.randrange(128), chance.randrange(0x10FFFF)))) + text[end:]
        elif act == 5:
            other = chance.choice(others)
            place = chance.randrange(len(other))
            text = text[:start] + other[place : place + 60] + text[end:]
        else:
            lines = text.split("\n")
            line = chance.randrange(len(lines))
            lines.insert(chance.randrange(len(lines) + 1), lines.pop(line))
            text = "\n".join(lines)
    return text[:_MOST]


def _validated(tree: Node) -> None:
    """Validate a tree as what it says that it is."""
    data = plain(tree)
    if not isinstance(data, dict):
        return
    if "world" in data:
        world_of({name: value for name, value in data.items() if name != "extends"}, "fuzz")
    elif "policy" in data:
        checked(Policy, tree)
    elif "scenario" in data:
        checked(Scenario, tree)
    elif "experiment" in data:
        checked(Experiment, tree)


def measure(size: float) -> Iterator[Finding]:
    """Load broken files."""
    wanted, chance, seeds = share_of(INPUTS, size, 500), random.Random(0), _seeds()
    short = sorted(seeds, key=len)[: len(seeds) // 2]
    escaped: list[str] = []
    slowest, refused, validated = 0.0, 0, 0
    before = _megabytes()
    for i in range(wanted):
        text = broken(chance.choice(short), seeds, chance)
        begun = time.perf_counter()
        try:
            tree = read_tree(text, "fuzz")
            if i % _WHOLE_EVERY == 0:
                validated += 1
                _validated(tree)
        except InputError:
            refused += 1
        except Exception as error:
            escaped.append(f"{type(error).__name__} {error}: {text[:80]!r}"[:300])
        slowest = max(slowest, time.perf_counter() - begun)
        if i == wanted // 10:
            before = _megabytes()  # what is loaded once, such as caches, is no growth
    grown = _megabytes() - before
    what = f"{len(escaped)} of {wanted:,} files, {refused:,} refused, {validated:,} validated whole"
    yield Finding("errors that escape the loader", what, "0 of 1,000,000", not escaped, "; ".join(escaped[:5]))
    yield Finding("slowest file", f"{slowest * 1e3:.0f} ms", f"under {_SLOWEST:g} s", slowest < _SLOWEST)
    yield Finding("growth of the process", f"{grown:.0f} MB", f"under {_GROWTH:g} MB", grown < _GROWTH)


def _megabytes() -> float:
    """Return the largest size that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
