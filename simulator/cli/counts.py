"""Counts in words; apart from what is drawn on a terminal, so that commands begin quickly."""


def counted(count: int, thing: str, things: str | None = None) -> str:
    """Return `1 run`, `2 runs`."""
    return f"{count:,} {thing if count == 1 else things or thing + 's'}"
