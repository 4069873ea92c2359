"""`tokenshed new`: begin a world file."""

from pathlib import Path

import click

_EXAMPLES = """Examples:

\b
  tokenshed new my-web
  tokenshed new my-world --extends baseline-2026 --out worlds
"""
_TEXT = """# yaml-language-server: $schema={schema}
world: {name}
extends: {base}
description: Say in a sentence what is different here.

# Every number can be changed by its path; `tokenshed worlds {base}` lists them. Two to begin with:
pools:
  public_text:
    net_growth: {{value: 3 %/year, low: 1 %/year, high: 6 %/year, assumption: why}}
end: 2035.0
"""


@click.command(epilog=_EXAMPLES)
@click.argument("name")
@click.option("--extends", "base", default="minimal", show_default=True, metavar="WORLD", help="The world to build on.")
@click.option(
    "--out", type=click.Path(file_okay=False), default=".", show_default=True, metavar="DIR", help="Where the files go."
)
def new(name: str, base: str, out: str) -> None:
    """Begin a world called NAME: a file that runs, to be changed, beside the schema that editors read.

    Nothing is overwritten.
    """
    from worlds.config.scaffold import begin

    for file in begin(name, base, Path(out), _TEXT):
        click.echo(f"Written: {file}")
    click.echo(f"Next: tokenshed run {Path(out) / name}.yaml")
