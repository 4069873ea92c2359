"""`tokenshed schema`: the JSON Schemas of world, policy, scenario and experiment files, for editors."""

import click

_EXAMPLES = """Examples:

\b
  tokenshed schema > world.schema.json
  tokenshed schema policy > policy.schema.json
  # then, as the first line of a world file:
  # yaml-language-server: $schema=world.schema.json
"""


@click.command(epilog=_EXAMPLES)
@click.argument("kind", type=click.Choice(("world", "policy", "scenario", "experiment")), default="world")
def schema(kind: str) -> None:
    """Print the JSON Schema of world files (or of another kind), for completion and hints in editors."""
    from simulator.cli.terminal import print_json
    from worlds.config.json_schema import SCHEMAS

    print_json(SCHEMAS[kind]())
