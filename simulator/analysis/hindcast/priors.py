"""What is believed before any model is seen; all of it judged, and by people who knew how it went on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Priors:
    """Beliefs of which the forecasts may depend; in log10, a year where it is a growth.

    Attributes:
        growth: growth of compute. Between 10 x a year, which Amodei and Hernandez 2018
            (openai.com/research/ai-and-compute) found for 2012 to 2018, and the 1.5 x of hardware before: nobody could
            pay for the former much longer.
        growth_spread: how sure that is.
        drift_spread: how fast the k of lead models may rise or fall for good, in tokens.
        wander: by how much corpora may wander off their trend within a year.
        apart: how far the tokens of labs lie apart.
        elasticity: power with which tokens rise with size.
    """

    growth: float = 0.6
    growth_spread: float = 0.15
    drift_spread: float = 0.1
    wander: float = 0.3
    apart: float = 0.2
    elasticity: float = 0.15


JUDGED = Priors()
