"""The validation holds every number against its target, and says which it missed and why."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import inf, nan
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from click.testing import CliRunner, Result

from simulator.analysis.claims import CLAIMS, Entry, Ledger
from simulator.analysis.claims.claim import Finding
from simulator.analysis.hindcast.scoring import Scores
from simulator.analysis.hindcast.study import Hindcast, hindcast
from simulator.cli import cli
from simulator.report.validation import TITLES, save, verdict
from simulator.report.validation_sections import section
from simulator.validation import PARTS, Part, reason, unexplained
from simulator.validation.claims import FIGURES, Claims
from simulator.validation.explained import EXPLAINED
from simulator.validation.forecast import Reproduction, reproduce
from simulator.validation.hindcast import Scored
from simulator.validation.laws import TABLES, Laws, give_back
from simulator.validation.reference import Outcomes, Reference, moved, outcomes, rerun, text_of
from simulator.validation.row import EXACT, Row

PAGE = Path(__file__).parents[2] / "docs" / "validation.md"
MARKED = "before\n<!-- validation: written -->\nold\n<!-- /validation -->\nafter\n"
GOOD, BAD = Row("good", 1.0, 1.01, 0.1), Row("bad", 1.0, 2.0, 0.1)


@dataclass(frozen=True)
class Made:
    """A part that was made up."""

    rows: list[Row]


@cache
def reproduced() -> Reproduction:
    return reproduce(10, stock_draws=50)


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ("validate", *arguments), catch_exceptions=False)


def with_parts(monkeypatch: pytest.MonkeyPatch, parts: Mapping[str, Part]) -> None:
    for name, part in parts.items():
        monkeypatch.setitem(cast("dict[str, object]", PARTS), name, lambda _, __, part=part: part)


def test_a_number_is_within_its_tolerance_on_either_side_or_above_what_is_wanted() -> None:
    assert GOOD.within
    assert not BAD.within
    assert BAD.deviation == 1.0
    assert not Row("below", 1.0, 0.8, 0.1).within
    assert Row("more is no fault", 0.0, 5.0, 0.0, at_least=True).within
    assert not Row("less is one", 0.0, -0.01, 0.0, at_least=True).within
    assert not Row("nothing came out", 1.0, nan, inf).within


@pytest.mark.parametrize("title", TABLES)
def test_the_laws_give_back_published_numbers(title: str) -> None:
    rows = list(TABLES[title]())
    assert {row.what: (row.target, row.value) for row in unexplained("laws", rows)} == {}
    assert rows
    for row in rows:
        assert row.source
        assert 0 < row.tolerance <= 0.12 * abs(row.target), "a tolerance that anything would pass is none"


def test_every_number_has_a_name_of_its_own_and_every_reason_a_number() -> None:
    laws = [row.what for row in give_back().rows]
    claims = [claim.id for claim in CLAIMS]
    assert len(set(laws)) == len(laws)
    assert set(FIGURES) <= set(claims)
    known = {"laws": laws, "claims": claims}
    for part, reasons in EXPLAINED.items():
        assert set(reasons) <= set(known[part])


def test_a_reason_is_given_for_misses_alone() -> None:
    what = next(iter(EXPLAINED["laws"]))
    assert reason("laws", Row(what, 100.0, 6.4, 10.0))
    assert reason("laws", Row(what, 100.0, 100.0, 10.0)) is None
    assert reason("claims", Row(what, 100.0, 6.4, 10.0)) is None
    assert unexplained("laws", [GOOD, BAD, Row(what, 100.0, 6.4, 10.0)]) == [BAD]


def test_the_forecast_and_the_stocks_are_rows() -> None:
    rows = reproduced().rows
    assert len({row.what for row in rows}) == len(rows) == 3 * 4 + 3 * 3
    assert {row.unit for row in rows} == {"year", "T token"}


def ledger_of(ids: Mapping[str, Finding]) -> Claims:
    return Claims(Ledger(20, 0, [Entry(claim, ids[claim.id]) for claim in CLAIMS if claim.id in ids], []))


def test_a_claim_is_missed_where_it_does_not_hold() -> None:
    few = {"stock": Finding(310.0, 80.0, 900.0, {"ratio": 1.0, "unique": 0.3})}
    facts = {bound.fact: 1.0 for claim in CLAIMS if claim.id == "stock" for bound in claim.rule.holds}
    held = ledger_of({"stock": replace(few["stock"], facts=facts)}).rows[0]
    assert (held.verdict, held.target, held.value, held.deviation, held.within) == ("holds", 300.0, 310.0, 10.0, True)
    failed = ledger_of({"stock": replace(few["stock"], facts=dict.fromkeys(facts, 9.0))}).rows[0]
    assert (failed.verdict, failed.within, reason("claims", failed)) == ("does not hold", False, None)
    untested = ledger_of({"stock": replace(few["stock"], facts={})}).rows[0]
    assert (untested.verdict, untested.within) == ("cannot be tested", False)


def scored(**changes: float) -> Scored:
    """Return a hindcast whose average has some scores."""
    mean = Scores(0.3, 0.5, 0.8, 0.95, 0.3, 0.2, 0.5, 0.5, 0.3, 0.0)
    return Scored(cast("Hindcast", SimpleNamespace(average=replace(mean, **changes))))


@pytest.mark.parametrize(
    ("changes", "missed"),
    [
        ({}, []),
        ({"skill_vs_trend": -0.01}, ["skill against the log-linear trend"]),
        ({"coverage80": 0.69}, ["models within 80 %"]),
        ({"coverage50": 0.61, "coverage95": 1.0}, ["models within 50 %"]),
        ({"skill_vs_persistence": nan}, ["skill against persistence"]),
    ],
)
def test_the_hindcast_must_beat_its_baselines_and_cover_what_it_says(
    changes: dict[str, float], missed: list[str]
) -> None:
    assert [row.what for row in scored(**changes).rows if not row.within] == missed


def test_stored_outcomes_are_compared_to_the_byte_and_then_by_their_largest_deviation(tmp_path: Path) -> None:
    now = outcomes("minimal")
    (tmp_path / "minimal.json").write_text(text_of(now), encoding="utf-8")
    same = rerun(folder=tmp_path)
    assert (same.same, same.numbers) == (["minimal"], sum(map(len, now.values())))
    assert [row.value for row in same.rows] == [0.0]
    now["central 0"]["best_loss"] = 1.001 * cast("float", now["central 0"]["best_loss"])
    (tmp_path / "minimal.json").write_text(text_of(now), encoding="utf-8")
    other = rerun(folder=tmp_path)
    assert other.same == []
    assert other.rows[0].value == pytest.approx(0.001, rel=0.01)
    assert not other.rows[0].within


def test_an_outcome_that_is_missing_new_or_censored_has_moved_without_end() -> None:
    stored: Outcomes = {"central 0": {"a": 1.0, "b": "never", "c": None, "d": 0.0}}
    assert moved(stored, stored) == {}
    now: Outcomes = {"central 0": {"a": 1.0 + 1e-12, "b": 2030.0, "c": None, "e": 0.0}}
    assert moved(stored, now) == {
        "central 0: a": pytest.approx(1e-12, rel=0.01),
        "central 0: b": inf,
        "central 0: d": inf,
        "central 0: e": inf,
    }


def test_outside_of_a_checkout_reference_outcomes_are_left_out(tmp_path: Path) -> None:
    nothing = rerun(folder=tmp_path / "nowhere")
    assert list(nothing.rows) == []
    assert "left out" in verdict("reference", nothing)
    assert "a checkout" in "\n".join(section(nothing))


def test_a_page_has_every_part_and_keeps_those_that_were_not_run_again(tmp_path: Path) -> None:
    page = save({"laws": Made([GOOD, BAD])}, tmp_path)
    first = page.read_text(encoding="utf-8")
    assert all(f"\n## {title}\n" in first for title in TITLES.values())
    assert first.count("**Not run yet.**") == len(TITLES) - 1
    assert "| good | 1 | 1.01 | +0.01 | 0.1 |" in first
    assert "**Missed: bad.** The reason is not known." in first
    save({"hindcast": Made([GOOD, GOOD])}, tmp_path)
    second = page.read_text(encoding="utf-8")
    assert "| bad | 1 | 2 | +1 | 0.1 |" in second
    assert "| [The laws](#the-laws) | 2 numbers: 1 within their tolerance, 1 missed |" in second
    assert "| [The hindcast](#the-hindcast) | 2 numbers, all within their tolerance |" in second
    save({"laws": Made([GOOD])}, tmp_path)
    assert "bad" not in page.read_text(encoding="utf-8")


def test_sections_hold_every_number_beside_its_target() -> None:
    claims = "\n".join(section(ledger_of({"llama-8b": Finding(93.75, 93.75, 93.75, {"large": 10.7})})))
    assert "| [llama-8b](claims.md#llama-8b) | 100 | 93.75 x | exact | -6% |" in claims
    found = hindcast(train_until="2024-07-01", replications=2)
    history = "\n".join(section(Scored(found)))
    assert "| 2024-07-01 | 80 | 33 |" in history
    assert f"| models within 80 % | 0.8 | {found.average.coverage80:.5g} |" in history
    stored = "\n".join(section(Reference([Row("minimal", 0.0, 2e-12, EXACT)], [], 28)))
    assert "| minimal | 2e-12 | no |" in stored


def test_the_page_of_the_docs_is_whole_and_its_laws_are_those_of_today() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "Not run yet" not in page
    assert "The reason is not known" not in page
    assert all(f"\n## {title}\n" in page for title in TITLES.values())
    assert "\n".join(section(give_back())) in page
    assert all(f"| [{claim.id}](claims.md#{claim.id}) |" in page for claim in CLAIMS)


def test_the_command_fails_for_what_is_missed_without_a_known_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    what, why = next(iter(EXPLAINED["laws"].items()))
    known = Row(what, 100.0, 6.4, 10.0)
    with_parts(monkeypatch, {"laws": Laws({"One": [GOOD, known]})})
    passed = invoke("--only", "laws", "--out", str(tmp_path))
    assert passed.exit_code == 0
    assert "missed for a known reason" in passed.stdout
    assert " ".join(why.split()) in " ".join((tmp_path / "validation.md").read_text(encoding="utf-8").split())
    with_parts(monkeypatch, {"laws": Laws({"One": [BAD, known]})})
    failed = invoke("--only", "laws", "--out", str(tmp_path), "--json")
    assert failed.exit_code == 1
    printed = json.loads(failed.stdout)["parts"]["laws"]
    assert [(row["within"], row["explained"] is None) for row in printed["rows"]] == [(False, True), (False, False)]
    assert {"what", "target", "value", "tolerance", "deviation", "source"} <= set(printed["rows"][0])


def test_of_few_draws_a_miss_is_told_to_be_luck_perhaps_and_fails_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_parts(monkeypatch, {"claims": Made([GOOD, BAD]), "laws": Made([BAD])})
    few = invoke("--only", "claims", "--replications", "100", "--out", str(tmp_path))
    assert few.exit_code == 1
    assert "missed perhaps by luck: bad: 2" in few.stdout
    assert "It may be luck: tolerances are for --replications 2,000; given: 100." in few.stdout
    page = " ".join((tmp_path / "validation.md").read_text(encoding="utf-8").split())
    assert "**Missed: bad.** It may be luck: tolerances are for --replications 2,000; given: 100." in page
    whole = invoke("--only", "claims", "--out", str(tmp_path))
    assert "missed for no known reason: bad" in whole.stdout
    law = invoke("--only", "laws", "--replications", "100", "--out", str(tmp_path))
    assert "missed for no known reason: bad" in law.stdout


def test_all_parts_run_unless_some_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_parts(monkeypatch, {name: Made([GOOD]) for name in PARTS})
    assert list(json.loads(invoke("--out", str(tmp_path), "--json").stdout)["parts"]) == list(TITLES) == list(PARTS)
    chosen = invoke("--only", "reference", "--only", "laws", "--out", str(tmp_path), "--json")
    assert list(json.loads(chosen.stdout)["parts"]) == ["laws", "reference"]


def test_the_table_of_a_readme_is_that_of_the_forecast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme, forecast = tmp_path / "README.md", reproduced()
    readme.write_text(MARKED, encoding="utf-8")
    monkeypatch.setitem(cast("dict[str, object]", PARTS), "forecast", lambda _, __: forecast)
    invoke("--only", "forecast", "--readme", str(readme), "--out", str(tmp_path))
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- validation: written -->\n| overtraining k |")
    assert text.endswith("|\n<!-- /validation -->\nafter\n")
    assert text.count("\n| 100 | 2024.6 / 2026.1 / 2027.8 |") == 1
    assert (tmp_path / "figures" / "epoch-2024.png").exists()


@pytest.mark.parametrize(
    ("text", "only", "wrong"),
    [(MARKED, "laws", "the table is that of the forecast"), ("no marks\n", "forecast", "has no place for the table")],
)
def test_a_readme_is_refused_before_any_run(tmp_path: Path, text: str, only: str, wrong: str) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(text, encoding="utf-8")
    refused = invoke("--only", only, "--readme", str(readme), "--out", str(tmp_path))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert wrong in refused.stderr
    assert readme.read_text(encoding="utf-8") == text
