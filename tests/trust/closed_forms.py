"""Closed forms: what a run gives beside what a formula says, for random numbers."""

from collections.abc import Callable, Iterator
from math import inf, sqrt
from random import Random
from statistics import fmean, stdev

from tests.trust import forms_of_labs, forms_of_parties, forms_of_pools
from tests.trust.promise import Finding, share_of

CASES = 500
"""Random worlds of each form."""
LIMIT = 1e-9
_GUESTS, _IN_BATCH = 200_000, 2_000
Form = Callable[[Random], Iterator[tuple[float, float]]]

FORMS: dict[str, Form] = {
    "exponential growth from the date of a number: S g^(t - at)": forms_of_pools.growth,
    "regrowth at a constant inflow: S* + (S - S*) exp(-d t)": forms_of_pools.regrowth,
    "steady state: inflow over loss": forms_of_pools.steady_state,
    "half-life of a stock that nothing feeds: ln 2 / d": forms_of_pools.half_life,
    "a takedown: what is gone and what is left, and how it grows back": forms_of_pools.takedown,
    "machine share at a constant share of new text: a (1 - exp(-(g + d) t)); quality": forms_of_pools.machine_text,
    "a door that moves: to + (x - to) exp(-t / time)": forms_of_pools.door,
    "a backlog: B (1 - exp(-t / time)) is digitised": forms_of_pools.backlog,
    "D = sqrt(20 k C / 6), D / (20 N) = k, 6 N D = C": forms_of_labs.plan,
    "a family spends C": forms_of_labs.family,
    "compute under a taper: quadrature of its growth": forms_of_labs.taper,
    "exhaustion at constant growth: ln(m S q / D) / (g_D - g_S)": forms_of_labs.exhaustion,
    "k brings it ln k / (2 ln(g_D / g_S)) forward": forms_of_labs.lead_time,
    "n equal labs: the dates of one, n times its compute, concentration 1 / n": forms_of_labs.equal_labs,
    "n labs at rival water: what they drank is gone": forms_of_labs.water,
    "no lab, and a lab without means: nothing changes": forms_of_labs.nobody,
    "read up to its cap, text is worth m times itself": forms_of_labs.repeated,
    "Chinchilla's optimum: alpha A N^-alpha = beta B D^-beta": forms_of_labs.optimum,
    "optimum for I tokens of use: their ratio is 1 + I / (3 D)": forms_of_labs.served,
    "a price at constant utilisation": forms_of_parties.price,
    "a pool that was read once closes toward 1 - most p / (p + half)": forms_of_parties.publisher,
    "users of one model come toward A / (1 + A); what they take, its FLOP and its price": forms_of_parties.users,
    "no demand: nothing served, nothing paid": forms_of_parties.no_demand,
    "compute at the price of its day": forms_of_parties.spending,
    "a desk whose talks take their mean: the n-th waits for n // desks of them": forms_of_parties.desk,
    "a desk and chance: Lindley's recursion": forms_of_parties.queue,
}

_NOTES = {
    "regrowth at a constant inflow: S* + (S - S*) exp(-d t)": "no stock is logistic in this model: pools are fed by "
    "people and not by their own stock (decision 0007); the logistic of users, A / (1 + A), is below",
}


def off(found: float, wanted: float) -> float:
    """Return the relative deviation of two numbers; of equal ones, 0 and infinities among them, 0."""
    if found == wanted:
        return 0.0
    if abs(found) == inf or abs(wanted) == inf:
        return inf
    return abs(found - wanted) / max(abs(found), abs(wanted))


def largest(name: str, cases: int) -> tuple[float, int]:
    """Return the largest deviation from a form, and how many numbers were compared."""
    offs = [off(*pair) for i in range(cases) for pair in FORMS[name](Random(f"{name} {i}"))]
    return max(offs), len(offs)


def measure(size: float) -> Iterator[Finding]:
    """Compare runs with formulas."""
    for name, form in FORMS.items():
        cases = share_of(CASES, size * (0.1 if form is forms_of_parties.queue else 1.0), 2)
        worst, numbers = largest(name, cases)
        figure = f"{worst:.1e} at most, {numbers:,} numbers of {cases} worlds"
        yield Finding(name, figure, "1e-9", worst <= LIMIT, _NOTES.get(name, ""))
    yield _mean_wait(share_of(_GUESTS, size, 12_000))


def _mean_wait(guests: int) -> Finding:
    """Compare the mean wait at a desk with that of the M/M/1 queue."""
    load, waits = 0.5, list[float]()
    for i in range(guests // _IN_BATCH):
        batch = forms_of_parties.queue(Random(f"wait {i}"), _IN_BATCH, load)
        waits.append(fmean(found - 1.0 for found, _ in batch))
    error, wanted = stdev(waits) / sqrt(len(waits)), load * load / (1.0 - load)
    figure = f"{fmean(waits):.4f} and {error:.4f} of standard error, where {wanted:.4f} is right; {guests:,} guests"
    return Finding(
        "M/M/1: the mean wait is load / (rate of talks - rate of guests)",
        figure,
        "within 4 standard errors",
        abs(fmean(waits) - wanted) < 4.0 * error,
        "a desk that begins empty waits a little less: of 2,000 guests at a load of one half by some 0.1 %",
    )
