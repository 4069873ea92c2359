"""The schema of a world file: what may stand in it, in which unit, within which range."""

from worlds.config.schema.base import Curve, Section
from worlds.config.schema.labs import Lab, Model
from worlds.config.schema.pools import (
    AnyPool,
    InteractionPool,
    MultimodalPool,
    Pool,
    PrivatePool,
    PublicPool,
    StockedPool,
    SyntheticPool,
)
from worlds.config.schema.world import World

__all__ = [
    "AnyPool",
    "Curve",
    "InteractionPool",
    "Lab",
    "Model",
    "MultimodalPool",
    "Pool",
    "PrivatePool",
    "PublicPool",
    "Section",
    "StockedPool",
    "SyntheticPool",
    "World",
]
