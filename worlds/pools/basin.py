"""All that goes by one name: a pool that everybody reads, or one for each lab."""

from collections.abc import Callable
from math import fsum

from worlds.config.values import Values
from worlds.pools.pool import Pool


class Basin:
    """The pools of one name.

    Synthetic text is what models write for one lab, so that each lab has a pool of its own, with the same numbers.
    """

    def __init__(self, make: Callable[[], Pool]) -> None:
        """Dig a basin.

        Args:
            make: makes a pool as it is at the start of the world.
        """
        self._make = make
        self.shared = make()
        self._own: dict[str, Pool] = {}
        self._by_name: list[Pool] = []

    def of(self, lab: str) -> Pool:
        """Return the pool as a lab knows it."""
        if self.shared.kind != "synthetic":
            return self.shared
        if lab not in self._own:
            self._own[lab] = self._make()
        return self._own[lab]

    @property
    def all(self) -> list[Pool]:
        """Every pool of the name: the shared one, or those of labs, by their names."""
        if len(self._by_name) < len(self._own):
            self._by_name = [pool for _, pool in sorted(self._own.items())]
        return self._by_name or [self.shared]

    def renew(self, year: float, values: Values) -> None:
        """Let every pool of the name take over numbers that have changed in a decimal year; later ones begin so."""
        for pool in (self.shared, *self._own.values()):
            pool.renew(year, values)

    def total(self, measure: Callable[[Pool], float]) -> float:
        """Return the sum of a measure over all pools of the name, in the unit of the measure [token]."""
        pools = self.all
        return measure(pools[0]) if len(pools) == 1 else fsum(map(measure, pools))

    def mean(self, year: float, measure: Callable[[Pool], float]) -> float:
        """Return the mean of a measure over all pools of the name in a decimal year, weighed by their stocks."""
        pools = self.all
        if len(pools) == 1:
            return measure(pools[0])
        whole = self.total(lambda pool: pool.stock(year))
        if whole <= 0:
            return measure(pools[0])
        return fsum(pool.stock(year) / whole * measure(pool) for pool in pools)
