"""From a plan and a corpus to trained models: what each one sees, how large it gets, and what loss it reaches."""

from dataclasses import dataclass
from math import log

from agents.corpus import ENOUGH, Corpus, Part
from agents.plan import PlannedModel
from worlds.laws.overtraining import overtraining, size_for
from worlds.laws.repetition import effective_size, memorised_share, overfitting_penalty
from worlds.laws.scaling import ScalingLaw, train_flop
from worlds.laws.synthesis import Ancestry

_ROUNDING = 1e-9
"""Share of a plan by which rounding may make what is seen of a corpus that meets it smaller."""


@dataclass(frozen=True)
class Model:
    """A trained model, as it is released.

    Attributes:
        lab: who trained it.
        name: its name in the family or the slate.
        year: decimal year of release.
        size: parameters in all.
        size_active: parameters used for each token.
        tokens: tokens seen in training.
        unique_tokens: different tokens among them.
        effective_tokens: what they are worth in fresh tokens of good public text.
        flop: training compute, with that of writing or trying what was read [FLOP].
        planned_year: decimal year of the plan.
        planned_tokens: tokens the plan asked for.
        planned_overtraining: k of the plan.
        loss: loss reached [nat/token].
        planned_loss: loss of the plan, had all its tokens been there and fresh [nat/token].
        compute_equivalent: how many times less compute would have reached this loss without a shortfall.
        data_bound: whether it found less than 0.99 of its plan.
        spend_usd: what its training compute cost.
        human_share: share of its tokens that people or instruments made.
        ancestry: what its tokens have gone through.
        memorised_share: share of what it read that it can be made to recite.
        irreducible: E of the law that holds [nat/token].
    """

    lab: str
    name: str
    year: float
    size: float
    size_active: float
    tokens: float
    unique_tokens: float
    effective_tokens: float
    flop: float
    planned_year: float
    planned_tokens: float
    planned_overtraining: float
    loss: float
    planned_loss: float
    compute_equivalent: float
    data_bound: bool
    spend_usd: float
    human_share: float
    ancestry: Ancestry
    memorised_share: float
    irreducible: float

    @property
    def reducible_loss(self) -> float:
        """Loss above the irreducible one [nat/token]."""
        return self.loss - self.irreducible

    @property
    def planned_reducible_loss(self) -> float:
        """Loss of the plan above the irreducible one [nat/token]."""
        return self.planned_loss - self.irreducible

    @property
    def id(self) -> str:
        """What tells it from every other model."""
        return f"{self.lab}/{self.name}/{self.year:.4f}"

    @property
    def overtraining(self) -> float:
        """Overtraining k as it came out, by active parameters."""
        return overtraining(self.size_active, self.tokens)

    @property
    def epochs(self) -> float:
        """How often its tokens were read on average."""
        return self.tokens / self.unique_tokens


@dataclass(frozen=True)
class Craft:
    """What a lab's techniques multiply.

    Attributes:
        size: dense parameters that an active one is worth.
        data: tokens that a token is worth.
        total: parameters in all over active ones.
    """

    size: float = 1.0
    data: float = 1.0
    total: float = 1.0


@dataclass(frozen=True)
class Habits:
    """What repetition does beyond losing its worth.

    Attributes:
        r_n_star: R_N* of excess parameters.
        penalty: P of the overfitting penalty [nat/token]; 0 where repeated tokens do no harm.
        delta: exponent of the repeats.
        kappa: exponent of parameters per token.
        memorised: share memorised at the scale of one repeat.
        memorised_slope: growth for each factor of ten in size.
    """

    r_n_star: float
    penalty: float
    delta: float
    kappa: float
    memorised: float
    memorised_slope: float


@dataclass(frozen=True)
class Trainer:
    """How a lab turns a corpus into a model.

    Attributes:
        law: the scaling law that holds.
        r_d_star: R_D* of repeated data.
        habits: what repetition does beyond that.
        craft: what the lab's techniques multiply.
        min_value: marginal worth below which no parameter is added.
        undertrain: whether compute that finds no data makes the model larger.
    """

    law: ScalingLaw
    r_d_star: float
    habits: Habits
    craft: Craft
    min_value: float
    undertrain: bool

    def train(self, lab: str, planned: PlannedModel, corpus: Corpus, year: float, flop_price: float) -> Model:
        """Return the model that a plan becomes on a corpus.

        Args:
            lab: who trains.
            planned: the model as wanted.
            corpus: what was found; not empty.
            year: decimal year of release.
            flop_price: USD per FLOP.
        """
        seen = corpus.part(planned.tokens, self.r_d_star)
        met = seen.slots >= planned.tokens * (1.0 - _ROUNDING)
        supported = planned.size if met else self._supported(planned, seen)
        size = planned.size if met else self._size(planned, seen.slots, supported)
        counted = effective_size(size, supported, self.habits.r_n_star) * self.craft.size
        harm = self._penalty(seen.tokens / seen.unique - 1.0, size, seen.unique)
        reached = self.law.reducible_loss(counted, seen.effective * self.craft.data) + harm
        hoped = self.law.reducible_loss(planned.size * self.craft.size, planned.tokens * self.craft.data)
        flop = train_flop(size, seen.slots)
        return Model(
            lab=lab,
            name=planned.name,
            year=year,
            size=size * self.craft.total,
            size_active=size,
            tokens=seen.tokens,
            unique_tokens=seen.unique,
            effective_tokens=seen.effective,
            flop=flop,
            planned_year=corpus.year,
            planned_tokens=planned.tokens,
            planned_overtraining=planned.overtraining,
            loss=self.law.irreducible + reached,
            planned_loss=self.law.irreducible + hoped,
            compute_equivalent=self.law.compute_equivalent(reached, hoped),
            data_bound=min(planned.tokens, corpus.found) < ENOUGH * planned.tokens,
            spend_usd=flop * flop_price,
            human_share=corpus.human_share,
            ancestry=corpus.ancestry,
            memorised_share=memorised_share(
                seen.tokens / seen.unique, size, self.habits.memorised, self.habits.memorised_slope
            ),
            irreducible=self.law.irreducible,
        )

    def _supported(self, planned: PlannedModel, seen: Part) -> float:
        """Return U_N, the parameters that the data support where a plan is not met; one that is met supports itself.

        The compute-optimal size for the effective tokens, or the size that the lab's own k would give them, whichever
        is larger: a plan with k below 1 is the lab's choice.
        """
        own = size_for(planned.overtraining, seen.effective)
        return max(self.law.optimal_size_for(seen.effective), own)

    def _penalty(self, repeats: float, size: float, unique: float) -> float:
        """Return what repetition adds to the loss [nat/token]."""
        habits = self.habits
        if habits.penalty <= 0:
            return 0.0
        return overfitting_penalty(repeats, size, unique, habits.penalty, habits.delta, habits.kappa)

    def _size(self, planned: PlannedModel, slots: float, supported: float) -> float:
        """Return the active parameters of a model whose plan is not met: as planned, or more, as compute is left over.

        Excess parameters lose their worth like repeated tokens (Muennighoff et al. 2023, equation 6), and a lab adds
        none that is worth less than `min_value`; what compute is then left stays unspent.
        """
        if not self.undertrain:
            return planned.size
        most = supported * (1.0 - self.habits.r_n_star * log(self.min_value))
        return min(planned.flop / train_flop(1.0, slots), most)
