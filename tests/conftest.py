"""Settings of all tests: no example fails because a shared machine was slow. And chance, for tests on random inputs.

Hypothesis makes up the same inputs in every run, so that a check that was green stays green until something changes;
`make trust ONLY=properties` has it make up new ones, and `make trust ONLY=notices` few, since it runs them very often.
"""

import os
import random

import pytest
from hypothesis import HealthCheck, settings

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", PATIENT, derandomize=True, database=None)
settings.register_profile("few", PATIENT, derandomize=True, database=None, max_examples=20)
settings.register_profile("anew", PATIENT, print_blob=True)
settings.load_profile(os.environ.get("TOKENSHED_EXAMPLES", "same"))


@pytest.fixture(params=range(60))
def chance(request: pytest.FixtureRequest) -> random.Random:
    """Return random inputs, the same in every run."""
    return random.Random(request.param)
