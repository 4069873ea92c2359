"""Pools of five kinds: exact between events, conserved at every event, rising and falling."""

import random
from itertools import pairwise
from math import exp, log
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worlds.config.loading import LoadedWorld, load_world
from worlds.config.settings import Setting
from worlds.config.values import central
from worlds.laws.synthesis import Ancestry
from worlds.pools.copies import Copies
from worlds.pools.curves import Relaxation, shares_at
from worlds.pools.pool import Pool
from worlds.pools.writers import Writers

R_D = 15.387756
YEARS = st.floats(2020, 2045)
BASE = {"stock": {"value": "100 T token", "at": 2024.0}}
KINDS: dict[str, dict[str, Any]] = {
    "public": {**BASE, "net_growth": "8 %/year", "link_rot": "6 %/year"},
    "private": {**BASE, "net_growth": "5 %/year", "deletion": "10 %/year"},
    "multimodal": {**BASE, "net_growth": "20 %/year", "rot": "4 %/year", "modality": "image", "transfer": 0.1},
    "interaction": {"inflow": "60 T token/year", "net_growth": "30 %/year"},
    "synthetic": {},
}


def world(kind: str, **changes: object) -> LoadedWorld:
    section = {"kind": kind, **KINDS[kind], **changes}
    return load_world("minimal", [Setting("pools.public_text", None), Setting("pools", {"web": section})])


def pool(kind: str = "public", **changes: object) -> Pool:
    loaded = world(kind, **changes)
    return Pool("web", loaded.world.pools["web"], central(loaded), 2020.0, R_D)


def curve(value: float, to: float, since: float, time: str = "2 year") -> dict[str, object]:
    return {"value": value, "to": to, "since": since, "time": time}


def test_the_stock_is_moved_from_its_date_to_the_start() -> None:
    assert pool().stock(2024.0) == pytest.approx(100e12, rel=1e-12)
    assert pool().stock(2020.0) == pytest.approx(100e12 / 1.08**4, rel=1e-12)


def test_a_stock_without_a_date_is_that_of_the_start() -> None:
    assert pool(stock="7 T token").stock(2020.0) == 7e12


def test_losses_are_already_in_the_net_growth() -> None:
    assert pool(link_rot="20 %/year").stock(2040.0) == pytest.approx(pool().stock(2040.0), rel=1e-12)


def test_a_stock_may_shrink_faster_than_it_rots() -> None:
    assert pool(net_growth="-15 %/year").stock(2025.0) == pytest.approx(100e12 * 0.85, rel=1e-12)


def test_raw_and_usable_state_a_stock_as_a_product() -> None:
    assert pool(stock=None, raw={"value": "500 T token", "at": 2024.0}, usable="20 %").stock(2024.0) == pytest.approx(
        1e14
    )


@given(st.lists(YEARS, max_size=10))
def test_looking_at_a_pool_does_not_change_it(years: list[float]) -> None:
    changes: dict[str, Any] = {"ai_share": curve(0.0, 0.5, 2022.9), "open_share": curve(1.0, 0.5, 2025.0)}
    seen, unseen = pool(**changes), pool(**changes)
    for year in sorted(years, reverse=True):
        seen.quality(year)
        seen.accounts(year)
        seen.readable(year)
    assert seen.stock(2046.0) == unseen.stock(2046.0)
    assert seen.accounts(2046.0) == unseen.accounts(2046.0)
    assert seen.machine(2021.5) == unseen.machine(2021.5)


def test_reading_is_non_rival() -> None:
    one = pool()
    one.read(2025.0, 30e12)
    one.read(2025.0, 20e12)
    assert one.stock(2025.0) == pool().stock(2025.0)
    assert one.read_share(2025.0) == pytest.approx(30e12 / one.stock(2025.0))


def test_rival_tokens_are_gone_for_everyone() -> None:
    one = pool(rivalry=0.5)
    before = one.stock(2025.0)
    one.read(2025.0, 30e12)
    assert one.stock(2025.0) == pytest.approx(before - 15e12)


def test_removal_takes_no_more_than_there_is() -> None:
    one = pool(net_growth="0 %/year", link_rot="0 %/year")
    assert one.remove(2025.0, 10e12) == pytest.approx(10e12)
    assert one.stock(2025.0) == pytest.approx(90e12)
    assert one.remove(2025.0, 1e20) == pytest.approx(90e12)
    assert (one.stock(2030.0), one.read_share(2030.0), one.quality(2030.0)) == (0.0, 0.0, 1.0)


def test_people_go_on_writing_after_a_removal() -> None:
    one = pool()
    one.remove(2025.0, 1e20)
    steady = (log(1.08) - log(0.94)) * 100e12 * 1.08
    assert one.stock(2025.001) == pytest.approx(steady * 0.001, rel=1e-3)


def test_the_effective_stock_counts_repetition_once_and_quality() -> None:
    one = pool(repetition=3, quality="80 %")
    assert one.effective_stock(2024.0) == pytest.approx(240e12)
    assert one.epoch_cap == pytest.approx(1 - R_D * log(1 - 2 / R_D))


def test_ai_made_text_takes_the_place_of_part_of_the_inflow() -> None:
    with_ai, without = pool(ai_share=curve(0.0, 0.52, 2022.9, "0.82 year")), pool()
    for year in (2022.0, 2026.9, 2035.0):
        assert with_ai.stock(year) == pytest.approx(without.stock(year), rel=1e-12)
    shares = [with_ai.machine_share(year) for year in (2022.9, 2026.9, 2030.0, 2035.0)]
    assert shares == pytest.approx([0.0, 0.18, 0.30, 0.41], abs=0.015)
    assert with_ai.generation(2035.0) == with_ai.machine_share(2035.0)
    qualities = [with_ai.quality(year) for year in (2022.0, 2026.0, 2030.0, 2040.0)]
    assert qualities == sorted(qualities, reverse=True)


@settings(max_examples=500, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(2021, 2040))
def test_more_ai_text_never_raises_the_quality_of_public_text(a: float, b: float, worth: float, year: float) -> None:
    low, high = (
        pool(ai_share=curve(0.0, share, 2022.9), machine_quality=worth).quality(year) for share in sorted((a, b))
    )
    assert high <= low + 1e-15


def test_the_head_and_the_tail_of_the_web_close_at_their_own_pace() -> None:
    one = pool(
        head_share=0.2,
        head_open_share=curve(1.0, 0.55, 2023.0, "0.8 year"),
        open_share=curve(1.0, 0.8, 2024.0, "0.8 year"),
    )
    assert one.open_share(2022.0) == 1.0
    assert one.open_share(2023.8) == pytest.approx(0.2 * (0.55 + 0.45 * exp(-1)) + 0.8)
    assert one.open_share(2060.0) == pytest.approx(0.2 * 0.55 + 0.8 * 0.8)
    assert one.stock(2030.0) == pool().stock(2030.0), "closing takes nothing away"


@pytest.mark.parametrize(("grandfathering", "kept"), [(0.0, 0.5), (1.0, 0.75), (0.4, 0.6)])
def test_copies_of_what_has_closed_stay_with_grandfathering(grandfathering: float, kept: float) -> None:
    one = pool(open_share=0.5, grandfathering=grandfathering)
    stock = one.stock(2025.0)
    assert one.readable(2025.0, Copies(0.5 * stock, 1.0)) == pytest.approx(kept * stock)


def test_private_data_need_both_an_open_door_and_consent() -> None:
    one = pool("private", open_share=curve(0.0, 0.5, 2025.0), consent=0.07)
    assert one.open_share(2024.0) == 0.0
    assert one.open_share(2100.0) == pytest.approx(0.035)


def test_interaction_data_come_with_users_and_go_stale() -> None:
    one = pool("interaction", adoption=curve(0.0, 1.0, 2023.0), staleness="40 %/year", net_growth="0 %/year")
    assert one.stock(2022.9) == 0.0
    assert one.stock(2120.0) == pytest.approx(60e12 / -log(0.6))


@pytest.mark.parametrize("regime", ["accumulate", "replace"])
def test_synthetic_text_joins_or_replaces_what_was_there(regime: str) -> None:
    one = pool("synthetic", regime=regime, ageing="0 %/year")
    for year, quality in ((2021.0, 0.8), (2022.0, 0.6)):
        one.make(year, 10e12, quality, Ancestry(year - 2020, 0.9, 0.1, 1), instead=regime == "replace")
    kept = regime == "accumulate"
    assert one.stock(2023.0) == pytest.approx(20e12 if kept else 10e12)
    assert one.quality(2023.0) == pytest.approx(0.7 if kept else 0.6)
    assert one.generation(2023.0) == pytest.approx(1.5 if kept else 2.0)


RISES: dict[str, dict[str, Any]] = {
    "public": {},
    "private": {},
    "multimodal": {},
    "interaction": {"adoption": curve(0.0, 1.0, 2021.0)},
}
FALLS: dict[str, dict[str, Any]] = {
    "public": {"net_growth": "-3 %/year", "ai_share": curve(0.0, 0.9, 2021.0)},
    "private": {"net_growth": "-5 %/year", "deletion": "30 %/year"},
    "multimodal": {"net_growth": "-2 %/year", "rot": "10 %/year"},
    "interaction": {"adoption": curve(1.0, 0.0, 2021.0), "net_growth": "0 %/year", "stock": "100 T token"},
}


@pytest.mark.parametrize("kind", RISES)
def test_every_kind_rises_and_falls(kind: str) -> None:
    years = [2022.0 + i for i in range(10)]
    up, down = pool(kind, **RISES[kind]), pool(kind, **FALLS[kind])
    assert all(up.stock(b) > up.stock(a) for a, b in pairwise(years))
    assert all(down.stock(b) < down.stock(a) for a, b in pairwise(years))


def test_synthetic_text_rises_when_made_and_falls_with_age() -> None:
    one = pool("synthetic", ageing="20 %/year")
    one.make(2021.0, 10e12, 0.8, Ancestry(1.0), instead=False)
    assert one.stock(2021.0) == 10e12
    assert one.stock(2022.0) == pytest.approx(8e12)


def shaken(kind: str, chance: random.Random, events: int) -> Pool:
    """Return a pool after random events, having checked conservation at each."""
    changes: dict[str, Any] = {"rivalry": chance.choice([0.0, chance.random()])}
    if kind in {"public", "multimodal"}:
        changes["ai_share"] = curve(chance.random() * 0.2, chance.random(), 2020 + 20 * chance.random())
    if kind == "interaction":
        changes["adoption"] = curve(chance.random(), chance.random(), 2020 + 20 * chance.random())
    if kind != "synthetic":
        changes["net_growth"] = f"{chance.uniform(-20, 40)!r} %/year"
    one, year = pool(kind, **changes), 2020.0
    for _ in range(events):
        year += chance.expovariate(events / 20)
        act = chance.random()
        if act < 0.4:
            one.read(year, chance.random() * one.readable(year))
        elif act < 0.6:
            one.remove(year, chance.random() ** 8 * one.stock(year))
        elif act < 0.8 and kind == "synthetic":
            one.make(year, chance.random() * 1e12, chance.random(), Ancestry(1.0), instead=act < 0.65)
        check_balance(one, year)
    return one


def check_balance(one: Pool, year: float) -> None:
    """Initial + inflow - removed - decayed = stock, of both makes and in total, within 1e-9 of what went through."""
    total = 0.0
    for account, stock in zip(one.accounts(year), (one.human(year), one.machine(year)), strict=True):
        through = account.initial + account.inflow
        assert abs(account.balance - stock) <= 1e-9 * through + 1e-3
        assert stock >= 0.0
        assert account.decayed >= -1e-9 * through
        total += account.balance
    assert total == pytest.approx(
        one.stock(year), rel=1e-9, abs=1e-9 * sum(a.initial + a.inflow for a in one.accounts(year))
    )
    assert 0.0 <= one.quality(year) <= 1.0
    assert 0.0 <= one.machine_share(year) <= 1.0


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_or_made_at_any_of_many_events(kind: str) -> None:
    chance = random.Random(kind)
    for _ in range(40):
        assert shaken(kind, chance, 500).stock(2100.0) >= 0.0


def test_a_relaxation_keeps_its_start_and_reaches_its_end() -> None:
    one = Relaxation(0.2, 0.8, 2025.0, 0.5)
    assert one.at(2020.0) == one.at(2025.0) == 0.2
    assert one.at(2027.0) == pytest.approx(0.8 - 0.6 * exp(-1))
    assert one.at(3000.0) == pytest.approx(0.8)
    assert sum(amount for amount, _ in one.pieces(2027.0)) == pytest.approx(one.at(2027.0))


def test_what_was_read_leaves_with_what_is_removed() -> None:
    one = pool(net_growth="0 %/year", link_rot="0 %/year")
    one.read(2025.0, 50e12)
    one.remove(2025.0, 50e12)
    assert one.read_share(2025.0) == pytest.approx(0.5)
    water = pool(net_growth="0 %/year", link_rot="0 %/year", rivalry=1)
    water.read(2025.0, 50e12)
    assert water.read_share(2025.0) == 0.0


def test_curves_that_turned_together_are_where_each_is_alone() -> None:
    curves = {
        "new": Relaxation(0.0),
        "one": Relaxation(0.2, 0.7, 2026.0, 0.5),
        "two": Relaxation(0.9, 0.1, 2026.0, 0.5),
        "slow": Relaxation(0.9, 0.1, 2026.0, 0.3),
        "later": Relaxation(0.3, 0.8, 2029.0, 0.5),
    }
    for year in (2025.0, 2026.0, 2027.3, 2031.1):
        assert shares_at(curves, year) == {name: curve.at(year) for name, curve in curves.items()}


def test_what_models_were_asked_to_write_is_theirs_by_their_shares() -> None:
    writers, old, new = Writers(), Ancestry(1.0, 0.9, 0.1, 1), Ancestry(3.0, 0.7, 0.3, 3)
    writers.order(1.0, 0.8, old, "first")
    assert writers.authors == {"first": 1.0}
    writers.order(0.25, 0.4, new, "second")
    assert writers.authors == pytest.approx({"first": 0.75, "second": 0.25})
    assert writers.quality == pytest.approx(0.7)
    assert writers.ancestry(2030.0, 1.0, 0.1) == pytest.approx((1.5, 0.85, 0.15, 3))
    writers.order(0.2, 0.7, old, "first")
    assert writers.authors == pytest.approx({"first": 0.8, "second": 0.2})
    writers.order(0.0, 0.1, new, "third")
    assert writers.authors == pytest.approx({"first": 0.8, "second": 0.2})


def test_what_is_taken_out_is_taken_from_what_was_there() -> None:
    old, new = Ancestry(1.0, 1.0, 0.0, 1), Ancestry(3.0, 1.0, 0.0, 3)
    writers = Writers(old)
    writers.settle(2030.0, 10.0, 0.1)
    writers.follow(new)
    writers.without(0.75)
    assert writers.ancestry(2030.0, 10.0, 0.1).generation == pytest.approx(0.25 * 1.0 + 0.75 * 3.0)
    assert writers.ancestry(2031.0, 10.0, 0.1).generation == pytest.approx(3.0 - 2.0 * 0.25 * exp(-0.1))
