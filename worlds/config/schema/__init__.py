"""The schema of a world file: what may stand in it, in which unit, within which range."""

from worlds.config.schema.base import Curve, Section
from worlds.config.schema.labs import Lab, Model
from worlds.config.schema.owners import Archive, DataOwner
from worlds.config.schema.parties import Enactment, Feedbacks, Publisher, Regulator, UserBase
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
    "Archive",
    "Curve",
    "DataOwner",
    "Enactment",
    "Feedbacks",
    "InteractionPool",
    "Lab",
    "Model",
    "MultimodalPool",
    "Pool",
    "PrivatePool",
    "PublicPool",
    "Publisher",
    "Regulator",
    "Section",
    "StockedPool",
    "SyntheticPool",
    "UserBase",
    "World",
]
