"""Every picture of a run, by name."""

from collections.abc import Callable, Sequence

from simulator.pictures.diets import diet, machine_text
from simulator.pictures.happenings import timeline
from simulator.pictures.models import losses, sizes
from simulator.pictures.networks import access, lineage
from simulator.pictures.picture import Picture
from simulator.pictures.sides import Side
from simulator.pictures.supply import stock_and_corpus, stocks, utilisation, when_dry

PICTURES: dict[str, Callable[[Sequence[Side]], Picture]] = {
    "when-dry": when_dry,
    "stock-and-corpus": stock_and_corpus,
    "stocks": stocks,
    "utilisation": utilisation,
    "diet": diet,
    "sizes": sizes,
    "losses": losses,
    "machine-text": machine_text,
    "access": lambda sides: access(sides[-1]),
    "lineage": lambda sides: lineage(sides[-1]),
    "timeline": timeline,
}
"""What makes each picture of one run, or of several side by side; the networks are those of the last."""
