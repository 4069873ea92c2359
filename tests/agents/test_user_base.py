"""Users come and go, are served, and leave what they write."""

from itertools import pairwise
from math import exp, log

import numpy as np
import pytest
from scipy.integrate import quad

from agents.user_base import UserBase
from simulator.ecosystem import Ecosystem
from tests.agents.small_worlds import SECOND, TALK, USERS, alive, at, setting, world
from worlds.config.loading import LoadedWorld
from worlds.config.settings import Setting


def used(**more: object) -> LoadedWorld:
    return world(pools__talk=TALK, user_bases={"all": {**USERS, **more}})


def base(ecosystem: Ecosystem) -> UserBase:
    return ecosystem.user_bases[0]


def test_users_come_as_models_get_better() -> None:
    history = alive(used()).run()
    shares = [one.share for one in history.uses]
    assert all(later > earlier for earlier, later in pairwise(shares))
    assert shares[-1] < 1.0


def test_what_is_served_is_the_integral_of_use() -> None:
    loaded = used()
    ecosystem = alive(loaded)
    seen: list[tuple[float, float]] = []

    def served() -> float:
        base(ecosystem).settle()
        seen.append((ecosystem.clock.now, base(ecosystem).served["lab"].tokens))
        return seen[-1][1]

    whole = ecosystem.ask(2026.4, served, 999_999)
    curves = [
        at(loaded, year, lambda one: base(one).serving("lab", one.clock.now)) for year in np.arange(2020, 2026.4, 0.4)
    ]
    assert whole == pytest.approx(np.trapezoid(curves, dx=0.4), rel=0.05)  # type: ignore[arg-type]


def test_a_stretch_of_use_is_integrated_exactly() -> None:
    ecosystem = alive(used())

    def both() -> tuple[float, float]:
        users, now = base(ecosystem), ecosystem.clock.now
        users.settle()
        before = users.served["lab"].tokens
        crowd, growth = users._actual, log(1.3)
        demand = users.demand(now)
        whole = quad(lambda t: demand * exp(growth * t) * crowd.share("lab", now + t), 0, 0.7)[0]
        ecosystem.clock.environment._now += 0.7
        users.settle()
        return users.served["lab"].tokens - before, whole

    counted, integral = ecosystem.ask(2025.1, both, 999_999)
    assert counted == pytest.approx(integral, rel=1e-9)


def test_a_lab_that_keeps_its_promise_earns_what_it_planned() -> None:
    loaded = used()
    plenty = loaded.with_settings([Setting("pools.public_text.stock", "1e9 T token")])
    index = at(plenty, 2035.0, lambda one: one.use("lab").index)
    assert index == pytest.approx(1.0, abs=1e-12)
    assert at(loaded, 2039.0, lambda one: one.use("lab").index) < 1.0  # type: ignore[operator]


def test_revenue_moves_compute_only_as_far_as_it_is_reinvested() -> None:
    short = [Setting("labs.lab.reinvest", 1), Setting("pools.public_text.stock", "1 T token")]
    loaded = used().with_settings(short)
    on, off = (alive(one).run() for one in (loaded, loaded.with_settings([Setting("feedbacks.revenue", False)])))
    assert sum(model.flop for model in on.models) < sum(model.flop for model in off.models)
    still = loaded.with_settings([Setting("labs.lab.reinvest", 0)])
    assert [model.flop for model in alive(still).run().models] == [model.flop for model in off.models]


def test_never_do_more_people_use_models_than_there_are() -> None:
    loaded = world(user_bases={"all": {**USERS, "pools": [], "adoption_time": "0.2 year", "leaving_time": "20 year"}})
    seconds = loaded.with_settings([setting(["labs", "second"], {**SECOND, "compute": "1e26 FLOP"})])
    uses = alive(seconds).run().uses
    for year in range(2021, 2041):
        assert sum(one.share for one in uses if one.year == year) < 1.0


def test_a_lab_learns_from_its_own_users_only() -> None:
    loaded = world(pools__talk=TALK, user_bases={"all": USERS}, labs__second=SECOND)
    shares = at(loaded, 2035.0, lambda one: [one.access.share("talk", lab, 2035.0) for lab in ("lab", "second")])
    assert sum(shares) == pytest.approx(1.0)  # type: ignore[call-overload]
    assert min(shares) > 0  # type: ignore[call-overload]
    asleep = loaded.with_settings([Setting("feedbacks.usage", False)])
    both = at(asleep, 2035.0, lambda one: [one.access.share("talk", lab, 2035.0) for lab in ("lab", "second")])
    assert both == [1.0, 1.0]


def test_demand_grows_by_another_rate_before_its_date() -> None:
    loaded = used(demand={"value": "100 T token/year", "at": 2026.0}, earlier_growth="5 x/year")
    demands = [at(loaded, year, lambda one: base(one).demand(one.clock.now)) for year in (2024.0, 2026.0, 2027.0)]
    assert demands == pytest.approx([1e14 / 25, 1e14, 1.3e14])
    ecosystem = alive(loaded)
    seen: list[tuple[float, float, float]] = []

    def served() -> float:
        users = base(ecosystem)
        users.settle()
        crowd, begun = users._actual, users._settled
        before = users.served["lab"].tokens
        whole = quad(lambda t: users.demand(t) * crowd.share("lab", t), begun, begun + 0.9, points=[2026.0])[0]
        ecosystem.clock.environment._now += 0.9
        users.settle()
        seen.append((begun, users.served["lab"].tokens - before, whole))
        return 0.0

    ecosystem.ask(2025.5, served, 999_999)
    (begun, counted, whole) = seen[0]
    assert begun < 2026.0 < begun + 0.9
    assert counted == pytest.approx(whole, rel=1e-9)


def test_users_pay_no_more_than_they_can() -> None:
    poor = used(
        spending={"value": "1 M USD/year", "at": 2020.0}, spending_growth="10 %/year", demand="1e6 T token/year"
    )
    history = alive(poor).run()
    for one in history.final_uses:
        assert one.revenue_usd <= sum(1e6 * 1.1**year for year in range(20)) * 1.05
    rich = alive(used(spending={"value": "1e30 USD/year", "at": 2020.0}, demand="1e6 T token/year")).run()
    free = alive(used(demand="1e6 T token/year")).run()
    assert [one.tokens for one in rich.final_uses] == [one.tokens for one in free.final_uses]
    assert rich.final_uses[0].tokens > history.final_uses[0].tokens


def test_what_users_cannot_pay_for_is_not_served() -> None:
    poor = used(spending={"value": "1 M USD/year", "at": 2020.0}, demand="1e6 T token/year", markup=2)

    def paid_over_what_they_can(one: Ecosystem) -> float:
        users, now = base(one), one.clock.now
        return users.serving("lab", now) * users._price("lab", now) / (1e6 * users.index("lab", now)[0])

    assert at(poor, 2035.3, paid_over_what_they_can) == pytest.approx(1.0, rel=1e-12)
