"""Outcomes: the named numbers of a run, each computed from what one replication recorded."""

from collections.abc import Iterable

from simulator.outcomes import of_diets, of_models, of_parties, of_pools
from simulator.outcomes.measure import Censoring, Measure, Outcome
from simulator.recorder import History
from worlds.config.schema import World

MEASURES: dict[str, Measure] = {
    "exhaustion_year": Measure(
        "year", "first year in which a lab's plan reaches the effective stock", "higher", of_pools.exhaustion
    ),
    "data_bound_year": Measure(
        "year", "first year in which the lab finds less than 0.99 of its plan", "higher", of_models.data_bound_year
    ),
    "data_bound_share": Measure(
        "1",
        "share of planned training runs that find less than 0.99 of their plan",
        "lower",
        of_models.data_bound_share,
    ),
    "final_stock": Measure("token", "unique tokens in the pool at the end", "higher", of_pools.final_stock),
    "read_share": Measure(
        "1", "share of the pool's tokens at the end that anyone has read at least once", None, of_pools.read_share
    ),
    "regeneration_gap": Measure(
        "1/year", "log growth of use minus log growth of the stock", "lower", of_pools.regeneration_gap
    ),
    "peak_utilisation": Measure(
        "x", "largest part of unique tokens times epoch cap that one plan wants", "lower", of_pools.peak_utilisation
    ),
    "diet_share": Measure(
        "1", "share of a kind of data in the effective tokens of all corpora", None, of_diets.diet_share
    ),
    "diet_breadth": Measure(
        "x", "pools that count: exponential of the entropy of effective tokens", "higher", of_diets.diet_breadth
    ),
    "human_share": Measure(
        "1", "share of what was read that people or instruments made", "higher", of_diets.human_share
    ),
    "max_generation": Measure("1", "longest line of models behind what a model read", None, of_models.max_generation),
    "best_loss": Measure("nat/token", "lowest loss of any model", "lower", of_models.best_model),
    "train_flop": Measure("FLOP", "compute of all training runs", None, of_models.train_flop),
    "compute_spend_usd": Measure("USD", "cost of all training compute", "lower", of_models.compute_spend),
    "data_spend_usd": Measure(
        "USD",
        "what labs paid for what they read, levies with it, and for deals; without fines",
        "lower",
        of_parties.data_spend,
    ),
    "levy_usd": Measure("USD", "what labs paid as levies", None, of_parties.levies),
    "fines_usd": Measure("USD", "what labs paid as fines", "lower", of_parties.fines),
    "owner_income_usd": Measure(
        "USD",
        "what owners and archives got from labs: for what is read, deals, and fines",
        "higher",
        of_parties.owner_income,
    ),
    "privacy_incidents": Measure("1", "times that private data got out", "lower", of_parties.privacy_incidents),
    "access_concentration": Measure(
        "1", "Herfindahl index of what labs that train may read at the end", "lower", of_parties.access_concentration
    ),
    "owner_dependence": Measure(
        "1", "largest part of a lab's effective tokens that one owner let it read", "lower", of_parties.owner_dependence
    ),
    "inference_flop": Measure("FLOP", "compute of serving users", None, of_parties.inference_flop),
    "serving_spend_usd": Measure("USD", "cost of the compute of serving users", None, of_parties.serving_spend),
    "revenue_usd": Measure("USD", "what users paid for models", "higher", of_parties.revenue),
    "training_runs": Measure("1", "models released", None, of_models.training_runs),
}
"""Every outcome by the part of its name before the first point, in the order of reports."""

_BY_BEST_MODEL = {
    "loss_gap": Measure(
        "nat/token", "loss of the best model above what its plan would have reached", "lower", of_models.best_model
    ),
    "compute_equivalent_gap": Measure(
        "x", "times the compute that the best model's loss was worth without a shortfall", "lower", of_models.best_model
    ),
}

TITLES = {
    "exhaustion_year.public": "public text runs dry",
    "exhaustion_year.ecosystem": "all that can be read runs dry",
    "data_bound_share": "training runs short of data",
    "human_share": "human share of what is read",
    "loss_gap": "loss above plan of the best model",
    "compute_equivalent_gap": "compute lost to the shortfall",
    "data_spend_usd": "labs spend on data",
    "privacy_incidents": "times that private data got out",
}
"""What figures and reports call the outcomes that policies are told by."""


def measure_of(name: str) -> Measure:
    """Return the measure behind the name of an outcome."""
    stem = name.partition(".")[0]
    return _BY_BEST_MODEL[stem] if stem in _BY_BEST_MODEL else MEASURES[stem]


def names_in(world: World) -> set[str]:
    """Return the name of every outcome that a run of a world may have, known before it runs."""
    parts: dict[str, Iterable[str]] = {
        "exhaustion_year": ["public", "ecosystem", *world.pools],
        "data_bound_year": world.labs,
        "diet_share": {pool.kind for pool in world.pools.values()},
        **dict.fromkeys(("final_stock", "read_share", "regeneration_gap", "peak_utilisation"), world.pools),
    }
    stems = [*MEASURES, *_BY_BEST_MODEL]
    return {name for stem in stems for name in ([f"{stem}.{one}" for one in parts[stem]] if stem in parts else [stem])}


def outcomes_of(world: World, history: History) -> list[Outcome]:
    """Return every outcome of one replication."""
    return [outcome for measure in MEASURES.values() for outcome in measure.of(world, history)]


__all__ = ["MEASURES", "TITLES", "Censoring", "Measure", "Outcome", "measure_of", "names_in", "outcomes_of"]
