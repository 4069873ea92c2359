"""What each feedback does, and in which directions the model can be trusted: runs that part them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scipy import stats

from simulator.request import Progress, requested
from simulator.whatif.pairs import Values, mean_and_half_width, paired, restricted
from worlds.config.loading import load_world
from worlds.config.number import Number
from worlds.config.settings import Setting

WORLD = "estuary"
ERROR = 0.05
LABS = ("challenger", "leader", "newcomer")


@dataclass(frozen=True)
class Times:
    """A number of the world taken several times, with its interval.

    Attributes:
        path: its dotted path.
        factor: how many times.
    """

    path: str
    factor: float

    def setting(self, numbers: Mapping[str, Number]) -> Setting:
        """Return the setting that does so, given the numbers of the world."""
        number = numbers[self.path]
        ends = [None if end is None else end * self.factor for end in (number.low, number.high)]
        return Setting(
            self.path, replace(number, value=number.value * self.factor, low=ends[0], high=ends[1]).written()
        )


Change = Setting | Times
SCARCE_TEXT = Times("pools.public_text.stock", 0.2)
PLACES: dict[str, tuple[Change, ...]] = {
    "": (),
    "scarce": (
        SCARCE_TEXT,
        Setting("pools.public_text.head_share", 0.5),
    ),
    "public text alone": (
        SCARCE_TEXT,
        *(Setting(f"labs.{lab}.reads", ["public_text"]) for lab in LABS),
    ),
    "one lab": (
        SCARCE_TEXT,
        Setting("labs.challenger", None),
        Setting("labs.newcomer", None),
        Setting("labs.leader.reads", ["public_text"]),
    ),
}
"""Where a feedback is looked at: the world as it is, or one in which its effect stands alone."""
PLACES_IN_WORDS = {
    "scarce": "a fifth of the public text, half of which is the head that closes first",
    "public text alone": "a fifth of the public text, and nothing else to read",
    "one lab": "the same with the leader alone",
}


@dataclass(frozen=True)
class Switch:
    """A feedback with the outcome that it should move.

    Attributes:
        feedback: name of the switch.
        outcome: what it should move.
        rises: whether the outcome is higher with the feedback.
        why: the argument.
        place: where it is looked at.
    """

    feedback: str
    outcome: str
    rises: bool
    why: str
    place: str = ""


SWITCHES = (
    Switch("contamination", "human_share", False, "models write part of what people would have written"),
    Switch("usage", "inference_flop", True, "somebody uses the models that are released"),
    Switch("usage", "diet_share.interaction", False, "a lab learns from its own users, and only from who consents"),
    Switch(
        "revenue", "revenue_usd", False, "a model below its plan earns less, and the next one is smaller", "one lab"
    ),
    Switch(
        "revenue",
        "train_flop",
        True,
        "argued after a first run, which went against `falls`: when all run short models become alike, and users and "
        "compute go from the largest lab to others who can still use them",
        "public text alone",
    ),
    Switch("closure", "exhaustion_year.public", False, "sites close when they are crawled", "scarce"),
    Switch("trust", "final_stock.messages", False, "after incidents users withdraw what they wrote"),
    Switch("trust", "diet_share.private", False, "and let less of the rest be read"),
    Switch("price", "data_spend_usd", True, "what many want becomes dearer, faster than they buy less of it"),
    Switch("opening", "diet_share.multimodal", True, "archives that are paid open and digitise"),
    Switch("teaching", "max_generation", True, "lines of models run through several labs"),
    Switch("teaching", "best_loss", False, "the best teacher for its compute is better than the best of one lab"),
    Switch("competition", "diet_share.private", False, "who deals exclusively keeps others out"),
    Switch("competition", "data_bound_share", True, "so that others find less"),
)
FEEDBACKS = ("contamination", "usage", "revenue", "closure", "trust", "price", "opening", "teaching", "competition")


@dataclass(frozen=True)
class Push:
    """A change with the outcomes that it may move one way only.

    Attributes:
        name: what is changed.
        settings: how.
        rises: whether outcomes may only rise.
        outcomes: beginnings of their names.
    """

    name: str
    settings: tuple[Change, ...]
    rises: bool
    outcomes: tuple[str, ...]


PUSHES = (
    Push(
        "twice the public text",
        (Times("pools.public_text.stock", 2.0),),
        True,
        ("exhaustion_year.public", "exhaustion_year."),
    ),
    Push(
        "three times the overtraining",
        tuple(Times(f"labs.{lab}.overtraining.k", 3.0) for lab in LABS),
        False,
        ("exhaustion_year.public", "exhaustion_year."),
    ),
    Push(
        "everybody holds messages and papers from the start",
        (
            Setting("data_owners.press.exclusive", False),
            *(Setting(f"data_owners.{owner}.holders", list(LABS)) for owner in ("messengers", "press")),
        ),
        False,
        ("data_bound_share",),
    ),
)
FROZEN = (
    *(Setting(f"feedbacks.{name}", False) for name in FEEDBACKS),
    Setting("pools.own_text.budget", 0),
)
"""Plans as they are given: no feedback, and no model writes for another."""


@dataclass(frozen=True)
class Effect:
    """What a feedback does to an outcome: with it minus without it.

    Attributes:
        switch: the feedback and what was expected.
        mean: mean difference.
        half: half the width of its 90 % interval.
        expected: in how many futures the outcome moves as argued.
        against: in how many it moves the other way.
        futures: of how many.
    """

    switch: Switch
    mean: float
    half: float
    expected: int
    against: int
    futures: int

    @property
    def as_expected(self) -> bool:
        """Whether more futures move as argued than against, beyond chance (sign test, 5 %)."""
        moved = self.expected + self.against
        return moved > 0 and float(stats.binomtest(self.expected, moved, alternative="greater").pvalue) < ERROR


@dataclass(frozen=True)
class Exceptions:
    """How often an outcome went against a push.

    Attributes:
        push: what was changed.
        outcome: the outcome.
        pairs: how many pairs of runs.
        against: in how many it went the other way.
        largest: by how much at most, in its unit.
    """

    push: Push
    outcome: str
    pairs: int
    against: int
    largest: float


@dataclass(frozen=True)
class Study:
    """Everything on the page.

    Attributes:
        replications: pairs for each feedback.
        pairs: pairs for each direction with feedbacks frozen.
        live_pairs: pairs for each direction with all feedbacks.
        effects: what each feedback does.
        frozen: directions with feedbacks frozen.
        live: directions with all feedbacks.
    """

    replications: int
    pairs: int
    live_pairs: int
    effects: list[Effect]
    frozen: list[Exceptions]
    live: list[Exceptions]


def study(replications: int, pairs: int, live_pairs: int, progress: Progress | None = None) -> Study:
    """Run everything that the page tells.

    Args:
        replications: draws for each feedback.
        pairs: draws for each direction with feedbacks frozen.
        live_pairs: draws for each direction with all feedbacks.
        progress: called after every run.
    """
    asked = sum(1 + len(_feedbacks(place)) for place in PLACES)
    sides = 1 + len(PUSHES)
    runs = _Runs(replications * asked + sides * (pairs + live_pairs), progress)
    effects = list(_effects(runs, replications))
    frozen = list(_exceptions(runs, pairs, FROZEN))
    return Study(replications, pairs, live_pairs, effects, frozen, list(_exceptions(runs, live_pairs, ())))


class _Runs:
    """Runs of the world under settings, with their progress."""

    def __init__(self, of: int, progress: Progress | None) -> None:
        self._of, self._done, self._progress = of, 0, progress
        self._world = load_world(WORLD)

    def outcomes(self, replications: int, changes: Iterable[Change]) -> dict[str, Values]:
        """Return every outcome in every replication of the changed world."""
        numbers = self._world.numbers
        settings = [one.setting(numbers) if isinstance(one, Times) else one for one in changes]
        found = restricted(requested(self._world, replications=replications, settings=settings), self._told)
        self._done += replications
        return found

    def _told(self, done: int, _of: int) -> None:
        if self._progress is not None:
            self._progress(self._done + done, self._of)


def _feedbacks(place: str) -> list[str]:
    """Return the feedbacks that are looked at in a place."""
    return sorted({switch.feedback for switch in SWITCHES if switch.place == place})


def _effects(runs: _Runs, replications: int) -> Iterator[Effect]:
    """Yield what each feedback does, in the order of the page."""
    found: dict[tuple[str, str], tuple[dict[str, Values], dict[str, Values]]] = {}
    for place, common in PLACES.items():
        on = runs.outcomes(replications, common)
        for name in _feedbacks(place):
            found[place, name] = on, runs.outcomes(replications, (*common, Setting(f"feedbacks.{name}", False)))
    for switch in SWITCHES:
        yield _effect(switch, *found[switch.place, switch.feedback])


def _effect(switch: Switch, on: dict[str, Values], off: dict[str, Values]) -> Effect:
    """Return what a feedback does to its outcome."""
    moved = [a - b for a, b in paired(on[switch.outcome], off[switch.outcome])]
    mean, half = mean_and_half_width(moved)
    sign = 1 if switch.rises else -1
    expected, against = (sum(way * sign * one > 0 for one in moved) for way in (1, -1))
    return Effect(switch, mean, half, expected, against, len(moved))


def _exceptions(runs: _Runs, pairs: int, common: Sequence[Change]) -> Iterator[Exceptions]:
    """Yield how often each push moves an outcome the other way."""
    base = runs.outcomes(pairs, common)
    for push in PUSHES:
        pushed = runs.outcomes(pairs, (*common, *push.settings))
        for outcome in _outcomes(push, base):
            sign = 1 if push.rises else -1
            wrong = [sign * (a - b) for a, b in paired(base[outcome], pushed[outcome])]
            beyond = [one for one in wrong if one > ROUNDING]
            yield Exceptions(push, outcome, len(wrong), len(beyond), max(beyond, default=0.0))


ROUNDING = 1e-9


def _outcomes(push: Push, base: dict[str, Values]) -> list[str]:
    """Return the outcomes that a push may move one way only, the ones it names first."""
    named = [name for name in push.outcomes if name in base]
    return named + [name for name in base if name not in named and name.startswith(tuple(push.outcomes))]
