"""Settings of all tests: no example fails because a shared machine was slow."""

from hypothesis import HealthCheck, settings

settings.register_profile("tokenshed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tokenshed")
