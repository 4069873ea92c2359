"""What the forge reads: workflows, templates, hooks and the citation are well formed and name what is there."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))
FIELDS = {"textarea", "input", "dropdown", "checkboxes", "markdown"}


def loaded(file: Path) -> dict[str, object]:
    # BaseLoader keeps `on:` a word; PyYAML's other loaders make it a truth value
    document = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    assert isinstance(document, dict)
    return document


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_is_whole_and_pins_what_it_uses(file: Path) -> None:
    document = loaded(file)
    assert {"name", "on", "permissions", "jobs"} <= set(document)
    jobs = document["jobs"]
    assert isinstance(jobs, dict)
    for job in jobs.values():
        assert {"runs-on", "timeout-minutes", "steps"} <= set(job)
        assert set(job) <= {"strategy", "runs-on", "timeout-minutes", "continue-on-error", "steps", "needs"}
        for step in job["steps"]:
            assert ("uses" in step) != ("run" in step)
            assert "uses" not in step or re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"])
            for variable in re.findall(r"\$\{\{ matrix\.(\w+) \}\}", str(step)):
                assert variable in str(job["strategy"]["matrix"])


def test_the_check_of_the_forge_is_that_of_ci_on_every_python_that_is_promised() -> None:
    jobs = loaded(ROOT / ".github" / "workflows" / "check.yml")["jobs"]
    assert isinstance(jobs, dict)
    assert any(step.get("run") == ".ci/run" for step in jobs["check"]["steps"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    promised = [one.rsplit(" ", 1)[1] for one in project["classifiers"] if "Python ::" in one]
    assert jobs["check"]["strategy"]["matrix"]["python"] == promised


def test_the_tests_and_make_targets_that_workflows_name_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for file in WORKFLOWS:
        text = file.read_text(encoding="utf-8")
        assert all((ROOT / place).exists() for place in re.findall(r"\btests(?:/\w+)+(?:\.py)?", text))
        assert all(re.search(rf"^{name}:", makefile, re.MULTILINE) for name in re.findall(r"run: make (\w+)", text))


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.name)
def test_an_issue_form_asks_something(file: Path) -> None:
    document = loaded(file)
    assert {"name", "description", "body"} <= set(document)
    body = document["body"]
    assert isinstance(body, list)
    assert all(field["type"] in FIELDS and field["attributes"]["label"] for field in body)
    assert len({field["id"] for field in body}) == len(body)


def test_hooks_run_what_make_test_runs_and_fetch_nothing() -> None:
    repos = loaded(ROOT / ".pre-commit-config.yaml")["repos"]
    assert isinstance(repos, list)
    assert [repo["repo"] for repo in repos] == ["local"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for hook in repos[0]["hooks"]:
        tool = hook["entry"].split()[0].removeprefix(".venv/bin/")
        assert hook["language"] == "system"
        assert f"$(BIN)/{tool}" in makefile


def test_the_citation_has_the_version_and_the_authors_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = loaded(ROOT / "CITATION.cff")
    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]
    assert citation["authors"] == project["authors"]


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_rooms_are_drawn_as_their_contract_holds_them(page: str) -> None:
    picture = re.search(r"```text\n(simulator .*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert picture is not None
    drawn = [re.split(r"  +", line)[1] for line in picture[1].splitlines()]
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(one["layers"] for one in contracts if "rooms" in one["name"])
    assert drawn[: len(layers)] == [layer.replace("simulator.", "") for layer in layers]


def test_contributing_tells_of_every_command_of_the_makefile() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    commands = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    of_every_day = {"help", "run", "clean", "chromium"}
    assert len(commands) > 20
    assert [one for one in commands if one not in of_every_day and f"make {one} " not in told] == []
