"""Discovery: in which futures of a batch it happens, as boxes."""

from simulator.analysis.discovery.study import Discovery, Finding, discover

__all__ = ["Discovery", "Finding", "discover"]
