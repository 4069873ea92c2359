"""Who acts: one SimPy process each, one file each, listed here in the order in which they act on one day."""

from inspect import isgeneratorfunction
from typing import Any

from agents.agent import Agent
from agents.archive import Archive
from agents.data_owner import DataOwner
from agents.lab import Lab
from agents.publisher import Publisher
from agents.regulator import Regulator
from agents.strategies.overtraining import register_strategy
from agents.user_base import UserBase
from worlds.config.extensions import bring
from worlds.config.schema import Section

AGENTS: dict[str, type[Agent[Any]]] = {
    "regulators": Regulator,
    "publishers": Publisher,
    "data_owners": DataOwner,
    "archives": Archive,
    "user_bases": UserBase,
    "labs": Lab,
}
"""The agents by the section of the world file that sets them up, in the order in which they act on one day."""

_REGISTERED: dict[str, type[Agent[Any]]] = {}


def register(section: str, agent: type[Agent[Any]], schema: type[Section]) -> None:
    """Let worlds have agents of another package; call it before such a world is loaded.

    Args:
        section: name of their section in a world file; below it stand their names.
        agent: their class.
        schema: what may stand below a name.

    Raises:
        ValueError: when the name is taken, or is none.
        TypeError: when `agent` or `schema` is not what it should be.
    """
    if not (isinstance(agent, type) and issubclass(agent, Agent) and isgeneratorfunction(agent.live)):
        raise TypeError(f"{agent!r} is no agent: a subclass of agents.Agent whose `live` yields events")
    bring(section, schema)
    _REGISTERED[section] = agent


def agents_in_order() -> dict[str, type[Agent[Any]]]:
    """Return all agents by section in the order in which they act on one day; registered ones last, by name."""
    return {**AGENTS, **dict(sorted(_REGISTERED.items()))}


__all__ = ["AGENTS", "Agent", "Lab", "agents_in_order", "register", "register_strategy"]
