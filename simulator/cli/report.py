"""`tokenshed report`: a result folder as something to read and to send."""

from pathlib import Path

import click

_EXAMPLES = """Examples:

\b
  tokenshed report results/estuary-96c1b0c061 -o report.html
  tokenshed report here --format markdown -o paper.md
"""


@click.command(epilog=_EXAMPLES)
@click.argument("results", type=click.Path())
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="FILE",
    help="The report, .html or .md; report.html (or report.md) unless given.",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(("html", "markdown")),
    help="One HTML file with its figures inside, or Markdown with them beside it; by the ending of FILE unless given.",
)
def report(results: str, output: str | None, kind: str | None) -> None:
    """Write a report of the folder RESULTS of a run, a what-if, a batch, a hindcast or a search.

    It reads like a short paper: question, world with its sources, findings, figures, sensitivity, validation, limits,
    and how to repeat it. The HTML file opens offline, prints, and fetches nothing.
    """
    from simulator.report.document.opened import opened
    from simulator.report.document.place import checked

    file = output or ("report.md" if kind == "markdown" else "report.html")
    checked(Path(file), kind)  # type: ignore[arg-type]
    opened(results)
    from simulator.report.document.saving import write_report

    click.echo(f"Written: {write_report(results, file, kind)}")  # type: ignore[arg-type]
