import json
import re
import shlex
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from simulator import InputError, Results, compare, run_world, write_report
from simulator.cli import cli
from simulator.report.document.document import Document, Paragraph, Section, Shown, Table
from simulator.report.document.html import html
from simulator.report.document.markdown import markdown, plain
from simulator.report.document.numbers import per_cent, quantity, span
from simulator.report.document.saving import document_of
from simulator.report.document.trust import validation_section
from tests.simulator.reports.folders import COUNTS, HOSTILE, MADE, Page, batch_folder, folder_of, text_of
from worlds.config.settings import Setting

KINDS = pytest.mark.parametrize("kind", list(MADE))


def blocks(document: Document) -> list[object]:
    return [block for part in document.sections for block in part.blocks]


def tables(folder: Path, column: str) -> list[Table]:
    return [one for one in blocks(document_of(folder)) if isinstance(one, Table) and column in one.header]


def words(document: Document, title: str) -> str:
    (part,) = [one for one in document.sections if one.title == title]
    return " ".join(str(block) for block in part.blocks)


@KINDS
def test_every_kind_of_results_has_a_report_that_reads_like_a_paper(kind: str) -> None:
    page = Page(text_of(kind))
    for wanted in ("Question", "The world", "Findings", "Figures", "Validation", "Limits", "How to repeat it"):
        assert wanted in page.headings
    assert page.tags.count("svg") == page.tags.count("figure") > 0
    assert page.tags.count("figure") <= 12


@KINDS
def test_a_page_fetches_nothing_and_runs_nothing(kind: str) -> None:
    page = Page(text_of(kind))
    assert not {"script", "link", "img", "iframe", "object", "embed", "image"} & set(page.tags)
    assert not page.handlers
    assert all(one.startswith("#") for one in page.references)


@KINDS
def test_what_a_page_refers_to_is_in_it_once(kind: str) -> None:
    text = text_of(kind)
    page = Page(text)
    assert len(page.ids) == len(set(page.ids))
    inside = {one.removeprefix("#") for one in page.references} | set(re.findall(r"url\(#([^)]+)\)", text))
    assert inside <= set(page.ids)


@KINDS
def test_the_same_results_give_the_same_bytes(kind: str, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(folder_of(kind), elsewhere)
    assert write_report(elsewhere, tmp_path / "other.html").read_text(encoding="utf-8") == text_of(kind)
    assert len(text_of(kind)) < 2_000_000


@pytest.mark.parametrize("kind", ["whatif", "policies", "search"])
def test_markdown_has_every_picture_in_a_file_beside_it(kind: str, tmp_path: Path) -> None:
    text = write_report(folder_of(kind), tmp_path / "a paper.md").read_text(encoding="utf-8")
    files = re.findall(r"^!\[.*\]\(<(.+)>\)$", text, re.MULTILINE)
    assert len(files) == len(set(files)) == len(list(document_of(folder_of(kind)).pictures))
    for one in files:
        assert (tmp_path / one).stat().st_size > 1000
        assert (tmp_path / one).with_suffix(".svg").exists()
    assert {one.name for one in tmp_path.iterdir()} == {"a paper.md", "a paper_figures"}


def test_markdown_is_written_again_over_itself(tmp_path: Path) -> None:
    first = write_report(folder_of("whatif"), tmp_path / "paper.md").read_bytes()
    count = len(list((tmp_path / "paper_figures").iterdir()))
    assert write_report(folder_of("search"), tmp_path / "paper.md").read_bytes() != first
    assert len(list((tmp_path / "paper_figures").iterdir())) < count


def test_names_from_files_are_text() -> None:
    page = Page(text_of("hostile"))
    assert page.text.count(HOSTILE) == 2
    assert not {"img", "script"} & set(page.tags)
    text = markdown(document_of(folder_of("hostile")), "figures")
    assert "<img" not in text
    assert "<script" not in text
    assert r"\| \[a\](b) \`c\`" in text


@pytest.mark.parametrize(
    "wanted", ["# heading", "- item", "1. item", "2) item", "*a* _b_ `c` [d](e) | f ~g~", "a & <b>"]
)
def test_text_means_nothing_to_markdown(wanted: str) -> None:
    from markdown_it import MarkdownIt

    parsed = MarkdownIt("commonmark").enable("table").render(plain(wanted))
    page = Page(parsed)
    assert page.tags == ["p"]
    assert page.text.strip() == wanted


def test_a_picture_says_what_it_shows_to_who_cannot_see_it() -> None:
    text = text_of("drawn")
    said = re.findall(r'<svg [^>]*role="img" aria-label="([^"]+)"', text)
    assert said == [one.caption for one in document_of(folder_of("drawn")).pictures]
    assert all(one.endswith(".") for one in said)


def test_the_world_stands_there_with_every_number_and_its_source() -> None:
    loaded = run_world("minimal").request.loaded
    (numbers,) = [
        one for one in blocks(document_of(folder_of("central"))) if isinstance(one, Table) and "source" in one.header
    ]
    assert [row[0] for row in numbers.rows] == list(loaded.numbers)
    stock = loaded.numbers["pools.public_text.stock"]
    assert ("pools.public_text.stock", stock.show()) in [row[:2] for row in numbers.rows]


def test_findings_of_a_run_have_its_numbers() -> None:
    folder = folder_of("drawn")
    median = run_world("minimal", replications=40).summary["exhaustion_year.public"].quantiles["q50"]
    assert f"{median:.1f} (median; 80 % of futures" in words(document_of(folder), "Findings")


def test_findings_of_a_whatif_have_its_numbers() -> None:
    found = compare("minimal", ["data-levy", "overtraining-cap"], replications=40)
    (effect,) = [
        one for one in found.effects if one.outcome == "exhaustion_year.public" and one.policy == "overtraining-cap"
    ]
    way = "later" if effect.difference > 0 else "earlier"
    told = words(document_of(folder_of("whatif")), "Findings")
    assert (
        effect.difference == 0
        or f"overtraining-cap: public text runs out {abs(effect.difference):.2f} years {way}" in told
    )


def test_policies_of_a_batch_are_compared_pair_by_pair() -> None:
    results = Results.open(folder_of("policies"))
    rows = results.wide(["exhaustion_year.public"]).set_index(["policy", "point", "replication"])[
        "exhaustion_year.public"
    ]
    wanted = (rows["overtraining-cap"] - rows["no policy"]).mean()
    (table,) = [
        one for one in blocks(document_of(folder_of("policies"))) if isinstance(one, Table) and "policy" in one.header
    ]
    (row,) = [one for one in table.rows if one[0] == "overtraining-cap"]
    assert wanted != 0
    assert row[1] == f"{wanted:+.2f} years"


def test_what_moves_public_text_is_told_by_ranks_where_there_are_enough_futures() -> None:
    assert "laws" not in words(document_of(folder_of("drawn")), "Sensitivity").partition("most: ")[2].partition("(")[0]
    assert "What goes with exhaustion_year.public most" in words(document_of(folder_of("drawn")), "Sensitivity")
    assert "cannot say" in words(document_of(folder_of("central")), "Sensitivity")


def test_axes_of_a_batch_that_are_whole_numbers_are_numbers_that_vary_too() -> None:
    told = words(document_of(batch_folder(COUNTS)), "Sensitivity")
    assert "of 2 numbers that differ" in told


def test_the_validation_stands_there_with_the_verdicts_of_its_page(tmp_path: Path) -> None:
    page = tmp_path / "validation.md"
    page.write_text("| part | |\n| --- | --- |\n| [The laws](#the-laws) | 65 numbers: 1 missed |\n", encoding="utf-8")
    (_, table) = validation_section(page).blocks
    assert isinstance(table, Table)
    assert table.rows == (("The laws", "65 numbers: 1 missed"),)
    (alone,) = validation_section(tmp_path / "none.md").blocks
    assert isinstance(alone, Paragraph)


def commands(folder: Path) -> list[list[str]]:
    lines = [line for block in blocks(document_of(folder)) for line in getattr(block, "lines", ())]
    return [shlex.split(line.removeprefix("$ ")) for line in lines]


@pytest.mark.parametrize("kind", ["central", "drawn", "whatif", "scenarios"])
def test_the_command_that_repeats_results_gives_the_same_again(kind: str, tmp_path: Path) -> None:
    (command,) = commands(folder_of(kind))
    done = CliRunner().invoke(cli, [*command[1:], "--out", str(tmp_path / "again")])
    assert done.exit_code == 0, done.output
    hashes = [json.loads((one / "manifest.json").read_text())["hash"] for one in (folder_of(kind), tmp_path / "again")]
    assert hashes[0] == hashes[1]


def test_a_world_that_was_changed_is_run_again_from_the_manifest(tmp_path: Path) -> None:
    changed = run_world("minimal", replications=3, settings=[Setting("pools.public_text.stock", "50 T token")])
    folder = changed.save(tmp_path / "run")
    (reading, running) = commands(folder)
    assert reading[0] == "python"
    resolved = json.loads((folder / "manifest.json").read_text())["resolved"]
    (tmp_path / "again.yaml").write_text(json.dumps(resolved, indent=1), encoding="utf-8")
    given = [str(tmp_path / one) if one == "again.yaml" else one for one in running[1:]]
    assert CliRunner().invoke(cli, [*given, "--out", str(tmp_path / "again")]).exit_code == 0
    tables = [pq.read_table(one / "outcomes.parquet") for one in (folder, tmp_path / "again")]
    assert tables[0].equals(tables[1])


def damaged(folder: Path, **facts: object) -> Path:
    """Change what the manifest of a folder says."""
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **facts}), encoding="utf-8")
    return folder


def test_what_is_no_result_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such folder; allowed: a result folder"):
        write_report(tmp_path / "none", tmp_path / "report.html")
    with pytest.raises(InputError, match="holds no results"):
        write_report(tmp_path, tmp_path / "report.html")
    (tmp_path / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="is no manifest"):
        write_report(tmp_path, tmp_path / "report.html")
    with pytest.raises(InputError, match="is a file"):
        write_report(tmp_path / "manifest.json", tmp_path / "report.html")


def test_results_that_are_unfinished_or_unknown_or_damaged_are_refused(tmp_path: Path) -> None:
    shutil.copytree(folder_of("central"), tmp_path / "run")
    for facts, wanted in (
        ({"status": "running"}, "is not complete"),
        ({"kind": "dream"}, "unknown kind; allowed: run, whatif, batch, hindcast, search; given: 'dream'"),
        ({"kind": "run", "status": "complete", "resolved": {"world": "odd"}}, "resolved"),
        ({"seed": None}, "resolved|is damaged"),
    ):
        with pytest.raises(InputError, match=wanted):
            write_report(damaged(tmp_path / "run", **facts), tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()


def test_a_table_that_is_gone_or_cut_off_is_damage(tmp_path: Path) -> None:
    shutil.copytree(folder_of("central"), tmp_path / "run")
    table = tmp_path / "run" / "pools.parquet"
    table.write_bytes(table.read_bytes()[:100])
    with pytest.raises(InputError, match=r"is damaged \(a table cannot be read\)"):
        write_report(tmp_path / "run", tmp_path / "report.html")
    table.unlink()
    with pytest.raises(InputError, match=r"is damaged: pools\.parquet is missing"):
        write_report(tmp_path / "run", tmp_path / "report.html")


def test_a_batch_with_a_part_missing_is_refused(tmp_path: Path) -> None:
    shutil.copytree(folder_of("plain"), tmp_path / "batch")
    next((tmp_path / "batch" / "outcomes").iterdir()).unlink()
    with pytest.raises(InputError, match="the batch is stopped, 20 of 40 runs stored; allowed: one that is complete"):
        write_report(tmp_path / "batch", tmp_path / "report.html")


def test_a_place_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path) -> None:
    for name, wanted in (
        ("missing/report.html", "there is no folder"),
        ("report", "has no ending of a report; allowed: .html or .md"),
        ("report.pdf", "has no ending of a report"),
        ("folder.html", "is a folder; allowed: a file"),
    ):
        (tmp_path / "folder.html").mkdir(exist_ok=True)
        with pytest.raises(InputError, match=wanted):
            write_report(tmp_path / "no results", tmp_path / name)
    with pytest.raises(InputError, match="has the ending of another format than markdown"):
        write_report(tmp_path / "no results", tmp_path / "report.html", "markdown")
    (tmp_path / "report_figures").mkdir()
    (tmp_path / "report_figures" / "notes.txt").touch()
    with pytest.raises(InputError, match=r"is in the way \(notes\.txt\)"):
        write_report(folder_of("central"), tmp_path / "report.md")


def test_a_report_that_fails_leaves_the_one_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_report(folder_of("search"), tmp_path / "report.md")
    before = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("simulator.report.document.saving.markdown", full)
    with pytest.raises(InputError, match="cannot be written: No space left on device"):
        write_report(folder_of("policies"), file)
    assert {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()} == before


def test_the_command_line_writes_a_report_and_refuses_in_one_line(tmp_path: Path) -> None:
    runner = CliRunner()
    done = runner.invoke(cli, ["report", str(folder_of("search")), "-o", str(tmp_path / "r.html")])
    assert (done.exit_code, done.output) == (0, f"Written: {tmp_path / 'r.html'}\n")
    done = runner.invoke(cli, ["report", str(tmp_path), "-o", str(tmp_path / "s.html")])
    assert done.exit_code == 2
    assert done.output.count("\n") == 1


def test_numbers_are_written_as_people_read_them() -> None:
    assert quantity(2030.04, "exhaustion_year.public") == "2030.0"
    assert quantity(-0.5, "exhaustion_year.public", signed=True) == "-0.50 years"
    assert quantity(3e12, "data_spend_usd", signed=True) == "+3 T USD"
    assert quantity(0.125, "data_bound_share") == "12 %"
    assert quantity(0.125, "data_bound_share", signed=True) == "+12 points"
    assert quantity(None, "best_loss") == "-"
    assert [per_cent(one) for one in (0.0, 0.5, 0.031, 0.0042)] == ["0 %", "50 %", "3.1 %", "0.42 %"]
    assert span(-0.5, 0.25, "exhaustion_year.public") == "-0.50 to +0.25 years"


def test_a_document_without_pictures_is_a_page_too() -> None:
    document = Document("a", "b", (Section("c", (Paragraph("d"),)),), "e")
    assert Page(html(document)).headings == ["c"]
    assert markdown(document, "x").startswith("# a\n\nb\n\n## c\n\nd\n")


def test_figures_of_a_whatif_in_scenarios_are_told_apart() -> None:
    names = [block.picture.name for block in blocks(document_of(folder_of("scenarios"))) if isinstance(block, Shown)]
    assert {"effects-small-web", "effects-large-web"} <= set(names)
    assert len(names) == len(set(names))
