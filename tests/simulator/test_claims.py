"""The ledger judges every claim of the article, from runs that anyone can repeat."""

import json
import re
from functools import cache
from math import exp, log
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from click.testing import CliRunner, Result

from simulator import run
from simulator.analysis.claims import CLAIMS, Entry, Ledger, ledger
from simulator.analysis.claims.beside import WORLDS, Row
from simulator.analysis.claims.causes import CAUSES, PAST, _largest_grows, plans_of, shapley
from simulator.analysis.claims.claim import Verdict
from simulator.analysis.claims.futures import LARGE, Futures, outcome
from simulator.analysis.claims.money import data_over_compute
from simulator.analysis.claims.optima import cheapest
from simulator.analysis.claims.spread import bootstrap, mean, middle, proportion
from simulator.cli import cli
from simulator.report.claims import save
from simulator.request import Request
from worlds.config.faults import InputError
from worlds.config.loading import load_world
from worlds.config.settings import Setting
from worlds.config.values import scaling_laws
from worlds.laws.overtraining import optimal_ratio, overtraining, with_inference
from worlds.laws.scaling import train_flop

IDS = [
    "stock",
    "private-share",
    "window",
    "llama-8b",
    "everyone-8b",
    "manageable",
    "also-overtrained",
    "optimum-20",
    "overtraining-pays",
    "small-beats-large",
    "outpaced",
    "synthetic",
    "multimodal",
    "private",
    "interaction",
    "data-first",
    "main-cause",
    "open-and-closed",
    "data-as-compute",
    "data-cheaper-than-gpu",
    "overtraining-memorises",
    "data-alliance",
    "used-up",
]
CHEAP = [
    "stock",
    "window",
    "llama-8b",
    "manageable",
    "also-overtrained",
    "optimum-20",
    "overtraining-pays",
    "small-beats-large",
    "data-as-compute",
    "data-cheaper-than-gpu",
    "overtraining-memorises",
    "interaction",
]
PAGE = Path(__file__).parents[2] / "docs" / "claims.md"


@cache
def judged() -> dict[str, Entry]:
    return {entry.claim.id: entry for entry in ledger(replications=12, only=CHEAP)}


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ("claims", *arguments), catch_exceptions=False)


def test_every_claim_of_the_article_is_in_the_ledger_in_its_order() -> None:
    assert [claim.id for claim in CLAIMS] == IDS
    for claim in CLAIMS:
        assert claim.claim.endswith(".")
        assert claim.why.endswith(".")
        assert claim.command.startswith("tokenshed ")


def test_the_page_has_every_claim_with_the_rule_of_today() -> None:
    page = PAGE.read_text(encoding="utf-8")
    verdicts = "|".join(get_args(Verdict))
    for claim in CLAIMS:
        assert re.search(rf"^\| \[{claim.id}\]\(#{claim.id}\) \|.*\*\*({verdicts})\*\*", page, re.MULTILINE)
        assert f"> {claim.claim}\n" in page
        assert f"- Rule: {claim.rule}.\n" in page
        assert f"- `{claim.command}`\n" in page


def test_what_needs_no_luck_comes_out_as_the_sources_say() -> None:
    verdicts = {id_: entry.verdict for id_, entry in judged().items()}
    assert verdicts["llama-8b"] == "holds"
    assert verdicts["also-overtrained"] == "does not hold"
    assert verdicts["manageable"] == "does not hold"
    assert verdicts["overtraining-pays"] == "holds"
    assert verdicts["optimum-20"] == "holds in part"
    assert verdicts["overtraining-memorises"] == "holds in part"


def test_intervals_hold_their_value_and_sentences_hold_numbers() -> None:
    for entry in judged().values():
        finding = entry.finding
        assert finding.low <= finding.value <= finding.high
        assert re.search(r"\d", entry.why)
        assert "nan" not in entry.why
        assert entry.verdict in get_args(Verdict)


def test_there_is_no_cliff_each_factor_of_ten_in_k_costs_the_same() -> None:
    numbers = judged()["manageable"].finding.numbers
    assert numbers["value"] == pytest.approx(1.0, abs=1e-6)
    assert numbers["bend"] < 1e-6
    assert numbers["tenfold"] == pytest.approx(numbers["closed"], abs=1e-6)
    assert 1.2 < numbers["tenfold"] < 2.0


def test_published_figures_come_out() -> None:
    numbers = {id_: entry.finding.numbers for id_, entry in judged().items()}
    assert numbers["llama-8b"]["value"] == pytest.approx(93.75)
    assert numbers["llama-8b"]["large"] == pytest.approx(10.714, abs=1e-3)
    assert numbers["also-overtrained"]["gpt"] == pytest.approx(0.086, abs=1e-3)
    assert numbers["also-overtrained"]["falcon"] == pytest.approx(0.972, abs=1e-3)
    cheaper = numbers["data-cheaper-than-gpu"]
    assert (cheaper["gpu_8"], cheaper["value"], cheaper["gpu_405"]) == pytest.approx((0.07, 0.6, 3.4), rel=0.1)


def test_fresh_tokens_do_no_harm_and_repeated_ones_do() -> None:
    numbers = judged()["overtraining-memorises"].finding.numbers
    assert numbers["high"] < 0
    assert numbers["fresh"] == 0
    assert numbers["repeated"] > 0
    assert 0 < numbers["costs"] <= numbers["spoiled"]


@pytest.mark.parametrize("served", [1e12, 1e13, 1e14])
def test_the_cheapest_model_is_that_of_the_closed_form(served: float) -> None:
    law = scaling_laws()["besiroglu"]
    size, tokens = cheapest(law, law.reducible_loss(70e9, 1.4e12), served)
    k = with_inference(law, train_flop(size, tokens), served, 500.0)
    assert overtraining(size, tokens) == pytest.approx(k, rel=1e-3)
    assert law.reducible_loss(size, tokens) == pytest.approx(law.reducible_loss(70e9, 1.4e12))


def test_for_chinchilla_ten_trillion_tokens_of_use_ask_for_half_the_size() -> None:
    law = scaling_laws()["besiroglu"]
    size, tokens = cheapest(law, law.reducible_loss(70e9, 1.4e12), 1e13)
    assert size == pytest.approx(34e9, rel=0.02)
    assert tokens == pytest.approx(3.75e12, rel=0.02)


def test_at_the_optimum_data_and_compute_matter_alike() -> None:
    law = scaling_laws()["muennighoff"]
    flop = 1e25
    assert data_over_compute(law, law.optimal_size(flop), law.optimal_tokens(flop)) == pytest.approx(1.0)
    assert data_over_compute(law, law.optimal_size(flop) / 3, law.optimal_tokens(flop) * 3) < 1
    assert optimal_ratio(law, flop) == pytest.approx(0.98, abs=0.01)


def test_what_causes_contribute_adds_up_to_the_whole() -> None:
    alone, both = {"a": 1.0, "b": 2.0}, 5.0
    worth = {
        frozenset[str](): np.zeros(1),
        frozenset("a"): np.array([alone["a"]]),
        frozenset("b"): np.array([alone["b"]]),
        frozenset("ab"): np.array([both]),
    }
    shares = shapley(worth)
    assert shares["a"][0] == pytest.approx((alone["a"] + both - alone["b"]) / 2)
    assert sum(share[0] for share in shares.values()) == pytest.approx(both)


def test_demand_stands_still_once_every_cause_is_frozen() -> None:
    plans = plans_of(load_world("baseline-2026"))
    futures = Futures(2)
    still = futures.of(plans.world, plans.frozen(()), one_in=LARGE, until=2026.0)
    assert _largest_grows(still, PAST) == pytest.approx([0.0, 0.0], abs=1e-9)
    assert plans.frozen(CAUSES) == []
    compute = futures.of(plans.world, plans.frozen(["compute"]), one_in=LARGE, until=2026.0)
    assert (_largest_grows(compute, PAST) > 1).all()


def test_a_world_runs_once_however_many_claims_look_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []

    def counted(request: Request) -> run.Result:
        ran.append(request.hash)
        return run.execute(request)

    monkeypatch.setattr("simulator.analysis.claims.futures.execute", counted)
    futures = Futures(2)
    first = futures.of("minimal")
    assert futures.of("minimal") is first
    assert futures.of("minimal", [Setting("labs.lab.overtraining.k", 2)]) is not first
    assert len(ran) == 2


def test_dates_that_never_come_count_as_the_end() -> None:
    result = Futures(3).of("minimal", [Setting("labs.lab.compute_growth", "1.01 x/year")])
    assert (outcome(result, "exhaustion_year.public") == 2040.0).all()


def test_intervals_narrow_with_more_futures_and_hold_the_truth() -> None:
    few, many = (proportion(np.arange(n) % 2 == 0) for n in (10, 1000))
    assert few[1] < many[1] < 0.5 < many[2] < few[2]
    assert proportion(np.ones(20, dtype=bool))[2] == pytest.approx(1.0)
    assert middle(np.array([1.0, 2.0, 3.0, np.nan]))[0] == 2.0
    assert mean(np.array([2.0, 2.0, 2.0])) == (2.0, 2.0, 2.0)
    values = np.linspace(0, 1, 50)
    low, high = bootstrap(50, lambda weights: float((weights * values).sum() / weights.sum()), 0)
    assert low < 0.5 < high


def test_the_same_seed_gives_the_same_ledger() -> None:
    once, again = ([one.as_dict() for one in ledger(4, only=["window", "small-beats-large"])] for _ in range(2))
    assert once == again
    assert once != [one.as_dict() for one in ledger(4, seed=1, only=["window", "small-beats-large"])]


def test_an_unknown_claim_is_one_clear_error_with_the_nearest() -> None:
    with pytest.raises(
        InputError, match=r"there is no such claim \(did you mean 'stock'\?\); allowed: also-overtrained"
    ):
        ledger(only=["stok"])
    refused = invoke("--only", "stok")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert len(refused.stderr.splitlines()) == 1


def test_json_is_a_list_of_claims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = invoke("--only", "llama-8b", "--only", "stock", "--replications", "4", "--json")
    assert done.exit_code == 0
    printed = json.loads(done.stdout)
    assert [one["id"] for one in printed] == ["stock", "llama-8b"]
    for one in printed:
        assert {"id", "claim", "verdict", "value", "interval", "why", "command"} <= set(one)
        assert one["verdict"] in get_args(Verdict)
        assert isinstance(one["value"], float)
        assert one["interval"][0] <= one["value"] <= one["interval"][1]
    assert list(tmp_path.iterdir()) == [], "nothing is written without --out"


@pytest.mark.parametrize("columns", [80, 140])
def test_the_table_fits_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    printed = invoke("--only", "llama-8b", "--only", "also-overtrained", "--replications", "2").stdout
    assert max(map(len, printed.splitlines())) <= columns
    assert "does not hold" in printed
    assert printed.rstrip().endswith("2 claims (holds: 1, does not hold: 1).")


def test_a_page_of_a_part_is_refused(tmp_path: Path) -> None:
    refused = invoke("--only", "stock", "--out", str(tmp_path / "docs"))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert not (tmp_path / "docs").exists()


def test_the_page_puts_three_worlds_beside_each_other(tmp_path: Path) -> None:
    row = Row("stock", "{:.0f}", dict.fromkeys(WORLDS, (300.0, 100.0, 900.0)), "counted otherwise")
    page = save(Ledger(12, 0, list(judged().values()), [row]), tmp_path).read_text(encoding="utf-8")
    assert "| stock | 300 [100, 900] | 300 [100, 900] | 300 [100, 900] | counted otherwise |" in page
    assert page.count("### ") == len(CHEAP)
    assert "`article-2024` | `epoch-2024` | `baseline-2026`" in page


def test_the_law_that_the_article_misreads_is_a_square_root() -> None:
    futures, path = Futures(4), "labs.frontier.overtraining.k"
    results = {k: futures.of("epoch-2024", [Setting(path, k)]) for k in (1, 100)}
    years = {k: outcome(result, "exhaustion_year.public") for k, result in results.items()}
    for i, lost in enumerate(years[1] - years[100]):
        numbers = results[1].request.values(i)
        demand = log(numbers.at("labs.frontier.compute_growth")) / 2
        gained = (demand - log(numbers.at("pools.public_text.net_growth"))) * lost
        assert exp(gained) == pytest.approx(10.0, rel=1e-6)
