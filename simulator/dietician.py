"""What a lab would read at a date, explained."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from worlds.config.faults import InputError, listed, nearest
from worlds.config.groups import members
from worlds.config.loading import LoadedWorld, as_loaded
from worlds.config.settings import Setting
from worlds.config.values import central

if TYPE_CHECKING:
    from agents.corpus import Corpus


@dataclass(frozen=True)
class Advice:
    """The diet of a lab at a date, at central values.

    Attributes:
        world: name of the world.
        lab: the lab.
        year: decimal year.
        size: active parameters of its lead model as planned.
        worth: what the lab would pay for an effective token [USD].
        min_value: level below which it reads no position.
        corpus: the diet, with what is left and why.
    """

    world: str
    lab: str
    year: float
    size: float
    worth: float
    min_value: float
    corpus: "Corpus"

    def as_dict(self) -> dict[str, object]:
        """Return what `tokenshed diet --json` prints."""
        corpus = self.corpus
        helpings = [
            {**one._asdict(), "ancestry": one.ancestry._asdict(), "epochs": one.epochs}
            for one in (*corpus.helpings, *corpus.left)
        ]
        facts = {"world": self.world, "lab": self.lab, "year": self.year, "size": self.size, "worth_usd": self.worth}
        found = {"wanted": corpus.wanted, "found": corpus.found, "level": corpus.level, "data_bound": corpus.data_bound}
        return {**facts, "min_value": self.min_value, **found, "pools": helpings}


def advise(world: str | Path | LoadedWorld, lab: str | None, year: float, settings: Iterable[Setting]) -> Advice:
    """Return what a lab would read at a date, before it answers any shortfall.

    Args:
        world: path of a world file, name of a shipped world, or a loaded one.
        lab: name of the lab; None where there is only one; of a group, for the lab in its middle.
        year: decimal year, within the time of the world.
        settings: what to change in the world.

    Raises:
        InputError: when there is no such lab, the date is outside the world's time, or the lab trains nothing.
    """
    loaded = as_loaded(world).with_settings(settings)
    name = _lab(loaded, lab)
    section = loaded.world
    if not section.start <= year <= section.end:
        raise InputError(
            f"--at: outside the time of the world; allowed: {section.start:g} to {section.end:g}; given: {year:g}"
        )
    from simulator.ecosystem import Ecosystem  # noqa: PLC0415 (half a second that a wrong question need not take)

    values = central(loaded)
    ecosystem = Ecosystem(loaded, values)
    actor = ecosystem.labs[name]
    least = values[actor.section.min_value]

    def advice() -> Advice:
        plan = actor.plan(year)
        if not plan.models:
            raise InputError(f"--lab: {name} trains nothing in {year:g}; allowed: a lab with compute or a slate")
        menu, corpus = actor.compose_now(plan, actor.menu(plan, year), with_left=True)
        return Advice(loaded.name, name, year, menu.reader.size, menu.reader.worth, least, corpus)

    return ecosystem.ask(year, advice, actor.rank)


def _lab(loaded: LoadedWorld, lab: str | None) -> str:
    """Return the name of the lab that is meant."""
    labs = loaded.world.labs
    if lab is None and len(labs) == 1:
        lab = next(iter(labs))
    known = [one for one in members(labs) if lab in {one.name, one.group}]
    if not known:
        hint = "" if lab is None else nearest(lab, labs)
        wrong = "which lab?" if lab is None else f"there is no lab {lab!r}{hint}"
        raise InputError(f"--lab: {wrong}; allowed: {listed(labs)}")
    return known[len(known) // 2].name
