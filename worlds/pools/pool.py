"""A pool of data: what is in it, exact at every moment, what may be read, and what has come and gone."""

from collections.abc import Mapping
from math import exp

from worlds.config.schema import AnyPool, MultimodalPool, PublicPool
from worlds.config.values import Values
from worlds.laws.repetition import epoch_cap
from worlds.laws.synthesis import Ancestry
from worlds.pools.contents import Contents
from worlds.pools.copies import NONE, Copies
from worlds.pools.curves import Relaxation, Together
from worlds.pools.doors import Doors
from worlds.pools.dynamics import dynamics_of
from worlds.pools.quote import Quote
from worlds.pools.reservoir import Account
from worlds.pools.writers import ONE_MODEL, Writers

MOST_OF_REPETITION = 0.99
"""Share of the most that repetition can ever be worth, 1 + R*, to which a drawn factor beyond it is cut."""


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
        self.doors = Doors(section, values)
        self._r_star = r_star
        self._read_numbers(values)
        price = values[section.price]
        self._quote = Quote(price, values[section.price_pace], values[section.price_target], start, price)
        self._read, self._read_in = 0.0, start
        self._contents = Contents(start, lambda year: dynamics_of(section, values, year))
        self._writers = Writers() if section.kind == "synthetic" else Writers(ONE_MODEL)

    def _read_numbers(self, values: Values) -> None:
        """Take over the numbers that hold now."""
        section = self.section
        self.repetition = min(values[section.repetition], MOST_OF_REPETITION * (1.0 + self._r_star))
        self.epoch_cap = epoch_cap(self.repetition, self._r_star)
        self.max_share = values[section.max_share]
        self.rivalry = values[section.rivalry]
        self.grandfathering = values[section.grandfathering]
        self._quality = values[section.quality]
        self._machine_quality = _machine_quality(section, values)

    def renew(self, year: float, values: Values) -> None:
        """Take over numbers of the world that have changed at a date.

        What flows in goes on from where it is; curves that agents have turned stay theirs.
        """
        self._settle(year)
        self._read_numbers(values)
        section = self.section
        self._quote.renew(year, values[section.price], values[section.price_pace], values[section.price_target])
        self.doors.renew(section, values, year)
        self._contents.renew(year, dynamics_of(section, values, year))

    def _settle(self, year: float) -> None:
        """Reckon up what decays at a rate that is about to change."""
        self._writers.settle(year, self.machine(year), self._decay)
        self._read, self._read_in = self._still_read(year), year

    def lead_machine(self, year: float, to: float, hazard: float, writer: Ancestry) -> None:
        """Let the share of the inflow that models write go to another value from a date on.

        Args:
            year: when, not before the last change.
            to: share it goes to.
            hazard: pace [1/year].
            writer: what their text has gone through.
        """
        self._writers.settle(year, self.machine(year), self._decay)
        self._writers.follow(writer)
        self._contents.lead_machine(year, to, hazard)

    def lead_vigour(self, year: float, vigour: Relaxation | Together) -> None:
        """Let the share of the sources that are active follow another curve from a date on."""
        self._contents.lead_vigour(year, vigour)

    def digitise(self, since: float, tokens: float, hazard: float) -> None:
        """Let a backlog flow in from a date on: B' = -hazard B.

        Args:
            since: decimal year, not before the last change.
            tokens: the backlog then [token].
            hazard: pace [1/year].
        """
        self._contents.digitise(since, tokens, hazard)

    @property
    def _decay(self) -> float:
        """Rate at which tokens are lost [1/year]."""
        return self._contents.dynamics.decay

    @property
    def authors(self) -> Mapping[str, float]:
        """Share of each model in what was made on order, by its id."""
        return self._writers.authors

    @property
    def dates(self) -> tuple[float, ...]:
        """The years in which any curve of the pool begins to move."""
        return tuple(sorted(self.doors.dates | set(self._contents.dynamics.dates)))

    def price(self, year: float) -> float:
        """Return what a unique token costs [USD/token]."""
        return self._quote.at(year)

    def press(self, year: float, utilisation: float) -> None:
        """Let the price feel how much of the pool is wanted from a date on."""
        self._quote.press(year, utilisation)

    def human(self, year: float) -> float:
        """Return the tokens that people or instruments made and that are still there [token]."""
        return self._contents.at(year)[0]

    def machine(self, year: float) -> float:
        """Return the tokens that models made and that are still there [token]."""
        return self._contents.at(year)[1]

    def stock(self, year: float) -> float:
        """Return the unique tokens of usable quality [token]."""
        human, machine = self._contents.at(year)
        return human + machine

    def machine_share(self, year: float) -> float:
        """Return the share of the stock that models made."""
        human, machine = self._contents.at(year)
        return machine / (human + machine) if machine > 0 else 0.0

    def new_machine_share(self, year: float) -> float:
        """Return the share of what flows in that models write."""
        return self._contents.dynamics.machine.at(year)

    def quality(self, year: float) -> float:
        """Return the mean quality of a token, in [0, 1]: that of the kind, less what AI-made text costs."""
        if self.kind == "synthetic":
            return self._writers.quality
        human, machine = self._contents.at(year)
        share = machine / (human + machine) if machine > 0 else 0.0
        return self._quality * (1.0 - share * (1.0 - self._machine_quality))

    def generation(self, year: float) -> float:
        """Return the mean number of generations of synthetic ancestry: 0 where people made everything."""
        return self.machine_share(year) * self.ancestry(year).generation

    def ancestry(self, year: float) -> Ancestry:
        """Return what the machine-made tokens have gone through, on average."""
        return self._writers.ancestry(year, self.machine(year), self._decay)

    def open_share(self, year: float) -> float:
        """Return the share of the stock that may be read now."""
        return self.doors.at(year)

    def readable(self, year: float, copied: Copies = NONE, share: float = 1.0) -> float:
        """Return the tokens a lab can read [token]: what is open to it, and copies it made of what has closed since.

        Args:
            year: decimal year.
            copied: what the lab has read before.
            share: share of the pool that the lab has a right to.
        """
        human, machine = self._contents.at(year)
        stock, open_to_it = human + machine, self.doors.at(year) * share
        if stock <= 0:
            return 0.0
        return open_to_it * stock + self.grandfathering * copied.beyond(stock, open_to_it)

    def effective_stock(self, year: float, copied: Copies = NONE, share: float = 1.0) -> float:
        """Return what a lab can make of the pool with repetition [effective token]: m U q."""
        return self.repetition * self.readable(year, copied, share) * self.quality(year)

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
        return self._read * exp(-self._decay * (year - self._read_in))

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
        gone, share = self._contents.take(year, tokens)
        self._writers.without(share)
        return gone, share

    def make(
        self, year: float, tokens: float, quality: float, ancestry: Ancestry, *, instead: bool, author: str = ""
    ) -> None:
        """Add text that a model wrote.

        Args:
            year: when, not before the last change.
            tokens: how many [token].
            quality: their quality, in [0, 1].
            ancestry: what they have gone through.
            instead: whether they take the place of what was there (replace) or join it (accumulate).
            author: which model wrote them.
        """
        share = self._contents.add(year, tokens, instead=instead)
        self._writers.order(share, quality, ancestry, author)

    def accounts(self, year: float) -> tuple[Account, Account]:
        """Return what has come and gone up to a date, of human and of machine-made tokens."""
        return self._contents.accounts(year)


def _machine_quality(section: AnyPool, values: Values) -> float:
    """Return what AI-made tokens are worth over those of people; 1 in pools that know none."""
    return values[section.machine_quality] if isinstance(section, (PublicPool, MultimodalPool)) else 1.0
