"""`tokenshed schema`: the JSON Schema of world files, for editors."""

import click

_EXAMPLES = """Examples:

\b
  tokenshed schema > world.schema.json
  # then, as the first line of a world file:
  # yaml-language-server: $schema=world.schema.json
"""


@click.command(epilog=_EXAMPLES)
def schema() -> None:
    """Print the JSON Schema of world files, for completion and hints in editors."""
    from simulator.cli.terminal import print_json
    from worlds.config.json_schema import json_schema

    print_json(json_schema())
