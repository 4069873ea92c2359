"""The deterministic core a second time: pools, a lab, its plans and diet, exhaustion, training; from MODEL.md alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor, inf, log

from tests.trust.twin_diet import Choice, Helping, best, epoch_cap, uncapped, worth
from tests.trust.twin_facts import WorldFacts
from tests.trust.twin_pools import TwinPool
from tests.trust.twin_training import Order, trained


@dataclass
class Copies:
    """What the lab holds of a pool: the most that it has read at once, and the largest share that was open then."""

    most: float = 0.0
    open_then: float = 0.0


@dataclass
class Twin:
    """A run of it; rows are by date, then by name of pool or model."""

    facts: WorldFacts
    pool_rows: list[dict[str, object]] = field(default_factory=list)
    diet_rows: list[dict[str, object]] = field(default_factory=list)
    model_rows: list[dict[str, object]] = field(default_factory=list)
    uses: dict[str, list[tuple[float, float, bool]]] = field(default_factory=dict)
    final: dict[str, float] = field(default_factory=dict)
    bound: float = inf

    def __post_init__(self) -> None:
        self.pools = [TwinPool(one, self.facts.start) for one in sorted(self.facts.pools, key=lambda one: one.name)]
        self.copies = {pool.facts.name: Copies() for pool in self.pools}

    def run(self) -> "Twin":
        """Live through every plan and every turn of a year, the recorder last."""
        turns = range(ceil(self.facts.start), floor(self.facts.end) + 1)
        dates = [(date, 0) for date in self._plans()] + [(float(date), 1) for date in turns] + [(self.facts.end, 2)]
        for date, what in sorted(dates):
            for pool in self.pools:
                pool.go(date)
            if what == 0:
                self._generation(date)
            elif what == 1:
                self._record(date)
            else:
                self.final = {pool.facts.name: pool.stock for pool in self.pools}
        return self

    def _plans(self) -> list[float]:
        """Return the dates of plans, the last one at or after the end of the world."""
        lab, found, free = self.facts.lab, list[float](), self.facts.start
        first = self.facts.start if lab.start is None else lab.start
        i = max(0, floor((self.facts.start - first) / lab.cadence) - 1)
        while not found or found[-1] < self.facts.end:
            date, i = on_grid(first + i * lab.cadence), i + 1
            if date >= free or free - date < 1e-9 * lab.cadence:
                found.append(max(date, self.facts.start))
                free = on_grid(found[-1] + on_grid(lab.training_time))
        return found

    def _record(self, year: float) -> None:
        for pool in self.pools:
            stock = pool.stock
            self.pool_rows.append(
                {
                    "year": year,
                    "pool": pool.facts.name,
                    "stock": stock,
                    "human": pool.human,
                    "machine": pool.made,
                    "quality": pool.quality,
                    "open_share": pool.open_share,
                    "read_share": min(1.0, pool.read / stock) if stock > 0.0 else 0.0,
                }
            )

    def _choices(self, wanted: float) -> list[Choice]:
        """Return what the lab can read today, copies of what has closed with it."""
        found = []
        for pool in self.pools:
            facts, copies, stock, now = pool.facts, self.copies[pool.facts.name], pool.stock, pool.open_share
            kept = 0.0
            if copies.open_then > now and copies.most > 0.0 and stock > 0.0:
                share = min(1.0, copies.most / (copies.open_then * stock))
                kept = (copies.open_then - now) * stock * share * facts.grandfathering
            cap = epoch_cap(facts.repetition, self.facts.law.r_d)
            found.append(Choice(now * stock + kept, pool.quality, cap, facts.max_share * wanted))
        return found

    def _generation(self, year: float) -> None:
        """Plan, look, respond, read and train."""
        lab, r = self.facts.lab, self.facts.law.r_d
        models = list(lab.models(year))
        wanted = max(tokens for _, _, tokens in models)
        choices = self._choices(wanted)
        self._hold_against(year, wanted, choices)
        diet = best(choices, wanted, lab.min_value, r)
        found = sum(one.positions for one in diet)
        if found < 0.99 * wanted:
            self.bound = min(self.bound, year)
            if lab.repeats:
                diet = best([uncapped(one) for one in choices], wanted, lab.min_value, r)
        for pool, one in zip(self.pools, diet, strict=True):
            pool.note(one.unique)
            copies = self.copies[pool.facts.name]
            copies.most = max(copies.most, one.unique)
            if one.unique > 0.0:
                copies.open_then = max(copies.open_then, pool.open_share)
        if year <= self.facts.end:
            self._note_diet(year, choices, diet)
        released = on_grid(year + on_grid(lab.training_time))
        if released <= self.facts.end:
            for name, size, tokens in models:
                row = trained(self.facts, Order(name, year, released, size, tokens, found), choices, diet)
                self.model_rows += [row] if row is not None else []

    def _hold_against(self, year: float, wanted: float, choices: Sequence[Choice]) -> None:
        """Note utilisation of every pool, of public text and of everything."""
        law, sums = self.facts.law, {"ecosystem": 0.0}
        if any(pool.facts.kind == "public" for pool in self.pools):
            sums["public"] = 0.0
        whole = best([uncapped(one) for one in choices], wanted, 0.0, law.r_d)
        for pool, one, helping in zip(self.pools, choices, whole, strict=True):
            capacity, name = one.epochs * one.unique, pool.facts.name
            self._use(name, year, helping.positions / capacity if capacity > 0.0 else inf, single=True)
            effective = min(pool.facts.repetition, 0.99 * (1.0 + law.r_d)) * one.unique * one.worth
            if pool.facts.kind == "public":
                sums["public"] += effective
            sums["ecosystem"] += effective if one.worth >= self.facts.lab.min_value else 0.0
        for name, total in sums.items():
            self._use(name, year, wanted / total if total > 0.0 else inf, single=False)

    def _use(self, name: str, year: float, x: float, *, single: bool) -> None:
        seen = self.uses.setdefault(name, [])
        ever = any(found for _, _, found in seen)
        seen.append((year, 0.0 if single and x == inf and not ever else x, x < inf))

    def exhausted(self, name: str) -> float:
        """Return when a target runs out: [crossing]; infinite if it does not."""
        seen = self.uses.get(name, [])
        for i, (year, x, _) in enumerate(seen):
            if x >= 1.0:
                before, low, _ = seen[i - 1] if i else (year, 0.0, False)
                if x == inf or low == 0.0:
                    return year
                return before + (year - before) * -log(low) / (log(x) - log(low))
        return inf

    def _note_diet(self, year: float, choices: Sequence[Choice], diet: Sequence[Helping]) -> None:
        for pool, one, choice in zip(self.pools, diet, choices, strict=True):
            if one.positions > 0.0:
                effective = choice.worth * worth(one.positions, one.unique, self.facts.law.r_d)
                self.diet_rows.append(
                    {
                        "year": year,
                        "pool": pool.facts.name,
                        "unique": one.unique,
                        "read": one.positions,
                        "effective": effective,
                    }
                )


def on_grid(x: float) -> float:
    """Return a date or a delay on the grid of 2^-40 years."""
    return round(x * 2**40) / 2**40
