"""Pools of data: their state, exact between events, and who may read them."""
