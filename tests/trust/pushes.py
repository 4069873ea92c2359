"""Changes of a world's numbers, by chance, of which one knows which way they must work."""

from dataclasses import replace
from random import Random

from tests.trust.pairs import Draw
from worlds.config.values import Values

_TEXT = ("public",)
_WRITTEN_BY_PEOPLE = ("public", "private", "multimodal", "interaction")
_TOKENS = 1024.0
_POWERS = {"token": 1, "parameter": 1, "token/year": 1, "FLOP": 2, "USD/token": -1, "USD/FLOP": -2}
"""How a unit scales if there are more, smaller tokens and parameters to one of before."""


def _factor(chance: Random) -> float:
    return float(10.0 ** chance.uniform(0.0, 1.0))


def more_text(draw: Draw, chance: Random) -> Draw:
    """Let there be more public text."""
    return draw.times(_factor(chance), "pools.*.stock", "pools.*.raw", "pools.*.inflow", kinds=_TEXT)


def more_growth(draw: Draw, chance: Random) -> Draw:
    """Let public stocks grow faster from the start of the world on, with as much text then as before."""
    changes, start, more = {}, draw.loaded.world.start, chance.uniform(1.0, 1.1)
    for path in draw.numbers("pools.*.net_growth", kinds=_TEXT):
        changes[path] = draw.values.at(path) * more
        for stock in (path.replace("net_growth", "stock"), path.replace("net_growth", "raw")):
            if stock in draw.loaded.numbers:
                at = draw.loaded.numbers[stock].at
                changes[stock] = draw.values.at(stock) * more ** (0.0 if at is None else at - start)
    return draw.with_numbers(changes)


def better_text(draw: Draw, chance: Random) -> Draw:
    """Let all public text be better, as far as it can be."""
    return draw.times(_factor(chance), "pools.*.quality", kinds=_TEXT)


def more_repetition(draw: Draw, chance: Random) -> Draw:
    """Let tokens be worth more when they are repeated."""
    return draw.times(chance.uniform(1.0, 3.0), "pools.*.repetition")


def more_open(draw: Draw, chance: Random) -> Draw:
    """Open a part of what is closed, from the start on and in the end; text that models write is left as it is."""
    part, values = chance.random(), draw.values
    paths = draw.numbers("pools.*open_share.value", "pools.*open_share.to", kinds=_WRITTEN_BY_PEOPLE)
    return draw.with_numbers({path: values.at(path) + part * (1.0 - values.at(path)) for path in paths})


def cheaper(draw: Draw, chance: Random) -> Draw:
    """Let everything cost less to read."""
    return draw.times(1.0 / _factor(chance) ** 3.0, "pools.*.price")


def more_compute(draw: Draw, chance: Random) -> Draw:
    """Let labs have more compute."""
    return draw.times(_factor(chance), "labs.*.compute")


def more_k(draw: Draw, chance: Random) -> Draw:
    """Let labs train smaller models for longer."""
    return draw.times(_factor(chance), "labs.*.overtraining.k")


def more_particular(draw: Draw, chance: Random) -> Draw:
    """Let labs pass over more."""
    return draw.times(chance.uniform(1.0, 3.0), "labs.*.min_value")


def in_other_tokens(draw: Draw, _: Random) -> Draw:
    """Count tokens and parameters in units of which there are 1024 to one of before; FLOP and prices follow."""
    found = {
        path: draw.values.at(path) * _TOKENS ** _POWERS.get(number.dimension.unit, 0)
        for path, number in draw.loaded.numbers.items()
    }
    law = draw.values.law
    scales = {"size_scale": law.size_scale * _TOKENS**law.alpha, "data_scale": law.data_scale * _TOKENS**law.beta}
    return replace(draw, values=Values(found, replace(law, **scales)))
