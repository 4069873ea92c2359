"""What is in a pool: human and machine-made tokens that follow their equations exactly between changes."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from math import exp, nan

from worlds.laws.flow import Term
from worlds.pools.curves import Relaxation, Together
from worlds.pools.dynamics import Dynamics
from worlds.pools.reservoir import Account, Reservoir, Stretch


class Contents:
    """H' = (1 - a) v G - d H and M' = a G - d M, anchored at the last change.

    Every question is answered from the anchor, so that looking, ahead or not, changes nothing. Dates must not go back
    behind a change.
    """

    def __init__(self, start: float, dynamics_at: Callable[[float], Dynamics]) -> None:
        """Begin where the first curve begins to move, if that is before the world begins.

        Args:
            start: decimal year at which the world begins.
            dynamics_at: the equation with the stock of a date.
        """
        dynamics = dynamics_at(start)
        self._origin = min((start, *dynamics.dates))
        self.dynamics = dynamics if self._origin == start else dynamics_at(self._origin)
        self._path = [self._first()]
        self._seen = (nan, (0.0, 0.0))
        self._led: set[str] = set()

    def _first(self) -> Stretch:
        """Return the first stretch."""
        human, machine = self.dynamics.inflows(self._origin, self._origin)
        stock, decay = self.dynamics.stock, self.dynamics.decay
        old, new = Reservoir(stock, decay, human, Account(stock)), Reservoir(0.0, decay, machine, Account(0.0))
        return Stretch(self._origin, old, new)

    def at(self, year: float) -> tuple[float, float]:
        """Return human and machine-made tokens at a date [token]; the last answer is kept, since many ask at once."""
        seen, there = self._seen
        if seen != year:
            stretch = self._stretch(year)
            years = year - stretch.year
            there = stretch.human.at(years), stretch.machine.at(years)
            self._seen = year, there
        return there

    def accounts(self, year: float) -> tuple[Account, Account]:
        """Return what has come and gone up to a date, of human and of machine-made tokens."""
        stretch = self._stretch(year)
        years = year - stretch.year
        return stretch.human.account_at(years), stretch.machine.account_at(years)

    def take(self, year: float, tokens: float) -> tuple[float, float]:
        """Take tokens out, human and machine-made alike; returns how many there were, and their share of the stock."""
        here = self._step(self._stretch(year), year)
        stock = here.human.stock + here.machine.stock
        share = min(1.0, max(0.0, tokens) / stock) if stock > 0 else 0.0
        self._change(Stretch(year, here.human.without(share), here.machine.without(share)))
        return stock * share, share

    def add(self, year: float, tokens: float, *, instead: bool) -> float:
        """Add machine-made tokens, to or in place of what models made before; returns their share of all of these."""
        here = self._step(self._stretch(year), year)
        machine = here.machine.without(1.0) if instead else here.machine
        self._change(Stretch(year, here.human, machine.with_more(tokens)))
        return tokens / (machine.stock + tokens) if tokens > 0 else 0.0

    def lead_machine(self, year: float, to: float, hazard: float) -> None:
        """Let the share of the inflow that models write go to another value from a date on."""
        self._led.add("machine")
        self._go_on(year, replace(self.dynamics, machine=self.dynamics.machine.turned(year, to, hazard)), self._origin)

    def lead_vigour(self, year: float, vigour: Relaxation | Together) -> None:
        """Let the share of the sources that are active follow another curve from a date on."""
        self._led.add("vigour")
        old = self.dynamics
        led = Dynamics(old.stock, old.inflow, old.growth, old.decay, old.machine, vigour, old.backlog)
        self._go_on(year, led, self._origin)

    def digitise(self, since: float, tokens: float, hazard: float) -> None:
        """Let a backlog flow in from a date on: B' = -hazard B."""
        backlog = (since, Term(tokens * hazard, -hazard))
        self._go_on(since, replace(self.dynamics, backlog=backlog), self._origin)

    def renew(self, year: float, new: Dynamics) -> None:
        """Go on by new numbers from a date on.

        What flows in goes on from where it is; curves that agents lead stay theirs, others go to where they now go.
        """
        old = self.dynamics
        machine = old.machine if "machine" in self._led else new.machine.following(old.machine, year)
        vigour = old.vigour
        if isinstance(vigour, Relaxation) and isinstance(new.vigour, Relaxation) and "vigour" not in self._led:
            vigour = new.vigour.following(vigour, year)
        inflow = old.inflow * exp(old.growth * (year - self._origin))
        self._go_on(year, Dynamics(0.0, inflow, new.growth, new.decay, machine, vigour, old.backlog), year)

    def _go_on(self, year: float, dynamics: Dynamics, origin: float) -> None:
        """Go on by another equation from a date on."""
        here = self._stretch(year)
        self.dynamics, self._origin = dynamics, origin
        self._change(self._step(here, year))

    def _change(self, stretch: Stretch) -> None:
        """Go on from another state."""
        self._path, self._seen = [stretch], (nan, (0.0, 0.0))

    def _stretch(self, year: float) -> Stretch:
        """Return the stretch that a date lies in; looking ahead does not move anything."""
        path, dates = self._path, self.dynamics.dates
        if dates and dates[-1] > path[-1].year:
            for date in dates[bisect_right(dates, path[-1].year) :]:
                if date > year:
                    break
                path.append(self._step(path[-1], date))
        for stretch in reversed(path):  # before the first there is none, so that it holds for what is asked of then
            if stretch.year <= year:
                break
        return stretch

    def _step(self, stretch: Stretch, date: float) -> Stretch:
        """Return a stretch that begins at a later date."""
        years, decay = date - stretch.year, self.dynamics.decay
        human, machine = self.dynamics.inflows(self._origin, date)
        return Stretch(date, stretch.human.moved(years, human, decay), stretch.machine.moved(years, machine, decay))
