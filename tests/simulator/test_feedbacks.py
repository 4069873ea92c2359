"""The page of feedbacks: what each does and which directions hold, from few runs."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator import feedbacks
from simulator.cli import cli
from simulator.feedbacks import FROZEN, PUSHES, SWITCHES, Exceptions, Study, study
from simulator.report.feedbacks import save


@pytest.fixture(scope="module")
def found() -> Study:
    told: list[tuple[int, int]] = []
    made = study(6, 2, 2, lambda done, of: told.append((done, of)))
    assert [done for done, _ in told] == list(range(1, len(told) + 1))
    assert {of for _, of in told} == {len(told)}
    return made


def test_every_feedback_is_turned_off_and_some_effects_are_sure_in_six_futures(found: Study) -> None:
    assert [one.switch for one in found.effects] == list(SWITCHES)
    by = {(one.switch.feedback, one.switch.outcome): one for one in found.effects}
    text = by["contamination", "human_share"]
    assert (text.expected, text.against, text.futures) == (6, 0, 6)
    assert text.mean < 0
    assert text.as_expected
    assert not by["trust", "diet_share.private"].against


def test_directions_hold_where_plans_are_frozen(found: Study) -> None:
    assert FROZEN
    for told in (found.frozen, found.live):
        assert {one.push.name for one in told} == {push.name for push in PUSHES}
    stock = [one for one in found.frozen if one.push.name == "twice the public text"]
    assert stock
    assert all(one.pairs == 2 and one.against == 0 and one.largest == 0.0 for one in stock)


def test_the_page_has_a_row_for_each(found: Study, tmp_path: Path) -> None:
    save(found, tmp_path)
    page = (tmp_path / "feedbacks.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and "---" not in line]
    assert len([row for row in rows if "argued" not in row.split("|")[2]]) >= len(found.effects)
    for one in found.effects:
        assert any(one.switch.feedback in row and f"`{one.switch.outcome}`" in row for row in rows)
    for push in PUSHES:
        assert push.name in page


def test_the_command_counts_what_is_as_argued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: Study) -> None:
    odd = Exceptions(PUSHES[0], "exhaustion_year.public", 2, 1, 0.5)
    asked: list[tuple[int, int, int]] = []

    def made(replications: int, pairs: int, live_pairs: int, _told: object) -> Study:
        asked.append((replications, pairs, live_pairs))
        return Study(replications, pairs, live_pairs, found.effects, [odd], [odd])

    monkeypatch.setattr(feedbacks, "study", made)
    arguments = ["feedbacks", "--replications", "10", "--pairs", "3", "--live-pairs", "4", "--out", str(tmp_path)]
    done = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    sure = sum(one.as_expected for one in found.effects)
    assert asked == [(10, 3, 4)]
    assert done.stdout.startswith(f"{sure} of {len(found.effects)} effects are as argued.")
    page = (tmp_path / "feedbacks.md").read_text(encoding="utf-8")
    assert page.count(f"| {odd.push.name} | `{odd.outcome}` not lower | 1 of 2 (50.0%) | 0.5 |") == 2
