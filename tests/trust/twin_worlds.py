"""Random worlds of one lab on public and private pools: as a file for the simulator, and as facts for the twin."""

import random
from typing import Any

from tests.trust.twin_facts import LabFacts, LawFacts, WorldFacts
from tests.trust.twin_pools import Course, PoolFacts

SETS = {
    "besiroglu": (1.8172, 482.01, 2085.43, 0.3478, 0.3658),
    "data-stock": (1.82, 514.0, 2115.2, 0.35, 0.37),
    "muennighoff": (1.8691, 520.82, 1487.72, 0.3527, 0.3527),
    "hoffmann-rounded": (1.69, 406.4, 410.7, 0.34, 0.28),
    "hoffmann-tex": (1.6934, 406.4, 410.7, 0.3392, 0.2849),
}
_LOSSES = {"public": "link_rot", "private": "deletion"}
_FEEDBACKS = (
    *("contamination", "usage", "revenue", "closure", "trust", "price", "opening", "teaching", "competition"),
)

Tree = dict[str, Any]


def twin_world(seed: int) -> tuple[Tree, WorldFacts]:
    """Return a random world as a file and as facts; the same for the same seed."""
    chance = random.Random(f"twin {seed}")
    start = chance.choice([2018.0, 2020.0, 2021.5, chance.uniform(2015.0, 2024.0)])
    end = start + chance.uniform(4.0, 18.0)
    law_file, law = _law(chance)
    lab_file, lab = _lab(chance, start)
    pools = [_pool(chance, f"pool_{i}", start, end) for i in chance.sample(range(9), chance.randint(1, 4))]
    tree: Tree = {
        "world": "twin",
        "description": "A random world of one lab.",
        "start": start,
        "end": end,
        "feedbacks": dict.fromkeys(_FEEDBACKS, False),
        "laws": law_file,
        "economy": {
            "compute_price": _said(f"{law.price!r} USD/FLOP", at=law.price_at),
            "price_performance": _said(f"{law.performance!r} x/year"),
        },
        "pools": {facts.name: file for file, facts in pools},
        "labs": {"lab": lab_file},
    }
    return tree, WorldFacts(start, end, tuple(facts for _, facts in pools), lab, law)


def _said(value: str, **more: object) -> Tree:
    return {"value": value, **more, "assumption": "by chance"}


def _law(chance: random.Random) -> tuple[Tree, LawFacts]:
    """Return laws of loss and repetition and a price of compute."""
    name = chance.choice(list(SETS))
    r_d, r_n = chance.choice([(15.387756, 5.309743), (chance.uniform(2.0, 40.0), chance.uniform(2.0, 20.0))])
    penalty = None
    repetition: Tree = {"form": "saturating", "r_d_star": r_d, "r_n_star": r_n}
    if chance.random() < 0.5:
        penalty = (chance.uniform(0.0, 0.1), chance.uniform(0.5, 2.0), chance.uniform(0.25, 1.0))
        repetition |= {"form": "overfitting", "penalty": penalty[0]}
        repetition |= {"penalty_delta": penalty[1], "penalty_kappa": penalty[2]}
    price, at, performance = chance.uniform(0.5e-18, 3e-18), chance.uniform(2020.0, 2026.0), chance.uniform(1.0, 1.8)
    return {"scaling": {"set": name}, "repetition": repetition}, LawFacts(
        *SETS[name], r_d, r_n, penalty, price, at, performance
    )


def _lab(chance: random.Random, start: float) -> tuple[Tree, LabFacts]:
    """Return a lab with a trend of compute and a fixed k."""
    compute, at, growth = 10 ** chance.uniform(23.0, 26.5), chance.uniform(2018.0, 2026.0), chance.uniform(0.9, 6.0)
    cadence = chance.choice([1.0, 0.5, chance.uniform(0.2, 3.0)])
    first = chance.choice([None, start - chance.uniform(0.0, 3.0), start + chance.uniform(0.0, 2.0)])
    training = chance.choice([0.0, chance.uniform(0.0, 0.9) * cadence])
    k, min_value, see = 10 ** chance.uniform(-1.0, 2.0), chance.uniform(0.1, 0.8), chance.choice([0.0, 0.16, 0.6])
    family = (("large", 1.0), *((("small", chance.uniform(0.01, 0.9)),) if chance.random() < 0.5 else ()))
    responses = chance.sample(["repeat", "undertrain"], chance.randint(0, 2))
    taper = None
    if chance.random() < 0.5:
        taper = (chance.uniform(2018.0, 2030.0), chance.uniform(1.0, 3.0), chance.uniform(1.0, 8.0))
    file: Tree = {
        "compute": _said(f"{compute!r} FLOP", at=at),
        "compute_growth": _said(f"{growth!r} x/year"),
        "cadence": _said(f"{cadence!r} year"),
        "training_time": _said(f"{training!r} year"),
        "min_value": min_value,
        "overtraining": {"strategy": "fixed", "k": k},
        "reads": None,
        "shortfall": responses,
        "family": dict(family),
        "smaller_see": see,
    }
    del file["reads"]
    if first is not None:
        file["start"] = first
    if taper is not None:
        file["taper"] = {"since": taper[0], "to": _said(f"{taper[1]!r} x/year"), "time": _said(f"{taper[2]!r} year")}
    return file, LabFacts(
        *(compute, at, growth, taper, k, cadence, first, training, min_value),
        *("repeat" in responses, "undertrain" in responses, family, see),
    )


def _course(chance: random.Random, start: float, end: float, moves: float) -> tuple[Tree | float, Course]:
    """Return a share that rests or moves."""
    value = chance.uniform(0.0, 1.0)
    if chance.random() >= moves:
        return value, Course(value)
    course = Course(value, chance.uniform(0.0, 1.0), chance.uniform(start - 3.0, end), chance.uniform(0.3, 8.0))
    return {
        "value": course.value,
        "to": course.to,
        "since": course.since,
        "time": _said(f"{course.time!r} year"),
        "assumption": "by chance",
    }, course


def _pool(chance: random.Random, name: str, start: float, end: float) -> tuple[Tree, PoolFacts]:
    """Return a pool."""
    kind = chance.choice(["public", "public", "private"])
    growth, loss = chance.uniform(0.9, 1.3), chance.choice([0.0, chance.uniform(0.0, 0.4)])
    opened_file, opened = _course(chance, start, end, 0.6)
    facts: Tree = {"quality": chance.choice([1.0, chance.uniform(0.2, 1.0)]), "repetition": chance.uniform(1.0, 6.0)}
    facts |= {"max_share": chance.choice([1.0, chance.uniform(0.05, 1.0)])}
    facts |= {"grandfathering": chance.choice([0.0, 1.0, chance.random()])}
    file: Tree = {"kind": kind, "net_growth": _said(f"{growth!r} x/year"), "open_share": opened_file, **facts}
    file[_LOSSES[kind]] = _said(f"{100.0 * loss!r} %/year")
    facts |= _stocks(chance, file)
    takedowns = tuple(
        (chance.uniform(start - 1.0, end), chance.uniform(0.0, 0.9)) for _ in range(chance.choice([0, 0, 1, 2]))
    )
    if takedowns:
        file["takedowns"] = {f"t{i}": {"at": date, "share": share} for i, (date, share) in enumerate(takedowns)}
    if kind == "private":
        facts["consent"] = file["consent"] = chance.choice([1.0, chance.random()])
    elif chance.random() < 0.6:
        file["ai_share"], facts["machine"] = _course(chance, start, end, 0.8)
        facts["machine_quality"] = file["machine_quality"] = chance.random()
    if kind == "public" and chance.random() < 0.4:
        facts["head_share"] = file["head_share"] = chance.random()
        file["head_open_share"], facts["head_open"] = _course(chance, start, end, 0.6)
    return file, PoolFacts(
        name=name, kind=kind, net_growth=growth, loss=loss, open=opened, takedowns=takedowns, **facts
    )


def _stocks(chance: random.Random, file: Tree) -> Tree:
    """Return stock and inflow of a pool, stated to the file as well."""
    facts: Tree = {}
    which = chance.choice(["stock", "stock", "inflow", "both"])
    if which != "inflow":
        facts["stock"], facts["stock_at"] = 10 ** chance.uniform(11.0, 14.5), chance.choice([None, 2024.0, 2019.3])
        file["stock"] = _dated(facts["stock"], "token", facts["stock_at"])
    if which != "stock":
        facts["inflow"], facts["inflow_at"] = 10 ** chance.uniform(10.0, 13.5), chance.choice([None, 2024.0, 2021.7])
        file["inflow"] = _dated(facts["inflow"], "token/year", facts["inflow_at"])
    return facts


def _dated(value: float, unit: str, at: float | None) -> Tree:
    return _said(f"{value!r} {unit}", **({} if at is None else {"at": at}))
