"""Numbers of scorings and recordings, on both sides of where they decide."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from limbwatch.sensor import Placement, Samples
from limbwatch.sensor.capture.balance import Balance, PlacementBalance
from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.samples import main_rate
from limbwatch.sensor.scorings.delimited import Lines, torn_row
from limbwatch.sensor.scorings.epoch_list import epochs_of, require_no_epochs
from limbwatch.sensor.scorings.leg_rows import ListedLeg, without_series
from limbwatch.sensor.scorings.moments import HalfOfDayError, continued
from limbwatch.sensor.scorings.vocabulary import tells_stages

HOUR = 3600.0


def lines(*words):
    return Lines(path=Path("list.txt"), lines=tuple(enumerate(words, start=1)))


class TestListOfEpochs:
    @pytest.mark.parametrize(("count", "enough"), [(9, False), (10, True), (14, True)])
    def test_five_minutes_of_stages_in_words_are_a_hypnogram(self, count, enough):
        assert (epochs_of(lines(*["N2"] * count)) is not None) == enough

    @pytest.mark.parametrize(("count", "enough"), [(119, False), (120, True), (179, True)])
    def test_an_hour_of_numbers_alone_is_one(self, count, enough):
        assert (epochs_of(lines(*["2"] * count)) is not None) == enough

    @pytest.mark.parametrize(("stages", "told"), [(79, False), (81, True)])
    def test_of_four_fifths_stages_the_others_are_told(self, stages, told):
        text = lines(*["N2"] * stages, *["nothing"] * (100 - stages))
        if told:
            with pytest.raises(UnreadableFile, match="'nothing' is not a stage"):
                require_no_epochs(text)
        else:
            require_no_epochs(text)


@pytest.mark.parametrize(("stages", "told"), [(79, False), (80, True), (100, True)])
def test_a_column_of_four_fifths_stages_is_one_of_stages(stages, told):
    assert tells_stages("stage", ["N2"] * stages + ["word"] * (100 - stages)) == told


class TestTwelveHours:
    """Hours of a clock of twelve hours, from eleven in the evening on."""

    @staticmethod
    def read(*hours):
        times = np.array(hours) * HOUR
        return continued(times, np.ones(len(times), bool), dated=False)

    def test_rows_after_twelve_go_on(self):
        found = self.read(11.0, 11.9, 12.2, 1.0, 2.5)
        assert found is not None
        assert np.diff(found[0] / HOUR).tolist() == pytest.approx([0.9, 0.3, 0.8, 1.5])

    @pytest.mark.parametrize(("quiet", "told"), [(25.0, False), (31.0, True), (35.0, True)])
    def test_half_an_hour_without_events_tells_where_the_half_day_begins(self, quiet, told):
        passed = np.append(np.arange(0, 12 - quiet / 60, 0.1), 12 - quiet / 60)
        hours = 7 + passed
        written = np.where(hours < 13, hours, hours - 12)
        if told:
            assert self.read(*written) is not None
        else:
            with pytest.raises(HalfOfDayError, match="events fill all 12 hours"):
                self.read(*written)


class TestSeriesRows:
    @pytest.mark.parametrize(("lasts", "kept"), [(14.0, True), (15.0, True), (16.0, False)])
    def test_a_row_of_more_than_fifteen_seconds_that_holds_others_is_a_series(self, lasts, kept):
        """WASM 2016: a movement of both legs lasts up to 15 s."""
        inner = [ListedLeg(100.0 + k, 0.5, "left", "lm") for k in range(8)]
        outer = ListedLeg(99.5, lasts, "left", "plm")
        said: list[str] = []
        assert (outer in without_series([outer, *inner], said)) == kept
        assert bool(said) != kept


class TestTornRow:
    @pytest.mark.parametrize(("rows", "torn"), [(2, False), (3, True), (4, True)])
    def test_three_rows_of_one_width_tell_what_a_row_is(self, rows, torn):
        assert torn_row([*["1;2;3"] * rows, "1;2"]) == torn

    @pytest.mark.parametrize(("since", "torn"), [(49, False), (50, True)])
    def test_a_last_cell_that_one_of_fifty_rows_before_has_is_whole(self, since, torn):
        assert torn_row(["1;Hypo", *["1;Hypopnea"] * since, "1;Hypo"]) == torn


class TestRates:
    @staticmethod
    def runs(second):
        made = []
        for rate, seconds, start in ((50.0, 100, 0.0), (50.0 * second, 90, 200.0)):
            count = round(rate * seconds)
            made.append(Samples(start=start, rate=rate, xyz=np.zeros((count, 3), np.float32)))
        return made

    @pytest.mark.parametrize(("second", "mean"), [(1.04, True), (1.06, False), (1.07, False)])
    def test_rates_within_a_twentieth_are_one(self, second, mean):
        assert (main_rate(self.runs(second)) > 50.5) == mean


class TestBalance:
    @staticmethod
    def balance(**changes):
        end = datetime(2026, 3, 15, 6, tzinfo=UTC)
        came = PlacementBalance(placement=Placement.WRIST_LEFT, share=1.0, last=end, trouble="")
        account = SimpleNamespace(end=end, ended=True, simulated="", start=end - timedelta(hours=8))
        return Balance(account=account, placements=(replace(came, **changes),))

    @pytest.mark.parametrize(("share", "missing"), [(0.91, False), (0.89, True), (0.86, True)])
    def test_a_sensor_that_misses_a_tenth_of_the_night_is_missing(self, share, missing):
        assert bool(self.balance(share=share).missing) == missing
