"""Nothing is lost or made: the accounts of every pool after every event of random worlds."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from simulator.ecosystem import Ecosystem
from tests.trust.promise import Finding, share_of
from tests.trust.random_worlds import random_world
from worlds.pools.pool import Pool

LOOKS = 10_000_000
"""Looks at a pool after an event."""
LIMIT = 1e-9
_ROUNDING = 1e-3
"""Tokens, of sums of some 1e15; what is left of an empty pool is no imbalance."""


@dataclass
class Watch:
    """What was seen of pools and clocks.

    Attributes:
        worlds: how many worlds lived.
        events: how many events there were.
        looks: at a pool after an event.
        imbalance: the largest difference between a stock and its accounts, over what went through.
        negative: stocks below zero.
        outside: qualities or shares outside [0, 1].
        backward: clocks that ran back.
        not_numbers: figures that are not finite.
    """

    worlds: int = 0
    events: int = 0
    looks: int = 0
    imbalance: float = 0.0
    negative: int = 0
    outside: int = 0
    backward: int = 0
    not_numbers: int = 0

    def live(self, ecosystem: Ecosystem) -> None:
        """Let a world live, and look at every pool after every event."""
        self.worlds += 1
        step, before = ecosystem.clock.step, ecosystem.clock.now

        def watched() -> None:
            nonlocal before
            step()
            now = ecosystem.clock.now
            self.events += 1
            self.backward += now < before
            before = now
            for basin in ecosystem.basins.values():
                for pool in basin.all:
                    self._look(pool, now)

        ecosystem.clock.step = watched
        ecosystem.run()

    def _look(self, pool: Pool, year: float) -> None:
        """Hold a pool against its accounts."""
        self.looks += 1
        stocks, total = (pool.human(year), pool.machine(year)), pool.stock(year)
        shares = (pool.quality(year), pool.machine_share(year), pool.open_share(year), pool.read_share(year))
        if not all(isfinite(value) for value in (*stocks, total, *shares)):
            self.not_numbers += 1
            return
        self.negative += min(*stocks, total) < 0.0
        self.outside += any(not 0.0 <= share <= 1.0 for share in shares)
        through_all, balance = 0.0, 0.0
        for account, stock in zip(pool.accounts(year), stocks, strict=True):
            through = account.initial + account.inflow
            through_all, balance = through_all + through, balance + account.balance
            self._note(abs(account.balance - stock), through)
        self._note(abs(balance - total), through_all)

    def _note(self, difference: float, through: float) -> None:
        """Keep the largest imbalance."""
        if difference > _ROUNDING:
            self.imbalance = max(self.imbalance, difference / max(through, 1.0))


def watched(looks: int) -> Watch:
    """Return what was seen in random worlds until there were so many looks."""
    watch, seed = Watch(), 0
    while watch.looks < looks:
        request = random_world(seed).request
        watch.live(Ecosystem(request.loaded, request.values(0), request.luck(0)))
        seed += 1
    return watch


def measure(size: float) -> Iterator[Finding]:
    """Watch random worlds."""
    watch = watched(share_of(LOOKS, size, 1_000))
    where = f"{watch.looks:,} looks at pools after {watch.events:,} events of {watch.worlds:,} random worlds"
    kept = watch.imbalance <= LIMIT
    yield Finding(
        "stock = initial + inflow - removed - decayed", f"{watch.imbalance:.1e} at most, {where}", "1e-9", kept
    )
    for what, count in (
        ("stocks below zero", watch.negative),
        ("qualities and shares outside [0, 1]", watch.outside),
        ("clocks that run back", watch.backward),
        ("figures that are no numbers", watch.not_numbers),
    ):
        yield Finding(what, f"{count}", "0", count == 0)
