"""Make the shipped sample night: ``python -m limbwatch.sample_data.make_sample FOLDER``."""

import sys
from pathlib import Path

from limbwatch.sample_data.sensor_model import SensorModel
from limbwatch.sample_data.simulator import SimulatedNight, simulate
from limbwatch.sample_data.writing import write_night

_SEED = 18
_HOURS = 2.75
_RATE = 25.0
"""Nominal rate, Hz."""
_SENSOR = SensorModel(counts_per_g=250.0, gaps_per_hour=0.25, gap_s=(5.0, 120.0))
"""A good sensor of 4 mg per count that now and then loses contact for up to two minutes."""


def sample() -> SimulatedNight:
    """Simulate the sample night: an evening, sleep starts, periodic series and two gaps."""
    return simulate("both", seed=_SEED, hours=_HOURS, rate=_RATE, sensor=_SENSOR)


def main() -> None:
    """Write the sample night to the folder named on the command line."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m limbwatch.sample_data.make_sample FOLDER")
    try:
        write_night(sample(), Path(sys.argv[1]), compress=True)
    except OSError as error:
        sys.exit(f"the sample night was not written: {error}")


if __name__ == "__main__":
    main()
