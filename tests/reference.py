"""Rewrite the stored reference outcomes: `python -m tests.reference` (make reference); a test compares."""

from simulator.validation.reference import FOLDER, outcomes, text_of, worlds


def main() -> None:
    """Write the reference outcomes of every shipped world."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for world in worlds():
        (FOLDER / f"{world}.json").write_text(text_of(outcomes(world)), encoding="utf-8")


if __name__ == "__main__":
    main()
