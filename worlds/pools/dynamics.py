"""How each kind of pool regenerates and degrades: the numbers behind its equation, from the world file."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import exp, inf, log

from worlds.config.schema import (
    AnyPool,
    InteractionPool,
    MultimodalPool,
    PrivatePool,
    PublicPool,
    StockedPool,
    SyntheticPool,
)
from worlds.config.values import Values
from worlds.laws.flow import Term, after
from worlds.laws.growth import annual_to_rate
from worlds.pools.curves import NOTHING, Relaxation, Together, relaxation


@dataclass(frozen=True)
class Dynamics:
    """What goes into H' = (1 - a(t)) v(t) G(t) - d H and M' = a(t) G(t) - d M.

    Attributes:
        stock: tokens when the world begins, all of them made by people or instruments [token].
        inflow: gross inflow G when the world begins [token/year].
        growth: log growth of the gross inflow [1/year].
        decay: d, what is lost [1/year].
        machine: a(t), the share of the inflow that models make instead.
        vigour: v(t), the share of the sources that are active, such as the adoption of a service; None for all.
        backlog: what is digitised beside, as an exponential from a date on; None where nothing is.
    """

    stock: float
    inflow: float
    growth: float
    decay: float
    machine: Relaxation = NOTHING
    vigour: Relaxation | Together | None = None
    backlog: tuple[float, Term] | None = None

    @cached_property
    def dates(self) -> tuple[float, ...]:
        """The years in which a curve begins to move."""
        curves = (self.machine, *(() if self.vigour is None else (self.vigour,)))
        since = {curve.since for curve in curves if -inf < curve.since < inf}
        return tuple(sorted(since if self.backlog is None else since | {self.backlog[0]}))

    def inflows(self, start: float, year: float) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        """Return the inflows from a date on, of human and of machine-made tokens, as exponentials.

        Args:
            start: decimal year at which the world begins.
            year: the date; they hold until the next of `dates`.
        """
        gross, old = self.inflow * exp(self.growth * (year - start)), self._digitised(year)
        if gross == 0.0:
            return old, ()
        if self.vigour is not None:
            parts = tuple(Term(gross * part, self.growth + rate) for part, rate in self.vigour.pieces(year))
            return (*parts, *old), ()
        machine = tuple(Term(gross * part, self.growth + rate) for part, rate in self.machine.pieces(year) if part)
        human = (Term(gross, self.growth), *(Term(-term.amount, term.rate) for term in machine), *old)
        return human, machine

    def _digitised(self, year: float) -> tuple[Term, ...]:
        """Return what flows in from a backlog from a date on."""
        if self.backlog is None or year < self.backlog[0]:
            return ()
        since, term = self.backlog
        return (Term(term.amount * exp(term.rate * (year - since)), term.rate),)


def _stocked(section: StockedPool, values: Values, start: float, loss: float) -> Dynamics:
    """Return the dynamics of a pool with a stock and an inflow.

    Published growth is net of what is lost, so that the gross inflow of a pool that states none is (n + d) times its
    stock, growing with it.
    """
    growth = log(values[section.net_growth])
    decay = annual_to_rate(loss)
    if section.inflow is None:
        decay = max(decay, -growth)  # a stock that shrinks faster than it rots loses the rest too
    stock, at = _stated(section, values)
    years = 0.0 if at is None else start - at
    if section.inflow is None:
        begin = after(stock, -growth, (), years)
        return Dynamics(begin, (growth + decay) * begin, growth, decay)
    dated = 0.0 if section.inflow.at is None else start - section.inflow.at
    inflow = after(values[section.inflow], -growth, (), dated)
    earlier = after(inflow, -growth, (), -years)
    return Dynamics(max(0.0, after(stock, decay, (Term(earlier, growth),), years)), inflow, growth, decay)


def _stated(section: StockedPool, values: Values) -> tuple[float, float | None]:
    """Return the stock as the world file states it [token] and its date."""
    if section.stock is not None:
        return values[section.stock], section.stock.at
    if section.raw is None:
        return 0.0, None
    share = 1.0 if section.usable is None else values[section.usable]
    return values[section.raw] * share, section.raw.at


def _public(section: PublicPool, values: Values, start: float) -> Dynamics:
    plain = _stocked(section, values, start, values[section.link_rot])
    return Dynamics(plain.stock, plain.inflow, plain.growth, plain.decay, relaxation(section.ai_share, values))


def _private(section: PrivatePool, values: Values, start: float) -> Dynamics:
    return _stocked(section, values, start, values[section.deletion])


def _multimodal(section: MultimodalPool, values: Values, start: float) -> Dynamics:
    plain = _stocked(section, values, start, values[section.rot])
    return Dynamics(plain.stock, plain.inflow, plain.growth, plain.decay, relaxation(section.ai_share, values))


def _interaction(section: InteractionPool, values: Values, start: float) -> Dynamics:
    plain = _stocked(section, values, start, values[section.staleness])
    adoption = relaxation(section.adoption, values)
    return Dynamics(plain.stock, plain.inflow, plain.growth, plain.decay, vigour=adoption)


def _synthetic(section: SyntheticPool, values: Values, start: float) -> Dynamics:
    return Dynamics(0.0, 0.0, 0.0, annual_to_rate(values[section.ageing]))


_OF: dict[str, Callable[..., Dynamics]] = {
    "public": _public,
    "private": _private,
    "multimodal": _multimodal,
    "interaction": _interaction,
    "synthetic": _synthetic,
}


def dynamics_of(section: AnyPool, values: Values, start: float) -> Dynamics:
    """Return the dynamics of a pool.

    Args:
        section: what the world file says of it.
        values: the numbers of this replication.
        start: decimal year at which the world begins.
    """
    return _OF[section.kind](section, values, start)
