import json

import pytest

from tests.reference import FOLDER, outcomes, worlds


@pytest.mark.parametrize("world", worlds())
def test_outcomes_are_the_stored_ones_or_the_changelog_says_numbers_change(world: str) -> None:
    stored = json.loads((FOLDER / f"{world}.json").read_text(encoding="utf-8"))
    now = outcomes(world)
    assert now.keys() == stored.keys()
    for run, values in stored.items():
        assert now[run].keys() == values.keys()
        for name, value in values.items():
            expected = value if isinstance(value, str) or value is None else pytest.approx(value, rel=1e-9)
            assert now[run][name] == expected, (run, name)


def test_there_is_no_reference_without_a_world() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(worlds())
