"""Settings of all tests: no example fails because a shared machine was slow. And chance, for tests on random inputs."""

import random

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("tokenshed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tokenshed")


@pytest.fixture(params=range(60))
def chance(request: pytest.FixtureRequest) -> random.Random:
    """Return random inputs, the same in every run."""
    return random.Random(request.param)
