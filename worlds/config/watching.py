"""What a regulator may watch: `pools.public_text.utilisation above 0.8`."""

import re
from dataclasses import dataclass
from typing import Literal

from worlds.config import units
from worlds.config.faults import listed, nearest
from worlds.config.schema import World
from worlds.config.selectors import sections_of

Side = Literal["above", "below"]
OF_POOLS = ("utilisation", "open_share", "stock", "effective_stock", "quality", "machine_share", "price", "read_share")
"""What of a pool can be watched; all but the first follow closed forms between events."""
COUNTED = ("incident", "data_bound", "closure", "deal")
"""What happens and can be counted, as `events.incident`."""
_CONDITION = re.compile(r"^\s*(?P<what>\S+)\s+(?P<side>above|below)\s+(?P<level>\S.*?)\s*$")
_UNITS = {
    "stock": units.TOKEN,
    "effective_stock": units.TOKEN,
    "price": units.USD_PER_TOKEN,
    "utilisation": units.RATIO,
    **dict.fromkeys(COUNTED, units.RATIO),
}
"""The unit of what can be watched, where that is not a share."""
_FORM = "`WHAT above NUMBER` or `WHAT below NUMBER`, such as pools.public_text.utilisation above 0.8"


@dataclass(frozen=True)
class Watched:
    """A condition.

    Attributes:
        pools: whose quantity is watched, any of them; empty for what is counted.
        what: the quantity, or the kind of event.
        side: on which side of the level it comes true.
        level: in base units.
        words: as it was written.
    """

    pools: tuple[str, ...]
    what: str
    side: Side
    level: float
    words: str

    @property
    def smooth(self) -> bool:
        """Whether it moves between events, on a curve."""
        return bool(self.pools) and self.what != "utilisation"

    def beyond(self, value: float) -> float:
        """Return how far a value is on the side where the condition is true, in base units; 0 at the level."""
        return value - self.level if self.side == "above" else self.level - value


def watched(text: str, world: World) -> Watched:
    """Return a condition that is in order."""
    found = _CONDITION.match(text)
    if found is None:
        raise ValueError(f"{text!r} is no condition")
    place, _, what = found["what"].rpartition(".")
    pools = () if place == "events" else tuple(one.partition(".")[2] for one in sections_of(place, world))
    side: Side = "above" if found["side"] == "above" else "below"
    return Watched(pools, what, side, _level(found["level"], what), " ".join(text.split()))


def wrong_condition(text: str, world: World) -> tuple[str, str] | None:
    """Return what is wrong with a condition and what is allowed, or nothing."""
    found = _CONDITION.match(text)
    if found is None:
        return "not a condition", _FORM
    place, _, what = found["what"].rpartition(".")
    known: tuple[str, ...] = COUNTED
    if place.startswith("pools"):
        known = OF_POOLS
        if not sections_of(place, world):
            return f"there is no {place!r} in this world{nearest(place.partition('.')[2], world.pools)}", _FORM
    elif place != "events":
        return f"{found['what']!r} cannot be watched", "pools.NAME.WHAT or events.KIND"
    if what not in known:
        return f"{what!r} cannot be watched{nearest(what, known)}", listed(known)
    try:
        _level(found["level"], what)
    except ValueError as error:
        return str(error), _FORM
    return None


def _level(text: str, what: str) -> float:
    """Return the level of a condition in base units.

    Raises:
        ValueError: when it is none.
    """
    return _UNITS.get(what, units.SHARE).parse(text)
