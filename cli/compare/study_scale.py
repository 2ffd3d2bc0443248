"""The scale of a study, as a file with which the index of other nights can be rescaled."""

from dataclasses import replace

import numpy as np

from limbwatch.classify.agreement.lab_scale import fit_scale
from limbwatch.classify.agreement.study_agreement import StudyFigures
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.scale_file import scale_bytes


def study_scale(figures: StudyFigures, *, name: str) -> bytes:
    """Fit the scale of a study from one night of each person; reports call it by its name.

    Raises
    ------
    CommandError
        If the nights do not determine one, or were scored by different rules.
    """
    nights = [night.agreement for night in figures.independent]
    rules = sorted({night.rules for night in nights})
    plms = [night.indices["plms"] for night in nights]
    if len(rules) > 1:
        raise _no_scale(f"its nights were scored by different rules ({', '.join(rules)})")
    try:
        scale = fit_scale(
            np.array([index.ours for index in plms]),
            np.array([index.reference for index in plms]),
            name=name,
            rules=rules[0],
        )
    except ValueError as error:
        raise _no_scale(error) from error
    simulated = sum(night.simulated for night in nights)
    return scale_bytes(replace(scale, simulated=simulated))


def _no_scale(why: object) -> CommandError:
    return CommandError(
        f"no scale can be fitted to this study: {why}. Leave out --scale-out.",
        exit_code=ExitCode.UNREADABLE,
    )
