"""A strategy of overtraining that another package brings along."""

from dataclasses import dataclass
from typing import Literal

import pytest

from agents import register_strategy
from agents.strategies import overtraining
from agents.surroundings import Surroundings
from simulator.ecosystem import Ecosystem
from worlds.config import extensions
from worlds.config.faults import InputError
from worlds.config.json_schema import json_schema
from worlds.config.loading import load_world
from worlds.config.schema import Section
from worlds.config.schema.base import Overtraining, default
from worlds.config.settings import Setting
from worlds.config.values import central


class StepsSection(Section):
    strategy: Literal["steps"]
    k: Overtraining = default(Overtraining, 2.0, "k of the first year; a round number")


@dataclass
class Steps:
    lab: str
    surroundings: Surroundings
    section: StepsSection

    def k(self, flop: float, year: float) -> float:
        return self.surroundings.values[self.section.k] * (1 + int(year - self.surroundings.world.start))

    def looked(self, found: float, wanted: float) -> None:
        pass


@pytest.fixture(autouse=True)
def _nobody_brought_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extensions, "_STRATEGIES", {})
    monkeypatch.setattr(overtraining, "_REGISTERED", {})


def test_a_lab_chooses_as_the_strategy_of_another_package_says() -> None:
    register_strategy("steps", Steps, StepsSection)
    loaded = load_world("minimal", [Setting("labs.lab.overtraining", {"strategy": "steps", "k": 3})])
    assert loaded.numbers["labs.lab.overtraining.k"].value == 3.0
    history = Ecosystem(loaded, central(loaded)).run()
    lead = [model.planned_overtraining for model in history.models if model.name == "large"]
    assert lead[:3] == pytest.approx([3.0, 6.0, 9.0])


def test_the_worlds_of_others_stay_what_they_are() -> None:
    before = load_world("estuary")
    register_strategy("steps", Steps, StepsSection)
    after = load_world("estuary")
    assert {path: number.value for path, number in before.numbers.items()} == {
        path: number.value for path, number in after.numbers.items()
    }
    assert "StepsSection" in json_schema()["$defs"]


def test_a_wrong_number_and_an_unknown_strategy_are_told_as_ours_are() -> None:
    register_strategy("steps", Steps, StepsSection)
    with pytest.raises(InputError, match=r"labs\.lab\.overtraining\.k: .*allowed"):
        load_world("minimal", [Setting("labs.lab.overtraining", {"strategy": "steps", "k": -3})])
    with pytest.raises(InputError, match="'adaptive' or 'steps'"):
        load_world("minimal", [Setting("labs.lab.overtraining", {"strategy": "stepps"})])


def test_without_the_package_its_strategy_is_unknown() -> None:
    with pytest.raises(InputError, match="not one of the choices"):
        load_world("minimal", [Setting("labs.lab.overtraining", {"strategy": "steps"})])


def test_a_strategy_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="already is a strategy 'fixed'"):
        register_strategy("fixed", Steps, StepsSection)
    with pytest.raises(ValueError, match="no field strategy"):
        register_strategy("stairs", Steps, StepsSection)
    with pytest.raises(TypeError, match="is no strategy"):
        register_strategy("steps", StepsSection, StepsSection)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no name"):
        register_strategy("Steps", Steps, StepsSection)
    with pytest.raises(TypeError, match="is no section"):
        register_strategy("steps", Steps, Steps)  # type: ignore[arg-type]


def test_the_names_that_are_taken_are_those_of_our_strategies() -> None:
    from worlds.config.schema.overtraining import OURS

    assert tuple(overtraining.STRATEGIES) == OURS
