"""A publisher closes as it is crawled, and lets models write."""

from itertools import pairwise

from tests.agents.small_worlds import (
    alive,
    world,
)
from worlds.config.loading import LoadedWorld


def publisher(**more: object) -> dict[str, object]:
    return {"web": {"pools": ["public_text"], "closing": {"most": 0.5, "closing_time": "1 year"}, **more}}


def open_shares(loaded: LoadedWorld) -> list[float]:
    return [state.open_share for state in alive(loaded).run().states]


def test_sites_close_as_they_are_crawled_and_not_beyond_their_most() -> None:
    shares = open_shares(world(publishers=publisher()))
    assert shares[0] == 1.0
    assert all(later < earlier for earlier, later in pairwise(shares[2:15]))
    assert 0.5 < shares[-1] < 0.8


def test_a_publisher_that_nobody_crawls_stays_open() -> None:
    assert set(open_shares(world(publishers=publisher(), labs__lab__compute="0 FLOP"))) == {1.0}


def test_only_the_head_closes_where_the_head_alone_is_meant() -> None:
    head = open_shares(world(publishers=publisher(part="head"), pools__public_text__head_share=0.2))
    assert 0.9 < head[-1] < 0.97


def test_without_the_feedback_nothing_closes() -> None:
    assert set(open_shares(world(publishers=publisher(), feedbacks__closure=False))) == {1.0}


def test_better_models_write_more_and_their_text_has_their_ancestry() -> None:
    history = alive(world(publishers={"web": {"pools": ["public_text"], "machine_text": {}}})).run()
    shares = [state.machine / state.stock for state in history.states]
    assert shares[0] == 0.0
    assert all(later >= earlier for earlier, later in pairwise(shares))
    assert 0.2 < shares[-1] < 0.52
    assert history.states[-1].generation / shares[-1] > 1.2, "models learned from text that models had written"
