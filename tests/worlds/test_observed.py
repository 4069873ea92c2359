"""The tables of use, deals, AI-written text and bounds: sourced, in order, and of one kind."""

import pytest

from worlds.config.bounds import bounds, world_product
from worlds.config.observations import FIT_FOR_USE
from worlds.config.observed_ai_share import observed_ai_shares
from worlds.config.observed_deals import observed_deals
from worlds.config.observed_use import known_of_firms, observed_use, people_online


def test_every_row_has_a_source_and_dates_are_in_order() -> None:
    for table in (observed_use(), observed_deals(), observed_ai_shares()):
        assert all(one.source and one.confidence in FIT_FOR_USE for one in table)
        years = [one.year for one in table]
        assert years == sorted(years)


def test_figures_lie_within_their_ranges() -> None:
    assert all(one.low <= one.value <= one.high for one in observed_use())
    assert all(0 <= one.low <= one.share <= one.high <= 1 for one in observed_ai_shares())


def test_what_one_firm_tells_is_a_lower_bound_for_the_world() -> None:
    assert all((one.bound == "lower") == (one.who != "world") for one in observed_use())


def test_firms_are_added_up_each_with_its_last_figure() -> None:
    revenue = dict(known_of_firms("revenue_usd_per_year"))
    assert max(revenue.values()) == pytest.approx(33e9 + 45e9)
    assert list(revenue) == sorted(revenue)


def test_people_online_are_those_of_the_last_count() -> None:
    assert people_online(2020.0) == people_online(2025.1) == 5.8e9
    assert people_online(2026.5) == 6e9


def test_the_deals_that_everybody_knows_are_there() -> None:
    deals = {(one.buyer, one.owner): one for one in observed_deals()}
    assert deals["OpenAI", "News Corp"].usd_per_year == 50e6
    assert deals["Google", "Reddit"].usd_per_year == 60e6
    assert len(deals) == len(observed_deals()) >= 27, "a deal is counted once"


def test_every_bound_has_an_end_and_a_source() -> None:
    for one in bounds():
        assert one.source
        assert (one.low is not None) or (one.high is not None)
        assert one.low is None or one.high is None or one.low < one.high


def test_world_product_grows_by_three_per_cent_a_year() -> None:
    assert world_product(2024.5) == pytest.approx(1.1e14)
    assert world_product(2031.0) / world_product(2030.0) == pytest.approx(1.03, abs=0.001)
