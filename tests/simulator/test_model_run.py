"""The smallest world from MODEL.md alone: plans, pool, diet, exhaustion and training in thirty lines, against a run."""

from math import exp, inf, log, sqrt

import pytest

from simulator.run import run_world
from tests.by_hand import R, f, same
from worlds.config.settings import Setting

ALPHA, BETA = 0.3478, 0.3658
R_N = 5.309743


def loss(n: float, d: float) -> float:
    return 1.8172 + 482.01 * exp(-ALPHA * log(n)) + 2085.43 * exp(-BETA * log(d))


def optimal_size(tokens: float) -> float:
    log_g = log(ALPHA * 482.01 / (BETA * 2085.43)) / (ALPHA + BETA)
    return exp((log_g + log(tokens)) * (ALPHA + BETA) / ALPHA) / tokens


def by_hand(k: float, quality: float) -> dict[str, float | None]:
    """Return outcomes of `minimal`: one lab with two sizes on one pool, and every number as the world states it."""
    cap = 1 - R * log(1 - 2 / R)
    dry: dict[str, float | None] = {"public": None, "public_text": None}
    seen: dict[str, tuple[float, float]] = {}
    best, short, bound, flop = (inf, 0.0), 0, inf, 0.0
    for year in range(2020, 2041):
        stock = 1e14 * exp(log(1.08) * (year - 2024))
        wanted = sqrt(20 * k * 1e25 * 4.0 ** (year - 2024) / 1.1 / 6)
        uses = {"public": wanted / (3 * stock * quality), "public_text": wanted / (cap * stock)}
        for target, x in uses.items():
            before, low = seen.get(target, (year, x))
            if dry[target] is None and x >= 1:
                dry[target] = before + (year - before) * -log(low) / (log(x) - log(low))
            seen[target] = year, x
        found = min(wanted, cap * stock)  # free, so that the cap on epochs comes before `min_value`
        short += 2 * (found < 0.99 * wanted)
        bound = min(bound, year if found < 0.99 * wanted else inf)
        worth = quality * f(found, min(stock, found))
        for ratio in (1.0, 0.1):
            size = supported = ratio * wanted / (20 * k)
            if found < (1 - 1e-9) * wanted:
                supported = max(optimal_size(worth), worth * size / wanted)
                size = min(size * wanted / found, supported * (1 - R_N * log(0.4)))
            reached = loss(f(size, supported, R_N), worth)
            promised = loss(ratio * wanted / (20 * k), wanted)
            best = (reached, reached - promised) if reached < best[0] else best  # of equals the larger, by name
            flop += 6 * size * found
    facts = {"best_loss": best[0], "loss_gap": best[1], "data_bound_share": short / 42, "train_flop": flop}
    return facts | {f"exhaustion_year.{name}": year for name, year in dry.items()} | {"data_bound_year.lab": bound}


@pytest.mark.parametrize("k", [0.3, 1.0, 10.0])
@pytest.mark.parametrize("quality", [1.0, 0.7])
def test_a_run_of_the_smallest_world_is_what_the_page_says(k: float, quality: float) -> None:
    changes = [Setting("labs.lab.overtraining.k", k), Setting("pools.public_text.quality", quality)]
    outcomes = {
        one["outcome"]: one["value"] for one in run_world("minimal", settings=changes).tables["outcomes"].to_pylist()
    }
    for name, value in by_hand(k, quality).items():
        assert value is not None
        assert same(outcomes[name], value, 1.8 if name == "loss_gap" else 0.0), name
