"""Who acts: one SimPy process each, one file each, listed here."""

from agents.lab import Lab

AGENTS = {"labs": Lab}
"""The agents by the section of the world file that sets them up."""

__all__ = ["AGENTS", "Lab"]
