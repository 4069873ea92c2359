"""Pools of MODEL.md, 7.4 and 7.5, written a second time from the page and compared with the code."""

import random
from math import exp, log

from tests.by_hand import R, equation, same
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.settings import Setting
from worlds.config.values import central
from worlds.laws.synthesis import Ancestry
from worlds.laws.transfer import gate
from worlds.pools.copies import Copies
from worlds.pools.offers import Reader, offers_of
from worlds.pools.pool import Pool

START = 2020.0
Terms = list[tuple[float, float]]


def world(kind: str, **numbers: object) -> LoadedWorld:
    return load_world(
        "minimal", [Setting("pools.public_text", None), Setting("pools", {"web": {"kind": kind, **numbers}})]
    )


def pool(loaded: LoadedWorld) -> Pool:
    return Pool("web", loaded.world.pools["web"], central(loaded), START, R)


def stock(before: float, d: float, terms: Terms, t: float) -> float:
    came = (a * t * exp(-d * t) if r == -d else a * (exp(r * t) - exp(-d * t)) / (r + d) for a, r in terms)
    return before * exp(-d * t) + sum(came)


def curve(x: float, to: float, since: float, time: float) -> dict[str, object]:
    return {"value": x, "to": to, "since": since, "time": f"{time} year"}


@equation("stock")
def test_human_and_machine_made_text(chance: random.Random) -> None:
    growth, rot, x, to = chance.uniform(0.9, 1.3), chance.uniform(0, 0.3), chance.random() / 2, chance.random()
    since, time, year = chance.uniform(2015, 2026), chance.uniform(0.5, 5), chance.uniform(2026, 2045)
    web = {
        "stock": {"value": "100 T token", "at": 2024.0},
        "net_growth": f"{growth} x/year",
        "link_rot": f"{rot} /year",
    }
    g = log(growth)
    d, h, t0 = max(-log(1 - rot), -g), 1 / time, min(START, since)
    s0 = 1e14 * exp(g * (t0 - 2024.0))
    inflow = (g + d) * s0
    if since > t0:  # at rest until the curve begins to move
        human, machine = (stock(part, d, [(inflow * share, g)], since - t0) for part, share in ((s0, 1 - x), (0.0, x)))
    else:
        human, machine = s0, 0.0
    now = inflow * exp(g * (since - t0))
    written = [(now * to, g), (now * (x - to), g - h)]
    machine = stock(machine, d, written, year - since)
    human = stock(human, d, [(now, g), *((-a, r) for a, r in written)], year - since)
    one = pool(world("public", **web, ai_share=curve(x, to, since, time), machine_quality=0.3, quality=0.9))
    assert same(one.machine(year), machine, 1e14)
    assert same(one.human(year), human, 1e14)
    assert same(one.stock(year), s0 * exp(g * (year - t0)), 1e14)
    assert same(one.quality(year), 0.9 * (1 - machine / (human + machine) * (1 - 0.3)))


def test_a_pool_with_a_stated_inflow_and_users_that_come(chance: random.Random) -> None:
    growth, stale, to = chance.uniform(1.0, 1.5), chance.uniform(0.1, 0.7), chance.random()
    since, time, year = chance.uniform(2021, 2026), chance.uniform(0.5, 5), chance.uniform(2026, 2045)
    facts = {"inflow": {"value": "60 T token/year", "at": 2025.0}, "stock": {"value": "100 T token", "at": 2022.0}}
    g, d, h = log(growth), -log(1 - stale), 1 / time
    inflow = 6e13 * exp(g * (START - 2025.0))
    there = max(0.0, stock(1e14, d, [(inflow * exp(g * 2.0), g)], -2.0))  # from 2022 back to the start
    there = stock(there, d, [(inflow * 0.1, g)], since - START)
    now = inflow * exp(g * (since - START))
    there = stock(there, d, [(now * to, g), (now * (0.1 - to), g - h)], year - since)
    numbers = {"net_growth": f"{growth} x/year", "staleness": f"{stale} /year", "adoption": curve(0.1, to, since, time)}
    assert same(pool(world("interaction", **facts, **numbers)).stock(year), there, 1e13)


@equation("readable")
def test_what_is_open_and_what_was_copied_may_be_read(chance: random.Random) -> None:
    head, kept, right, copied = (chance.random() for _ in range(4))
    to, since, time, year = (
        chance.random(),
        chance.uniform(2021, 2030),
        chance.uniform(0.5, 5),
        chance.uniform(2021, 2040),
    )
    text = {"stock": "100 T token", "grandfathering": kept, "head_share": head, "head_open_share": 0.6}
    one = pool(world("public", **text, open_share=curve(0.9, to, since, time)))
    tail = to + (0.9 - to) * exp(-max(0.0, year - since) / time)
    now, then = (head * 0.6 + (1 - head) * tail) * right, chance.random()
    closed = (then - now) * 1e14 * min(1.0, copied * 1e14 / (then * 1e14)) if then > now else 0.0
    assert same(one.readable(year, Copies(copied * 1e14, then), right), now * 1e14 + kept * closed)


@equation("interaction")
def test_other_kinds_are_worth_what_transfers_and_cost_what_they_take(chance: random.Random) -> None:
    size, quality, transfer, spread = (
        10 ** chance.uniform(8, 13),
        chance.random(),
        chance.uniform(0, 3),
        chance.random(),
    )
    reader = Reader(size, 1e13, 1e-6, {}, aversion=1.3)
    talk = {
        "inflow": "60 T token/year",
        "quality": quality,
        "transfer": transfer,
        "spread": spread,
        "price": "3 USD/Mtoken",
    }
    loaded = world(
        "interaction", **talk, pass_rate=0.02, best_pass_rate=0.3, gate_size="100 B parameter", max_share=0.2
    )
    (offer,) = offers_of(pool(loaded), 2025.0, reader, central(loaded))
    assert same(offer.value, min(1.0, quality * transfer * exp(-1.3 * spread**2 / 2)))
    assert same(offer.compute, 1 + 1 / (3 * (0.02 + 0.28 * gate(size, 1e11))))
    assert same(offer.price, 3e-6 / 1e-6)
    assert same(offer.slots, 0.2 * 1e13)
    images = {"stock": "60 T token", "modality": "image", "quality": quality, "transfer": transfer}
    loaded = world("multimodal", **images)
    (offer,) = offers_of(pool(loaded), 2025.0, reader, central(loaded))
    assert same(offer.value, min(1.0, quality * transfer * gate(size, 28e9)))
    assert offer.compute == 1


@equation("synthetic-offer")
def test_synthetic_text_is_offered_in_two_parts(chance: random.Random) -> None:
    size, writer, wanted = 10 ** chance.uniform(8, 13), 10 ** chance.uniform(8, 13), 10 ** chance.uniform(12, 14)
    shares = [chance.random() for _ in range(3)]
    reader = Reader(
        size, wanted, 1.0, {}, writer=writer, taught={"a": shares[0], "b": 1 - shares[0]}, own={"a": shares[1]}
    )
    loaded = world("synthetic", max_share=0.5, overlap_loss=0.4, ageing="0 %/year")
    one = pool(loaded)
    one.make(2021.0, 1e13, 0.8, Ancestry(), instead=False)
    one.make(2022.0, 3e13, 0.4, Ancestry(), instead=False)
    good, rest = offers_of(one, 2025.0, reader, central(loaded))
    worth = (0.8 + 3 * 0.4) / 4 * (1 - 0.4 * min(shares[0], shares[1]))
    first = min(4e13, 0.3 * wanted)
    assert same(good.unique, first)
    assert same(rest.unique, 4e13 - first, 4e13)
    assert same(good.value, worth * 2.0)
    assert same(rest.value, worth * 0.4)
    assert same(good.slots, 0.3 * wanted)
    assert same(rest.slots, 0.2 * wanted)
    assert same(good.compute, 1 + 2 * writer / 0.5 / (6 * size))
    assert good.compute == rest.compute
