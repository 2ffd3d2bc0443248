"""Wrong numbers, signs and units, by room; a test is to notice each."""

from benchmarks.mutant import Changes, Mutant
from benchmarks.wrong.agreement import AGREEMENT
from benchmarks.wrong.cli import CLI
from benchmarks.wrong.dsp import DSP
from benchmarks.wrong.evidence import EVIDENCE
from benchmarks.wrong.files import FILES
from benchmarks.wrong.findings import FINDINGS
from benchmarks.wrong.labels import LABELS
from benchmarks.wrong.nights import NIGHTS
from benchmarks.wrong.recording import RECORDING
from benchmarks.wrong.samples import SAMPLES

_ALL: tuple[Changes, ...] = (
    AGREEMENT,
    CLI,
    DSP,
    EVIDENCE,
    FILES,
    FINDINGS,
    LABELS,
    NIGHTS,
    RECORDING,
    SAMPLES,
)

MUTANTS = tuple(
    Mutant(file, old, new)
    for changes in _ALL
    for file, pairs in changes.items()
    for old, new in pairs
)
"""All of them."""
