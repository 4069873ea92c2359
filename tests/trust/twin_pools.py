"""Pools of the twin: stock, growth, loss, machine-made text, doors and takedowns: MODEL.md 5 and 7.4."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import exp, expm1, log


@dataclass(frozen=True)
class Course:
    """A share that rests, or goes from `value` to `to` from `since` on within `time` years."""

    value: float
    to: float | None = None
    since: float = 0.0
    time: float = 1.0

    def at(self, year: float) -> float:
        """Return the share at a date."""
        if self.to is None or year <= self.since:
            return self.value
        return self.to + (self.value - self.to) * exp(-(year - self.since) / self.time)


@dataclass(frozen=True)
class PoolFacts:
    """What a world states of a public or private pool that is free to read; growth is a factor, loss a share a year."""

    name: str
    kind: str
    net_growth: float
    loss: float
    quality: float
    repetition: float
    max_share: float
    grandfathering: float
    open: Course
    stock: float | None = None
    stock_at: float | None = None
    inflow: float | None = None
    inflow_at: float | None = None
    consent: float = 1.0
    head_share: float = 0.0
    head_open: Course = Course(1.0)
    machine: Course = Course(0.0)
    machine_quality: float = 0.5
    takedowns: tuple[tuple[float, float], ...] = ()


def flowed(stock: float, inflows: Iterable[tuple[float, float]], d: float, years: float) -> float:
    """Return [stock]: what there is after some years of inflows A exp(r t), and of losing d of what there is."""
    came = 0.0
    for amount, rate in inflows:
        grown = (rate + d) * years
        came += amount * years * exp(-d * years) * (expm1(grown) / grown if grown else 1.0)
    return stock * exp(-d * years) + came


@dataclass
class TwinPool:
    """A pool that is carried forward from date to date."""

    facts: PoolFacts
    start: float
    date: float = field(init=False)
    human: float = field(init=False)
    made: float = field(init=False, default=0.0)
    read: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        facts = self.facts
        moves_earlier = facts.machine.to is not None and facts.machine.since < self.start
        self.first = self.date = facts.machine.since if moves_earlier else self.start
        self.g, self.d = log(facts.net_growth), -log(1.0 - facts.loss)
        if facts.inflow is None:
            assert facts.stock is not None
            self.d = max(self.d, -self.g)
            self.human = facts.stock * exp(self.g * self._since(facts.stock_at))
            self.inflow = (self.g + self.d) * self.human
        else:
            self.inflow = facts.inflow * exp(self.g * self._since(facts.inflow_at))
            self.human = self._carried()
        self._due = sorted(one for one in facts.takedowns if one[0] >= self.start)

    def _since(self, at: float | None) -> float:
        """Return the years from a stated date to the first day of the pool."""
        return 0.0 if at is None else self.first - at

    def _carried(self) -> float:
        """Return the stock of the first day, of a pool with a stated inflow."""
        if self.facts.stock is None:
            return 0.0
        years = self._since(self.facts.stock_at)
        then = self.inflow * exp(-self.g * years)
        return max(0.0, flowed(self.facts.stock, [(then, self.g)], self.d, years))

    def go(self, year: float) -> None:
        """Carry the pool to a date, through the turn of its course and through what is taken down on the way."""
        while self._due and self._due[0][0] <= year:
            date, share = self._due.pop(0)
            self._flow(date)
            self.human, self.made, self.read = (x * (1.0 - share) for x in (self.human, self.made, self.read))
        self._flow(year)

    def _flow(self, year: float) -> None:
        turn = self.facts.machine.since
        if self.facts.machine.to is not None and self.date < turn < year:
            self._stretch(turn)
        self._stretch(year)

    def _stretch(self, year: float) -> None:
        """Carry the pool over a stretch on which no course turns."""
        course, years = self.facts.machine, year - self.date
        now = self.inflow * exp(self.g * (self.date - self.first))
        if course.to is None or self.date < course.since:
            made = [(now * course.value, self.g)]
            human = [(now * (1.0 - course.value), self.g)]
        else:
            gap, rate = course.at(self.date) - course.to, self.g - 1.0 / course.time
            made = [(now * course.to, self.g), (now * gap, rate)]
            human = [(now * (1.0 - course.to), self.g), (-now * gap, rate)]
        self.human, self.made = flowed(self.human, human, self.d, years), flowed(self.made, made, self.d, years)
        self.read = self.read * exp(-self.d * years)
        self.date = year

    @property
    def stock(self) -> float:
        """Return the tokens that there are."""
        return self.human + self.made

    @property
    def machine_share(self) -> float:
        """Return the share of them that models wrote."""
        return self.made / self.stock if self.made else 0.0

    @property
    def quality(self) -> float:
        """Return what a token is worth in its first epoch."""
        return self.facts.quality * (1.0 - self.machine_share * (1.0 - self.facts.machine_quality))

    @property
    def open_share(self) -> float:
        """Return the share that is open today."""
        facts = self.facts
        tail = facts.open.at(self.date) * facts.consent
        both = facts.head_share * facts.head_open.at(self.date) + (1.0 - facts.head_share) * tail
        return min(1.0, max(0.0, both))

    def note(self, unique: float) -> None:
        """Note that somebody has read so many different tokens."""
        self.read = min(max(self.read, unique), self.stock)
