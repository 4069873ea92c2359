"""A quick share of every promise; `make trust` measures them whole."""

import pytest

from tests.trust import page
from tests.trust.promise import Promise
from tests.trust.promises import PROMISES

SHARE = 0.002


@pytest.mark.parametrize("promise", PROMISES, ids=[promise.name for promise in PROMISES])
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_share_of_every_promise_is_kept(promise: Promise) -> None:
    broken = [one for one in promise.measure(SHARE) if not one.kept]
    assert not broken


def test_the_page_says_what_was_recorded() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.written(PROMISES, page.record())
