"""The negotiation desk is the queue of the textbooks, and the best offer is served first."""

from math import sqrt
from random import Random
from statistics import fmean, stdev

from agents.clock import Clock, Life
from agents.desk import Desk

BATCHES, IN_BATCH = 60, 600


def waits(arrivals: float, service: float, negotiators: int = 1) -> list[float]:
    """Return how long each of many partners waits at a desk to which they come by chance."""
    clock, found = Clock(0.0), []
    desk, comings, talks = Desk(clock, negotiators, 0), Random(1), Random(2)

    def partner() -> Life:
        found.append((yield from desk.negotiate(talks, 1.0 / service)))

    def come() -> Life:
        for _ in range(BATCHES * IN_BATCH):
            yield clock.timeout(comings.expovariate(arrivals))
            clock.start(partner())

    clock.start(come())
    while clock.next < 4000:
        clock.step()
    return found


def within_three_standard_errors(found: list[float], expected: float) -> bool:
    """Return whether a mean fits, by the means of batches, of which the first is let go."""
    batches = [fmean(found[i : i + IN_BATCH]) for i in range(IN_BATCH, len(found), IN_BATCH)]
    error = stdev(batches) / sqrt(len(batches))
    return abs(fmean(batches) - expected) < 3 * error and error < 0.1 * expected


def test_the_wait_at_a_desk_is_that_of_the_m_m_1_queue() -> None:
    arrivals, service = 60.0, 100.0
    found = waits(arrivals, service)
    assert len(found) == BATCHES * IN_BATCH
    assert within_three_standard_errors(found, arrivals / (service * (service - arrivals)))


def test_two_negotiators_wait_less_as_the_m_m_2_queue_says() -> None:
    arrivals, service = 120.0, 100.0
    load = arrivals / (2 * service)
    assert within_three_standard_errors(waits(arrivals, service, 2), load**2 / (service * (1 - load**2)))


def test_the_best_offer_is_served_first_and_the_earliest_of_equal_ones() -> None:
    clock, served = Clock(0.0), []
    desk = Desk(clock, 1, 0)

    def partner(name: str, offer: float) -> Life:
        yield from desk.negotiate(Random(name), 1.0, offer)
        served.append(name)

    for name, offer in (("first", 1.0), ("poor", 1.0), ("poor too", 1.0), ("rich", 5.0)):
        clock.start(partner(name, offer))
    while clock.next < 1000:
        clock.step()
    assert served == ["first", "rich", "poor", "poor too"]
