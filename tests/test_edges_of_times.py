"""Numbers of stamps and rates of files, on both sides of where they decide."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest

from limbwatch.sensor.files.tables.clock_columns.formatted_times import seconds_formatted
from limbwatch.sensor.files.times.continued import (
    continue_half_days,
    past_midnight,
    since_start,
    unwrapped,
)
from limbwatch.sensor.files.times.misplaced.excursions import settle_lone_stamps, undo_excursions
from limbwatch.sensor.files.times.misplaced.order import order_rows
from limbwatch.sensor.files.times.misplaced.strays import drop_impossible_stamps
from limbwatch.sensor.files.times.spacing.coarse import Ticks, clock_rate, scattered, ticks
from limbwatch.sensor.files.times.spacing.jittered import numbered
from limbwatch.sensor.files.times.spacing.losses import is_wrong_rate, losses, packets
from limbwatch.sensor.files.times.spacing.nominal import (
    Spacing,
    agree,
    fits,
    is_clock_tick,
    is_offered_rate,
    single_step,
    spacing_between_gaps,
)
from limbwatch.sensor.files.times.spacing.rates import steady_stretches
from limbwatch.sensor.files.times.spacing.regular import only_changes, regular
from limbwatch.sensor.files.times.stamps import timeline
from limbwatch.sensor.files.times.writing.written_column import seconds_written
from limbwatch.sensor.files.times.writing.zone import to_utc

PERIOD = 0.02
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
    @pytest.mark.parametrize(("gap", "pieces"), [(0.45, 1), (0.55, 2), (0.7, 2)])
    def test_half_a_second_is_bridged(self, gap, pieces):
        """WASM 2016: the shortest leg movement fits in none."""
        seconds = np.append(even(20), even(20, start=19.9 + gap))
        assert len(regular(seconds, NOISE[: len(seconds)], 0.1)[0]) == pieces

    @pytest.mark.parametrize(("silent", "pieces"), [(110.0, 1), (130.0, 2), (170.0, 2)])
    def test_a_value_is_held_for_two_minutes_where_only_changes_were_written(self, silent, pieces):
        seconds = np.append(even(20), even(20, start=19.9 + silent))
        assert len(regular(seconds, NOISE[: len(seconds)], 0.1, held=True)[0]) == pieces


class TestOrder:
    @staticmethod
    def told(*pieces):
        seconds = np.concatenate(pieces)
        return order_rows(seconds, NOISE[: len(seconds)]).notes

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

    @pytest.mark.parametrize(("back", "jumps"), [(0.15, 0), (0.2, 1), (0.23, 1)])
    def test_a_step_back_by_up_to_eight_samples_ends_a_delay(self, back, jumps):
        seconds = even(120, rate=50)
        seconds[3000:] -= back
        assert order_rows(seconds, NOISE[: len(seconds)]).backward_jumps == jumps

    @pytest.mark.parametrize(("share", "sorted_"), [(0.0095, False), (0.0105, True), (0.014, True)])
    def test_a_hundredth_of_steps_back_is_a_file_out_of_order(self, share, sorted_):
        seconds = even(1000)
        seconds[np.linspace(50, 9950, round(share * 10_000)).astype(int)] += 0.45
        assert ("The rows were not in order of time; they were sorted." in self.told(seconds)) == (
            sorted_
        )

    @pytest.mark.parametrize(("overlap", "sorted_"), [(1.9, True), (2.1, False), (2.9, False)])
    def test_pieces_in_another_order_overlap_by_two_seconds(self, overlap, sorted_):
        """Their rows lie between each other, as those of one clock do not."""
        notes = self.told(even(150, start=149.97 - overlap), even(150))
        assert any("Pieces of the file were not in order" in note for note in notes) == sorted_

    def test_three_jumps_of_a_clock_are_told_one_by_one(self):
        pieces = [even(60, start=30.0 * k) for k in range(6)]
        notes = self.told(*pieces)
        assert sum("The clock went back by" in note for note in notes) == 3
        assert "The clock went back 2 more times." in notes


class TestLoneStamps:
    @pytest.mark.parametrize(("back", "wrong"), [(0.09, False), (0.11, True), (0.14, True)])
    def test_a_row_a_tenth_of_a_second_before_the_last_is_stamped_wrong(self, back, wrong):
        """Phones that stamp in several threads are off by less."""
        seconds = even(120, rate=50)
        seconds[3000] = seconds[2999] - back
        notes = []
        settle_lone_stamps(seconds, NOISE[: len(seconds)], notes)
        assert bool(notes) == wrong

    @pytest.mark.parametrize(("rows", "wrong"), [(8, True), (9, False)])
    def test_up_to_eight_rows_are_stamped_wrong_together(self, rows, wrong):
        """A clock that is set stays so for longer."""
        seconds = even(120, rate=50)
        seconds[3000 : 3000 + rows] -= 5.0
        notes = []
        settle_lone_stamps(seconds, NOISE[: len(seconds)], notes)
        assert bool(notes) == wrong

    @pytest.mark.parametrize(("hole", "late"), [(1.4, False), (1.6, True), (2.2, True)])
    def test_a_row_written_late_left_a_hole_of_one_and_a_half_periods(self, hole, late):
        """Of 20 ms, nine rows before; its stamp is in the middle of it."""
        seconds = even(120, rate=50)
        seconds[2990:] += (hole - 1) * PERIOD
        row = (seconds[2989] + seconds[2990]) / 2
        notes = []
        settle_lone_stamps(np.insert(seconds, 3000, row), NOISE[: len(seconds) + 1], notes)
        assert ["written late" in note for note in notes] == [late]


class TestStrays:
    @staticmethod
    def kept(*pieces):
        seconds = np.concatenate(pieces)
        return len(drop_impossible_stamps(seconds, None, [])[1]) - len(seconds)

    @pytest.mark.parametrize(("away", "lost"), [(9.0, 0), (11.0, 3), (14.0, 3)])
    def test_some_stamps_more_than_ten_seconds_away_and_back_are_wrong(self, away, lost):
        first, second = even(600), even(600, start=600)
        stray = 600 - away + np.arange(3) / 10
        spike = np.array([5000.0])  # what makes the file be looked at
        assert self.kept(first, spike, second[:100], stray + 10, second[100:]) == -1 - lost

    @pytest.mark.parametrize(("rows", "lost"), [(8, 8), (9, 0), (10, 0)])
    def test_up_to_eight_rows_stray_together(self, rows, lost):
        stray = 100_000 + np.arange(rows) / 10
        notes = []
        drop_impossible_stamps(
            np.concatenate([even(600), stray, even(600, start=600)]), None, notes
        )
        assert any("away from the rows around" in note for note in notes) == (lost > 0)

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

    @pytest.mark.parametrize(("first", "counted"), [(50, True), (70, False), (88, False)])
    def test_times_that_begin_within_a_minute_of_midnight_may_count_from_a_start(
        self, first, counted
    ):
        begin = datetime.fromisoformat("2026-03-14") + timedelta(seconds=first)
        assert since_start(begin, datetime.fromisoformat("2026-03-14T22:00"), []) == counted

    @pytest.mark.parametrize(("until", "told"), [(26.0, True), (25.2, True), (24.9, False)])
    def test_a_clock_of_twelve_hours_shows_one_after_twelve(self, until, told):
        """From 22:30 on; the date changes at midnight, when it shows 12. It never shows 0:50."""
        hour = np.arange(22.5, until, 1 / 120)
        shown = np.where(hour < 24, hour - 12, np.where(hour < 25, hour + 12, hour))
        if not told:
            shown[hour >= 24] = hour[hour >= 24]
        seconds = (shown - shown[0]) * 3600
        found = continue_half_days(seconds, shown[0] * 3600, [])
        assert (np.abs(np.diff(found) - 30) < 1).all() == told


class TestExcursions:
    @staticmethod
    def told(out, home):
        """A minute of a recording, set forward for 40 s and home again."""
        seconds = even(160)
        seconds[400:] += out
        seconds[800:] -= home
        notes = []
        rows, found = undo_excursions(np.arange(len(seconds)), seconds, notes)
        assert len(rows) == len(found) == len(seconds)
        return " ".join(notes)

    @pytest.mark.parametrize(("away", "set_"), [(58.0, False), (62.0, True), (88.0, True)])
    def test_a_block_that_is_a_minute_away_was_stamped_by_a_clock_that_was_set(self, away, set_):
        found = self.told(away, away)
        assert ("a clock that was set wrong" in found) == set_
        assert ("A block of rows is stamped off" in found) != set_

    @pytest.mark.parametrize(("size", "late"), [(1, False), (10, True)])
    def test_blocks_of_a_file_in_packets_came_late_and_have_no_wrong_stamps(self, size, late):
        """All rows of a packet have the stamp of its arrival."""
        arrivals = even(160)
        arrivals[400:800] += 5.0
        notes = []
        undo_excursions(np.arange(size * len(arrivals)), np.repeat(arrivals, size), notes)
        assert any("came late, by stamps of" in note for note in notes) == late
        assert any("is wrong" in note for note in notes) != late

    @pytest.mark.parametrize(("short", "home"), [(9.0, True), (11.0, False), (14.0, False)])
    def test_a_clock_is_set_right_to_ten_seconds(self, short, home):
        assert ("they were brought back" in self.told(300.0, 300.0 - short)) == home


class TestRates:
    @staticmethod
    def stretches(*rates, blocks=20):
        steps = np.concatenate([np.full(256 * blocks, 1 / rate) for rate in rates])
        return len(steady_stretches(np.cumsum(steps)))

    @pytest.mark.parametrize(("change", "cut"), [(1.04, False), (1.06, True), (1.07, True)])
    def test_a_rate_that_changes_by_a_twentieth_changes(self, change, cut):
        assert (self.stretches(50.0, 50.0 / change) == 2) == cut

    @pytest.mark.parametrize(("blocks", "cut"), [(1, False), (3, True), (4, True)])
    def test_a_rate_holds_for_some_blocks_of_256(self, blocks, cut):
        steps = np.concatenate([np.full(256 * 20, 0.02), np.full(256 * blocks, 0.04)])
        found = steady_stretches(np.cumsum(steps))
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
        found = len(steady_stretches(np.cumsum(steps)))
        assert (found == 20) == cut

    @pytest.mark.parametrize(("samples", "cut"), [(760, False), (768, True), (1100, True)])
    def test_a_rate_holds_for_three_blocks_of_256(self, samples, cut):
        steps = np.repeat([0.02, 0.04], samples)
        assert (len(steady_stretches(np.cumsum(steps))) == 2) == cut

    @pytest.mark.parametrize(("blocks", "found"), [(7, 1), (8, 3), (10, 3)])
    def test_a_rate_that_comes_back_held_for_half_of_sixteen_blocks(self, blocks, found):
        rates = np.repeat([0.02, 0.025, 0.02], [256 * 60, 256 * blocks, 256 * 60])
        assert len(steady_stretches(np.cumsum(rates))) == found

    @staticmethod
    def changing(change, sizes):
        """Stretches of stamps that so many samples in turn share; the spacing changes once."""
        seconds = np.cumsum(np.repeat([0.02, 0.02 * change], 256 * 20))
        lengths = np.resize(sizes, len(seconds))
        first = np.repeat(np.cumsum(lengths) - lengths, lengths)[: len(seconds)]
        return len(steady_stretches(seconds[first]))

    @pytest.mark.parametrize(
        ("sizes", "cut"),
        [((1,), True), ((2, 1), True), ((2, 2, 2, 2, 1), True), ((2, 3), False), ((3,), False)],
    )
    def test_half_of_the_samples_share_stamps_before_a_fifth_may_be_a_loss(self, sizes, cut):
        """A third of them, 44 %, 60 % and two thirds."""
        assert (self.changing(1.2, sizes) == 2) == cut

    @pytest.mark.parametrize(("change", "cut"), [(1.23, False), (1.27, True), (1.35, True)])
    def test_a_rate_under_shared_stamps_changes_by_a_quarter(self, change, cut):
        assert (self.changing(change, (10,)) == 2) == cut

    @pytest.mark.parametrize(("change", "cuts"), [(1.1, 0), (1.16, 5)])
    def test_a_change_exceeds_six_standard_deviations_of_the_blocks(self, change, cuts):
        """Of a fiftieth: more than 12 %."""
        found = 0
        for seed in range(5):
            logs = np.random.default_rng(seed).normal(0, 0.02, 120)
            logs[60:] += np.log(change)
            steps = np.repeat(0.02 * np.exp(logs), 256)
            found += len(steady_stretches(np.cumsum(steps))) - 1
        assert found == cuts

    @pytest.mark.parametrize(("share", "cut"), [(0.0, False), (0.04, False), (0.06, True)])
    def test_losses_are_told_from_a_rate_in_blocks_of_which_a_twentieth_is_odd(self, share, cut):
        """Every tenth row is missing from the middle on."""
        row = np.arange(256 * 200)
        seconds = row[(row < 256 * 100) | (row % 10 != 9)] * 0.02
        blocks = len(seconds) // 256
        random = np.random.default_rng(0)
        for block in np.linspace(0, blocks - 1, round(share * blocks)).astype(int).tolist():
            first, last = 256 * block, 256 * block + 255
            seconds[first + 1 : last] = np.sort(random.uniform(seconds[first], seconds[last], 254))
        assert (len(steady_stretches(seconds)) == 2) == cut


def row_times(steps):
    return np.r_[0, np.cumsum(steps)] * PERIOD


class TestLosses:
    @staticmethod
    def lost(seconds):
        return len(losses(np.arange(len(seconds)), seconds, PERIOD))

    @pytest.mark.parametrize(("lasts", "lost"), [(1.9, 0), (2.1, 1), (2.9, 1)])
    def test_stamps_that_are_late_for_two_seconds_catch_up(self, lasts, lost):
        seconds = even(120, rate=50)
        seconds[3000 : 3000 + round(lasts * 50)] += 0.3
        assert self.lost(seconds) == lost

    @pytest.mark.parametrize(("step", "lost"), [(0.45, 0), (0.55, 1), (0.7, 1)])
    def test_a_step_of_half_a_sample_that_lasts_is_a_loss(self, step, lost):
        seconds = even(120, rate=50)
        seconds[3000:] += step * PERIOD
        assert self.lost(seconds) == lost

    @pytest.mark.parametrize(("step", "least", "most"), [(0.6, 0, 1), (1.1, 8, 8)])
    def test_a_step_of_five_deviations_of_the_level_is_no_noise(self, step, least, most):
        """Of eight recordings whose jitter is three tenths of a sample."""
        found = 0
        for seed in range(8):
            seconds = even(120, rate=50)
            seconds += np.random.default_rng(seed).normal(0, 0.3 * PERIOD, len(seconds))
            seconds[3000:] += step * PERIOD
            found += self.lost(seconds)
        assert least <= found <= most

    @pytest.mark.parametrize(
        ("block", "missing", "share", "wrong_rate"),
        [
            (100, 2.018, 1.0, False),  # two rows are missing
            (100, 2.025, 1.0, True),
            (100, 1.985, 1.0, False),
            (100, 1.975, 1.0, True),
            (100, 5.5, 1.0, True),
            (100, 6.5, 1.0, False),  # more than six hundredths of a block
            (100, 8.5, 1.0, False),
            (1000, 7.25, 1.0, True),
            (1000, 7.75, 1.0, False),  # more than 0.15 s
            (1000, 10.5, 1.0, False),
            (100, 2.5, 0.83, True),
            (100, 2.5, 0.77, False),  # fewer than four of five are equal
        ],
    )
    def test_what_is_missing_evenly_is_a_wrong_rate_in_blocks(
        self, block, missing, share, wrong_rate
    ):
        """No whole number of rows, little of a block, and after equal numbers of samples."""
        sizes = np.full(100, block)
        sizes[round(100 * share) :] += 5
        missed = np.full(100, missing * PERIOD)
        assert is_wrong_rate(np.cumsum(sizes), missed, PERIOD) == wrong_rate

    @pytest.mark.parametrize(("apart", "batched"), [(0.19, 4000), (0.21, 0), (0.29, 0)])
    def test_samples_of_one_packet_are_a_fifth_of_a_period_apart(self, apart, batched):
        first = np.arange(2000) * 2 * PERIOD
        seconds = np.column_stack([first, first + apart * PERIOD]).ravel()
        assert packets(seconds, PERIOD)[2] == batched

    @pytest.mark.parametrize(("share", "batched"), [(0.19, False), (0.21, True)])
    def test_a_stream_is_batched_where_a_fifth_of_the_stamps_is_shared(self, share, batched):
        seconds = even(120, rate=50)
        later = np.arange(1, len(seconds), 1 / share).astype(np.intp)
        seconds[later] = seconds[later - 1]
        assert (packets(seconds, PERIOD)[2] > 0) == batched


class TestLines:
    @pytest.mark.parametrize(("lasts", "own"), [(58, False), (62, True), (85, True)])
    def test_a_run_of_a_minute_has_a_rate_of_its_own(self, lasts, own):
        seconds = np.r_[even(300, rate=50), 330 + 1.0005 * even(lasts, rate=50)]
        last = timeline(seconds).pieces[-1]
        assert (abs(last.rate - 50 / 1.0005) < 1e-3) == own
        assert (abs(last.rate - 50.0) < 1e-3) != own

    @pytest.mark.parametrize(("stamps", "own"), [(15, False), (16, True), (23, True)])
    def test_twice_eight_stamps_tell_a_rate(self, stamps, own):
        """One each ten seconds, by a clock that is 0.2 % slow after a gap."""
        seconds = np.r_[np.arange(3000) * 10.0, 30_300 + np.arange(stamps) * 10.02]
        assert (abs(timeline(seconds).pieces[-1].rate - 1 / 10.02) < 1e-6) == own

    @pytest.mark.parametrize(("every", "irregular"), [(18, True), (19, True), (21, False)])
    def test_a_gap_that_can_be_bridged_each_twenty_seconds_leaves_no_runs(self, every, irregular):
        row = np.arange(50 * every * 30)
        assert timeline(row * PERIOD + row // (50 * every) * 0.1).irregular == irregular

    def test_gaps_each_twenty_five_seconds_leave_runs(self):
        row = np.arange(50 * 25 * 30)
        assert not timeline(row * PERIOD + row // (50 * 25) * 0.1).irregular

    @pytest.mark.parametrize(
        ("rate", "off", "pieces"),
        [
            (100.0, 0.0115, 1),  # 12 ms
            (100.0, 0.0125, 2),
            (100.0, 0.017, 2),
            (10.0, 0.024, 1),  # a quarter of a period
            (10.0, 0.026, 2),
            (10.0, 0.036, 2),
        ],
    )
    def test_a_clock_that_leaves_its_line_by_12_ms_or_a_quarter_of_a_period_is_followed(
        self, rate, off, pieces
    ):
        """Onsets of movements are to be right within 20 ms."""
        row = np.arange(36_000)
        later = np.maximum(row - 18_000, 0).astype(float)
        away = later - np.polyval(np.polyfit(row, later, 1), row)
        seconds = row / rate + later * off / np.abs(away).max()
        assert len(timeline(seconds).pieces) == pieces

    @pytest.mark.parametrize(("every", "by_gaps"), [(250, True), (260, False), (380, False)])
    def test_runs_of_256_samples_measure_their_spacing(self, every, by_gaps):
        """Else it is that over the gaps, which are a tenth of a period too long here."""
        steps = np.ones(50_000)
        steps[every - 1 :: every] = 2.1
        assert (timeline(row_times(steps)).rate < 49.99) == by_gaps


class TestCoarse:
    @pytest.mark.parametrize(("periods", "coarse"), [(1.9, False), (2.1, True), (2.9, True)])
    def test_a_unit_of_two_samples_is_coarse(self, periods, coarse):
        unit = periods * PERIOD
        seconds = np.floor((np.arange(600) + 0.3) / periods) * unit
        assert (ticks(seconds, PERIOD) is not None) == coarse

    @staticmethod
    def clock(counts, unit=1.0):
        counts = np.asarray(counts)
        first = np.r_[0, np.cumsum(counts)[:-1]]
        return Ticks(first=first, counts=counts, stamps=unit * np.arange(len(counts)), unit=unit)

    @staticmethod
    def some(count, share):
        return np.linspace(1, count - 2, round(share * count)).astype(int)

    @pytest.mark.parametrize(("share", "rate"), [(0.05, 24.6), (0.095, 24.6), (0.11, 25.0)])
    def test_a_rate_is_that_of_units_of_which_nine_tenths_agree(self, share, rate):
        """24 and 25 samples in turn; where more are torn, the rate that makers offer."""
        counts = np.resize([25, 24, 25, 24, 25], 1000)
        counts[self.some(1000, share)] -= 12
        found, whole = clock_rate(self.clock(counts), None)
        assert found == pytest.approx(rate, abs=0.01)
        assert not whole

    @pytest.mark.parametrize(("units", "whole"), [(4, True), (5, False)])
    def test_units_in_a_row_may_be_short_of_two_samples_in_all(self, units, whole):
        """So many with 25 samples, and as many with 24."""
        counts = np.resize([25] * units + [24] * units, 960)
        assert clock_rate(self.clock(counts), None) == (24.5 if whole else 25.0, whole)

    @pytest.mark.parametrize(("bend", "whole"), [(1.5, True), (1.7, False)])
    def test_a_rate_that_drifts_by_two_samples_in_64_units_lacks_some(self, bend, whole):
        unit = np.arange(101)
        samples = 25 * unit - bend * ((unit - 50) / 32) ** 2
        assert clock_rate(self.clock(np.diff(np.round(samples)).astype(int)), None)[1] == whole

    @pytest.mark.parametrize(("share", "told"), [(0.19, False), (0.21, True), (0.28, True)])
    def test_losses_are_all_over_where_a_fifth_of_the_units_lacks_some(self, share, told):
        counts = np.full(1000, 25)
        counts[self.some(1000, share)] -= 5
        assert scattered(self.clock(counts), 25.0) == told

    @pytest.mark.parametrize(("unit", "told"), [(1.0, True), (1.4, True), (1.6, False), (2, False)])
    def test_units_of_more_than_one_and_a_half_seconds_with_three_fifths_have_a_gap(
        self, unit, told
    ):
        full = round(25 * unit)
        counts = np.full(1000, full)
        counts[self.some(1000, 0.3)] = round(0.6 * full)
        assert scattered(self.clock(counts, unit), 25.0) == told

    @pytest.mark.parametrize(("held", "told"), [(9, False), (11, True), (14, True)])
    def test_a_unit_of_a_second_with_two_fifths_lacks_some_anywhere(self, held, told):
        """Of 25 samples."""
        counts = np.full(1000, 25)
        counts[self.some(1000, 0.3)] = held
        assert scattered(self.clock(counts), 25.0) == told

    @pytest.mark.parametrize(("held", "told"), [(39, False), (41, True), (49, True)])
    def test_a_unit_of_two_seconds_with_four_fifths_lacks_some_anywhere(self, held, told):
        """Of 50 samples."""
        counts = np.full(1000, 50)
        counts[self.some(1000, 0.3)] = held
        assert scattered(self.clock(counts, 2.0), 25.0) == told

    @pytest.mark.parametrize(("full", "rate"), [(9, 21.0), (10, 25.0), (14, 25.0)])
    def test_a_hundredth_of_the_units_tells_what_a_full_one_holds(self, full, rate):
        counts = np.random.default_rng(1).integers(15, 22, 1002)
        counts[np.linspace(5, 997, full).astype(int)] = 25
        assert clock_rate(self.clock(counts), None)[0] == rate

    @pytest.mark.parametrize(("stated", "rate"), [(21.5, 21.5), (22.5, 20.0), (29.0, 20.0)])
    def test_a_stated_rate_is_a_tenth_more_than_the_fullest_units_hold(self, stated, rate):
        """They hold 20 samples."""
        counts = np.random.default_rng(1).integers(12, 21, 1002)
        assert clock_rate(self.clock(counts), stated)[0] == rate


class TestJittered:
    @staticmethod
    def stamps(every, jitter, rows=4000):
        """Rows of which every so many is missing, off by so much of a spacing."""
        row = np.arange(rows)
        row = row[row % every != every - 1]
        off = np.random.default_rng(0).uniform(-jitter, jitter, len(row))
        return np.sort((row + off) * PERIOD)

    @pytest.mark.parametrize(("every", "known"), [(667, False), (550, False), (350, True)])
    def test_two_missing_rows_of_a_thousand_are_numbered(self, every, known):
        """1.5, 1.8 and 2.9: fewer are found as any other loss."""
        found = numbered(self.stamps(every, 0.05, rows=40_000), PERIOD)
        assert (found is not None) == known

    @pytest.mark.parametrize(("jitter", "known"), [(0.2, True), (0.25, True), (0.26, False)])
    def test_numbers_halve_what_the_stamps_are_off(self, jitter, known):
        """Every third row is missing: 0.42, 0.499 and 0.52 of it are left."""
        assert (numbered(self.stamps(3, jitter), PERIOD) is not None) == known

    @pytest.mark.parametrize(("rows", "known"), [(511, False), (512, True), (700, True)])
    def test_512_rows_can_be_numbered(self, rows, known):
        """Twice the samples over which a clock does not drift."""
        assert (numbered(self.stamps(10, 0.05)[:rows], PERIOD) is not None) == known

    @pytest.mark.parametrize(("share", "known"), [(0.39, False), (0.42, True), (0.55, True)])
    def test_two_fifths_of_the_steps_are_one_spacing(self, share, known):
        """The others are three."""
        steps = np.where(np.arange(4000) * share % 1 < share, 1, 3)
        row = np.r_[0, np.cumsum(steps)]
        off = np.random.default_rng(0).uniform(-0.1, 0.1, len(row))
        assert (numbered((row + off) * PERIOD, PERIOD) is not None) == known


def mixed(*parts, count=1000):
    """Steps of which each has a share, evenly among the others."""
    sizes = [round(count * share) for _, share in parts]
    steps = np.repeat([step for step, _ in parts], sizes)
    places = [(np.arange(size) + 0.5 + 0.01 * part) / size for part, size in enumerate(sizes)]
    return steps[np.argsort(np.concatenate(places), kind="stable")] * PERIOD


class TestNominal:
    @pytest.mark.parametrize(("single", "found"), [(0.41, 1.0), (0.4, 1.6)])
    def test_a_middle_that_three_fifths_of_the_steps_have_is_no_gap(self, single, found):
        """The others are half of it, and as many as the spacing has at least."""
        step = single_step(mixed((1, single), (2, 1 - single)))
        assert step / PERIOD == pytest.approx(found, abs=0.02)

    @pytest.mark.parametrize(("share", "fitting"), [(0.38, False), (0.42, True), (0.58, True)])
    def test_two_fifths_of_the_steps_are_the_period(self, share, fitting):
        """Every third row is missing."""
        assert fits(mixed((1, share), (2, 1 - share)), PERIOD) == fitting

    @pytest.mark.parametrize(("share", "found"), [(0.74, False), (0.76, True), (1.0, True)])
    def test_three_quarters_of_the_steps_are_whole_spacings(self, share, found):
        steps = mixed((1, 0.45), (2.5, 1 - share), (2, share - 0.45))
        assert (single_step(steps) == pytest.approx(PERIOD)) == found

    @pytest.mark.parametrize(("fours", "found"), [(0.35, True), (0.45, False), (0.55, False)])
    def test_the_mean_step_is_two_and_a_half_spacings_at_most(self, fours, found):
        """2.45, 2.55 and 2.65: what is further apart comes in batches."""
        steps = mixed((1, 0.45), (3, 0.55 - fours), (4, fours))
        assert (single_step(steps) == pytest.approx(PERIOD)) == found

    @pytest.mark.parametrize(("off", "found"), [(0.14, True), (0.16, False), (0.19, False)])
    def test_long_steps_are_off_whole_ones_by_a_seventh(self, off, found):
        """An AX3 that runs at 98.9 Hz is off by 0.44."""
        steps = np.ones(4000)
        steps[9::10] = 4 + off
        assert (spacing_between_gaps(row_times(steps)) is not None) == found

    @pytest.mark.parametrize(("turns", "measures"), [(7, True), (8, True), (9, False), (12, False)])
    def test_gaps_of_eight_spacings_help_to_measure_them(self, turns, measures):
        """They are a third of a spacing longer than they should be."""
        steps = np.ones(4000)
        steps[9::10], steps[195::200] = 2.0, turns + 0.3
        found = spacing_between_gaps(row_times(steps))
        assert (found.period / PERIOD > 1.001) == measures

    @pytest.mark.parametrize(("many", "asked"), [(5, True), (12, True), (13, False), (17, False)])
    def test_one_row_of_twelve_is_as_likely_missing_as_a_clock_that_skips(self, many, asked):
        """64 Hz are what is left, a rate that makers offer."""
        left = Spacing(period=(many - 1) / many / 64, mean=1 / 64, gaps=False, even=True)
        assert left.doubtful == asked

    @pytest.mark.parametrize(("share", "fitting"), [(0.989, False), (0.991, True), (1.0, True)])
    def test_of_a_hundred_steps_one_may_be_no_multiple(self, share, fitting):
        assert fits(mixed((1, 0.9 * share), (2, 0.1 * share), (1.5, 1 - share)), PERIOD) == fitting

    @pytest.mark.parametrize(
        ("period", "off_s", "fitting"),
        [
            (0.01, 0.0009, True),  # stamps in milliseconds
            (0.01, 0.0011, False),
            (0.01, 0.0014, False),
            (0.1, 0.0045, True),  # a twentieth
            (0.1, 0.0055, False),
            (0.1, 0.007, False),
        ],
    )
    def test_a_step_is_off_by_a_millisecond_or_a_twentieth(self, period, off_s, fitting):
        steps = np.full(1000, period)
        steps[::2] += off_s
        steps[1::2] -= off_s
        assert fits(steps, period) == fitting

    @pytest.mark.parametrize(("every", "found"), [(600, False), (520, False), (480, True)])
    def test_of_a_thousand_samples_more_than_two_are_missing(self, every, found):
        row = np.arange(40_000)
        seconds = row[row % every != every - 1] * PERIOD
        assert (spacing_between_gaps(seconds) is not None) == found

    def test_of_400_samples_one_is_missing(self):
        row = np.arange(40_000)
        assert spacing_between_gaps(row[row % 400 != 399] * PERIOD) is not None

    @pytest.mark.parametrize(
        ("rate", "one"), [(98.1, True), (101.9, True), (97.9, False), (102.1, False), (97.2, False)]
    )
    def test_rates_that_are_a_fiftieth_apart_are_one(self, rate, one):
        assert agree(rate, 100.0) == one

    @pytest.mark.parametrize(("odd", "found"), [(0.09, 0.93), (0.11, 1.57), (0.14, 1.58)])
    def test_one_step_of_ten_is_the_spacing_where_others_are_longer(self, odd, found):
        """What is shorter than a spacing leaves none that the others are multiples of."""
        step = single_step(mixed((0.6, odd), (1, 0.49 - odd), (2, 0.51)))
        assert step / PERIOD == pytest.approx(found, abs=0.03)

    @pytest.mark.parametrize(("off", "asked"), [(0.0015, True), (0.0025, False), (0.0029, False)])
    def test_a_tenth_of_the_rows_is_missing_to_two_thousandths(self, off, asked):
        """Of 100 Hz; 90 Hz are a rate that makers offer, too."""
        left = Spacing(period=0.9 * (1 + off) / 90, mean=1 / 90, gaps=False, even=True)
        assert left.doubtful == asked

    @pytest.mark.parametrize(
        ("tick_s", "off_s", "gaps"),
        [
            (1e-3, 1.9e-6, False),
            (1e-3, 2.2e-6, True),
            (1e-3, 2.8e-6, True),
            (1e-2, 18e-6, False),
            (1e-2, 22e-6, True),
            (1e-2, 28e-6, True),
        ],
    )
    def test_a_clock_that_ticks_is_off_its_ticks_by_two_thousandths(self, tick_s, off_s, gaps):
        """One tick of ten has no sample, and every other stamp is late."""
        steps = np.ones(4000)
        steps[9::10] = 2
        seconds = np.cumsum(steps) * tick_s
        seconds[::2] += off_s
        assert spacing_between_gaps(seconds).gaps == gaps

    @pytest.mark.parametrize(
        ("tick_s", "ticks_so"), [(1 / 64, True), (1 / 65.1, True), (1 / 66, False), (1 / 96, False)]
    )
    def test_clocks_of_windows_tick_64_times_a_second(self, tick_s, ticks_so):
        assert is_clock_tick(tick_s) == ticks_so

    def test_rates_are_usual_that_makers_offer(self):
        """And to a fiftieth, as clocks of sensors are."""
        offered = (10, 12.5, 15, 20, 25, 26, 30, 31.25, 32, 40, 50, 52, 60, 62.5, 64, 70, 75, 80)
        offered += (85.7, 90, 100, 104, 120, 125, 128, 200, 208, 250, 256, 400, 416, 500, 512, 1000)
        assert [rate for rate in offered if not is_offered_rate(rate)] == []
        between = (
            9,
            11.2,
            13.5,
            17,
            22,
            28,
            35,
            45,
            56,
            67,
            95,
            110,
            150,
            225,
            300,
            450,
            700,
            1100,
        )
        assert [rate for rate in between if is_offered_rate(rate)] == []

    @pytest.mark.parametrize(("turns", "mean"), [(2, 1.1), (3, 1.0), (4, 1.0)])
    def test_a_clock_that_skips_leaves_no_step_of_two_and_a_half_ticks(self, turns, mean):
        steps = np.ones(4000)
        steps[9::10] = turns
        assert spacing_between_gaps(row_times(steps)).mean / PERIOD == pytest.approx(mean)


class TestWritten:
    @pytest.mark.parametrize(
        ("text", "hours"),
        [("24:10:00", 24 + 1 / 6), ("47:59:59", 48 - 1 / 3600), ("48:00:00", None)],
    )
    def test_hours_are_counted_on_for_a_night_up_to_48(self, text, hours):
        seconds, late = seconds_written(pa.chunked_array([[text]]), "time of day")
        assert late.tolist() == [True]
        assert seconds[0] == pytest.approx(np.nan if hours is None else hours * 3600, nan_ok=True)

    @pytest.mark.parametrize(("year", "means"), [(2026, 2026), (2569, 2026), (2543, 2000)])
    def test_years_of_the_buddhist_calendar_are_543_ahead(self, year, means):
        seconds, _ = seconds_written(pa.chunked_array([[f"14/03/{year} 22:00:00"]]), "day first")
        assert datetime.fromtimestamp(seconds[0], UTC) == datetime(means, 3, 14, 22, tzinfo=UTC)

    @pytest.mark.parametrize("bits", [16, 24, 32])
    def test_counters_of_16_24_and_32_bits_wrap(self, bits):
        """Of 10 Hz, in milliseconds; no clock of another size goes on so."""
        for size, continued in ((2.0**bits, True), (0.98 * 2.0**bits, False)):
            counts = np.arange(600) * 100.0
            found = unwrapped((size - 30_050 + counts) % size, [])
            assert (found[-1] - found[0] == 59_900) == continued

    @pytest.mark.parametrize(("day", "later"), [("11.01.", True), ("13.01.", False)])
    def test_dates_without_a_year_go_on_that_are_half_a_year_before_the_first(self, day, later):
        """183 days before 14 July is 12 January."""
        texts = pa.chunked_array([["14.07. 00:00", f"{day} 00:00"]])
        seconds, _ = seconds_formatted(
            texts, "%d.%m. %H:%M", near=datetime.fromisoformat("2026-07-14")
        )
        assert (seconds[1] > 0) == later

    @pytest.mark.parametrize(("steps", "wrapped"), [(10, True), (990, True), (1010, False)])
    def test_a_counter_of_24_bits_wraps_over_a_thousand_missing_steps(self, steps, wrapped):
        """A clock in milliseconds that was set back by hours leaves more."""
        counts = np.arange(3000) * 1000.0
        counts[1500:] += steps * 1000
        notes = []
        unwrapped((counts - 1_499_010) % 2**24, notes)
        assert bool(notes) == wrapped

    @pytest.mark.parametrize(
        ("hours", "told"), [(3, True), (11.9, True), (12.1, False), (17, False)]
    )
    def test_a_clock_that_went_forward_is_told_of_parts_half_a_day_apart(self, hours, told):
        """29 March 2026, 2:00 in Berlin; the first part ends at 2:00 as well."""
        first = np.arange(0, 3600.0) + 13 * 3600
        second = first[-1] + hours * 3600 + np.arange(3600.0)
        notes = []
        noon = datetime.fromisoformat("2026-03-28T12:00")
        to_utc(noon, np.r_[first, second], ZoneInfo("Europe/Berlin"), notes)
        assert notes == (
            ["Clocks went forward in this night; the device followed."] if told else []
        )
