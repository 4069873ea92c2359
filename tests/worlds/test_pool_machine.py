"""Whatever is done to a pool: nothing is lost or made, nothing is negative, and looking changes nothing."""

from math import isfinite

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.worlds.test_pools import R_D, world
from worlds.config.values import Values, central
from worlds.laws.synthesis import Ancestry
from worlds.pools.copies import Copies
from worlds.pools.curves import ALL, Relaxation
from worlds.pools.pool import Pool

SHARES = st.floats(0.0, 1.0)
HAZARDS = st.floats(0.01, 10.0)
LOSSES = {"public": "link_rot", "private": "deletion", "multimodal": "rot", "interaction": "staleness"}
WRITTEN = ("public", "multimodal")
LIMIT, ROUNDING = 1e-9, 1e-3


class PoolMachine(RuleBasedStateMachine):
    """Somebody who does to a pool what agents, rules and courts do."""

    pool: Pool
    values: Values

    @initialize(kind=st.sampled_from([*LOSSES, "synthetic"]), rivalry=SHARES, first=SHARES, to=SHARES)
    def begin(self, kind: str, rivalry: float, first: float, to: float) -> None:
        course = {"value": first, "to": to, "since": 2022.5, "time": "2 year"}
        loaded = world(kind, rivalry=rivalry, open_share=course, **({"ai_share": course} if kind in WRITTEN else {}))
        self.loaded, self.values, self.year = loaded, central(loaded), 2020.0
        self.pool = Pool("web", loaded.world.pools["web"], self.values, 2020.0, R_D)
        self.door, self.copied, self.out = ALL, Copies(), 0.0

    @rule(years=st.floats(0.0, 4.0))
    def wait(self, years: float) -> None:
        read = self.pool.read_share(self.year) * self.pool.stock(self.year)
        self.year += years
        assert self.pool.read_share(self.year) * self.pool.stock(self.year) <= read * (1.0 + LIMIT) + ROUNDING

    @rule(share=SHARES)
    def read(self, share: float) -> None:
        there, unique = self.pool.stock(self.year), share * self.pool.readable(self.year, self.copied)
        opened = self.pool.open_share(self.year)
        self.pool.read(self.year, unique)
        self.copied = self.copied.with_more(unique, opened)
        gone = there - self.pool.stock(self.year)
        assert abs(gone - self.pool.rivalry * unique) <= LIMIT * there + ROUNDING

    @rule(share=st.floats(0.0, 1.5))
    def remove(self, share: float) -> None:
        there = self.pool.stock(self.year)
        gone = self.pool.remove(self.year, share * there)
        assert 0.0 <= gone <= there * (1.0 + 1e-15)
        assert abs(self.pool.stock(self.year) + gone - there) <= LIMIT * there + ROUNDING

    @rule(to=SHARES, hazard=HAZARDS)
    def turn_the_door(self, to: float, hazard: float) -> None:
        before = self.pool.open_share(self.year)
        self.door = self.door.turned(self.year, to, hazard)
        self.pool.doors.keep("somebody", self.door)
        assert abs(self.pool.open_share(self.year) - before) <= LIMIT

    @rule()
    def open_all(self) -> None:
        self.door = Relaxation(1.0)
        self.pool.doors.keep("somebody", self.door)

    @precondition(lambda self: self.pool.kind in WRITTEN)
    @rule(to=SHARES, hazard=HAZARDS, generation=st.integers(1, 9), tail=SHARES)
    def let_models_write(self, to: float, hazard: float, generation: int, tail: float) -> None:
        before = self.pool.stock(self.year), self.pool.quality(self.year)
        self.pool.lead_machine(self.year, to, hazard, Ancestry(generation, tail, 0.0, generation))
        assert (self.pool.stock(self.year), self.pool.quality(self.year)) == before

    @precondition(lambda self: self.pool.kind == "synthetic")
    @rule(tokens=st.floats(0.0, 1e15), quality=SHARES, generation=st.integers(1, 9), instead=st.booleans())
    def make(self, tokens: float, quality: float, generation: int, *, instead: bool) -> None:
        there = self.pool.stock(self.year)
        ancestry = Ancestry(generation, 1.0, 0.0, generation)
        self.pool.make(self.year, tokens, quality, ancestry, instead=instead, author="somebody")
        wanted = tokens + (0.0 if instead else there)
        assert abs(self.pool.stock(self.year) - wanted) <= LIMIT * wanted + ROUNDING

    @precondition(lambda self: self.pool.kind in LOSSES)
    @rule(growth=st.floats(0.8, 1.4), loss=st.floats(0.0, 0.6), quality=SHARES, rivalry=SHARES, to=SHARES)
    def enact(self, growth: float, loss: float, quality: float, rivalry: float, to: float) -> None:
        before = self.pool.stock(self.year), self.pool.open_share(self.year)
        rules = {"net_growth": growth, LOSSES[self.pool.kind]: loss, "quality": quality, "rivalry": rivalry}
        for name, value in {**rules, "open_share.to": to}.items():
            self.values.enact(f"pools.web.{name}", value)
        self.pool.renew(self.year, self.values)
        after = self.pool.stock(self.year), self.pool.open_share(self.year)
        assert all(abs(new - old) <= LIMIT * old + 1e-12 for new, old in zip(after, before, strict=True))

    @rule(years=st.floats(0.0, 20.0))
    def look_ahead(self, years: float) -> None:
        seen = self._seen(self.year)
        self._seen(self.year + years)
        assert self._seen(self.year) == seen

    def _seen(self, year: float) -> tuple[float, ...]:
        pool = self.pool
        shares = pool.quality(year), pool.machine_share(year), pool.open_share(year), pool.read_share(year)
        return pool.human(year), pool.machine(year), pool.readable(year, self.copied), *shares

    @invariant()
    def nothing_is_negative_and_shares_are_shares(self) -> None:
        human, machine, readable, *shares = self._seen(self.year)
        assert all(map(isfinite, (human, machine, readable, *shares)))
        assert min(human, machine, readable) >= 0.0
        assert all(0.0 <= share <= 1.0 for share in shares)
        assert readable <= (human + machine) * (1.0 + LIMIT)

    @invariant()
    def nothing_is_lost_or_made(self) -> None:
        stocks = self.pool.human(self.year), self.pool.machine(self.year)
        for account, stock in zip(self.pool.accounts(self.year), stocks, strict=True):
            assert min(account.inflow, account.decayed, account.removed) >= -ROUNDING
            assert abs(account.balance - stock) <= LIMIT * (account.initial + account.inflow) + ROUNDING


TestPoolMachine = PoolMachine.TestCase
TestPoolMachine.settings = settings(max_examples=40, stateful_step_count=30)
