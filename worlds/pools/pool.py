"""A pool of data: what is in it, exact at every moment, what may be read, and what has come and gone."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from math import exp, inf

from worlds.config.schema import AnyPool, MultimodalPool, PrivatePool, PublicPool, SyntheticPool
from worlds.config.values import Values
from worlds.laws.flow import Term, after, came_in, decayed
from worlds.laws.repetition import epoch_cap
from worlds.laws.synthesis import HUMAN, Ancestry, mixed
from worlds.pools.curves import ALL, Relaxation, relaxation
from worlds.pools.dynamics import dynamics_of

MOST_OF_REPETITION = 0.99
"""Share of the most that repetition can ever be worth, 1 + R*, to which a drawn factor beyond it is cut."""


@dataclass(frozen=True)
class Account:
    """What has come and gone [token]: initial + inflow - decayed - removed = stock.

    It begins with the world, or with the first of its curves to move if that is earlier.
    """

    initial: float
    inflow: float = 0.0
    decayed: float = 0.0
    removed: float = 0.0

    @property
    def balance(self) -> float:
        """The stock that should be there."""
        return self.initial + self.inflow - self.decayed - self.removed


@dataclass(frozen=True)
class _Reservoir:
    """Tokens of one make at a date, with what flows in until a curve begins to move."""

    stock: float
    decay: float
    inflows: tuple[Term, ...]
    account: Account

    def at(self, years: float) -> float:
        """Return the stock some years later [token]."""
        return max(0.0, after(self.stock, self.decay, self.inflows, years))

    def account_at(self, years: float) -> Account:
        """Return what has come and gone some years later."""
        return replace(
            self.account,
            inflow=self.account.inflow + came_in(self.inflows, years),
            decayed=self.account.decayed + decayed(self.stock, self.decay, self.inflows, years),
        )

    def moved(self, years: float, inflows: tuple[Term, ...]) -> "_Reservoir":
        """Return the reservoir some years later, with what flows in from then on."""
        return _Reservoir(self.at(years), self.decay, inflows, self.account_at(years))

    def without(self, share: float) -> "_Reservoir":
        """Return the reservoir without a share that was removed."""
        gone = self.stock * share
        return replace(
            self, stock=self.stock - gone, account=replace(self.account, removed=self.account.removed + gone)
        )

    def with_more(self, tokens: float) -> "_Reservoir":
        """Return the reservoir with tokens that were added."""
        return replace(
            self, stock=self.stock + tokens, account=replace(self.account, inflow=self.account.inflow + tokens)
        )


@dataclass(frozen=True)
class _Stretch:
    """Both reservoirs at a date from which they follow one equation for a while."""

    year: float
    human: _Reservoir
    machine: _Reservoir


class Pool:
    """Unique tokens of usable quality, made by people or instruments (human) or by models (machine).

    Between events H and M follow their equations exactly (`worlds.laws.flow`). The state is anchored at the last
    change, and every question is answered from the anchor, so that looking at a pool, ahead or not, does not change it.
    Dates must not go back behind a change.
    """

    def __init__(self, name: str, section: AnyPool, values: Values, start: float, r_star: float) -> None:
        """Set up the pool at the start of its world.

        Args:
            name: its name in the world.
            section: what the world file says of it.
            values: the numbers of this replication.
            start: decimal year at which the world begins.
            r_star: R_D* of repetition.
        """
        self.name = name
        self.kind = section.kind
        self.section = section
        self.repetition = min(values[section.repetition], MOST_OF_REPETITION * (1.0 + r_star))
        self.epoch_cap = epoch_cap(self.repetition, r_star)
        self.price = values[section.price]
        self.max_share = values[section.max_share]
        self.rivalry = values[section.rivalry]
        self.grandfathering = values[section.grandfathering]
        self._quality = values[section.quality]
        self._machine_quality = _machine_quality(section, values)
        self._doors = _doors(section, values)
        self._read, self._read_in = 0.0, start
        dynamics = dynamics_of(section, values, start)
        self._origin = min((start, *dynamics.dates))
        self._dynamics = dynamics if self._origin == start else dynamics_of(section, values, self._origin)
        self._path = [self._first()]
        self._seen: tuple[float, float, float] | None = None
        self.ancestry: Ancestry = HUMAN if section.kind == "synthetic" else Ancestry(generation=1.0, depth=1)
        self.made_quality = 0.0

    def _first(self) -> _Stretch:
        """Return the pool at the date from which its curves move, if that is before the world begins."""
        human, machine = self._dynamics.inflows(self._origin, self._origin)
        stock, decay = self._dynamics.stock, self._dynamics.decay
        return _Stretch(
            self._origin,
            _Reservoir(stock, decay, human, Account(stock)),
            _Reservoir(0.0, decay, machine, Account(0.0)),
        )

    @property
    def dates(self) -> tuple[float, ...]:
        """The years in which any curve of the pool begins to move."""
        doors = {curve.since for _, *curves in self._doors for curve in curves if curve.since < inf}
        return tuple(sorted(doors | set(self._dynamics.dates)))

    def human(self, year: float) -> float:
        """Return the tokens that people or instruments made and that are still there [token]."""
        return self._contents(year)[0]

    def machine(self, year: float) -> float:
        """Return the tokens that models made and that are still there [token]."""
        return self._contents(year)[1]

    def stock(self, year: float) -> float:
        """Return the unique tokens of usable quality [token]."""
        human, machine = self._contents(year)
        return human + machine

    def machine_share(self, year: float) -> float:
        """Return the share of the stock that models made."""
        human, machine = self._contents(year)
        return machine / (human + machine) if machine > 0 else 0.0

    def quality(self, year: float) -> float:
        """Return the mean quality of a token, in [0, 1]: that of the kind, less what AI-made text costs."""
        if isinstance(self.section, SyntheticPool):
            return self.made_quality
        return self._quality * (1.0 - self.machine_share(year) * (1.0 - self._machine_quality))

    def generation(self, year: float) -> float:
        """Return the mean depth of synthetic ancestry: 0 where people made everything."""
        return self.machine_share(year) * self.ancestry.generation

    def open_share(self, year: float) -> float:
        """Return the share of the stock that may be read now."""
        return min(
            1.0, max(0.0, sum(weight * door.at(year) * consent.at(year) for weight, door, consent in self._doors))
        )

    def readable(self, year: float, copied: float = 0.0) -> float:
        """Return the tokens a lab can read [token]: what is open, and copies it made of what has closed since.

        Args:
            year: decimal year.
            copied: tokens the lab has read before [token].
        """
        stock, share = self.stock(year), self.open_share(year)
        return share * stock + self.grandfathering * (1.0 - share) * min(copied, stock)

    def effective_stock(self, year: float, copied: float = 0.0) -> float:
        """Return what a lab can make of the pool with repetition [effective token]: m U q."""
        return self.repetition * self.readable(year, copied) * self.quality(year)

    def read(self, year: float, unique: float) -> None:
        """Note that a lab read some of the tokens [token]; only the rival part of them is gone for others."""
        self._read = min(max(self._still_read(year), unique), self.stock(year))
        self._read_in = year
        if self.rivalry > 0:
            drunk = self._take(year, self.rivalry * unique)[0]
            self._read = max(0.0, self._read - drunk)

    def read_share(self, year: float) -> float:
        """Return the share of today's tokens that anyone has read at least once.

        Labs read the same good tokens first, so that what has been read by anyone is what the most thorough one read.
        """
        stock = self.stock(year)
        return min(1.0, self._still_read(year) / stock) if stock > 0 else 0.0

    def _still_read(self, year: float) -> float:
        """Return the tokens read by anyone that have not decayed since [token]."""
        return self._read * exp(-self._dynamics.decay * (year - self._read_in))

    def remove(self, year: float, tokens: float) -> float:
        """Take tokens out for good, human and machine-made alike, and return how many there were [token].

        Args:
            year: when, not before the last change.
            tokens: how many should go, at least 0.
        """
        gone, share = self._take(year, tokens)
        self._read = self._still_read(year) * (1.0 - share)
        self._read_in = year
        return gone

    def _take(self, year: float, tokens: float) -> tuple[float, float]:
        """Take tokens out and return how many there were, and their share of the stock."""
        here = self._step(self._at(year), year)
        stock = here.human.stock + here.machine.stock
        share = min(1.0, max(0.0, tokens) / stock) if stock > 0 else 0.0
        self._change(_Stretch(year, here.human.without(share), here.machine.without(share)))
        return stock * share, share

    def make(self, year: float, tokens: float, quality: float, ancestry: Ancestry, *, instead: bool) -> None:
        """Add text that a model wrote.

        Args:
            year: when, not before the last change.
            tokens: how many [token].
            quality: their quality, in [0, 1].
            ancestry: what they have gone through.
            instead: whether they take the place of what was there (replace) or join it (accumulate).
        """
        here = self._step(self._at(year), year)
        machine = here.machine.without(1.0) if instead else here.machine
        there = machine.stock
        self._change(_Stretch(year, here.human, machine.with_more(tokens)))
        share = tokens / (there + tokens) if tokens > 0 else 0.0
        self.made_quality += share * (quality - self.made_quality)
        self.ancestry = mixed(self.ancestry, ancestry, share)

    def accounts(self, year: float) -> tuple[Account, Account]:
        """Return what has come and gone up to a date, of human and of machine-made tokens."""
        stretch = self._at(year)
        years = year - stretch.year
        return stretch.human.account_at(years), stretch.machine.account_at(years)

    def _contents(self, year: float) -> tuple[float, float]:
        """Return human and machine-made tokens at a date; the last answer is kept, since many ask at one moment."""
        if self._seen is None or self._seen[0] != year:
            stretch = self._at(year)
            years = year - stretch.year
            self._seen = (year, stretch.human.at(years), stretch.machine.at(years))
        return self._seen[1], self._seen[2]

    def _change(self, stretch: _Stretch) -> None:
        """Go on from another state."""
        self._path, self._seen = [stretch], None

    def _at(self, year: float) -> _Stretch:
        """Return the stretch that a date lies in; looking ahead does not move the pool."""
        dates = self._dynamics.dates
        for date in dates[bisect_right(dates, self._path[-1].year) :]:
            if date > year:
                break
            self._path.append(self._step(self._path[-1], date))
        return next((stretch for stretch in reversed(self._path) if stretch.year <= year), self._path[0])

    def _step(self, stretch: _Stretch, date: float) -> _Stretch:
        """Return a stretch that begins at a later date."""
        years = date - stretch.year
        human, machine = self._dynamics.inflows(self._origin, date)
        return _Stretch(date, stretch.human.moved(years, human), stretch.machine.moved(years, machine))


def _machine_quality(section: AnyPool, values: Values) -> float:
    """Return what AI-made tokens are worth over those of people; 1 in pools that know none."""
    return values[section.machine_quality] if isinstance(section, (PublicPool, MultimodalPool)) else 1.0


Door = tuple[float, Relaxation, Relaxation]
"""Part of a pool with its share, how open it is, and how many consent."""


def _doors(section: AnyPool, values: Values) -> tuple[Door, ...]:
    """Return the parts of a pool that close each in their own way."""
    door = relaxation(section.open_share, values)
    if isinstance(section, PublicPool):
        head = values[section.head_share]
        return ((head, relaxation(section.head_open_share, values), ALL), (1.0 - head, door, ALL))
    if isinstance(section, PrivatePool):
        return ((1.0, door, relaxation(section.consent, values)),)
    return ((1.0, door, ALL),)
