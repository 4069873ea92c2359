"""What a forecast must beat: Epoch's log-linear trend, and persistence; both from the same models before the origin."""

from dataclasses import dataclass

import numpy as np

from simulator.analysis.hindcast.scores import crps_of_normal, crps_of_student
from simulator.analysis.hindcast.training import Training


@dataclass(frozen=True)
class Trend:
    """log10 tokens straight in the date, by least squares, as Epoch draws trends of corpora.

    Attributes:
        level: log10 tokens at the origin.
        slope: rise a year.
        spread: standard deviation of what is left, with n - 2 degrees of freedom.
        middle: mean of the dates, in years since the origin.
        width: sum of squares of the dates around it.
        rows: how many models.
    """

    level: float
    slope: float
    spread: float
    middle: float
    width: float
    rows: int

    def crps(self, year: float, observed: float) -> float:
        """Return the CRPS of its predictive distribution, Student's t, some years after the origin."""
        wider = 1.0 + 1.0 / self.rows + (year - self.middle) ** 2 / self.width
        return crps_of_student(self.at(year), self.spread * wider**0.5, self.rows - 2.0, observed)

    def at(self, year: float) -> float:
        """Return log10 tokens some years after the origin."""
        return self.level + self.slope * year


def trend(known: Training) -> Trend:
    """Return the log-linear trend of the models before the origin."""
    years, tokens = known.years, known.tokens
    middle, width = float(years.mean()), float(((years - years.mean()) ** 2).sum())
    slope = float((years - middle) @ (tokens - tokens.mean())) / width
    level = float(tokens.mean()) - slope * middle
    left = tokens - level - slope * years
    spread = float(np.sqrt(left @ left / (len(years) - 2)))
    return Trend(level, slope, spread, middle, width, len(years))


@dataclass(frozen=True)
class Persistence:
    """What was published last, give or take what changed from one day of publication to the next before.

    Attributes:
        level: mean log10 tokens of the last day on which a model was published.
        spread: root mean square of earlier changes of that mean.
    """

    level: float
    spread: float

    def crps(self, observed: float) -> float:
        """Return the CRPS of a normal forecast, the same for every date."""
        return crps_of_normal(self.level, self.spread, observed)


def persistence(known: Training) -> Persistence:
    """Return the last known level with the spread of earlier changes."""
    years, tokens = known.years, known.tokens
    days = np.array([tokens[years == year].mean() for year in np.unique(years)])
    return Persistence(float(days[-1]), float(np.sqrt(np.mean(np.diff(days) ** 2))))
