import json

import pytest

from simulator.validation.reference import FOLDER, moved, outcomes, worlds
from simulator.validation.row import EXACT


@pytest.mark.parametrize("world", worlds())
def test_outcomes_are_the_stored_ones_or_the_changelog_says_numbers_change(world: str) -> None:
    stored = json.loads((FOLDER / f"{world}.json").read_text(encoding="utf-8"))
    assert {name: by for name, by in moved(stored, outcomes(world)).items() if by > EXACT} == {}


def test_there_is_no_reference_without_a_world() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(worlds())
