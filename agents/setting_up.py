"""From the section of a lab to the tools it works with, with the numbers of one replication."""

from agents.gathering import Gatherer
from agents.strategies.reading import WAYS
from agents.training import Craft, Habits, Trainer
from worlds.config.schema import Lab as LabSection
from worlds.config.schema import World
from worlds.config.values import Values


def gatherer_of(section: LabSection, world: World, values: Values) -> Gatherer:
    """Return how a lab reads."""
    r_star, least = values[world.laws.repetition.r_d_star], values[section.min_value]
    return Gatherer(values, r_star, least, WAYS[section.reading](r_star, least, values.law))


def trainer_of(section: LabSection, world: World, values: Values) -> Trainer:
    """Return how a lab trains."""
    return Trainer(
        values.law,
        values[world.laws.repetition.r_d_star],
        _habits(world, values),
        _craft(section, values),
        values[section.min_value],
        undertrain="undertrain" in section.shortfall,
    )


def _habits(world: World, values: Values) -> Habits:
    """Return what repetition does in this world beyond losing its worth."""
    law = world.laws.repetition
    return Habits(
        values[law.r_n_star],
        values[law.penalty] if law.form == "overfitting" else 0.0,
        values[law.penalty_delta],
        values[law.penalty_kappa],
        values[law.memorised],
        values[law.memorised_slope],
    )


def _craft(section: LabSection, values: Values) -> Craft:
    """Return what the lab's techniques multiply."""
    used = section.techniques
    size = data = total = 1.0
    if used.mixture_of_experts is not None:
        size *= values[used.mixture_of_experts.size]
        total = values[used.mixture_of_experts.total]
    if used.retrieval is not None:
        size *= values[used.retrieval.size]
    if used.multi_task is not None:
        data = values[used.multi_task.data]
    return Craft(size, data, total)
