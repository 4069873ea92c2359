"""Every promise, in the order of the page."""

from tests.trust import balance, hostile, sameness, supply, twin
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
        "twin",
        "the core is what the page says: a twin written from MODEL.md alone gets the same numbers",
        "tests/trust/test_promises.py::test_a_share_of_every_promise_is_kept[twin]",
        twin.measure,
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
