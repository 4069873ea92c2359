"""Everyone else in MODEL.md, 7.12 and 7.13, written a second time from the page and compared with the code."""

from collections.abc import Callable
from math import exp
from typing import Any

import pytest

from simulator.ecosystem import Ecosystem
from tests.agents.small_worlds import TALK, TAPES, USERS, at, world
from tests.by_hand import equation, same
from worlds.config.loading import LoadedWorld
from worlds.laws.consent import opened


def asked(loaded: LoadedWorld, year: float, question: Callable[[Ecosystem], tuple[float, ...]]) -> Any:
    return at(loaded, year, question)


@equation("machine-text")
def test_the_best_model_so_far_says_how_much_is_written() -> None:
    writes = {"most": 0.6, "appeal_loss": "0.2 nat/token", "sensitivity": 5, "time": "2 year"}
    loaded = world(publishers={"sites": {"pools": ["public_text"], "machine_text": writes}})

    def share(ecosystem: Ecosystem) -> tuple[float, float]:
        best = min(model.reducible_loss for model in ecosystem.history.models)
        return best, ecosystem.pools["public_text"]._contents.dynamics.machine.at(ecosystem.clock.now)

    written = 0.0
    for year in range(2021, 2026):
        before, now = asked(loaded, year - 0.5, share)[0], asked(loaded, year, share)[1]
        appeal = (0.2 / before) ** 5
        goal = 0.6 * appeal / (1 + appeal)
        written = goal + (written - goal) * exp(-1 / 2)
        assert same(now, written, 1.0)


@equation("choice")
def test_users_come_to_the_better_model() -> None:
    users = {**USERS, "appeal_loss": "0.2 nat/token", "sensitivity": 3, "adoption_time": "2 year", "consent": 0.4}
    loaded = world(pools__talk=TALK, user_bases={"all": users})

    def seen(ecosystem: Ecosystem) -> tuple[float, float, float]:
        loss, year = min(model.reducible_loss for model in ecosystem.history.models), ecosystem.clock.now
        (base,) = ecosystem.user_bases
        return loss, base.index("lab", year)[0], base.serving("lab", year)

    using = 0.0
    for year in (2020.5, 2021.5, 2022.5):
        loss, now, serving = asked(loaded, year, seen)
        appeal = (0.2 / loss) ** 3
        goal = appeal / (1 + appeal)
        half = goal + (using - goal) * exp(-0.5 / 2)
        assert same(now, half, 1.0)
        assert same(serving, 1e14 * 1.3 ** (year - 2020.0) * half)
        using = goal + (using - goal) * exp(-1 / 2)


@equation("opening")
@pytest.mark.parametrize(("income", "needs"), [(0.0, 1e6), (3e6, 1e6), (3e6, 0.0)])
def test_archives_open_as_far_as_they_are_paid(income: float, needs: float) -> None:
    assert same(opened(income, needs, 0.8), 0.8 if needs == 0 else 0.8 * income / (income + needs))
    keepers = {"pools": ["tapes"], "open_share": 0.3, "most_open": 0.8, "needs": f"{needs} USD/year"}
    loaded = world(pools__tapes={**TAPES, "price": "0 USD/Mtoken"}, archives={"keepers": keepers})
    goal = 0.8 if needs == 0 else 0.3
    (share,) = asked(loaded, 2021.0, lambda ecosystem: (ecosystem.pools["tapes"].open_share(2021.0),))
    assert same(share, goal + (0.3 - goal) * exp(-1 / 2))
