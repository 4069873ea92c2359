"""What a report says of how far its numbers can be trusted: how well the model reproduces, and what it leaves out."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from simulator.report.document.document import Block, Listing, Paragraph, Section, table

VALIDATION = Path(__file__).parents[3] / "docs" / "validation.md"
"""The page that `tokenshed validate` writes, in a checkout of the project."""
_PART = re.compile(r"^\| \[(?P<part>[^\]]+)\]\(#[^)]*\) \| (?P<verdict>[^|]+) \|$", re.MULTILINE)
_LEFT_OUT = (
    "It is no forecast of single labs, and many of its numbers are judged: what it shows is what follows from what.",
    "There is no space and no language, and no law but the statutes that a world states.",
    "Labs know stocks, quality, prices and rights exactly, and nobody foresees what others will choose, nor a rule.",
    "Publishers do not write less because of AI; levies pay for nothing here; deals are not haggled over.",
    "Users choose models by loss and not by price; a lab that is fined does not read less; teachers charge nothing.",
    "Imposed and not explained: trends of compute, growth of stocks at rest, how strongly each agent answers.",
)
"""What the model leaves out, as MODEL.md says it at more length."""


def validation_section(page: Path = VALIDATION) -> Section:
    """Return how well the model reproduces what is known.

    Args:
        page: what the last validation has written; without it the section says how to make it.
    """
    verdicts = _PART.findall(page.read_text(encoding="utf-8")) if page.is_file() else []
    rerun = (
        "The model is held against Epoch AI's forecast, published numbers of its laws, the claims of the article it "
        "began with, the models published from 2020 to 2025, and its own stored outcomes. The command tokenshed "
        "validate reruns all of it, and writes every number beside its target."
    )
    blocks: list[Block] = [Paragraph(rerun)]
    if verdicts:
        blocks.append(
            table(("part", "what came out"), verdicts, "What the last validation that was written down found.", words=2)
        )
    return Section("Validation", tuple(blocks))


def limits_section(own: Sequence[str] = ()) -> Section:
    """Return what the results do not say: what is theirs, then what the model leaves out.

    Args:
        own: limits of these results.
    """
    return Section("Limits", (Listing((*own, *_LEFT_OUT)),))


def limits_of(*, drawn: bool, replications: int, end: float) -> Iterator[str]:
    """Yield what runs that end in a decimal year cannot say."""
    if not drawn:
        yield "All numbers have their central values: nothing here says how sure an outcome is."
    elif replications < 100:
        yield f"{replications:,} futures are few: the ends of ranges are rough."
    if drawn:
        yield "Ranges come from those of the world's numbers; what they leave out, such as a wrong law, is not there."
    yield f"Nothing is known beyond {end:g}: a date that does not come by then counts as never."
