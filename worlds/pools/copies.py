"""What a lab has copied of a pool, and may go on reading when the pool closes to it."""

from typing import NamedTuple


class Copies(NamedTuple):
    """Copies of part of a pool.

    Attributes:
        tokens: how many different tokens were copied [token].
        open_share: share of the pool that was open to the lab when they were, at most.
    """

    tokens: float = 0.0
    open_share: float = 0.0

    def beyond(self, stock: float, open_now: float) -> float:
        """Return the copies of what is no longer open [token].

        What was read is spread evenly over what was open then, so that of each part that has closed since the same
        share was copied. Copies of what is still open add nothing to it.

        Args:
            stock: tokens in the pool now [token].
            open_now: share of them that is open to the lab now.
        """
        tokens, open_then = self
        if tokens <= 0 or open_then <= open_now:
            return 0.0
        return (open_then - open_now) * stock * min(1.0, tokens / (open_then * stock))

    def with_more(self, tokens: float, open_share: float) -> "Copies":
        """Return the copies after another read, of which the same good tokens were read first."""
        return Copies(max(self.tokens, tokens), max(self.open_share, open_share))


NONE = Copies()
