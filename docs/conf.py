"""How Sphinx makes the site of the pages that the repository has: `make docs`.

The source folder is the repository, so that every relative link means the same on the forge and in the site.
"""

import json
import re
from pathlib import Path

from sphinx.application import Sphinx

ROOT = Path(__file__).parent.parent
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s#:]+)\)")
WRITTEN_LATER = {"performance.md"}
"""Pages that a command writes in half an hour: where one is not there yet, a link to it is its name alone."""

project = "Tokenshed"
author = "The Tokenshed developers"
project_copyright = author
extensions = ["myst_parser"]
source_suffix = {".md": "markdown", ".ipynb": "markdown"}
root_doc = "docs/index"
include_patterns = ["*.md", "docs/**.md", "docs/tutorials/*.ipynb", "*/README.md"]
exclude_patterns = [".*", "tests", "results/[!R]*", "**/__pycache__", "docs/figures", "dist"]
myst_heading_anchors = 4
html_theme = "furo"
html_title = "Tokenshed"
html_extra_path = ["site"]
html_copy_source = False
html_show_sourcelink = False


def _as_markdown(notebook: str) -> str:
    """Return a notebook as a page: its words, and its cells of code as blocks."""
    parts = [("".join(cell["source"]), cell["cell_type"]) for cell in json.loads(notebook)["cells"]]
    return "\n\n".join(f"```python\n{text}\n```" if kind == "code" else text for text, kind in parts)


def _with_links_to_pages(_app: Sphinx, docname: str, source: list[str]) -> None:
    """Let a link to a folder lead to its page, and one to a file of code be its name, since the site holds pages."""
    if source[0].startswith("{"):
        source[0] = _as_markdown(source[0])
    folder = (ROOT / docname).parent

    def changed(link: re.Match[str]) -> str:
        words, target = link.groups()
        place = folder / target
        if place.is_dir() and (place / "README.md").is_file():
            return f"[{words}]({target.rstrip('/')}/README.md)"
        if place.name in WRITTEN_LATER and not place.is_file():
            return words
        return words if place.is_dir() or place.suffix not in {".md", ".ipynb", ""} else link.group()

    source[0] = LINK.sub(changed, source[0])


def setup(app: Sphinx) -> None:
    """Hook into the reading of pages."""
    app.connect("source-read", _with_links_to_pages)
