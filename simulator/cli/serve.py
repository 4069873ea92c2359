"""`tokenshed serve`: the page with sliders, on this machine."""

import click

from simulator.cli import options

_EXAMPLES = """Examples:

\b
  tokenshed serve
  tokenshed serve estuary --port 8100
  tokenshed serve my-world.yaml --open
  tokenshed serve --host 192.168.1.20
"""


@click.command(epilog=_EXAMPLES)
@click.argument("world", default="baseline-2026")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 for any free one."
)
@click.option("--host", metavar="ADDRESS", help="Listen on this address of the machine; the page then needs a token.")
@click.option("--root-path", metavar="PATH", default="", help="Prefix of the path behind a proxy, such as /tokenshed.")
@click.option("--allow", "also", metavar="NAME", multiple=True, help="A further name of this page, such as a proxy's.")
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Processes for bands; one for each core.")
@click.option("--open", "opens", is_flag=True, help="Open the page in a browser.")
def serve(
    world: str, port: int, host: str | None, root_path: str, also: tuple[str, ...], workers: int | None, opens: bool
) -> None:
    """Serve a page with sliders for WORLD (a file, or the name of a shipped world) and all shipped worlds.

    It is served to this machine alone. With --host it can be reached from others, by the address that is printed, which
    has a token in it. Nothing on the page asks anything of any other machine. Control-C ends it.
    """
    options.needs("starlette", "page")
    options.needs("plotly", "page")
    from simulator.dashboard import ports
    from worlds.config.loading import load_world, shipped_worlds

    loaded = load_world(world)
    own = {} if world in shipped_worlds() else {loaded.name: loaded.plain}
    port = port or ports.free_port(host)
    ports.check_free(port, host)
    from simulator.dashboard import serving

    served = serving.page(
        loaded.name, own, port=port, host=host, root_path=root_path.rstrip("/"), also=also, workers=workers
    )
    click.echo(f"Tokenshed: {served.address}")
    click.echo("Control-C ends it.", err=True)
    if opens:
        click.launch(served.address)
    serving.serve(served, port=port, host=host, root_path=root_path.rstrip("/"))
