"""The network that turns the fits of clues into evidence for each kind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from limbwatch.sensor.arrays import Array, Index


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """A perceptron with one hidden layer and direct connections from input to output."""

    direct: Array
    """Weights from the clues to the output, log odds; shape (questions, hypotheses)."""
    hidden: Array
    """Weights from the clues to the hidden units; shape (questions, units)."""
    threshold: Array
    """Bias of each hidden unit; shape (units,)."""
    output: Array
    """Weights from the hidden units to the output, log odds; shape (units, hypotheses)."""
    bias: Array
    """Log odds without any evidence; shape (hypotheses,)."""

    def evidence(self, fits: Array) -> Array:
        """Return the evidence for each hypothesis, log odds up to a constant per event.

        ``fits`` are -1 to 1, 0 where a measure is missing, shape (events, questions); the evidence
        has shape (events, hypotheses).
        """
        return self._log_odds(fits @ self.direct, fits @ self.hidden)

    def without(self, fits: Array, silent: Iterable[Index]) -> Iterator[Array]:
        """Yield the evidence without each of several sets of clues, as if they were missing.

        Each set holds the columns of ``fits`` to leave out; shapes are those of `evidence`.
        """
        # subtract the omitted columns instead of multiplying all the others again
        alone, together = fits @ self.direct, fits @ self.hidden
        for columns in silent:
            part = fits[:, columns]
            yield self._log_odds(
                alone - part @ self.direct[columns], together - part @ self.hidden[columns]
            )

    def _log_odds(self, alone: Array, together: Array) -> Array:
        units = np.tanh(together + self.threshold)
        return np.asarray(alone + units @ self.output + self.bias)

    def scaled(self, factor: float) -> "Network":
        """Return a network whose log odds are multiplied by a factor."""
        return replace(
            self,
            direct=factor * self.direct,
            output=factor * self.output,
            bias=factor * self.bias,
        )
