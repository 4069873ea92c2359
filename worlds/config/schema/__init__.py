"""The schema of a world file: what may stand in it, in which unit, within which range."""

from worlds.config.schema.base import Curve, Section
from worlds.config.schema.labs import Lab, Model
from worlds.config.schema.owners import Archive, DataOwner
from worlds.config.schema.parties import Amount, Enactment, Feedbacks, Publisher, Reaction, Regulator, UserBase
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
from worlds.config.schema.world import Lever, Statutes, World

__all__ = [
    "Amount",
    "AnyPool",
    "Archive",
    "Curve",
    "DataOwner",
    "Enactment",
    "Feedbacks",
    "InteractionPool",
    "Lab",
    "Lever",
    "Model",
    "MultimodalPool",
    "Pool",
    "PrivatePool",
    "PublicPool",
    "Publisher",
    "Reaction",
    "Regulator",
    "Section",
    "Statutes",
    "StockedPool",
    "SyntheticPool",
    "UserBase",
    "World",
]
