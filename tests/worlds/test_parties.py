"""Laws and pools behind owners, publishers and users: limits, exact steps, directions."""

from itertools import pairwise
from math import exp, inf, log
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad, solve_ivp

from tests.worlds.test_pools import pool, world
from worlds.config.values import central
from worlds.laws.appeal import appeal, chosen
from worlds.laws.consent import closed, faded, learned, opened
from worlds.laws.price import drifted
from worlds.laws.privacy import incident_rate
from worlds.laws.synthesis import Ancestry
from worlds.pools.access import Access, Trespass, concentration
from worlds.pools.basin import Basin
from worlds.pools.copies import NONE, Copies
from worlds.pools.curves import Relaxation, Together
from worlds.pools.quote import RANGE, Quote

SHARES = st.floats(0.0, 1.0)
YEARS = st.floats(0.01, 10.0)


def test_a_model_at_the_reference_appeals_as_much_as_doing_without() -> None:
    assert appeal(0.2, 0.2, 7.0) == 1.0
    assert appeal(0.1, 0.2, 7.0) == pytest.approx(2**7)
    assert appeal(inf, 0.2, 7.0) < 1e-80
    assert appeal(0.0, 0.2, 7.0) > 1e80
    assert chosen({"a": 1.0}) == {"a": 0.5}
    assert chosen({}) == {}


@given(st.dictionaries(st.text(max_size=3), st.floats(1e-6, 1e6), min_size=1, max_size=6))
def test_users_are_shared_out_and_some_do_without(appeals: dict[str, float]) -> None:
    shares = chosen(appeals)
    assert sum(shares.values()) < 1.0
    assert sum(shares.values()) == pytest.approx(1 - 1 / (1 + sum(appeals.values())))
    assert chosen(dict(reversed(appeals.items()))) == shares


def test_closing_saturates_and_opening_needs_pay() -> None:
    assert closed(0.0, 0.45, 2.0) == 0.0
    assert closed(2.0, 0.45, 2.0) == pytest.approx(0.225)
    assert closed(1e12, 0.45, 2.0) == pytest.approx(0.45)
    assert (opened(0.0, 5.0, 0.8), opened(5.0, 5.0, 0.8), opened(0.0, 0.0, 0.8)) == (0.0, 0.4, 0.8)
    assert faded(1.0, 2.0, 2.0) == pytest.approx(exp(-1))


def test_an_archive_opens_half_way_for_what_it_needs_however_little_that_is() -> None:
    assert [opened(needs, needs, 0.8) for needs in (1e-3, 0.5, 2.0, 1e9)] == [0.4] * 4
    assert [opened(income, 0.0, 0.8) for income in (0.0, 5.0)] == [0.8, 0.8]


def test_a_doubling_of_deals_makes_the_next_one_cheaper_by_the_learning_share() -> None:
    assert [learned(deals, 0.2) for deals in (0, 1, 3, 7)] == pytest.approx([1.0, 0.8, 0.64, 0.512])
    assert learned(5, 0.0) == 1.0
    assert (learned(0, 1.0), learned(3, 1.0)) == (1.0, 0.0)


def test_incidents_grow_with_what_is_memorised_and_stored_and_fall_with_protection() -> None:
    assert incident_rate(2e12, 0.5e-12, 0.5, 0.1, 0.0) == pytest.approx(1.05)
    assert incident_rate(2e12, 0.5e-12, 0.5, 0.1, 1.0) == pytest.approx(0.05)


PRICES: dict[str, Any] = {"pace": 1.3, "target": 0.5, "low": 0.1, "high": 9.0}


@given(st.floats(0.2, 8.0), st.floats(0.0, 4.0), st.floats(0.0, 4.0), YEARS, st.floats(0.0, 1.0))
def test_one_long_step_of_a_price_equals_two_short_ones(
    price: float, wanted: float, felt: float, years: float, part: float
) -> None:
    whole = drifted(price, wanted=wanted, felt=felt, years=years, **PRICES)
    middle, felt_then = drifted(price, wanted=wanted, felt=felt, years=years * part, **PRICES)
    twice = drifted(middle, wanted=wanted, felt=felt_then, years=years * (1 - part), **PRICES)
    assert twice == pytest.approx(whole, rel=1e-9)


@pytest.mark.parametrize(("wanted", "felt"), [(1.0, 0.0), (0.2, 3.0), (0.5, 0.5), (3.0, 0.1)])
def test_a_price_follows_its_differential_equation(wanted: float, felt: float) -> None:
    found, _ = drifted(1.0, 1.3, 0.5, wanted, felt, 2.0, 1e-30, 1e30)
    solved = solve_ivp(
        lambda _, y: [1.3 * (y[1] - 0.5), wanted - y[1]], (0.0, 2.0), [0.0, felt], rtol=1e-10, atol=1e-12
    )
    assert log(found) == pytest.approx(solved.y[0, -1], rel=1e-7, abs=1e-9)


def test_a_price_that_hits_an_end_comes_back_from_there() -> None:
    falling, felt = drifted(0.11, 1.0, 0.5, 1.0, 0.0, 0.5, 0.1, 9.0)
    assert falling == pytest.approx(0.1)
    rising, _ = drifted(falling, 1.0, 0.5, 1.0, felt, 3.0, 0.1, 9.0)
    assert rising > 0.2


@pytest.mark.parametrize("felt", [0.55, 0.65, 0.75, 1.5])
def test_a_price_that_stands_at_its_end_leaves_it_when_scarcity_is_over(felt: float) -> None:
    price, then = 1.0, felt
    for _ in range(2000):
        price, then = drifted(price, 3.0, 0.5, 0.2, then, 0.001, 0.01, 1.0)
    at_once, _ = drifted(1.0, 3.0, 0.5, 0.2, felt, 2.0, 0.01, 1.0)
    assert at_once == pytest.approx(price, rel=1e-3)


def quote(pace: float = 1.0) -> Quote:
    return Quote(first=2.0, pace=pace, target=0.5, year=2020.0, price=2.0)


def test_a_price_rests_until_somebody_wants_something() -> None:
    resting = quote()
    resting.press(2021.0, 0.0)
    assert resting.at(2030.0) == 2.0
    resting.press(2030.0, 0.1)
    assert resting.at(2035.0) < 2.0


def test_scarcity_raises_a_price_up_to_thirty_times() -> None:
    scarce, still = quote(), quote(0.0)
    for one in (scarce, still):
        one.press(2020.0, 2.0)
    assert scarce.at(2021.0) > 2.0
    assert scarce.at(2060.0) == pytest.approx(2.0 * RANGE)
    assert still.at(2060.0) == 2.0


def test_pressing_a_price_again_with_the_same_changes_nothing() -> None:
    once, often = quote(), quote()
    once.press(2020.0, 1.2)
    for year in range(2020, 2030):
        often.press(float(year), 1.2)
    assert often.at(2030.0) == pytest.approx(once.at(2030.0), rel=1e-12)


def test_a_new_stated_price_moves_todays_by_as_much() -> None:
    one = quote()
    one.press(2020.0, 1.5)
    before = one.at(2023.0)
    one.renew(2023.0, 4.0, 1.0, 0.5)
    assert one.at(2023.0) == pytest.approx(2 * before)


@given(SHARES, SHARES, SHARES, YEARS)
def test_a_curve_crosses_a_share_at_the_date_it_says(value: float, to: float, share: float, until: float) -> None:
    curve = Relaxation(value, to, 2020.0, 0.7)
    date = curve.crossing(share, 2020.0 + until)
    between = min(value, curve.at(2020.0 + until)) < share < max(value, curve.at(2020.0 + until))
    assert (date is not None) == between
    if date is not None and abs(value - to) > 1e-6:
        assert curve.at(date) == pytest.approx(share, abs=1e-6)


def test_several_curves_together_are_the_sum_of_their_pieces() -> None:
    both = Together((Relaxation(0.1, 0.5, 2020.0, 0.3), Relaxation(0.4, 0.2, 2020.0, 0.3)), 0.5)
    assert both.at(2022.0) == pytest.approx(0.5 * (both.curves[0].at(2022.0) + both.curves[1].at(2022.0)))
    pieces = both.pieces(2021.0)
    assert len(pieces) == 2
    assert sum(amount * exp(rate * 1.0) for amount, rate in pieces) == pytest.approx(both.at(2022.0))


def test_a_pool_follows_users_that_an_agent_leads() -> None:
    talk = pool("interaction", staleness="0 %/year", net_growth="30 %/year")
    crowd = Together((Relaxation(0.0, 0.5, 2021.0, 0.4), Relaxation(0.2, 0.1, 2021.0, 2.0)))
    before = talk.stock(2021.0)
    talk.lead_vigour(2021.0, crowd)
    came = quad(lambda t: 60e12 * 1.3 ** (t - 2020) * crowd.at(t), 2021, 2024)[0]
    assert talk.stock(2024.0) == pytest.approx(before + came, rel=1e-8)


def test_leading_a_curve_to_where_it_goes_anyway_changes_nothing() -> None:
    course = {"value": 0.0, "to": 0.52, "since": 2020.0, "time": "0.8 year"}
    plain, led = pool(ai_share=course), pool(ai_share=course)
    led.lead_machine(2023.0, 0.52, 1 / 0.8, Ancestry(1.0, depth=1))
    assert led.machine(2030.0) == pytest.approx(plain.machine(2030.0), rel=1e-12)
    assert led.stock(2030.0) == pytest.approx(plain.stock(2030.0), rel=1e-12)


def test_the_ancestry_of_machine_text_moves_from_old_writers_to_new_ones() -> None:
    web = pool(ai_share={"value": 0.0, "to": 0.5, "since": 2020.0, "time": "1 year"}, link_rot="30 %/year")
    web.lead_machine(2025.0, 0.5, 1.0, Ancestry(5.0, depth=5))
    course = [web.ancestry(year).generation for year in np.linspace(2025, 2045, 41)]
    assert course[0] == 1.0
    assert all(later > earlier for earlier, later in pairwise(course))
    assert course[-1] == pytest.approx(5.0, abs=0.02)
    assert web.ancestry(2030.0).depth == 5


def test_a_backlog_flows_in_exactly() -> None:
    images = pool("multimodal", net_growth="0 %/year", rot="0 %/year")
    images.digitise(2022.0, 10e12, 0.5)
    assert images.stock(2022.0) == pytest.approx(100e12)
    assert images.stock(2026.0) == pytest.approx(100e12 + 10e12 * (1 - exp(-2.0)))
    human, _ = images.accounts(2026.0)
    assert human.balance == pytest.approx(images.human(2026.0), rel=1e-9)


@pytest.mark.parametrize("year", [2021.0, 2026.5])
def test_numbers_that_change_leave_the_moment_as_it_is(year: float) -> None:
    loaded = world("public", net_growth="8 %/year", link_rot="6 %/year")
    values = central(loaded)
    web = pool(net_growth="8 %/year", link_rot="6 %/year")
    before = web.stock(year)
    values.enact("pools.web.link_rot", 0.3)
    values.enact("pools.web.quality", 0.5)
    web.renew(year, values)
    assert web.stock(year) == pytest.approx(before, rel=1e-12)
    assert web.quality(year) == 0.5
    assert web.stock(year + 3) < before * 1.08**3
    human, _ = web.accounts(year + 3)
    assert human.balance == pytest.approx(web.human(year + 3), rel=1e-9)


def test_users_that_come_faster_go_on_from_how_many_there_are() -> None:
    adoption = {"value": 0.1, "to": 0.9, "since": 2022.0, "time": "4 year"}
    loaded = world("interaction", adoption=adoption, net_growth="0 %/year", staleness="0 %/year")
    values = central(loaded)
    chats = pool("interaction", adoption=adoption, net_growth="0 %/year", staleness="0 %/year")
    before, there = chats.stock(2024.0), 0.9 - 0.8 * exp(-0.5)
    values.enact("pools.web.adoption.to", 0.5)
    chats.renew(2024.0, values)
    assert chats.stock(2024.0) == pytest.approx(before, rel=1e-12)
    came = 60e12 * (0.5 * 2.0 + (there - 0.5) * 4.0 * (1 - exp(-0.5)))
    assert chats.stock(2026.0) - before == pytest.approx(came, rel=1e-9)


def test_doors_of_several_keepers_multiply_and_a_part_is_a_part() -> None:
    web = pool(head_share=0.25)
    web.doors.keep("publishers.news", Relaxation(0.5), "head")
    assert web.open_share(2025.0) == pytest.approx(0.875)
    web.doors.keep("publishers.all", Relaxation(0.5))
    assert web.open_share(2025.0) == pytest.approx(0.4375)
    assert web.doors.share_of("head") == 0.25


def test_a_lab_reads_its_share_of_what_is_open_and_its_copies() -> None:
    mail = pool("private", net_growth="0 %/year", deletion="0 %/year", open_share=0.5, grandfathering=0.5)
    assert mail.readable(2024.0, NONE, 0.5) == pytest.approx(25e12)
    assert mail.readable(2024.0, Copies(40e12, 0.5), 0.0) == pytest.approx(20e12)


def test_copies_of_what_is_still_open_add_nothing_to_it() -> None:
    assert Copies(30e12, 0.4).beyond(100e12, 0.4) == 0.0
    assert Copies(30e12, 0.4).beyond(100e12, 0.9) == 0.0
    assert Copies(20e12, 0.4).beyond(100e12, 0.1) == pytest.approx(0.5 * 30e12)
    assert Copies(500e12, 1.0).beyond(100e12, 0.2) == pytest.approx(80e12)
    assert NONE.with_more(3e12, 0.5).with_more(2e12, 0.7) == Copies(3e12, 0.7)


def test_a_lab_cannot_read_its_way_into_what_was_never_open() -> None:
    mail = pool("private", net_growth="0 %/year", deletion="0 %/year", open_share=0.2)
    copies = NONE
    for year in range(2020, 2040):
        copies = copies.with_more(mail.readable(float(year), copies), mail.open_share(float(year)))
    assert mail.readable(2040.0, copies) == pytest.approx(20e12)


def test_rights_begin_change_and_end() -> None:
    access = Access(["mail", "web"], ["a", "b"])
    assert access.share("mail", "a", 2020.0) == 0.0
    assert access.readable("a") == []
    access.grant("mail", "a", 2020.0, 1e-6, 0.25, 2.0)
    assert (access.share("mail", "a", 2020.0), access.premium("mail", "a")) == (0.25, 2.0)
    assert access.readable("a") == ["mail"]
    access.end("mail", "a", 2023.0)
    assert access.share("mail", "a", 2024.0) == 0.0
    assert access.graph.edges["pool:mail", "lab:a"]["until"] == 2023.0
    access.grant("mail", "a", 2025.0)
    assert "until" not in access.graph.edges["pool:mail", "lab:a"]
    access.follow("web", "b", 2020.0, lambda year: (year - 2020) / 10)
    assert access.share("web", "b", 2025.0) == 0.5
    assert access.settled(2024.0).edges["pool:web", "lab:b"]["share"] == 0.4
    with pytest.raises(Trespass):
        access.check("mail", "b", 1.0, 100.0)


def test_rights_are_a_graph_of_pools_and_labs() -> None:
    access = Access(["mail", "web"], ["a", "b"], {"g_1": "b"})
    roles = {"pool:mail": "pool", "pool:web": "pool", "lab:a": "lab", "lab:b": "lab"}
    assert {name: facts["role"] for name, facts in access.graph.nodes.items()} == roles
    access.grant("mail", "a", 2020.0)
    assert access.graph.edges["pool:mail", "lab:a"] == {"since": 2020.0, "price": 0.0, "share": 1.0, "premium": 1.0}
    access.follow("web", "b", 2021.0, lambda year: (year - 2020) / 10)
    followed = {"since": 2021.0, "price": 0.0, "share": 0.1, "premium": 1.0}
    assert access.graph.edges["pool:web", "lab:b"] == followed
    access.grant("mail", "b", 2022.0, 3e-6, 0.5, 2.0)
    access.end("mail", "g_1", 2024.0)
    ended = {"since": 2022.0, "until": 2024.0, "price": 3e-6, "share": 0.0, "premium": 1.0}
    assert access.graph.edges["pool:mail", "lab:g_1"] == ended
    assert access.terms("mail", "g_1", 2025.0) == (0.0, 1.0)
    assert access.terms("mail", "b", 2025.0) == (0.5, 2.0)
    access.end("web", "a", 2024.0)
    assert ("pool:web", "lab:a") not in access.graph.edges
    assert access.terms("web", "a", 2025.0) == (0.0, 1.0)


def test_a_right_of_a_group_is_that_of_each_of_its_labs_unless_it_has_its_own() -> None:
    access = Access(["mail", "web"], ["a", "g"], {"g_1": "g", "g_2": "g", "g_3": "g"})
    access.grant("web", "g", 2020.0, 0.0, 0.5)
    access.grant("mail", "g_2", 2021.0, 2e-6, 0.25, 3.0)
    access.grant("mail", "g_3", 2023.0, 4e-6, 0.75)
    assert [access.share("web", lab, 2024.0) for lab in ("g_1", "g_2", "a")] == [0.5, 0.5, 0.0]
    assert [access.share("mail", lab, 2024.0) for lab in ("g_1", "g_2", "g_3")] == [0.0, 0.25, 0.75]
    assert [access.premium("mail", lab) for lab in ("g_1", "g_2")] == [1.0, 3.0]
    assert [access.readable(lab) for lab in ("g_1", "g_2")] == [["web"], ["mail", "web"]]
    access.grant("mail", "g", 2024.0)
    assert [access.share("mail", lab, 2024.0) for lab in ("g_1", "g_2")] == [1.0, 0.25]
    assert access.readable("g_1") == ["mail", "web"]
    access.end("web", "g_1", 2025.0)
    assert [access.share("web", lab, 2025.0) for lab in ("g_1", "g_2")] == [0.0, 0.5]


def test_the_rights_of_the_labs_of_a_group_are_stored_as_one() -> None:
    access = Access(["mail"], ["g"], {"g_1": "g", "g_2": "g", "g_3": "g"})
    access.grant("mail", "g_2", 2021.0, 2e-6, 0.25, 3.0)
    access.grant("mail", "g_3", 2023.0, 4e-6, 0.75)
    graph = access.settled(2024.0)
    assert set(graph) == {"pool:mail", "lab:g"}
    means = {"price": pytest.approx(3e-6), "share": 0.5, "premium": 2.0}
    assert graph.edges["pool:mail", "lab:g"] == {"since": 2021.0, **means, "labs": 2}
    access.end("mail", "g_2", 2025.0)
    assert access.settled(2026.0).edges["pool:mail", "lab:g"]["labs"] == 1
    access.end("mail", "g_3", 2026.0)
    ended = access.settled(2027.0).edges["pool:mail", "lab:g"]
    assert (ended["labs"], ended["until"], ended["share"]) == (0, 2026.0, 0.0)
    assert set(access.graph) == {"pool:mail", "lab:g", "lab:g_2", "lab:g_3"}


def test_concentration_is_one_over_the_number_of_equals() -> None:
    assert concentration({"a": 2.0, "b": 2.0, "c": 2.0, "d": 2.0}) == pytest.approx(0.25)
    assert concentration({"a": 5.0, "b": 0.0}) == 1.0
    assert concentration({}) == 0.0


def test_synthetic_text_is_each_labs_own_and_everything_else_is_shared() -> None:
    own, shared = Basin(lambda: pool("synthetic")), Basin(pool)
    assert shared.of("a") is shared.of("b") is shared.shared
    assert own.of("a") is own.of("a")
    assert own.of("a") is not own.of("b")
    own.of("a").make(2021.0, 3e12, 0.6, Ancestry(2.0, depth=2), instead=False)
    own.of("b").make(2021.0, 1e12, 0.2, Ancestry(4.0, depth=4), instead=False)
    assert own.total(lambda one: one.stock(2021.0)) == 4e12
    assert own.mean(2021.0, lambda one: one.quality(2021.0)) == pytest.approx(0.5)
    assert own.mean(2021.0, lambda one: one.ancestry(2021.0).generation) == pytest.approx(2.5)
