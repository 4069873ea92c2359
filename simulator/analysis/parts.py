"""What may tell a world from a simpler one, part by part, and how each part is taken away."""

from collections.abc import Callable, Collection, Iterable
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Any

from agents.budget import budget_of
from worlds.config.loading import LoadedWorld
from worlds.config.values import central

Plain = dict[str, Any]
"""A world, or a part of one, as plain data."""
Lack = Callable[[Plain, LoadedWorld, LoadedWorld], None]
"""Take a part away from a world that has it, given the first world and the last one."""

PARTIES = ("publishers", "data_owners", "archives", "user_bases")
_NAMED = ("pools", "labs", *PARTIES)
_WORDS = ("world", "description")
"""What a world says of itself, which changes no result."""
_STOCK = ("stock", "raw", "usable")
_GROWTH = ("inflow", "net_growth", "link_rot")
_REPETITION = ("repetition",)
_DOORS = ("open_share", "head_share", "head_open_share", "grandfathering", "takedowns")
_WRITERS = ("ai_share", "machine_quality")
_APART = (*_STOCK, *_GROWTH, *_REPETITION, *_DOORS, *_WRITERS, "kind", "description")


@dataclass(frozen=True)
class Part:
    """One thing that the last world has and the first has not.

    Attributes:
        name: what it is called.
        why: what it adds, in words.
        lack: takes it away.
        other_data: whether it is data other than public text.
    """

    name: str
    why: str
    lack: Lack
    other_data: bool = False


def _as_in_first(keys: Collection[str], world: Plain, first: LoadedWorld, _last: LoadedWorld) -> None:
    """State some numbers of the pools that both worlds have as the first one does."""
    for name, stated in _pools(first).items():
        if name in world["pools"]:
            _restore(world["pools"][name], stated, keys)


def _one_trend_line(world: Plain, first: LoadedWorld, last: LoadedWorld) -> None:
    """Put the lab of the first world in the place of all labs: it reads everything, and slows as the largest does."""
    taper = world["labs"].get(_largest(last), {}).get("taper")
    world["labs"] = deepcopy(data(first)["labs"])
    for lab in world["labs"].values():
        if "reads" in lab:
            lab["reads"] = sorted(world["pools"])
        if taper is not None:
            lab["taper"] = taper


def _no_taper(world: Plain, _first: LoadedWorld, _last: LoadedWorld) -> None:
    """Let compute grow as before to the end."""
    for lab in world["labs"].values():
        lab.pop("taper", None)


def _first_overtraining(world: Plain, first: LoadedWorld, _last: LoadedWorld) -> None:
    """Let every lab that chooses its overtraining train for as long as the lab of the first world."""
    line = next(iter(data(first)["labs"].values()))
    for lab in world["labs"].values():
        if "slate" not in lab:
            _restore(lab, line, ("overtraining",))


def _no_more_of(kind: str, world: Plain, first: LoadedWorld, _last: LoadedWorld) -> None:
    """Take out the pools of a kind that the first world has not."""
    kept = _pools(first)
    world["pools"] = {name: one for name, one in world["pools"].items() if one["kind"] != kind or name in kept}


def _nobody_does(deed: str, keys: Collection[str], world: Plain, first: LoadedWorld, _last: LoadedWorld) -> None:
    """Let no publisher do something, and public pools have the course that the first world states, or none."""
    for publisher in world.get("publishers", {}).values():
        publisher.pop(deed, None)
    for name, pool in world["pools"].items():
        if pool["kind"] == "public":
            _restore(pool, _pools(first).get(name, {}), keys)


def _no_users(world: Plain, first: LoadedWorld, _last: LoadedWorld) -> None:
    """Let nobody use models, so that all means follow their trend."""
    _restore(world, first.plain, ("user_bases",))


def _all_else_as_in_first(world: Plain, first: LoadedWorld, last: LoadedWorld) -> None:
    """State what no other part covers as the first world does: laws, prices, rules, time."""
    _restore(world, first.plain, {*world, *first.plain} - {*_NAMED, *_WORDS})
    stated = {key for pool in (*_pools(first).values(), *_pools(last).values()) for key in pool}
    _as_in_first(stated - set(_APART), world, first, last)


def _restore(here: Plain, stated: Plain, keys: Iterable[str]) -> None:
    """State some keys as another place does, which may be not at all."""
    for key in keys:
        here.pop(key, None)
        if key in stated:
            here[key] = deepcopy(stated[key])


def data(loaded: LoadedWorld) -> Plain:
    """Return a world as plain data."""
    return loaded.plain


def _pools(loaded: LoadedWorld) -> Plain:
    """Return the pools of a world as plain data."""
    pools: Plain = data(loaded)["pools"]
    return pools


def _largest(last: LoadedWorld) -> str:
    """Return the lab that has the most compute by its trend when the world ends."""
    world, values = last.world, central(last)
    means = {name: budget_of(lab, world, values).compute(world.end) or 0.0 for name, lab in world.labs.items()}
    return max(means, key=means.__getitem__)


PARTS = (
    Part("stock of the web", "as the last world states and draws it", partial(_as_in_first, _STOCK)),
    Part("growth of the web", "and what it loses, as the last world states them", partial(_as_in_first, _GROWTH)),
    Part("repetition", "as often as the last world allows", partial(_as_in_first, _REPETITION)),
    Part("compute tapers", "it grows more slowly as it gets dear", _no_taper),
    Part("real labs", "each with its own compute, in the place of one trend line", _one_trend_line),
    Part("overtraining", "of each lab as in its published models, and not that of the trend line", _first_overtraining),
    Part("more public text", "beside the web", partial(_no_more_of, "public")),
    Part("AI-made text", "models write part of the new public text", partial(_nobody_does, "machine_text", _WRITERS)),
    Part("sites close", "the more they are crawled", partial(_nobody_does, "closing", _DOORS)),
    Part("users and revenue", "people use models and pay for part of the compute", _no_users),
    Part("synthetic text", "models write for labs", partial(_no_more_of, "synthetic"), other_data=True),
    Part("other modalities", "with those who keep them", partial(_no_more_of, "multimodal"), other_data=True),
    Part("interaction", "what users tell models", partial(_no_more_of, "interaction"), other_data=True),
    Part("private data", "with owners who deal", partial(_no_more_of, "private"), other_data=True),
    Part("everything else", "laws, prices, rules", _all_else_as_in_first),
)
"""What may tell the world of 2026 from Epoch's of 2024, in the order of the walk."""
