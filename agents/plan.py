"""What a lab wants to train: sizes and tokens before it has looked for the data."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import fsum, inf, sqrt

from worlds.config.schema import Lab as LabSection
from worlds.config.schema import Model as ModelSection
from worlds.config.values import Values
from worlds.laws.overtraining import OPTIMAL_TOKENS_PER_PARAMETER, overtraining, size_for, tokens_at
from worlds.laws.scaling import FLOP_PER_PARAMETER_AND_TOKEN, train_flop


@dataclass(frozen=True)
class PlannedModel:
    """A model as a lab wants it.

    Attributes:
        name: its name in the family or the slate.
        size: active parameters.
        tokens: tokens to see in training.
    """

    name: str
    size: float
    tokens: float

    @property
    def flop(self) -> float:
        """The training compute [FLOP]."""
        return train_flop(self.size, self.tokens)

    @property
    def overtraining(self) -> float:
        """The overtraining k it is planned with: tokens per parameter over 20 (MODEL.md, 7.2)."""
        return overtraining(self.size, self.tokens)


@dataclass(frozen=True)
class Plan:
    """The models of one generation, by name, and the corpus they need."""

    models: tuple[PlannedModel, ...]

    @property
    def tokens(self) -> float:
        """The corpus W that the lab wants [token]: its models share it, so it is what the longest run sees."""
        return max((model.tokens for model in self.models), default=0.0)


@dataclass(frozen=True)
class Caps:
    """What the law allows a training run.

    Attributes:
        overtraining: largest k of any model.
        flop: largest training compute of any run [FLOP].
    """

    overtraining: float = inf
    flop: float = inf

    def within(self, model: PlannedModel) -> PlannedModel:
        """Return a model of the same size on as many tokens as are allowed."""
        most = min(
            OPTIMAL_TOKENS_PER_PARAMETER * self.overtraining * model.size,
            self.flop / (FLOP_PER_PARAMETER_AND_TOKEN * model.size),
        )
        return model if model.tokens <= most else replace(model, tokens=most)


UNCAPPED = Caps()


def family_plan(
    section: LabSection,
    values: Values,
    flop: float,
    overtrained: Callable[[float], float],
    caps: Caps = UNCAPPED,
) -> Plan:
    """Return a family that shares one corpus and spends the lab's compute.

    With the lead's share f of the compute, D = sqrt(20 k f C / 6) and N = D / (20 k). The others are ratios r of the
    lead's size and see D r^g, g being `smaller_see` (0: all of it), so that f is one over the sum of r^(1 + g). Where
    the law caps k, a member sees at most 20 k_cap N; what that frees goes to the lead, and with it to D.

    Args:
        section: what the world file says of the lab.
        values: the numbers of this replication.
        flop: compute C of the generation [FLOP].
        overtrained: how much a lead model of some compute [FLOP] is overtrained.
        caps: what the law allows.
    """
    if flop <= 0:
        return Plan(())
    ratios = {"lead": 1.0} if section.family is None else {name: values[one] for name, one in section.family.items()}
    seen = {name: ratio ** values[section.smaller_see] for name, ratio in ratios.items()}
    lead_flop = flop / fsum(ratios[name] * seen[name] for name in ratios)
    k = overtrained(lead_flop)
    tight = {name for name in ratios if k * seen[name] > caps.overtraining * ratios[name]}
    if tight:
        k = min(k, caps.overtraining)
        seen = {name: min(part, caps.overtraining * ratios[name] / k) for name, part in seen.items()}
        lead_flop = flop / fsum(ratios[name] * seen[name] for name in ratios)
    lead_flop = min(lead_flop, caps.flop)
    tokens = tokens_at(k, lead_flop)
    lead = size_for(k, tokens)
    return Plan(tuple(PlannedModel(name, lead * ratios[name], tokens * seen[name]) for name in sorted(ratios)))


def slate_plan(
    slate: dict[str, ModelSection],
    values: Values,
    grown: Callable[[float | None], float],
    caps: Caps = UNCAPPED,
) -> Plan:
    """Return the models of a slate, each from the two numbers it names, and of its size on fewer tokens where capped.

    Args:
        slate: what the world file says of each model.
        values: the numbers of this replication.
        grown: the factor by which compute has grown since a date (None: since the world began).
        caps: what the law allows.
    """
    planned = (_completed(name, slate[name], values, grown) for name in sorted(slate))
    return Plan(tuple(caps.within(model) for model in planned if model.tokens > 0 and model.size > 0))


def _completed(name: str, model: ModelSection, values: Values, grown: Callable[[float | None], float]) -> PlannedModel:
    """Return the model that two of size, k, compute and tokens make, with C = 6 N D and D = 20 k N."""
    size = None if model.size is None else values[model.size]
    tokens = None if model.tokens is None else values[model.tokens]
    k = None if model.k is None else values[model.k]
    flop = None if model.compute is None else values[model.compute] * grown(model.compute.at)
    if size is not None and tokens is not None:
        return PlannedModel(name, size, tokens)
    if size is not None and k is not None:
        return PlannedModel(name, size, OPTIMAL_TOKENS_PER_PARAMETER * k * size)
    if size is not None and flop is not None:
        return PlannedModel(name, size, flop / (FLOP_PER_PARAMETER_AND_TOKEN * size))
    if tokens is not None and k is not None:
        return PlannedModel(name, size_for(k, tokens), tokens)
    if tokens is not None and flop is not None:
        return PlannedModel(name, flop / (FLOP_PER_PARAMETER_AND_TOKEN * tokens) if tokens else 0.0, tokens)
    if k is not None and flop is not None:
        return PlannedModel(
            name, sqrt(flop / (FLOP_PER_PARAMETER_AND_TOKEN * OPTIMAL_TOKENS_PER_PARAMETER * k)), tokens_at(k, flop)
        )
    raise ValueError(f"the model {name!r} names fewer than two of size, k, compute and tokens")
