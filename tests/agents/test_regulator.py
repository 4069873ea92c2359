"""A regulator's rules hold from their date, and end."""

import pytest

from tests.agents.small_worlds import TALK, TAPES, USERS, alive, ruled, tapes, world


def test_a_rule_holds_from_its_date_and_ends_at_another() -> None:
    course = [
        state.open_share for state in alive(ruled("pools.public_text.open_share", 0.3, until=2030.0)).run().states
    ]
    assert course == [1.0] * 5 + [0.3] * 5 + [1.0] * 11


def test_a_rule_that_changes_nothing_changes_not_one_bit() -> None:
    ruled_by, free = alive(ruled("pools.public_text.link_rot", "0 %/year")).run(), alive(world()).run()
    assert list(ruled_by.states) == list(free.states)
    assert [model.loss for model in ruled_by.models] == [model.loss for model in free.models]


def test_faster_rot_shrinks_the_stock_from_its_date_on() -> None:
    stocks = [state.stock for state in alive(ruled("pools.public_text.link_rot", "20 %/year")).run().states]
    free = [state.stock for state in alive(world()).run().states]
    assert stocks[:6] == free[:6]
    assert all(less < more for less, more in zip(stocks[6:], free[6:], strict=True))


def test_a_lab_takes_over_a_habit_that_is_ruled() -> None:
    losses = [model.loss for model in alive(ruled("labs.lab.overtraining.k", 9)).run().models]
    ks = [model.planned_overtraining for model in alive(ruled("labs.lab.overtraining.k", 9)).run().models]
    assert ks[0] == pytest.approx(1)
    assert max(ks[-2:]) == pytest.approx(90)
    assert len(losses) == 42


def test_dearer_compute_costs_more_from_its_date_on_and_not_before() -> None:
    dear, free = (
        alive(one).run().models
        for one in (ruled("economy.compute_price", "1.5e-17 USD/FLOP"), ruled("labs.lab.max_wait", "1 year"))
    )
    ratios = {model.year: model.spend_usd / other.spend_usd for model, other in zip(dear, free, strict=True)}
    assert {ratio for year, ratio in ratios.items() if year < 2025} == {1.0}
    assert ratios[2025.0] == pytest.approx(10 * 1.38)


def test_the_latest_rule_holds_until_it_ends_and_then_the_one_before() -> None:
    rules = {
        "a": {"path": "pools.public_text.open_share", "from": 2022.0, "until": 2030.0, "value": 0.8},
        "b": {"path": "pools.public_text.open_share", "from": 2024.0, "until": 2027.0, "value": 0.5},
        "c": {"path": "pools.public_text.open_share", "from": 2029.0, "until": 2033.0, "value": 0.3},
    }
    history = alive(world(regulators={"state": {"enacts": rules}})).run()
    expected = [1.0] * 2 + [0.8] * 2 + [0.5] * 3 + [0.8] * 2 + [0.3] * 4 + [1.0] * 8
    assert [state.open_share for state in history.states] == expected


def test_a_price_that_was_ruled_goes_back_to_its_trend() -> None:
    ruled_by, free = (
        alive(one).run().models
        for one in (
            ruled("economy.compute_price", "1.5e-17 USD/FLOP", until=2028.0),
            ruled("labs.lab.max_wait", "1 year"),
        )
    )
    ratios = {model.year: model.spend_usd / other.spend_usd for model, other in zip(ruled_by, free, strict=True)}
    assert ratios[2027.0] > 10
    assert ratios[2028.0] == pytest.approx(1.0)


def test_an_archive_a_publisher_and_users_follow_a_rule_at_once() -> None:
    rule = {"path": "archives.library.open_share", "from": 2025.5, "value": 0.9}
    section = {"pools": ["tapes"], "open_share": 0.2, "opening_time": "1 year", "needs": "1e30 USD/year"}
    loaded = world(pools__tapes=TAPES, archives={"library": section}, regulators={"state": {"enacts": {"a": rule}}})
    assert [share for _, share in tapes(loaded)][-1] == pytest.approx(0.9, abs=1e-3)
    rule = {"path": "user_bases.all.consent", "from": 2030.5, "value": 0.0}
    loaded = world(pools__talk=TALK, user_bases={"all": USERS}, regulators={"state": {"enacts": {"a": rule}}})
    stocks = [state.stock for state in alive(loaded).run().states if state.pool == "talk"]
    assert stocks[12] < stocks[11]


def test_a_rule_that_changes_nothing_says_so() -> None:
    history = alive(ruled("pools.public_text.link_rot", "0 %/year")).run()
    (told,) = (one for one in history.happenings if "rule" in one.kind)
    assert told.kind == "void_rule"
    assert told.text.endswith(", which changes nothing")
