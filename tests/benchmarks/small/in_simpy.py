"""The small ecosystem in SimPy: at events with exact pools, and with a clock that ticks every day."""

from collections.abc import Generator
from math import exp

import simpy

from tests.benchmarks.small.scene import STEP, Scene, pools_of, rest, train


def events(one: Scene) -> list[float]:
    """Let every lab be a process that waits for its next training."""
    env, pools = simpy.Environment(), pools_of(one)

    def lab(dates: tuple[float, ...]) -> Generator[simpy.Event, None, None]:
        for date in dates:
            yield env.timeout(date - env.now)
            train(pools, one.shares, env.now)

    for dates in one.dates:
        env.process(lab(dates))
    env.run(until=one.years)
    return rest(pools, one.years)


def ticks(one: Scene) -> list[float]:
    """Let a clock tick every day, at which pools grow and labs whose date has come train."""
    env, stocks = simpy.Environment(), list(one.stocks)
    factors = [exp(growth * STEP) for growth in one.growths]
    queues = [iter(dates) for dates in one.dates]

    def clock() -> Generator[simpy.Event, None, None]:
        due = [next(queue, one.years) for queue in queues]
        for _ in range(round(one.years / STEP)):
            yield env.timeout(STEP)
            now = env.now
            for i, factor in enumerate(factors):
                stocks[i] *= factor
            for lab, queue in enumerate(queues):
                while due[lab] < now:
                    for i, share in enumerate(one.shares):
                        stocks[i] -= stocks[i] * share
                    due[lab] = next(queue, one.years + 1)

    env.process(clock())
    env.run()
    return stocks


def floor(processes: int, timeouts: int, years: float) -> None:
    """Do nothing but wait, so many times in all, in so many processes."""
    env = simpy.Environment()
    each = max(1, timeouts // processes)
    step = years / each

    def waits() -> Generator[simpy.Event, None, None]:
        for _ in range(each):
            yield env.timeout(step)

    for _ in range(processes):
        env.process(waits())
    env.run()
