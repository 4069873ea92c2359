"""A data owner: deals, rights, incidents and luck."""

from math import inf

import numpy as np
import pytest

from agents.data_owner import DataOwner
from simulator.ecosystem import Ecosystem
from tests.agents.small_worlds import LEAKY, OWNER, PRIVATE, SECOND, alive, at, kinds, world
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.settings import Setting
from worlds.pools.access import Trespass


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


def test_a_deal_for_what_is_too_dear_to_read_is_not_asked_for() -> None:
    free = {**OWNER, "fee": "0 USD", "integration_cost": "0 USD"}
    dear = world(pools__mail={**PRIVATE, "price": "1e6 USD/Mtoken"}, data_owners={"post": free})
    assert kinds(alive(dear).run(), "application") == []


@pytest.mark.parametrize("name", ["rivals", "estuary"])
def test_what_is_not_tried_since_it_would_not_be_read_changes_nothing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = rivals() if name == "rivals" else load_world(name)
    some = alive(loaded).run()
    monkeypatch.setattr("agents.gathering.best_level", lambda *_: inf)
    every = alive(loaded).run()
    assert kinds(some, "application")
    assert (some.happenings, some.payments, some.models) == (every.happenings, every.payments, every.models)


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


def test_a_lab_buys_what_its_users_ask_for_even_if_it_does_not_train_on_it() -> None:
    base = {"demand": "100 T token/year", "appeal_loss": "5 nat/token"}
    loaded = deals(fee="1 M USD").with_settings(
        [Setting("user_bases", {"all": base}), Setting("pools.mail.quality", 0.01), Setting("labs.lab.min_value", 0.5)]
    )
    assert kinds(alive(loaded).run(), "deal") == []
    useful = loaded.with_settings([Setting("data_owners.post.beside", "100 M USD/year")])
    history = alive(useful).run()
    assert kinds(history, "deal")
    assert kinds(history, "renewal")
    assert "mail" not in {helping.pool for one in history.corpora for helping in one.corpus.helpings}
    without_users = useful.with_settings([Setting("feedbacks.usage", False)])
    assert kinds(alive(without_users).run(), "deal") == []
