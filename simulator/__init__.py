"""Tokenshed: simulate the ecosystem of AI training data.

The public API: `load_world`, `run_world`, `compare`, `run_batch` and `Results`, the analyses `sensitivity`, `discover`,
`search` and `hindcast`, what they take and what they return.
Everything is imported when it is first asked for, so that the command line starts quickly.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.analysis.discovery.study import Discovery, discover
    from simulator.analysis.hindcast.calibration import calibrate
    from simulator.analysis.hindcast.study import Hindcast, hindcast
    from simulator.analysis.search.anew import judged_anew
    from simulator.analysis.search.answer import Search
    from simulator.analysis.search.study import search
    from simulator.analysis.sensitivity.answer import Sensitivity
    from simulator.analysis.sensitivity.stored import sensitivity_of
    from simulator.analysis.sensitivity.study import sensitivity
    from simulator.experiments.execution import run_batch
    from simulator.experiments.results import Results
    from simulator.report.document.saving import write_report
    from simulator.request import Request
    from simulator.run import Result, run_world
    from simulator.summary import Summary
    from simulator.whatif.comparison import Comparison, compare
    from simulator.whatif.effects import Effect
    from worlds.config.faults import InputError
    from worlds.config.loading import LoadedWorld, load_world, shipped_worlds
    from worlds.config.policies import load_policy, shipped_policies
    from worlds.config.scenarios import load_scenario, shipped_scenarios
    from worlds.config.settings import Setting, parse_setting
    from worlds.config.timed import parse_change

_HOME = {
    "Comparison": "simulator.whatif.comparison",
    "Discovery": "simulator.analysis.discovery.study",
    "Effect": "simulator.whatif.effects",
    "Hindcast": "simulator.analysis.hindcast.study",
    "InputError": "worlds.config.faults",
    "LoadedWorld": "worlds.config.loading",
    "Request": "simulator.request",
    "Result": "simulator.run",
    "Results": "simulator.experiments.results",
    "Search": "simulator.analysis.search.answer",
    "Sensitivity": "simulator.analysis.sensitivity.answer",
    "Setting": "worlds.config.settings",
    "Summary": "simulator.summary",
    "load_world": "worlds.config.loading",
    "parse_change": "worlds.config.timed",
    "parse_setting": "worlds.config.settings",
    "run_batch": "simulator.experiments.execution",
    "run_world": "simulator.run",
    "shipped_worlds": "worlds.config.loading",
    "calibrate": "simulator.analysis.hindcast.calibration",
    "compare": "simulator.whatif.comparison",
    "discover": "simulator.analysis.discovery.study",
    "hindcast": "simulator.analysis.hindcast.study",
    "judged_anew": "simulator.analysis.search.anew",
    "load_policy": "worlds.config.policies",
    "load_scenario": "worlds.config.scenarios",
    "search": "simulator.analysis.search.study",
    "sensitivity": "simulator.analysis.sensitivity.study",
    "sensitivity_of": "simulator.analysis.sensitivity.stored",
    "shipped_policies": "worlds.config.policies",
    "shipped_scenarios": "worlds.config.scenarios",
    "write_report": "simulator.report.document.saving",
}

__all__ = [
    "Comparison",
    "Discovery",
    "Effect",
    "Hindcast",
    "InputError",
    "LoadedWorld",
    "Request",
    "Result",
    "Results",
    "Search",
    "Sensitivity",
    "Setting",
    "Summary",
    "calibrate",
    "compare",
    "discover",
    "hindcast",
    "judged_anew",
    "load_policy",
    "load_scenario",
    "load_world",
    "parse_change",
    "parse_setting",
    "run_batch",
    "run_world",
    "search",
    "sensitivity",
    "sensitivity_of",
    "shipped_policies",
    "shipped_scenarios",
    "shipped_worlds",
    "write_report",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its module."""
    if name not in _HOME:
        raise AttributeError(f"module 'simulator' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
