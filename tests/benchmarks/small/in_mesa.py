"""The small ecosystem in Mesa: with daily ticks, and at events."""

from math import exp

import mesa
from mesa.experimental.devs import DEVSimulator

from tests.benchmarks.small.scene import STEP, Scene, pools_of, rest, train


class _Lab(mesa.Agent):
    """A lab that trains once its date has come."""

    def __init__(self, model: "_Ticking", dates: tuple[float, ...]) -> None:
        super().__init__(model)
        self._dates, self._never = iter(dates), model.never
        self._due = next(self._dates, self._never)

    def step(self) -> None:
        """Train if it is time."""
        while self._due < self.model.now:
            self.model.train()
            self._due = next(self._dates, self._never)


class _Ticking(mesa.Model):
    """Pools that grow every day, and labs that are asked every day."""

    def __init__(self, one: Scene) -> None:
        super().__init__(seed=0)
        self.now, self.never = 0.0, one.years + 1
        self.stocks, self._shares = list(one.stocks), one.shares
        self._factors = [exp(growth * STEP) for growth in one.growths]
        for dates in one.dates:
            _Lab(self, dates)

    def train(self) -> None:
        """Draw on every pool."""
        for i, share in enumerate(self._shares):
            self.stocks[i] -= self.stocks[i] * share

    def step(self) -> None:
        """Live a day."""
        self.now += STEP
        for i, factor in enumerate(self._factors):
            self.stocks[i] *= factor
        self.agents.do("step")


def ticks(one: Scene) -> list[float]:
    """Let Mesa step every lab every day."""
    model = _Ticking(one)
    for _ in range(round(one.years / STEP)):
        model.step()
    return list(model.stocks)


class _Waiting(mesa.Model):
    """Pools that are exact between events."""

    def __init__(self, one: Scene, simulator: DEVSimulator) -> None:
        super().__init__(seed=0)
        self.pools, self._shares, self._simulator = pools_of(one), one.shares, simulator
        simulator.setup(self)
        self._waits = [_Waiter(self, dates) for dates in one.dates]

    def train(self) -> None:
        """Draw on every pool."""
        train(self.pools, self._shares, self._simulator.time)

    def at(self, date: float, waiter: "_Waiter") -> None:
        """Have a lab train at a date."""
        self._simulator.schedule_event_absolute(waiter.step, date)


class _Waiter(mesa.Agent):
    """A lab that waits for its next training."""

    def __init__(self, model: _Waiting, dates: tuple[float, ...]) -> None:
        super().__init__(model)
        self._dates = iter(dates)
        self._wait()

    def step(self) -> None:
        """Train, and wait for the next time."""
        self.model.train()
        self._wait()

    def _wait(self) -> None:
        date = next(self._dates, None)
        if date is not None:
            self.model.at(date, self)


def events(one: Scene) -> list[float]:
    """Let Mesa's event list call every lab at its dates."""
    simulator = DEVSimulator()
    model = _Waiting(one, simulator)
    simulator.run_until(one.years)
    return rest(model.pools, one.years)
