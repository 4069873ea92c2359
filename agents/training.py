"""From a plan and a corpus to trained models: what each one sees, how large it gets, and what loss it reaches."""

from dataclasses import dataclass
from math import log

from agents.corpus import ENOUGH, Corpus
from agents.plan import PlannedModel
from worlds.laws.overtraining import overtraining
from worlds.laws.repetition import effective_size
from worlds.laws.scaling import ScalingLaw, train_flop


@dataclass(frozen=True)
class Model:
    """A trained model, as it is released.

    Attributes:
        lab: who trained it.
        name: its name in the family or the slate.
        year: decimal year of release.
        size: active parameters.
        tokens: tokens seen in training.
        unique_tokens: different tokens among them.
        effective_tokens: what they are worth in fresh tokens.
        planned_tokens: tokens the plan asked for.
        planned_overtraining: k of the plan.
        loss: loss reached [nat/token].
        planned_loss: loss of the plan, had all its tokens been there and fresh [nat/token].
        compute_equivalent: how many times less compute would have reached this loss without a shortfall.
        data_bound: whether it found less than 0.99 of its plan.
        spend_usd: what its training compute cost.
    """

    lab: str
    name: str
    year: float
    size: float
    tokens: float
    unique_tokens: float
    effective_tokens: float
    planned_tokens: float
    planned_overtraining: float
    loss: float
    planned_loss: float
    compute_equivalent: float
    data_bound: bool
    spend_usd: float

    @property
    def flop(self) -> float:
        """Training compute [FLOP]."""
        return train_flop(self.size, self.tokens)

    @property
    def overtraining(self) -> float:
        """Overtraining k as it came out."""
        return overtraining(self.size, self.tokens)

    @property
    def epochs(self) -> float:
        """How often its tokens were read on average."""
        return self.tokens / self.unique_tokens


@dataclass(frozen=True)
class Trainer:
    """How a lab turns a corpus into a model.

    Attributes:
        law: the scaling law that holds.
        r_d_star: R_D* of repeated data.
        r_n_star: R_N* of excess parameters.
        min_value: marginal worth below which no parameter is added.
        undertrain: whether compute that finds no data makes the model larger.
    """

    law: ScalingLaw
    r_d_star: float
    r_n_star: float
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
        tokens = min(planned.tokens, corpus.read)
        unique, effective = corpus.part(tokens, self.r_d_star)
        supported = max(planned.size, self.law.optimal_size_for(unique))
        size = self._size(planned, tokens, supported)
        reached = self.law.reducible_loss(effective_size(size, supported, self.r_n_star), effective)
        hoped = self.law.reducible_loss(planned.size, planned.tokens)
        return Model(
            lab=lab,
            name=planned.name,
            year=year,
            size=size,
            tokens=tokens,
            unique_tokens=unique,
            effective_tokens=effective,
            planned_tokens=planned.tokens,
            planned_overtraining=planned.overtraining,
            loss=self.law.irreducible + reached,
            planned_loss=self.law.irreducible + hoped,
            compute_equivalent=self.law.compute_equivalent(reached, hoped),
            data_bound=min(planned.tokens, corpus.found) < ENOUGH * planned.tokens,
            spend_usd=train_flop(size, tokens) * flop_price,
        )

    def _size(self, planned: PlannedModel, tokens: float, supported: float) -> float:
        """Return the parameters of the model: as planned, or more where compute is left over.

        Excess parameters lose their worth like repeated tokens (Muennighoff et al. 2023, equation 6), and a lab adds
        none that is worth less than `min_value`; what compute is then left stays unspent.
        """
        if not self.undertrain or tokens >= planned.tokens:
            return planned.size
        most = supported * (1.0 - self.r_n_star * log(self.min_value))
        return max(planned.size, min(planned.flop / train_flop(1.0, tokens), most))
