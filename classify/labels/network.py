"""What the clues of an event tell, alone and together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from limbwatch.sensor.arrays import Array, Index


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """A perceptron with one hidden layer, and a direct way past it."""

    direct: Array
    """What each clue tells by itself, log odds; shape (questions, hypotheses)."""
    hidden: Array
    """Which clues each unit looks at together; shape (questions, units)."""
    threshold: Array
    """Shape (units,)."""
    output: Array
    """What each unit tells, log odds; shape (units, hypotheses)."""
    bias: Array
    """Log odds before anything is known; shape (hypotheses,)."""

    def evidence(self, fits: Array) -> Array:
        """Weigh the clues of some events.

        Parameters
        ----------
        fits : ndarray of float, shape (events, questions)
            -1 to 1; 0 where a measure could not be taken.

        Returns
        -------
        ndarray of float, shape (events, hypotheses)
            Log odds, up to a constant per event.
        """
        return self._weighed(fits @ self.direct, fits @ self.hidden)

    def without(self, fits: Array, silent: Iterable[Index]) -> Iterator[Array]:
        """Weigh the clues once for each set of columns, as if those could not be taken.

        Parameters
        ----------
        fits : ndarray of float, shape (events, questions)
        silent : iterable of ndarray of int
            Columns of ``fits``.

        Yields
        ------
        ndarray of float, shape (events, hypotheses)
        """
        # only what falls silent is multiplied again
        alone, together = fits @ self.direct, fits @ self.hidden
        for columns in silent:
            part = fits[:, columns]
            yield self._weighed(
                alone - part @ self.direct[columns], together - part @ self.hidden[columns]
            )

    def _weighed(self, alone: Array, together: Array) -> Array:
        units = np.tanh(together + self.threshold)
        return np.asarray(alone + units @ self.output + self.bias)

    def scaled(self, factor: float) -> "Network":
        """Return a network that is surer by a factor, or less sure."""
        return replace(
            self,
            direct=factor * self.direct,
            output=factor * self.output,
            bias=factor * self.bias,
        )
