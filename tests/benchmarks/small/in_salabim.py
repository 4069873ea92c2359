"""The small ecosystem in salabim, at events with exact pools."""

from collections.abc import Iterator, Sequence

import salabim

from tests.benchmarks.small.scene import Pool, Scene, pools_of, rest, train


class _Lab(salabim.Component):
    """A lab that holds until its next training."""

    def setup(self, dates: Sequence[float], pools: Sequence[Pool], shares: Sequence[float]) -> None:
        """Take what a lab knows."""
        self.dates, self.pools, self.shares = dates, pools, shares

    def process(self) -> Iterator[None]:
        """Train at every date."""
        for date in self.dates:
            yield self.hold(till=date)
            train(self.pools, self.shares, date)


def events(one: Scene) -> list[float]:
    """Let every lab be a component."""
    salabim.yieldless(False)
    env, pools = salabim.Environment(trace=False, random_seed="*", do_reset=True), pools_of(one)
    env.suppress_trace_standby(True)
    for dates in one.dates:
        _Lab(dates=dates, pools=pools, shares=one.shares, suppress_trace=True, skip_standby=True)
    env.run(till=one.years)
    return rest(pools, one.years)
