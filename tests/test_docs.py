"""The pages of docs: what is written from the code is current, what is listed is there, and the site builds."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reference_pages import FOLDER, PAGES

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_reference_are_those_that_the_code_gives(name: str) -> None:
    stored = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert stored == PAGES[name](), f"docs/reference/{name}.md is out of date: make pages"


def test_every_page_of_reference_is_written() -> None:
    assert {page.stem for page in FOLDER.glob("*.md")} == set(PAGES)


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\((0.*?\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert listed == sorted(page.name for page in folder.glob("0*.md"))


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("sphinx")
    build = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-c", "docs", ".", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "docs" / "index.html").read_text(encoding="utf-8")
    assert "MODEL.html" in page
    assert not re.search(r"(src|href)=\"https?://[^\"]*\.(js|css|woff2?)\"", page), "the site asks other machines"
    assert (tmp_path / "index.html").is_file()
