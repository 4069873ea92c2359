"""Privacy: how often what a lab holds or has memorised gets out."""


def incident_rate(memorised: float, leaks: float, held: float, breaches: float, protection: float) -> float:
    """Return the incidents a year of one lab with the data of one owner.

    Models recite what they have memorised, in proportion to it: the duplication law behind it is Kandpal et al. 2022,
    arXiv:2202.06539 (see `memorised_share`), and differential privacy takes its share off. What is stored can be
    stolen.

    Args:
        memorised: tokens that deployed models can recite [token].
        leaks: incidents a year and memorised token [1/year/token].
        held: share of the data that the lab stores.
        breaches: thefts a year of who stores everything [1/year].
        protection: share of leaks that differential privacy prevents, in [0, 1].
    """
    return min(MOST_INCIDENTS, leaks * memorised * (1.0 - protection) + breaches * held)


MOST_INCIDENTS = 365.0
"""Incidents a year beyond which one more is no news."""
