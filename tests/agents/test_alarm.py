"""Incidents come as a Poisson process, whose rate may be set again without changing anything."""

from math import sqrt
from random import Random

import pytest

from agents.alarm import Alarm
from agents.clock import Clock, Life


def rings(rates: dict[float, float], until: float, seed: int = 3) -> list[float]:
    """Return when an alarm rings whose rate is set at some dates."""
    clock, found = Clock(0.0), []
    alarm = Alarm(clock, Random(seed), 0, lambda: found.append(clock.now))

    def change() -> Life:
        for date, rate in rates.items():
            yield clock.until(date)
            alarm.set_rate(rate)

    clock.start(alarm.live())
    clock.start(change())
    while clock.next <= until:
        clock.step()
    return found


def test_an_alarm_without_a_rate_never_rings() -> None:
    assert rings({}, 1000.0) == []
    assert rings({0.0: 5.0, 1e-9: 0.0}, 1000.0) == []


def test_an_alarm_rings_as_often_as_its_rate_says() -> None:
    number = len(rings({0.0: 20.0}, 500.0))
    assert abs(number - 10_000) < 3 * sqrt(10_000)


def test_setting_the_same_rate_again_changes_nothing() -> None:
    once = rings({0.0: 2.0}, 100.0)
    again = rings({0.0: 2.0} | {float(year): 2.0 for year in range(1, 100)}, 100.0)
    assert once == again


def test_a_new_rate_stretches_only_what_is_still_to_come() -> None:
    slow, fast = rings({0.0: 1.0}, 60.0), rings({0.0: 1.0, 20.0: 4.0}, 27.0)
    before = [one for one in slow if one <= 20.0]
    assert fast[: len(before)] == before
    expected = [20.0 + (one - 20.0) / 4 for one in slow if one > 20.0]
    after = fast[len(before) :]
    assert after == pytest.approx(expected[: len(after)], abs=1e-6)
    assert len(after) > 10
