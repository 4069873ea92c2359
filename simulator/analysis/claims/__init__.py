"""The ledger of the source article's claims: a press report of June 2024 on Epoch AI's forecast, re-run.

Each module holds the claims of a theme: the sentence, the world that tests it, how the numbers are found, the rule with
its thresholds, and the sentence that the numbers are put into. `ledger` judges them.
"""

from simulator.analysis.claims.ledger import CLAIMS, REPLICATIONS, Entry, Ledger, chosen, ledger, study

__all__ = ["CLAIMS", "REPLICATIONS", "Entry", "Ledger", "chosen", "ledger", "study"]
