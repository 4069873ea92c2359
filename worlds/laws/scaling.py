"""The Chinchilla law: what loss a model of some size reaches on some tokens, and the best split of compute.

Source of the form: Hoffmann et al. 2022, arXiv:2203.15556, section 3.3. The constants live in
`worlds/data/scaling_laws.csv`, each set with its paper.
"""

from dataclasses import dataclass
from math import inf

FLOP_PER_PARAMETER_AND_TOKEN = 6.0
"""FLOP of a training step, per active parameter and token (forward 2, backward 4): Kaplan et al. 2020, section 2.1."""


def train_flop(size: float, tokens: float) -> float:
    """Return the compute [FLOP] of training `size` active parameters on `tokens` tokens: C = 6 N D."""
    return FLOP_PER_PARAMETER_AND_TOKEN * size * tokens


@dataclass(frozen=True)
class ScalingLaw:
    """One set of constants of L(N, D) = E + A / N^alpha + B / D^beta; losses in nats per token.

    Attributes:
        name: the name of the set.
        irreducible: E [nat/token], the loss of an endlessly large model on endless data.
        size_scale: A, for sizes in parameters.
        data_scale: B, for data in tokens.
        alpha: exponent of the size.
        beta: exponent of the data.
        source: the paper or notebook of the constants.
    """

    name: str
    irreducible: float
    size_scale: float
    data_scale: float
    alpha: float
    beta: float
    source: str = ""

    def reducible_loss(self, size: float, tokens: float) -> float:
        """Return A / N^alpha + B / D^beta [nat/token]; infinite without parameters or tokens."""
        if size <= 0 or tokens <= 0:
            return inf
        return float(self.size_scale * size**-self.alpha + self.data_scale * tokens**-self.beta)

    def loss(self, size: float, tokens: float) -> float:
        """Return the loss [nat/token] of a model of `size` active parameters after `tokens` tokens."""
        return self.irreducible + self.reducible_loss(size, tokens)

    @property
    def size_exponent(self) -> float:
        """The exponent a of N* = G (C/6)^a, beta / (alpha + beta): a plain number, N* in parameters and C in FLOP."""
        return self.beta / (self.alpha + self.beta)

    @property
    def _balance(self) -> float:
        """The factor G = (alpha A / (beta B))^(1 / (alpha + beta)) of Hoffmann et al. 2022, equation 4."""
        ratio = self.alpha * self.size_scale / (self.beta * self.data_scale)
        return float(ratio ** (1.0 / (self.alpha + self.beta)))

    def optimal_size(self, flop: float) -> float:
        """Return the size N* [parameter] that reaches the lowest loss with `flop` of training compute."""
        return self._balance * float((flop / FLOP_PER_PARAMETER_AND_TOKEN) ** self.size_exponent)

    def optimal_tokens(self, flop: float) -> float:
        """Return the tokens D* that reach the lowest loss with `flop` of training compute; N* D* = C / 6."""
        return flop / FLOP_PER_PARAMETER_AND_TOKEN / self.optimal_size(flop)

    def optimal_size_for(self, tokens: float) -> float:
        """Return the size N* [parameter] of the compute-optimal run that reads just `tokens` tokens.

        The inverse of `optimal_tokens`: C / 6 = (G D)^((alpha + beta) / alpha), N* = C / (6 D).
        """
        if tokens <= 0:
            return 0.0
        sixth = (self._balance * tokens) ** ((self.alpha + self.beta) / self.alpha)
        return float(sixth / tokens)

    def compute_equivalent(self, reducible: float, wanted: float) -> float:
        """Return how many times less compute would have reached `reducible` loss, had there been data enough.

        Along the optimum the reducible loss falls as C^(-alpha beta / (alpha + beta)), so that a ratio of
        reducible losses is worth that ratio to the power (alpha + beta) / (alpha beta) in compute.

        Args:
            reducible: reducible loss [nat/token] that was reached.
            wanted: reducible loss [nat/token] that the plan would have reached; above 0.

        Returns:
            A factor, 1 when nothing was lost.
        """
        return float((reducible / wanted) ** ((self.alpha + self.beta) / (self.alpha * self.beta)))
