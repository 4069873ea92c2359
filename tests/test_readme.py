"""The examples of README and docs, executed: what stands there is what a user sees."""

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("simulator", "agents", "worlds")
PAGES = sorted(
    [
        *(ROOT / name / "README.md" for name in (".", "agents", "worlds")),
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "docs" / "howto").glob("*.md"),
    ]
)
BLOCK = re.compile(r"^```(console|python|yaml|toml|diff)\n(.*?)^```", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^# (\S+\.(?:ya?ml|py|toml))\n")


def blocks(page: Path) -> list[tuple[str, str]]:
    return [(kind, body) for kind, body in BLOCK.findall(page.read_text(encoding="utf-8"))]


def commands(body: str) -> list[tuple[str, str]]:
    """Return each `$ command` of a console block with the output below it."""
    parts = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_examples_of_a_page_do_what_it_says(page: Path, tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "120"}
    if any(kind == "diff" for kind, _ in blocks(page)):
        checkout(tmp_path)
        environment["PYTHONPATH"] = str(tmp_path)
    for kind, body in blocks(page):
        named = FILE.match(body)
        if named:
            place = tmp_path / named[1]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(body, encoding="utf-8")
        elif kind == "diff":
            edit(body, tmp_path)
        elif kind == "python":
            subprocess.run([sys.executable, "-c", body], cwd=tmp_path, env=environment, check=True)
        elif kind == "console":
            for command, wanted in commands(body):
                check(command, wanted, tmp_path, environment)


def checkout(folder: Path) -> None:
    """Put a copy of the rooms into a folder, to be edited there."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))


def edit(diff: str, folder: Path) -> None:
    """Carry out a diff without line numbers: each hunk stands in its file exactly once."""
    for part in re.split(r"^--- ", diff, flags=re.MULTILINE)[1:]:
        name, _, hunks = part.partition("\n")
        file = folder / name.strip()
        text = file.read_text(encoding="utf-8")
        for hunk in re.split(r"^@@\n", hunks, flags=re.MULTILINE):
            lines = [(line[:1], line[1:]) for line in hunk.splitlines(keepends=True)]
            old = "".join(line or "\n" for sign, line in lines if sign != "+")
            new = "".join(line or "\n" for sign, line in lines if sign != "-")
            assert text.count(old) == 1, f"{name} has these lines {text.count(old)} times:\n{old}"
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")


def check(command: str, wanted: str, folder: Path, environment: dict[str, str]) -> None:
    """Run one command and compare what it prints; a line of `...` stands for anything."""
    if command.startswith(("git ", "cd ", "make ", "pip ")):
        return
    if command.startswith("export "):
        name, _, value = command.removeprefix("export ").partition("=")
        environment[name] = value
        return
    done = subprocess.run(
        shlex.split(command), cwd=folder, env=environment, text=True, capture_output=True, check=False
    )
    printed = done.stdout + done.stderr
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert doctest.OutputChecker().check_output(wanted, printed, flags), (
        f"$ {command}\nwanted:\n{wanted}\nprinted:\n{printed}"
    )


def test_the_commands_that_readme_leaves_to_make_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"`make (\w+)`", readme))
    assert {"run", "test"} <= targets
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_table_of_readme_is_the_one_that_validate_wrote() -> None:
    table = re.compile(r"^\| overtraining k .*?(?=^(?:<!--|$))", re.MULTILINE | re.DOTALL)
    pages = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/validation.md")]
    found = [table.search(page) for page in pages]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0].group() == found[1].group()


CHINESE = ROOT / "README.zh.md"


def test_the_chinese_readme_has_the_commands_and_outputs_of_readme() -> None:
    assert blocks(CHINESE) == blocks(ROOT / "README.md")


def test_the_chinese_readme_has_the_numbers_and_pictures_of_readme() -> None:
    english, chinese = (page.read_text(encoding="utf-8") for page in (ROOT / "README.md", CHINESE))
    rows, pictures = r"^\| \d+ \|.*$", r"^!\[.*\]\((.*)\)$"
    for pattern in (rows, pictures):
        assert re.findall(pattern, chinese, re.MULTILINE) == re.findall(pattern, english, re.MULTILINE) != []
    headings = [re.findall(r"^#+ ", page, re.MULTILINE) for page in (english, chinese)]
    assert headings[0] == headings[1]
    assert "](README.zh.md)" in english
    assert "](README.md)" in chinese


def test_every_link_of_the_chinese_readme_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", CHINESE.read_text(encoding="utf-8"))
    assert len(links) > 20
    assert all((ROOT / link).exists() for link in links)
