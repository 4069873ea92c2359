"""Small worlds for the tests of agents: the smallest world with a section or two more."""

from collections.abc import Callable

from simulator.ecosystem import Ecosystem
from simulator.recorder import History
from worlds.config.chance import Luck
from worlds.config.loading import LoadedWorld, load_world
from worlds.config.settings import Setting
from worlds.config.values import central

PRIVATE = {"kind": "private", "stock": "300 T token", "grandfathering": 0, "repetition": 2, "price": "0.01 USD/Mtoken"}
OWNER = {"pools": ["mail"], "fee": "1000 USD", "integration_cost": "1000 USD", "integration_time": "0.25 year"}
SECOND = {"compute": {"value": "5e24 FLOP", "at": 2024.0}, "compute_growth": "4 x/year", "start": 2020.5}
LEAKY = {"leaks": "5 event/year/Ttoken", "breaches": "2 event/year", "removal": 0.1, "trust_loss": 0.5}
TAPES = {
    "kind": "multimodal",
    "modality": "speech",
    "stock": "1 T token",
    "transfer": 1,
    "gate_size": "1 parameter",
    "price": "0.1 USD/Mtoken",
}
TALK = {"kind": "interaction", "inflow": "10 T token/year", "adoption": 1, "pass_rate": 1, "best_pass_rate": 1}
USERS = {"demand": "100 T token/year", "demand_growth": "30 %/year", "pools": ["talk"]}


def world(**changes: object) -> LoadedWorld:
    """Return the smallest world with some sections more; `.` in a path is written `__`."""
    return load_world("minimal", [setting(path.split("__"), value) for path, value in changes.items()])


def setting(keys: list[str], value: object) -> Setting:
    """Return a setting; what is new in the world comes as part of its section."""
    if keys[:2] in (["pools", "mail"], ["pools", "tapes"], ["pools", "talk"], ["labs", "second"]):
        return Setting(keys[0], {keys[1]: value})
    return Setting(".".join(keys), value)


def alive(loaded: LoadedWorld, replication: int = 0) -> Ecosystem:
    return Ecosystem(loaded, central(loaded), Luck(0, replication))


def at(loaded: LoadedWorld, year: float, question: Callable[[Ecosystem], object], replication: int = 0) -> object:
    ecosystem = alive(loaded, replication)
    return ecosystem.ask(year, lambda: question(ecosystem), 999_999)


def kinds(history: History, kind: str) -> list[float]:
    return [one.year for one in history.happenings if one.kind == kind]


def tapes(loaded: LoadedWorld) -> list[tuple[float, float]]:
    return [(state.stock, state.open_share) for state in alive(loaded).run().states if state.pool == "tapes"]


def ruled(path: str, value: object, **more: object) -> LoadedWorld:
    return world(regulators={"state": {"enacts": {"rule": {"path": path, "from": 2025.0, "value": value, **more}}}})
