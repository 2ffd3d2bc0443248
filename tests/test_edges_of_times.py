"""Numbers of stamps and rates of files, on both sides of where they decide."""

import numpy as np
import pytest

from limbwatch.sensor.files.times.continued import past_midnight
from limbwatch.sensor.files.times.order import ordered
from limbwatch.sensor.files.times.rates import steady_stretches
from limbwatch.sensor.files.times.regular import only_changes, regular
from limbwatch.sensor.files.times.stamp_limits import StampLimits
from limbwatch.sensor.files.times.strays import sane

NOISE = np.random.default_rng(8).normal(size=(60_000, 3)).astype(np.float32)
DAY = 86_400.0


def even(seconds, *, start=0.0, rate=10.0):
    return start + np.arange(round(seconds * rate)) / rate


class TestOnlyChanges:
    @staticmethod
    def rows(count, values):
        """Each axis has so many values; no row is equal to the one before."""
        made = np.random.default_rng(1).integers(0, values, size=(count, 3)).astype(np.float32)
        for k in range(1, count):
            if (made[k] == made[k - 1]).all():
                made[k, 0] = (made[k, 0] + 1) % values
        return made

    @pytest.mark.parametrize(("count", "told"), [(1000, False), (1002, True), (1400, True)])
    def test_a_thousand_rows_show_whether_equal_ones_were_left_out(self, count, told):
        assert only_changes(self.rows(count, 2)) == told

    @pytest.mark.parametrize(("count", "told"), [(1600, False), (2600, True), (2000, True)])
    def test_chance_would_give_thirty_equal_rows(self, count, told):
        """Four values an axis: one in 64 would be equal, less the ones that were left out."""
        made = self.rows(count, 4)
        expected = (made[1:] == made[:-1]).mean(axis=0).prod() * (count - 1)
        assert only_changes(made) == (expected > 30) == told


class TestRegular:
    @pytest.mark.parametrize(("silent", "pieces"), [(110.0, 1), (130.0, 2), (170.0, 2)])
    def test_a_value_is_held_for_two_minutes_where_only_changes_were_written(self, silent, pieces):
        seconds = np.append(even(20), even(20, start=19.9 + silent))
        assert len(regular(seconds, NOISE[: len(seconds)], 0.1, held=True).pieces) == pieces


class TestOrder:
    @staticmethod
    def told(*pieces):
        seconds = np.concatenate(pieces)
        return ordered(seconds, NOISE[: len(seconds)]).notes

    @pytest.mark.parametrize(("back", "doubt"), [(0.4, False), (0.6, True), (0.74, True)])
    def test_a_clock_set_back_by_half_a_second_leaves_a_doubt(self, back, doubt):
        """WASM 2016: movements of two legs within half a second are one."""
        (note,) = self.told(even(60, rate=50), even(60, start=60 - back, rate=50))
        assert ("What lies between is not known" in note) == doubt

    @pytest.mark.parametrize(("hole", "sorted_"), [(9.0, True), (12.0, False), (14.0, False)])
    def test_pieces_in_another_order_fill_nine_tenths_of_their_time(self, hole, sorted_):
        """Two pieces, the later one first, which fill 300 s but for a hole between them."""
        total = 300.0
        missing = total * hole / 100
        first, second = even(150), even(150 - missing, start=150 + missing)
        notes = self.told(second, first)
        assert any("Pieces of the file were not in order" in note for note in notes) == sorted_

    def test_three_jumps_of_a_clock_are_told_one_by_one(self):
        pieces = [even(60, start=30.0 * k) for k in range(6)]
        notes = self.told(*pieces)
        assert sum("The clock went back by" in note for note in notes) == 3
        assert "The clock went back 2 more times." in notes


class TestStrays:
    @staticmethod
    def kept(*pieces):
        seconds = np.concatenate(pieces)
        return len(sane(seconds, None).seconds) - len(seconds)

    @pytest.mark.parametrize(("away", "lost"), [(9.0, 0), (11.0, 3), (14.0, 3)])
    def test_some_stamps_more_than_ten_seconds_away_and_back_are_wrong(self, away, lost):
        first, second = even(600), even(600, start=600)
        stray = 600 - away + np.arange(3) / 10
        spike = np.array([5000.0])  # what makes the file be looked at
        assert self.kept(first, spike, second[:100], stray + 10, second[100:]) == -1 - lost

    @pytest.mark.parametrize(("rows", "lost"), [(8, 8), (9, 0), (10, 0)])
    def test_up_to_eight_rows_stray_together(self, rows, lost):
        stray = 100_000 + np.arange(rows) / 10
        found = sane(np.concatenate([even(600), stray, even(600, start=600)]), None)
        assert any("away from the rows around" in note for note in found.notes) == (lost > 0)

    @pytest.mark.parametrize(("gap", "lost"), [(55.0, 0), (65.0, 5), (85.0, 5)])
    def test_a_handful_of_rows_a_minute_from_all_else_is_left_out(self, gap, lost):
        alone = 600 + gap + np.arange(5) / 10
        after = even(600, start=600 + 2 * gap + 0.4)
        far = even(600, start=9000)  # what makes the file be looked at
        assert self.kept(even(600), alone, after, far) == -lost

    @pytest.mark.parametrize(("rows", "lost"), [(9, 9), (10, 0), (14, 0)])
    def test_ten_rows_are_more_than_a_handful(self, rows, lost):
        alone = 1000 + np.arange(rows) / 10
        assert self.kept(even(600), alone, even(600, start=2000)) == -lost

    @pytest.mark.parametrize(("apart", "kept"), [(0.9, True), (1.1, False), (1.4, False)])
    def test_half_a_minute_a_day_from_all_else_is_left_out(self, apart, kept):
        brief = even(30, start=600 + apart * DAY)
        assert (self.kept(even(600), brief) == 0) == kept

    @pytest.mark.parametrize(("share", "kept"), [(95, True), (110, False), (140, False)])
    def test_a_recording_is_a_hundred_times_its_samples_at_most(self, share, kept):
        """Two weeks and a hundred times what was recorded, an hour at either end of each day."""
        recorded = 20_000.0
        last = 14 * DAY + share * recorded
        days = int(last // (1.05 * DAY))
        starts = np.linspace(0, last - recorded / (days + 1), days + 1)
        pieces = [even(recorded / (days + 1), start=start, rate=2.0) for start in starts]
        assert (self.kept(*pieces) == 0) == kept


class TestHours:
    @pytest.mark.parametrize(("apart", "moved"), [(50.0, True), (65.0, False), (85.0, False)])
    def test_hours_from_one_to_24_go_on_from_the_rows_around(self, apart, moved):
        before = even(60, start=DAY - 60)
        late = even(60, start=2 * DAY + apart)  # 24:01 beside the new date
        seconds = np.concatenate([before, late])
        flags = np.arange(len(seconds)) >= len(before)
        found = past_midnight(seconds, flags, [])
        assert (found[-1] < DAY + 600) == moved


class TestRates:
    @staticmethod
    def stretches(*rates, blocks=20):
        steps = np.concatenate([np.full(256 * blocks, 1 / rate) for rate in rates])
        return len(steady_stretches(np.cumsum(steps), StampLimits()))

    @pytest.mark.parametrize(("change", "cut"), [(1.04, False), (1.06, True), (1.07, True)])
    def test_a_rate_that_changes_by_a_twentieth_changes(self, change, cut):
        assert (self.stretches(50.0, 50.0 / change) == 2) == cut

    @pytest.mark.parametrize(("blocks", "cut"), [(1, False), (3, True), (4, True)])
    def test_a_rate_holds_for_some_blocks_of_256(self, blocks, cut):
        steps = np.concatenate([np.full(256 * 20, 0.02), np.full(256 * blocks, 0.04)])
        found = steady_stretches(np.cumsum(steps), StampLimits())
        assert (len(found) == 2) == cut

    @pytest.mark.parametrize(("changes", "cut"), [(6, True), (7, True), (8, False), (10, False)])
    def test_a_stream_of_eight_changes_has_no_rate_unless_they_last(self, changes, cut):
        """Blocks of 5 s: 8 stretches of 25 s."""
        rates = [50.0, 25.0] * 8
        found = self.stretches(*rates[: changes + 1], blocks=5)
        assert (found == changes + 1) == cut

    @pytest.mark.parametrize(("seconds", "cut"), [(290, False), (320, True), (400, True)])
    def test_changes_that_last_five_minutes_may_be_many(self, seconds, cut):
        rates = [50.0, 40.0] * 10
        steps = np.concatenate([np.full(round(rate * seconds), 1 / rate) for rate in rates])
        found = len(steady_stretches(np.cumsum(steps), StampLimits()))
        assert (found == 20) == cut
