"""An archive digitises, and opens for pay."""

from math import exp

import pytest

from tests.agents.small_worlds import (
    TAPES,
    alive,
    tapes,
    world,
)
from worlds.config.loading import LoadedWorld


def archive(**more: object) -> LoadedWorld:
    section = {"pools": ["tapes"], "open_share": 0.2, "opening_time": "1 year", **more}
    return world(pools__tapes=TAPES, archives={"library": section})


def test_a_backlog_is_digitised_to_the_last_token() -> None:
    backlog = {"tokens": {"value": "8 T token", "at": 2022.0}, "since": 2022.0, "time": "2 year"}
    stocks = [stock for stock, _ in tapes(archive(backlog=backlog))]
    assert stocks[0] == stocks[2] == 1e12
    assert stocks[3] == pytest.approx(1e12 + 8e12 * (1 - exp(-0.5)))
    assert stocks[-1] == pytest.approx(9e12, rel=1e-3)


def test_an_archive_opens_as_far_as_it_is_paid() -> None:
    free, paid, dear = (
        [share for _, share in tapes(archive(**more))]
        for more in ({}, {"needs": "10000 USD/year"}, {"needs": "1e12 USD/year"})
    )
    assert free[-1] == pytest.approx(1.0, abs=1e-3)
    assert 0.2 < paid[-1] < 1.0
    assert dear[-1] == pytest.approx(0.2, abs=1e-3)


def test_an_archive_earns_what_labs_pay_for_reading() -> None:
    history = alive(archive()).run()
    spent = sum(helping.spend_usd for one in history.corpora for helping in one.corpus.helpings)
    assert sum(one.usd for one in history.payments if one.to == "archives.library") == pytest.approx(spent)
