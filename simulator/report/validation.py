"""The page of the validation: a section for each part, kept where only others were run again."""

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import fill

from simulator.pictures.sides import side_of
from simulator.pictures.supply import stock_and_corpus
from simulator.report.figures import save_picture
from simulator.report.validation_sections import forecast_table, section
from simulator.validation import PARTS, REPLICATIONS, Part, luck, reason, unexplained
from simulator.validation.forecast import WORLD, Reproduction
from worlds.config.faults import InputError

TITLES = {
    "forecast": "Epoch AI's forecast",
    "laws": "The laws",
    "claims": "The claims of the article",
    "hindcast": "The hindcast",
    "reference": "Reference outcomes",
}
WORDS = {"claims": ("claims", "that hold, at least in part")}
"""What the rows of a part are, and what is said of those that are not missed, where it is not the usual."""
PAGE = "validation.md"
WIDTH = 120


def prepared(folder: Path) -> Path:
    """Make the folder of the page and its figures, before any work is done, and return it."""
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    return folder


def verdict(name: str, part: Part) -> str:
    """Return what became of a part: `21 numbers, all within their tolerance`."""
    rows = list(part.rows)
    if not rows:
        return "left out: there is nothing here to compare with"
    noun, good = WORDS.get(name, ("numbers", "within their tolerance"))
    missed, known = unexplained(name, rows), [row for row in rows if reason(name, row) is not None]
    if not missed and not known:
        return f"{len(rows)} {noun}, all {good}"
    ways = {good: len(rows) - len(missed) - len(known), "missed for a known reason": len(known), "missed": len(missed)}
    return f"{len(rows)} {noun}: {', '.join(f'{number} {way}' for way, number in ways.items() if number)}"


def save(parts: Mapping[str, Part], folder: Path, replications: int = REPLICATIONS) -> Path:
    """Write validation.md, and the figure of the forecast, into a folder and return the page.

    Sections of parts that were not run again stay as they were.

    Args:
        parts: what was found, by part.
        folder: where the page goes.
        replications: draws that were made.
    """
    page = prepared(folder) / PAGE
    before = _sections(page.read_text(encoding="utf-8")) if page.exists() else {}
    forecast = parts.get("forecast")
    if isinstance(forecast, Reproduction):
        _draw(forecast, folder / "figures")
    written = {name: _written(name, part, replications) for name, part in parts.items()}
    sections = {name: written.get(name) or before.get(name) or _absent(name) for name in PARTS}
    page.write_text(_page(sections), encoding="utf-8")
    return page


def _draw(forecast: Reproduction, figures: Path) -> None:
    """Draw the stock and the largest corpus at k = 1."""
    save_picture(stock_and_corpus([side_of(forecast.baseline)]), figures / WORLD)


def _written(name: str, part: Part, replications: int) -> str:
    """Return the section of a part."""
    return "\n".join(
        [
            f"## {TITLES[name]}",
            "",
            f"**{_sentence(verdict(name, part))}**",
            "",
            *section(part),
            *_misses(name, part, replications),
        ]
    )


def _misses(name: str, part: Part, replications: int) -> list[str]:
    """Return the lines about what was missed, each with its reason where one is known."""
    unknown = luck(name, replications) or "The reason is not known."
    told = [(row.what, reason(name, row) or unknown) for row in part.rows if not row.within]
    paragraphs = [fill(f"**Missed: {what}.** {why}", WIDTH, break_on_hyphens=False) for what, why in told]
    return [line for one in paragraphs for line in ("", one)]


def _absent(name: str) -> str:
    """Return the section of a part that was never run."""
    return f"## {TITLES[name]}\n\n**Not run yet.**\n\n`tokenshed validate --only {name}` runs it."


def _page(sections: Mapping[str, str]) -> str:
    """Return the page: what became of each part, and every section between its marks."""
    rows = [f"| [{TITLES[name]}](#{_anchor(TITLES[name])}) | {_told(text)} |" for name, text in sections.items()]
    marked = [f"<!-- part: {name} -->\n{text}\n<!-- /part: {name} -->" for name, text in sections.items()]
    return "\n\n".join([_HEAD, "\n".join(["| part | |", "| --- | --- |", *rows]), *marked]) + "\n"


def _anchor(title: str) -> str:
    """Return how pages call a section."""
    return re.sub(r"[^a-z ]", "", title.lower()).replace(" ", "-")


def _told(text: str) -> str:
    """Return the verdict that stands in a section."""
    found = re.search(r"^\*\*(.*)\.\*\*$", text, re.MULTILINE)
    return found[1] if found is not None else ""


def _sentence(words: str) -> str:
    """Return words as a sentence."""
    return f"{words[0].upper()}{words[1:]}."


def _sections(text: str) -> dict[str, str]:
    """Return the section of each part of an earlier page."""
    return {found[1]: found[2] for found in _MARKED_PART.finditer(text)}


def check_marks(page: Path) -> None:
    """Refuse a page without a place for the table.

    Raises:
        InputError: naming the marks that it should have.
    """
    if not _MARKED.search(page.read_text(encoding="utf-8")):
        marks = "lines `<!-- validation ... -->` and `<!-- /validation -->`"
        raise InputError(f"{page}: has no place for the table; allowed: {marks}")


def write_into(page: Path, forecast: Reproduction) -> None:
    """Rewrite the forecast's table between the marks of a page."""
    text = page.read_text(encoding="utf-8")
    table = "\n".join(forecast_table(forecast))
    page.write_text(_MARKED.sub(lambda found: f"{found[1]}{table}\n{found[2]}", text), encoding="utf-8")


_MARKED = re.compile(r"(<!-- validation.*?-->\n).*?(<!-- /validation -->)", re.DOTALL)
_MARKED_PART = re.compile(r"<!-- part: (\w+) -->\n(.*?)\n<!-- /part: \1 -->", re.DOTALL)
_HEAD = """# Validation

Written by `tokenshed validate` (`make validate`); do not edit. What the model must give back, each number beside its
target; a deviation is what came out less the target. `tokenshed validate --only laws` runs one part again and leaves
the others as they are. The command fails where a number misses its target for no reason that is known and written
down (`simulator/validation/explained.py`)."""
