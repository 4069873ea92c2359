"""Every rule of the ledger turns numbers on each side of its thresholds into the verdicts that they deserve."""

from collections import defaultdict
from math import inf, nan

import pytest

from simulator.analysis.claims import CLAIMS
from simulator.analysis.claims.claim import Bound, Claim, Rule

BY_ID = {claim.id: claim for claim in CLAIMS}
HOLDS, PART, NOT, UNTESTED = "holds", "holds in part", "does not hold", "cannot be tested"

CASES: list[tuple[str, dict[str, float], str]] = [
    ("stock", {"of_effective": 1.07, "of_unique": 0.9}, HOLDS),
    ("stock", {"of_effective": 1.07, "of_unique": 0.35}, PART),
    ("stock", {"of_effective": 1.30, "of_unique": 0.9}, NOT),
    ("stock", {"of_effective": 0.79, "of_unique": 0.9}, NOT),
    ("private-share", {"off": 0.02, "value": 0.92}, HOLDS),
    ("private-share", {"off": -0.06, "value": 0.84}, PART),
    ("private-share", {"off": -0.41, "value": 0.49}, NOT),
    ("window", {"value": 0.81}, HOLDS),
    ("window", {"value": 0.79}, PART),
    ("window", {"value": 0.49}, NOT),
    ("llama-8b", {"right": 2}, HOLDS),
    ("llama-8b", {"right": 1}, PART),
    ("llama-8b", {"right": 0}, NOT),
    ("everyone-8b", {"by": 0.61}, HOLDS),
    ("everyone-8b", {"by": 0.47}, PART),
    ("everyone-8b", {"by": 0.24}, NOT),
    ("manageable", {"value": 2.1}, HOLDS),
    ("manageable", {"value": 1.3}, PART),
    ("manageable", {"value": 1.2}, NOT),
    ("also-overtrained", {"least": 1.6, "value": 3.0}, HOLDS),
    ("also-overtrained", {"least": 0.1, "value": 1.6}, PART),
    ("also-overtrained", {"least": 0.1, "value": 1.4}, NOT),
    ("optimum-20", {"low": 17, "value": 20, "high": 24}, HOLDS),
    ("optimum-20", {"low": 10, "value": 16, "high": 20}, PART),
    ("optimum-20", {"low": 17, "value": 22, "high": 26}, PART),
    ("optimum-20", {"low": 60, "value": 110, "high": 280}, NOT),
    ("overtraining-pays", {"value": 0.28, "training": 1.3, "rises": 0.1}, HOLDS),
    ("overtraining-pays", {"value": 0.28, "training": 1.3, "rises": -0.1}, PART),
    ("overtraining-pays", {"value": 0.28, "training": 0.9, "rises": 0.1}, PART),
    ("overtraining-pays", {"value": 0.01, "training": 1.3, "rises": 0.1}, PART),
    ("overtraining-pays", {"value": 0.001, "training": 1.3, "rises": 0.1}, NOT),
    ("small-beats-large", {"value": 0.6, "sure": 0.02}, HOLDS),
    ("small-beats-large", {"value": 0.6, "sure": 0.0}, PART),
    ("small-beats-large", {"value": 0.3, "sure": 0.02}, PART),
    ("small-beats-large", {"value": 0.04, "sure": 0.02}, NOT),
    ("outpaced", {"low": 0.1, "share": 0.8}, HOLDS),
    ("outpaced", {"low": 0.1, "share": 0.7}, PART),
    ("outpaced", {"low": -0.1, "share": 0.8}, NOT),
    ("synthetic", {"more": 1.6, "diversity": 0.9, "bias": 0.03}, HOLDS),
    ("synthetic", {"more": 1.0, "diversity": 0.9, "bias": 0.03}, PART),
    ("synthetic", {"more": 1.6, "diversity": 0.99, "bias": 0.03}, NOT),
    ("synthetic", {"more": 1.6, "diversity": 0.9, "bias": 0.001}, NOT),
    ("multimodal", {"of_text": 3.0, "genomics": 120}, HOLDS),
    ("multimodal", {"of_text": 3.0, "genomics": 0.7}, PART),
    ("multimodal", {"of_text": 0.09, "genomics": 120}, NOT),
    ("private", {"value": 6.0, "incidents": 30, "there": 8}, HOLDS),
    ("private", {"value": 6.0, "incidents": 0, "there": 8}, PART),
    ("private", {"value": 3.0, "incidents": 30, "there": 8}, PART),
    ("private", {"value": 0.5, "incidents": 30, "there": 1.5}, NOT),
    ("interaction", {"learns": 0.5, "value": 2.4, "spread": 0.6}, HOLDS),
    ("interaction", {"learns": 0.5, "value": 1.4, "spread": 0.6}, PART),
    ("interaction", {"learns": 0.5, "value": 2.4, "spread": 0.2}, PART),
    ("interaction", {"learns": 0.05, "value": 2.4, "spread": 0.6}, NOT),
    ("data-first", {"value": 5.0, "equal": 0.9}, HOLDS),
    ("data-first", {"value": 1.3, "equal": 0.9}, PART),
    ("data-first", {"value": 1.3, "equal": 0.4}, NOT),
    ("data-first", {"value": 1.04, "equal": 0.9}, NOT),
    ("main-cause", {"value": 0.4}, HOLDS),
    ("main-cause", {"value": 0.2}, PART),
    ("main-cause", {"value": 0.1}, NOT),
    ("open-and-closed", {"value": 1.0, "slowest": 2.2}, HOLDS),
    ("open-and-closed", {"value": 0.8, "slowest": 2.2}, PART),
    ("open-and-closed", {"value": 1.2, "slowest": 2.2}, PART),
    ("open-and-closed", {"value": 1.0, "slowest": 1.0}, NOT),
    ("data-as-compute", {"value": 0.95}, HOLDS),
    ("data-as-compute", {"value": 0.8}, PART),
    ("data-as-compute", {"value": 0.4}, NOT),
    ("data-cheaper-than-gpu", {"free": 0.0, "share": 0.6}, HOLDS),
    ("data-cheaper-than-gpu", {"free": 0.0, "share": 0.3}, PART),
    ("data-cheaper-than-gpu", {"free": 1.5, "share": 0.6}, NOT),
    ("overtraining-memorises", {"value": 0.01, "more": 0.1, "spoiled": 0.01}, HOLDS),
    ("overtraining-memorises", {"value": -0.1, "more": 0.1, "spoiled": 0.01}, PART),
    ("overtraining-memorises", {"value": -0.1, "more": 0.0, "spoiled": 0.01}, NOT),
    ("overtraining-memorises", {"value": -0.1, "more": 0.1, "spoiled": -0.01}, NOT),
    ("data-alliance", {"value": 0.3, "low": 0.2, "sooner": 2.0}, HOLDS),
    ("data-alliance", {"value": 0.3, "low": -0.1, "sooner": 2.0}, PART),
    ("data-alliance", {"value": 0.3, "low": 0.2, "sooner": -0.5}, PART),
    ("data-alliance", {"value": -0.1, "low": -0.2, "sooner": 2.0}, NOT),
    ("used-up", {"value": 2.2, "grown": 0.3}, HOLDS),
    ("used-up", {"value": 2.2, "grown": 0.8}, PART),
    ("used-up", {"value": 2.2, "grown": 2.0}, NOT),
    ("used-up", {"value": 0.9, "grown": 0.3}, UNTESTED),
    ("used-up", {"value": 0.9, "grown": nan}, UNTESTED),
]


@pytest.mark.parametrize(("id_", "numbers", "verdict"), CASES)
def test_numbers_on_each_side_of_a_threshold_give_different_verdicts(
    id_: str, numbers: dict[str, float], verdict: str
) -> None:
    assert BY_ID[id_].rule.verdict(numbers) == verdict


def test_every_claim_could_come_out_in_three_ways() -> None:
    reached = defaultdict(set)
    for id_, _, verdict in CASES:
        reached[id_].add(verdict)
    assert set(reached) == set(BY_ID)
    assert all({HOLDS, PART, NOT} <= verdicts for verdicts in reached.values())


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_without_a_number_that_its_rule_needs_a_claim_cannot_be_tested(claim: Claim) -> None:
    numbers = next(numbers for id_, numbers, verdict in CASES if id_ == claim.id and verdict == HOLDS)
    for fact in numbers:
        assert claim.rule.verdict({**numbers, fact: nan}) == UNTESTED
        assert claim.rule.verdict({name: one for name, one in numbers.items() if name != fact}) == UNTESTED


def test_a_rule_says_its_thresholds_in_words() -> None:
    rule = Rule((Bound("a", 1.0, 2.0, "the share"),), (Bound("a", low=0.5, words="the share"),))
    assert str(rule) == "holds if the share is between 1 and 2; holds in part if the share is at least 0.5"
    for claim in CLAIMS:
        bounds = (*claim.rule.testable, *claim.rule.holds, *claim.rule.in_part)
        assert all(bound.words and (bound.low > -inf or bound.high < inf) for bound in bounds)
        assert len(str(claim.rule)) > 40


def test_the_ends_of_a_range_belong_to_it() -> None:
    bound = Bound("a", 1.0, 2.0, "the share")
    assert [bound.met({"a": value}) for value in (0.999, 1.0, 2.0, 2.001)] == [False, True, True, False]
