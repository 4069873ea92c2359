"""The table of real models: sourced, consistent, and honest about what is not public."""

import pytest

from worlds.config.observations import observed_models
from worlds.laws.overtraining import overtraining

BY_NAME = {model.name: model for model in observed_models()}


def test_every_model_has_a_source_and_a_date_in_order() -> None:
    assert len(BY_NAME) == len(observed_models()) == 125
    assert all(model.source and model.country and model.lab for model in observed_models())
    years = [model.year for model in observed_models()]
    assert years == sorted(years)
    assert (years[0], years[-1]) == pytest.approx((2018.41, 2025.33), abs=0.02)


@pytest.mark.parametrize(
    ("name", "k"), [("Llama 3-8B", 93.75), ("Llama 3-70B", 10.71), ("GPT-3 175B", 0.086), ("Falcon-180B", 0.972)]
)
def test_known_models_are_as_overtrained_as_is_known(name: str, k: float) -> None:
    model = BY_NAME[name]
    assert model.size_active is not None
    assert model.tokens is not None
    assert overtraining(model.size_active, model.tokens) == pytest.approx(k, rel=0.01)


@pytest.mark.parametrize("name", ["GPT-4V", "GPT-4o", "Gemini 1.0 Ultra", "Gemini 1.5 Pro"])
def test_what_is_not_public_is_listed_and_not_fit_for_use(name: str) -> None:
    model = BY_NAME[name]
    assert model.tokens is None
    assert not model.fit_for_use


def test_active_parameters_are_no_more_than_all() -> None:
    for model in observed_models():
        if model.size is not None and model.size_active is not None:
            assert model.size_active <= model.size, model.name
            assert (model.size_active < model.size) == (model.architecture == "moe"), model.name


def test_compute_is_that_of_size_and_tokens_within_what_is_known_to_differ() -> None:
    known = {"GPT-1", "T5-11B", "GPT-NeoX-20B", "OPT-175B", "BloombergGPT", "Phi-3.5-MoE", "Hunyuan-Large"}
    for model in observed_models():
        if model.size_active and model.tokens and model.train_flop and model.fit_for_use and model.name not in known:
            ratio = model.train_flop / (6 * model.size_active * model.tokens)
            assert 0.6 < ratio < 1.6, (model.name, ratio)
