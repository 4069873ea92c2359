from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worlds.config.loading import Setting, load_world
from worlds.config.values import central
from worlds.pools.public import PublicPool

YEARS = st.floats(2020, 2045)


def pool(**settings: object) -> PublicPool:
    changes = [Setting(f"pools.public_text.{name}", value) for name, value in settings.items()]
    loaded = load_world("minimal", changes)
    return PublicPool("public_text", loaded.world.pools["public_text"], central(loaded), 2020.0, 15.387756)


def test_the_stock_is_moved_from_its_date_to_the_start() -> None:
    assert pool().stock(2024.0) == pytest.approx(100e12, rel=1e-12)
    assert pool().stock(2020.0) == pytest.approx(100e12 / 1.08**4, rel=1e-12)


def test_a_stock_without_a_date_is_that_of_the_start() -> None:
    loaded = load_world("minimal", [Setting("pools.public_text.stock", {"value": "7 T token", "at": 2020.0})])
    assert PublicPool("p", loaded.world.pools["public_text"], central(loaded), 2020.0, 15.4).stock(2020.0) == 7e12


def test_link_rot_is_already_in_the_net_growth() -> None:
    assert pool(link_rot="6 %/year").stock(2040.0) == pool().stock(2040.0)


@given(st.lists(YEARS, max_size=10))
def test_looking_at_a_pool_does_not_change_it(years: list[float]) -> None:
    seen, unseen = pool(link_rot="6 %/year"), pool(link_rot="6 %/year")
    for year in sorted(years):
        seen.stock(year)
        seen.account(year)
        seen.read(year, 1e12)
    assert seen.stock(2046.0) == unseen.stock(2046.0)
    assert seen.account(2046.0) == unseen.account(2046.0)


def test_reading_is_non_rival() -> None:
    one = pool()
    one.read(2025.0, 30e12)
    one.read(2025.0, 20e12)
    assert one.stock(2025.0) == pool().stock(2025.0)
    assert one.read_share(2025.0) == pytest.approx(30e12 / one.stock(2025.0))


def test_removal_takes_no_more_than_there_is() -> None:
    one = pool()
    before = one.stock(2025.0)
    assert one.remove(2025.0, 10e12) == 10e12
    assert one.stock(2025.0) == pytest.approx(before - 10e12)
    assert one.remove(2025.0, 1e20) == pytest.approx(before - 10e12)
    assert one.stock(2030.0) == 0.0
    assert one.read_share(2030.0) == 0.0


@given(st.lists(st.tuples(YEARS, st.floats(0, 20e12)), max_size=20), st.floats(0, 0.5), st.floats(-10, 30))
def test_nothing_is_lost_or_made(removals: list[tuple[float, float]], rot: float, growth: float) -> None:
    one = pool(link_rot=f"{rot * 100!r} %/year", net_growth=f"{growth!r} %/year")
    for year, tokens in sorted(removals):
        one.remove(year, tokens)
        account = one.account(year)
        assert account.balance == pytest.approx(one.stock(year), rel=1e-9, abs=account.initial * 1e-12)
    assert one.stock(2046.0) >= 0.0
    account = one.account(2046.0)
    assert account.balance == pytest.approx(one.stock(2046.0), rel=1e-9, abs=account.initial * 1e-9)
    assert account.decayed >= 0.0


def test_the_effective_stock_counts_repetition_once() -> None:
    assert pool().effective_stock(2024.0) == pytest.approx(300e12)
    assert pool().epoch_cap == pytest.approx(1 - 15.387756 * log(1 - 2 / 15.387756))


def test_raw_and_usable_state_a_stock_as_a_product() -> None:
    one = pool(raw="500 T token", usable="20 %")
    assert one.stock(2024.0) == pytest.approx(100e12)
