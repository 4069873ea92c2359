"""Every promise, in the order of the page."""

from tests.trust import (
    balance,
    closed_forms,
    covered,
    fuzz,
    hostile,
    kills,
    metamorphic,
    notices,
    properties,
    sameness,
    supply,
    twin,
    wrong,
)
from tests.trust.promise import Measure, Promise


def _promise(name: str, words: str, measure: Measure) -> Promise:
    """Return a promise that the test of all promises holds."""
    return Promise(name, words, f"tests/trust/test_promises.py::test_a_share_of_every_promise_is_kept[{name}]", measure)


PROMISES = (
    _promise("sameness", "same seed, same bytes, whoever runs it", sameness.measure),
    _promise("balance", "nothing is lost or made", balance.measure),
    _promise("twin", "a second version, written from MODEL.md alone, gets the same numbers", twin.measure),
    _promise("closed-forms", "what has an answer in closed form comes out as that", closed_forms.measure),
    _promise("metamorphic", "a world that is changed changes as it must, and in nothing else", metamorphic.measure),
    _promise("properties", "tests look for counterexamples by themselves", properties.measure),
    _promise("notices", "a fault that gets into the code is noticed", notices.measure),
    _promise("covered", "tests run the code", covered.measure),
    _promise("wrong", "wrong input gets one clear message", wrong.measure),
    _promise("kills", "a batch that is killed, or finds the disk full, loses nothing", kills.measure),
    _promise("fuzz", "the loader survives anything", fuzz.measure),
    _promise("hostile", "the page lets nobody in", hostile.measure),
    _promise("supply", "what is shipped is what is said", supply.measure),
)
