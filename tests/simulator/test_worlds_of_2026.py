"""The world of 2026, its variants, and the report of 2024 taken literally: what each is there to show."""

from functools import cache

import pytest

from simulator.run import run_world


@cache
def outcomes(world: str) -> dict[str, float]:
    """Return the central outcomes of a world; what never happens counts as its end."""
    summary = run_world(world).summary
    return {name: 2040.0 if one.mean is None and "year" in name else one.mean or 0.0 for name, one in summary.items()}


@pytest.mark.parametrize(
    ("variant", "outcome", "rises"),
    [
        ("everyone-8b", "exhaustion_year.public", False),
        ("slow-web", "exhaustion_year.public", False),
        ("slow-web", "data_bound_share", True),
        ("all-rival", "exhaustion_year.public", False),
        ("no-taper", "train_flop", True),
        ("no-taper", "exhaustion_year.public", False),
        ("no-private", "data_bound_share", True),
        ("private-commons", "diet_share.private", True),
        ("private-commons", "data_bound_share", False),
        ("synthetic-flood", "human_share", False),
        ("cheap-inference", "inference_flop", True),
    ],
)
def test_each_variant_differs_the_way_it_is_for(variant: str, outcome: str, rises: bool) -> None:
    moved = outcomes(variant)[outcome] - outcomes("baseline-2026")[outcome]
    assert moved > 0 if rises else moved < 0


def test_nothing_private_is_read_where_nothing_is_opened() -> None:
    assert outcomes("no-private")["diet_share.private"] == 0.0
    assert outcomes("no-private")["privacy_incidents"] == 0.0
    assert outcomes("baseline-2026")["diet_share.private"] > 0.0


def test_the_report_taken_literally_gives_the_dates_of_epochs_forecast() -> None:
    assert outcomes("article-2024")["exhaustion_year.public"] == pytest.approx(2028.9, abs=0.1)


def test_the_models_that_the_report_calls_overtrained_are_so_or_not() -> None:
    runs = run_world("article-2024", until=2025.0).frame("runs").set_index(["lab", "model"])["overtraining"]
    assert runs["llama_3", "8b"] == pytest.approx(93.75)
    assert runs["llama_3", "70b"] == pytest.approx(10.71, abs=0.01)
    assert runs["gpt_3", "davinci"] == pytest.approx(0.086, abs=0.001)
    assert runs["flan", "137b"] == pytest.approx(0.909, abs=0.001)
    assert runs["falcon", "180b"] == pytest.approx(0.972, abs=0.001)
