"""Closed forms of plans, corpora and models, through runs: what came out beside what the formula says."""

from collections.abc import Iterator
from math import exp, inf, log, sqrt
from random import Random

from scipy.integrate import quad

from tests.trust.tiny_worlds import START, lived, outcomes, states, world

Pairs = Iterator[tuple[float, float]]
Lab = dict[str, object]
R_D = 15.387756
A, B, ALPHA, BETA = 482.01, 2085.43, 0.3478, 0.3658
"""Constants of the law `besiroglu`, from its table in MODEL.md."""
_AMPLE = {"stock": "1e20 token"}
_MOST = 500.0
"""Largest k that a strategy chooses."""


def _lab(compute: float, growth: float = 1.0, k: float = 1.0, **more: object) -> Lab:
    said = {"strategy": "fixed", "k": k}
    return {"compute": f"{compute!r} FLOP", "compute_growth": f"{growth!r} x/year", "overtraining": said, **more}


def plan(chance: Random) -> Pairs:
    """Plan D = sqrt(20 k C / 6) tokens and D / (20 k) parameters, so that 6 N D is C."""
    compute, growth, k = 10 ** chance.uniform(22.0, 27.0), chance.uniform(1.0, 5.0), 10 ** chance.uniform(-1.0, 2.0)
    for model in lived(world(_AMPLE, _lab(compute, growth, k))).models:
        means = compute * growth ** (model.year - START)
        yield model.planned_tokens, sqrt(20.0 * k * means / 6.0)
        yield model.tokens / (20.0 * model.size), k
        yield model.flop, means


def family(chance: Random) -> Pairs:
    """Spend all of the means on a family, whatever its members see."""
    compute, k = 10 ** chance.uniform(23.0, 26.0), 10 ** chance.uniform(-1.0, 1.0)
    sizes = {"a": 1.0, "b": chance.uniform(0.01, 1.0), "c": chance.uniform(0.01, 1.0)}
    loaded = world(_AMPLE, _lab(compute, 1.0, k, family=sizes, smaller_see=chance.uniform(0.0, 0.9)))
    history = lived(loaded)
    for year in {model.year for model in history.models}:
        yield sum(model.flop for model in history.models if model.year == year), compute


def taper(chance: Random) -> Pairs:
    """Integrate a growth that falls toward a last one, by quadrature."""
    growth, to, time = chance.uniform(1.5, 6.0), chance.uniform(1.0, 1.5), chance.uniform(1.0, 8.0)
    since = START + chance.uniform(0.0, 9.0)
    told = {"since": since, "to": f"{to!r} x/year", "time": f"{time!r} year"}
    for model in lived(world(_AMPLE, _lab(1e22, growth, taper=told))).models:
        slowing = quad(
            lambda x: (log(growth) - log(to)) * exp(-x / time), 0.0, max(0.0, model.year - since), epsabs=1e-13
        )[0]
        fast, slow = min(model.year, since) - START, max(0.0, model.year - since)
        yield model.flop, 1e22 * exp(log(growth) * fast + log(to) * slow + slowing)


class Drought:
    """Random compute and text that grow, and a stock that runs out after some years."""

    def __init__(self, chance: Random) -> None:
        self.compute, self.faster = 10 ** chance.uniform(22.0, 25.0), chance.uniform(3.0, 6.0)
        self.slower, self.years = chance.uniform(0.9, 1.3), chance.uniform(0.2, 9.8)
        self.gap = 0.5 * log(self.faster) - log(self.slower)
        m, quality = chance.uniform(1.0, 5.0), chance.uniform(0.5, 1.0)
        stock = sqrt(20.0 * self.compute / 6.0) * exp(self.gap * self.years) / (m * quality)
        growth = f"{self.slower!r} x/year"
        self.pool = {"stock": f"{stock!r} token", "net_growth": growth, "repetition": m, "quality": quality}

    def lab(self, k: float = 1.0) -> Lab:
        """Return a lab of some overtraining."""
        return _lab(self.compute, self.faster, k)

    def dry(self, k: float = 1.0) -> float:
        """Return when public text runs out for it."""
        loaded = world(self.pool, self.lab(k))
        return outcomes(loaded, lived(loaded))["exhaustion_year.public"]


def exhaustion(chance: Random) -> Pairs:
    """Run out when ln(m S q / D) is used up at the difference of the two growths."""
    drought = Drought(chance)
    yield drought.dry() - START, drought.years


def lead_time(chance: Random) -> Pairs:
    """Bring exhaustion forward by ln k / (2 ln(g_D / g_S)) years."""
    drought = Drought(chance)
    lead = chance.uniform(0.01, 0.99) * min(drought.years, log(1e4) / (2.0 * drought.gap))
    yield drought.dry() - drought.dry(exp(2.0 * drought.gap * lead)), lead


def equal_labs(chance: Random) -> Pairs:
    """Let n equal labs read what one reads: text is not rival, and they exhaust it on the day of one."""
    drought, n = Drought(chance), chance.randint(2, 9)
    alone = world(drought.pool, drought.lab())
    many = world(drought.pool, labs={f"lab_{i}": drought.lab() for i in range(n)})
    one, all_of_them = outcomes(alone, lived(alone)), outcomes(many, lived(many))
    for name in ("exhaustion_year.public", "exhaustion_year.ecosystem", "best_loss", "final_stock.web"):
        yield all_of_them[name], one[name]
    yield all_of_them["train_flop"], n * one["train_flop"]
    yield all_of_them["access_concentration"], 1.0 / n


def water(chance: Random) -> Pairs:
    """Drink a rival pool: what n labs have read is gone."""
    compute, n = 10 ** chance.uniform(21.0, 22.0), chance.randint(1, 5)
    lab = _lab(compute)
    loaded = world({"stock": "1e15 token", "rivalry": 1.0}, labs={f"lab_{i}": lab for i in range(n)})
    drunk = n * sqrt(20.0 * compute / 6.0)
    for state in states(lived(loaded)):
        yield state.stock, 1e15 - drunk * (state.year - START + 1.0)


def nobody(chance: Random) -> Pairs:
    """Leave a world without labs, or with one that has nothing, as it would be."""
    stock = 10 ** chance.uniform(10.0, 15.0)
    pool = {"stock": f"{stock!r} token", "net_growth": "1.08 x/year", "rivalry": 1.0}
    for loaded in (world(pool), world(pool, _lab(0.0))):
        history = lived(loaded)
        found = outcomes(loaded, history)
        yield found["exhaustion_year.public"], inf
        yield found["train_flop"] + found["training_runs"] + found["data_spend_usd"], 0.0
        for state in states(history):
            yield state.stock, stock * 1.08 ** (state.year - START)


def repeated(chance: Random) -> Pairs:
    """Read a pool up to its cap: it is worth m times itself."""
    m, quality = chance.uniform(1.0, 9.0), chance.uniform(0.5, 1.0)
    stock = 10 ** chance.uniform(9.0, 11.0)
    pool = {"stock": f"{stock!r} token", "repetition": m, "quality": quality}
    for model in lived(world(pool, _lab(1e25, min_value=0.0001))).models:
        yield model.effective_tokens, m * stock * quality
        yield model.tokens, stock * (1.0 - R_D * log(1.0 - (m - 1.0) / R_D))


def optimum(chance: Random) -> Pairs:
    """Train where one more FLOP is worth the same in size as in tokens, if nobody uses the model."""
    compute = 10 ** chance.uniform(21.0, 26.0)
    strategy = {"strategy": "inference_optimal", "lifetime_tokens": "1 token"}
    for model in lived(world(_AMPLE, {"compute": f"{compute!r} FLOP", "overtraining": strategy})).models:
        yield ALPHA * A * exp(-ALPHA * log(model.size)), BETA * B * exp(-BETA * log(model.tokens))
        yield 6.0 * model.size * model.tokens, compute


def served(chance: Random) -> Pairs:
    """Overtrain for use: alpha A N^-alpha / (beta B D^-beta) is 1 + I / (3 D), as far as k may go."""
    compute, use = 10 ** chance.uniform(22.0, 26.0), 10 ** chance.uniform(12.0, 14.5)
    strategy = {"strategy": "inference_optimal", "lifetime_tokens": f"{use!r} token"}
    for model in lived(world(_AMPLE, {"compute": f"{compute!r} FLOP", "overtraining": strategy})).models:
        if model.tokens / (20.0 * model.size) > _MOST * (1.0 - 1e-9):
            continue
        size, tokens = ALPHA * A * exp(-ALPHA * log(model.size)), BETA * B * exp(-BETA * log(model.tokens))
        yield size / tokens, 1.0 + use / (3.0 * model.tokens)
