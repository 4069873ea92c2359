"""Policies against the baseline, replication by replication under common luck."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from simulator.outcomes import measure_of
from simulator.request import Progress
from simulator.whatif.answering import Answer, answered
from simulator.whatif.burdens import Account, Burden, accounts_of, burdens_of
from simulator.whatif.dormant import Dormant, dormant
from simulator.whatif.effects import Effect, effect_of
from simulator.whatif.question import DEFAULT_REPLICATIONS, Change, Question, asked
from simulator.whatif.regret import Regret, mean_of, regrets
from simulator.whatif.survival import Survival, survival_of
from worlds.config.loading import LoadedWorld
from worlds.config.policies import NO_POLICY

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Comparison:
    """A what-if and its answers.

    Attributes:
        request: what was asked.
        answers: what came out, one for each scenario.
        wall_seconds: how long it took.
    """

    request: Question
    answers: list[Answer]
    wall_seconds: float

    @cached_property
    def effects(self) -> list[Effect]:
        """What each policy does to each outcome that both worlds have, by scenario."""
        return [
            effect_of(policy, answer.case.scenario, name, answer.base[name], values[name], answer.case.end)
            for answer in self.answers
            for policy, values in answer.sides.items()
            for name in answer.base
            if name in values
        ]

    @cached_property
    def burdens(self) -> list[Burden]:
        """Who pays and who gains by each policy, by scenario."""
        return [
            burden
            for answer in self.answers
            for policy, values in answer.sides.items()
            for burden in burdens_of(policy, answer.case.scenario, answer.base, values)
        ]

    @cached_property
    def accounts(self) -> list[Account]:
        """What that is made of, item by item."""
        return [
            account
            for answer in self.answers
            for policy, values in answer.sides.items()
            for account in accounts_of(policy, answer.case.scenario, answer.base, values)
        ]

    @cached_property
    def never_acted(self) -> list[Dormant]:
        """Policies that have something to change in the world and never do."""
        return [
            one
            for answer in self.answers
            for side in answer.case.sides
            for one in dormant(
                side.policy,
                answer.case.scenario,
                answer.case.baseline.loaded,
                side.loaded,
                answer.deeds[side.policy],
            )
        ]

    @cached_property
    def regrets(self) -> list[Regret]:
        """How much worse each policy, and having none, does than the best, at worst over the scenarios."""
        means = {
            answer.case.scenario: {
                policy: {name: mean_of(one) for name, one in values.items()}
                for policy, values in {NO_POLICY: answer.base, **answer.sides}.items()
            }
            for answer in self.answers
        }
        wished = [name for name in self.answers[0].base if measure_of(name).better is not None]
        return regrets(means, wished)

    @cached_property
    def survivals(self) -> list[Survival]:
        """When what is scarce has not run out yet: one curve for each date of exhaustion, policy and scenario."""
        return list(self._survivals())

    def _survivals(self) -> Iterator[Survival]:
        for answer in self.answers:
            world = answer.case.baseline.loaded.world
            for policy, values in {NO_POLICY: answer.base, **answer.sides}.items():
                for name in values:
                    if name.startswith("exhaustion_year."):
                        dates = values[name]
                        yield survival_of(name, policy, answer.case.scenario, dates, world.start, world.end)

    @cached_property
    def pairs(self) -> pa.Table:
        """Both sides of every pair: scenario, policy, replication, outcome, baseline, changed (restricted values)."""
        rows = [
            (answer.case.scenario, policy, replication, name, a, b)
            for answer in self.answers
            for policy, values in answer.sides.items()
            for name in answer.base
            if name in values
            for replication, ((a, _), (b, _)) in enumerate(zip(answer.base[name], values[name], strict=True))
        ]
        columns = list(zip(*rows, strict=True)) or [()] * len(_PAIR)
        return pa.table({name: pa.array(one, type=_PAIR[name]) for name, one in zip(_PAIR, columns, strict=True)})

    def frame(self, table: str) -> "pd.DataFrame":
        """Return `effects`, `burdens`, `accounts`, `regrets`, `survivals` or `pairs` as a tidy frame."""
        import pandas as pd  # noqa: PLC0415 (half a second that a comparison without it need not spend)

        return (
            self.pairs.to_pandas() if table == "pairs" else pd.DataFrame([asdict(one) for one in getattr(self, table)])
        )

    def as_dict(self) -> dict[str, object]:
        """Return what `tokenshed whatif --json` prints."""
        base = self.request.baseline
        return {
            "world": base.loaded.name,
            "seed": base.seed,
            "replications": base.replications,
            "frozen": self.request.frozen,
            "assumed": list(self.request.assumed),
            "warnings": self.request.warnings,
            "effects": [asdict(effect) for effect in self.effects],
            "burdens": [asdict(burden) for burden in self.burdens],
            "accounts": [asdict(account) for account in self.accounts],
            "regrets": [asdict(regret) for regret in self.regrets],
            "without_effect": [asdict(one) for one in self.request.idle],
            "never_acted": [asdict(one) for one in self.never_acted],
        }


_PAIR = {
    "scenario": pa.string(),
    "policy": pa.string(),
    "replication": pa.int32(),
    "outcome": pa.string(),
    "baseline": pa.float64(),
    "changed": pa.float64(),
}


def compare(
    world: str | Path | LoadedWorld,
    policies: Iterable[str | Change] = (),
    *,
    settings: Iterable[Change] = (),
    scenarios: Sequence[str] = (),
    seed: int = 0,
    replications: int = DEFAULT_REPLICATIONS,
    until: float | None = None,
    frozen: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
) -> Comparison:
    """Compare policies with the baseline.

    Every uncertain number is drawn alike on both sides, but for those that settings replace.

    Args:
        world: path of a world file, name of a shipped world, or a loaded one.
        policies: paths or names of policies, `A+B` for two together, `A@+3` for one that comes three years later. A
            setting among them counts as one of `settings`.
        settings: numbers changed by hand. Without policies they make one side of their own. Beside policies those
            without a date are assumed on both sides, and those with one are a further change with each policy.
        scenarios: names or paths of scenarios, in each of which all is compared; without any in the world as it is.
        seed: seed of every random stream.
        replications: how many pairs of runs.
        until: decimal year to end at instead of the world's own.
        frozen: whether labs keep the plans that they have in the baseline.
        strict: whether it is an error that a policy has nothing to change in the world.
        progress: called after every run.

    Raises:
        InputError: when the world, a policy or a setting is wrong, there is none, or two set one number at one time.
    """
    question = asked(
        world,
        policies,
        settings=settings,
        scenarios=scenarios,
        seed=seed,
        replications=replications,
        until=until,
        frozen=frozen,
        strict=strict,
    )
    return execute(question, progress)


def execute(question: Question, progress: Progress | None = None) -> Comparison:
    """Run both sides of every pair of a what-if."""
    begun, done = time.perf_counter(), 0

    def told() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, question.runs)

    answers = [answered(case, told, frozen=question.frozen) for case in question.cases]
    return Comparison(question, answers, time.perf_counter() - begun)
