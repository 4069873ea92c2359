"""Every promise, in the order of the page."""

from tests.trust import balance, fuzz, hostile, sameness, supply, wrong
from tests.trust.promise import Promise

PROMISES = (
    Promise(
        "sameness",
        "same seed, same bytes, whoever runs it",
        "tests/trust/test_promises.py::test_a_share_of_every_promise_is_kept[sameness]",
        sameness.measure,
    ),
    Promise(
        "balance",
        "nothing is lost or made",
        "tests/trust/test_promises.py::test_a_share_of_every_promise_is_kept[balance]",
        balance.measure,
    ),
    Promise(
        "wrong",
        "wrong input gets one clear message",
        "tests/trust/test_promises.py::test_a_share_of_every_promise_is_kept[wrong]",
        wrong.measure,
    ),
    Promise(
        "fuzz",
        "the loader survives anything",
        "tests/trust/test_promises.py::test_a_share_of_every_promise_is_kept[fuzz]",
        fuzz.measure,
    ),
    Promise(
        "hostile",
        "the page lets nobody in",
        "tests/trust/test_promises.py::test_a_share_of_every_promise_is_kept[hostile]",
        hostile.measure,
    ),
    Promise(
        "supply",
        "what is shipped is what is said",
        "tests/trust/test_promises.py::test_a_share_of_every_promise_is_kept[supply]",
        supply.measure,
    ),
)
