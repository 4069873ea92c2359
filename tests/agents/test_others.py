"""Publishers, owners, archives, users and regulators: what each does, in a small world of its own."""

from collections.abc import Callable
from itertools import pairwise
from math import exp, log

import numpy as np
import pytest
from scipy.integrate import quad

from agents.data_owner import DataOwner
from agents.user_base import UserBase
from simulator.ecosystem import Ecosystem
from simulator.recorder import History
from worlds.config.chance import Luck
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.settings import Setting
from worlds.config.values import central
from worlds.pools.access import Trespass

PRIVATE = {"kind": "private", "stock": "300 T token", "grandfathering": 0, "repetition": 2, "price": "0.01 USD/Mtoken"}
OWNER = {"pools": ["mail"], "fee": "1000 USD", "integration_cost": "1000 USD", "integration_time": "0.25 year"}


def world(**changes: object) -> LoadedWorld:
    """Return the smallest world with some sections more; `.` in a path is written `__`."""
    return load_world("minimal", [setting(path.split("__"), value) for path, value in changes.items()])


def setting(keys: list[str], value: object) -> Setting:
    """Return a setting; what is new in the world comes as part of its section."""
    if keys[:2] in (["pools", "mail"], ["pools", "tapes"], ["pools", "talk"], ["labs", "second"]):
        return Setting(keys[0], {keys[1]: value})
    return Setting(".".join(keys), value)


def alive(loaded: LoadedWorld, replication: int = 0) -> Ecosystem:
    return Ecosystem(loaded, central(loaded), Luck(0, replication))


def at(loaded: LoadedWorld, year: float, question: Callable[[Ecosystem], object], replication: int = 0) -> object:
    ecosystem = alive(loaded, replication)
    return ecosystem.ask(year, lambda: question(ecosystem), 999_999)


def kinds(history: History, kind: str) -> list[float]:
    return [one.year for one in history.happenings if one.kind == kind]


# Publishers


def publisher(**more: object) -> dict[str, object]:
    return {"web": {"pools": ["public_text"], "closing": {"most": 0.5, "closing_time": "1 year"}, **more}}


def open_shares(loaded: LoadedWorld) -> list[float]:
    return [state.open_share for state in alive(loaded).run().states]


def test_sites_close_as_they_are_crawled_and_not_beyond_their_most() -> None:
    shares = open_shares(world(publishers=publisher()))
    assert shares[0] == 1.0
    assert all(later < earlier for earlier, later in pairwise(shares[2:15]))
    assert 0.5 < shares[-1] < 0.8


def test_a_publisher_that_nobody_crawls_stays_open() -> None:
    assert set(open_shares(world(publishers=publisher(), labs__lab__compute="0 FLOP"))) == {1.0}


def test_only_the_head_closes_where_the_head_alone_is_meant() -> None:
    head = open_shares(world(publishers=publisher(part="head"), pools__public_text__head_share=0.2))
    assert 0.9 < head[-1] < 0.97


def test_without_the_feedback_nothing_closes() -> None:
    assert set(open_shares(world(publishers=publisher(), feedbacks__closure=False))) == {1.0}


def test_better_models_write_more_and_their_text_has_their_ancestry() -> None:
    history = alive(world(publishers={"web": {"pools": ["public_text"], "machine_text": {}}})).run()
    shares = [state.machine / state.stock for state in history.states]
    assert shares[0] == 0.0
    assert all(later >= earlier for earlier, later in pairwise(shares))
    assert 0.2 < shares[-1] < 0.52
    assert history.states[-1].generation / shares[-1] > 1.2, "models learned from text that models had written"


# Owners


def deals(**owner: object) -> LoadedWorld:
    return world(pools__mail=PRIVATE, data_owners={"post": {**OWNER, **owner}})


def test_a_deal_takes_its_time_and_opens_the_pool_for_who_has_it() -> None:
    history = alive(deals()).run()
    (asked, *_), (signed, *_) = kinds(history, "application"), kinds(history, "deal")
    first = min(one.year for one in history.corpora for helping in one.corpus.helpings if helping.pool == "mail")
    assert asked < signed < signed + 0.25 <= first


def test_an_owner_that_asks_too_much_makes_no_deal() -> None:
    history = alive(deals(fee="1e30 USD")).run()
    assert kinds(history, "application") == []
    assert "mail" not in {helping.pool for one in history.corpora for helping in one.corpus.helpings}


def test_many_owners_take_longer_than_a_consortium_of_them() -> None:
    def whole(consortium: bool) -> float:
        loaded = deals(owners=12, consortium=consortium, incidents={"leaks": "0 event/year/token"})
        years = []
        for replication in range(5):
            history = alive(loaded, replication).run()
            begun = kinds(history, "application")[0]
            full = [one.year for one in history.happenings if one.kind == "deal" and one.value == 1.0]
            years.append(min(full, default=2040.0) - begun)
        return float(np.mean(years))

    assert whole(consortium=False) > 3 * whole(consortium=True)


def test_a_lab_with_some_of_many_deals_may_read_their_share() -> None:
    loaded = deals(owners=4, negotiation_time="1 year", term="20 year")
    shares = [
        at(loaded, year, lambda one: one.access.share("mail", "lab", one.clock.now)) for year in range(2028, 2040)
    ]
    assert {0.0, 0.25, 0.5, 0.75, 1.0} >= set(shares)
    assert len(set(shares)) > 2


SECOND = {"compute": {"value": "5e24 FLOP", "at": 2024.0}, "compute_growth": "4 x/year", "start": 2020.5}


def rivals(**more: object) -> LoadedWorld:
    owner = {"post": {**OWNER, "exclusive": True, "term": "4 year", "premium": 1}}
    return world(pools__mail=PRIVATE, data_owners=owner, labs__second=SECOND, **more)


def holders(ecosystem: Ecosystem) -> set[str]:
    return {lab for lab in ("lab", "second") if ecosystem.access.share("mail", lab, ecosystem.clock.now) > 0}


def test_an_exclusive_owner_deals_with_one_lab_at_a_time() -> None:
    found = [at(rivals(), year, holders) for year in np.arange(2027, 2040, 0.5)]
    assert max(len(one) for one in found if isinstance(one, set)) == 1
    both = [at(rivals(feedbacks__competition=False), year, holders) for year in np.arange(2027, 2040, 0.5)]
    assert {"lab", "second"} in both


def test_a_right_that_has_ended_lets_nothing_more_be_read() -> None:
    ecosystem = alive(rivals())
    ecosystem.run()
    for lab, helping, year in (
        (one.lab, helping, one.year) for one in ecosystem.history.corpora for helping in one.corpus.helpings
    ):
        if helping.pool == "mail":
            held = at(rivals(), year, lambda one, lab=lab: one.access.share("mail", lab, one.clock.now))  # type: ignore[misc]
            assert held > 0  # type: ignore[operator]


def test_a_read_beyond_a_right_is_refused() -> None:
    ecosystem = alive(rivals())
    with pytest.raises(Trespass, match="lab reads 5 tokens of mail and may read 0"):
        ecosystem.access.check("mail", "lab", 5.0, 5.0)
    with pytest.raises(Trespass, match=r"may read 9\.99e"):
        ecosystem.access.check("public_text", "lab", 1e12, 0.999e12)


LEAKY = {"leaks": "5 event/year/Ttoken", "breaches": "2 event/year", "removal": 0.1, "trust_loss": 0.5}


def test_incidents_cost_fines_text_and_trust() -> None:
    history = alive(deals(incidents=LEAKY)).run()
    incidents = kinds(history, "incident")
    assert incidents
    fines = [one.usd for one in history.payments if one.what == "fine"]
    assert fines == [50e6] * len(incidents)
    mail = [state for state in history.states if state.pool == "mail"]
    assert mail[-1].stock < 0.95 * mail[0].stock
    assert min(state.open_share for state in mail) < 0.8


def test_without_trust_at_stake_incidents_are_only_counted_and_fined() -> None:
    history = alive(
        world(pools__mail=PRIVATE, data_owners={"post": {**OWNER, "incidents": LEAKY}}, feedbacks__trust=False)
    ).run()
    assert kinds(history, "incident")
    assert {state.open_share for state in history.states if state.pool == "mail"} == {1.0}
    assert {round(state.stock) for state in history.states if state.pool == "mail"} == {300e12}


def test_differential_privacy_prevents_leaks() -> None:
    def number(protection: float) -> int:
        owner = {"post": {**OWNER, "incidents": {**LEAKY, "breaches": "0 event/year"}}}
        more = {"labs__lab__differential_privacy": protection, "labs__lab__shortfall": ["repeat"]}
        return len(kinds(alive(world(pools__mail=PRIVATE, data_owners=owner, **more)).run(), "incident"))

    assert number(0.0) > 0
    assert number(1.0) == 0


def test_who_holds_the_data_needs_no_deal() -> None:
    history = alive(deals(holders=["lab"])).run()
    assert kinds(history, "application") == []
    assert "mail" in {helping.pool for one in history.corpora for helping in one.corpus.helpings}


def test_the_luck_of_one_lab_is_not_that_of_another() -> None:
    def first_deal(loaded: LoadedWorld) -> float:
        history = alive(loaded).run()
        return min(one.year for one in history.happenings if one.kind == "deal" and one.subject == "lab")

    alone = world(pools__mail=PRIVATE, data_owners={"post": {**OWNER, "desks": 5}})
    together = world(pools__mail=PRIVATE, data_owners={"post": {**OWNER, "desks": 5}}, labs__second=SECOND)
    assert first_deal(alone) == first_deal(together)


def test_more_data_for_the_same_money_are_asked_for_no_later() -> None:
    def asked(stock: str) -> float:
        pool = {**PRIVATE, "stock": stock}
        return kinds(alive(world(pools__mail=pool, data_owners={"post": OWNER})).run(), "application")[0]

    years = [asked(stock) for stock in ("50 T token", "500 T token", "5000 T token", "50000 T token")]
    assert years == sorted(years, reverse=True)


def test_a_lab_reads_nothing_outside_of_what_it_reads() -> None:
    owner = {**OWNER, "pools": ["mail", "tapes"]}
    more = {"pools__tapes": {**PRIVATE, "stock": "200 T token"}, "labs__lab__reads": ["public_text", "mail"]}
    for extra in ({}, {"holders": ["lab"]}):
        history = alive(world(pools__mail=PRIVATE, data_owners={"post": {**owner, **extra}}, **more)).run()
        read = {helping.pool for one in history.corpora for helping in one.corpus.helpings}
        assert read == {"public_text", "mail"}


def test_a_deal_that_ends_before_it_is_worked_in_is_not_asked_for() -> None:
    assert kinds(alive(deals(integration_time="3 year", term="1 year")).run(), "application") == []


def test_a_lab_that_had_to_delete_its_copies_cannot_lose_them() -> None:
    incidents = {"leaks": "0 event/year/Ttoken", "breaches": "20 event/year", "removal": 0, "trust_loss": 0}
    dear = {"state": {"enacts": {"a": {"path": "pools.mail.price", "from": 2034.5, "value": "1e6 USD/Mtoken"}}}}
    owner = {**OWNER, "term": "2 year", "incidents": incidents}
    history = alive(world(pools__mail=PRIVATE, data_owners={"post": owner}, regulators=dear)).run()
    (last, *_) = reversed(kinds(history, "deal_end"))
    assert kinds(history, "incident")
    assert max(kinds(history, "incident")) <= last < 2038


def test_an_idle_lab_renews_no_deal() -> None:
    rich = {"labs__lab__compute": None, "labs__lab__budget": "1 G USD", "labs__lab__budget_growth": "2 x/year"}
    incidents = {"breaches": "5 event/year", "fine": "1e15 USD"}
    loaded = world(
        pools__mail=PRIVATE, data_owners={"post": {**OWNER, "term": "1 year", "incidents": incidents}}, **rich
    )
    history = alive(loaded).run()
    (idle, *_) = kinds(history, "idle")
    assert max(one.year for one in history.payments if one.what == "deal") < idle + 2


def test_an_owner_learns_nothing_from_labs_that_read_nothing_of_its_own() -> None:
    ecosystem = alive(deals(fee="1e30 USD"))
    ecosystem.run()
    (owner,) = (one for one in ecosystem.agents if isinstance(one, DataOwner))
    assert owner.terms("lab") is not None


# Archives

TAPES = {
    "kind": "multimodal",
    "modality": "speech",
    "stock": "1 T token",
    "transfer": 1,
    "gate_size": "1 parameter",
    "price": "0.1 USD/Mtoken",
}


def archive(**more: object) -> LoadedWorld:
    section = {"pools": ["tapes"], "open_share": 0.2, "opening_time": "1 year", **more}
    return world(pools__tapes=TAPES, archives={"library": section})


def tapes(loaded: LoadedWorld) -> list[tuple[float, float]]:
    return [(state.stock, state.open_share) for state in alive(loaded).run().states if state.pool == "tapes"]


def test_a_backlog_is_digitised_to_the_last_token() -> None:
    backlog = {"tokens": {"value": "8 T token", "at": 2022.0}, "since": 2022.0, "time": "2 year"}
    stocks = [stock for stock, _ in tapes(archive(backlog=backlog))]
    assert stocks[0] == stocks[2] == 1e12
    assert stocks[3] == pytest.approx(1e12 + 8e12 * (1 - exp(-0.5)))
    assert stocks[-1] == pytest.approx(9e12, rel=1e-3)


def test_an_archive_opens_as_far_as_it_is_paid() -> None:
    free, paid, dear = (
        [share for _, share in tapes(archive(**more))]
        for more in ({}, {"needs": "10000 USD/year"}, {"needs": "1e12 USD/year"})
    )
    assert free[-1] == pytest.approx(1.0, abs=1e-3)
    assert 0.2 < paid[-1] < 1.0
    assert dear[-1] == pytest.approx(0.2, abs=1e-3)


def test_an_archive_earns_what_labs_pay_for_reading() -> None:
    history = alive(archive()).run()
    spent = sum(helping.spend_usd for one in history.corpora for helping in one.corpus.helpings)
    assert sum(one.usd for one in history.payments if one.to == "archives.library") == pytest.approx(spent)


# Users

TALK = {"kind": "interaction", "inflow": "10 T token/year", "adoption": 1, "pass_rate": 1, "best_pass_rate": 1}
USERS = {"demand": "100 T token/year", "demand_growth": "30 %/year", "pools": ["talk"]}


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


# Regulators


def ruled(path: str, value: object, **more: object) -> LoadedWorld:
    return world(regulators={"state": {"enacts": {"rule": {"path": path, "from": 2025.0, "value": value, **more}}}})


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


# Money


def test_a_lab_buys_compute_with_its_budget() -> None:
    loaded = world(labs__lab__compute=None, labs__lab__budget={"value": "1 M USD", "at": 2024.0})
    models = alive(loaded).run().models
    spent = {round(model.planned_year): 0.0 for model in models}
    for model in models:
        spent[round(model.planned_year)] += model.spend_usd
    assert spent[2024] == pytest.approx(1e6)


def test_what_is_read_without_a_keeper_is_paid_for_all_the_same() -> None:
    loaded = world(
        labs__lab__compute=None,
        labs__lab__compute_growth="1 x/year",
        labs__lab__budget="1 G USD",
        pools__public_text__price="3 USD/Mtoken",
    )
    history = alive(loaded).run()
    read = sum(helping.spend_usd for one in history.corpora for helping in one.corpus.helpings)
    assert sum(one.usd for one in history.payments) == pytest.approx(read)
    assert {one.to for one in history.payments} == {""}
    spent = [sum(model.spend_usd for model in history.models if model.planned_year == year) for year in (2020, 2021)]
    first = sum(one.usd for one in history.payments if one.year == 2020)
    assert spent[1] == pytest.approx(1e9 - first)


def test_a_lab_that_waited_long_makes_up_for_no_missed_generation() -> None:
    short = {"pools__public_text__stock": "10 T token", "pools__public_text__net_growth": "3 x/year"}
    patient = {"labs__lab__shortfall": ["wait"], "labs__lab__max_wait": "10 year"}
    history = alive(world(**short, **patient, labs__lab__compute={"value": "1e26 FLOP", "at": 2020.0})).run()
    years = sorted({model.year for model in history.models})
    assert min(later - earlier for earlier, later in pairwise(years)) > 0.01
    assert len({model.id for model in history.models}) == len(history.models)


def test_worthless_text_trains_nothing() -> None:
    loaded = world(pools__public_text__quality="0 %", labs__lab__reading="crawl")
    assert alive(loaded).run().models == []


def test_fines_come_out_of_the_next_budget() -> None:
    rich = {"labs__lab__compute": None, "labs__lab__budget": "1 M USD", "labs__lab__shortfall": ["repeat"]}
    tiny = {**PRIVATE, "stock": "1 T token", "price": "0 USD/Mtoken"}
    leaky = {**LEAKY, "breaches": "5 event/year", "fine": "1 G USD"}
    owner = {**OWNER, "fee": "0 USD", "integration_cost": "0 USD", "holders": ["lab"], "incidents": leaky}
    stock = {"pools__public_text__stock": "100 G token"}
    history = alive(world(pools__mail=tiny, data_owners={"post": owner}, **stock, **rich)).run()
    first = kinds(history, "incident")[0]
    assert not [model for model in history.models if model.year > first + 1], "it owes more than it will ever have"
    assert kinds(history, "idle")
