"""Nights in lists that are less than one: a nap, a part, the wearer hardly seen, one made twice.

None is removed from a median unasked: shift workers sleep by day, and only the person knows what a
recording was, or which of two of the same hours is the right one. The lists name these nights.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import combinations, groupby
from math import floor
from pathlib import Path
from typing import Final, NamedTuple

from limbwatch.classify.figures import Summary, moment
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.kind import Kind
from limbwatch.classify.rounding import half_up
from limbwatch.cli.language.spoken import tr, trn
from limbwatch.cli.night.folder import list_nights
from limbwatch.cli.night.listed.dates import evening_of, has_credible_date
from limbwatch.cli.night.listed.made_of import read_head
from limbwatch.cli.words import figure, limb_words, listed

_DAYTIME: Final = (time(9), time(21))
"""Times of day between which a nap lies; chosen: neither an evening nor a late morning is one."""
_LONGEST_NAP: Final = timedelta(hours=5)
"""Longest nap: shift workers sleep by day, mostly for longer; chosen."""

_FEWEST_OWN: Final = 4
"""Least movements of the wearer's own in an hour of a night. In 12 simulated nights of a healthy
sleeper, beside a partner, with twitches or with a sensor on the table, one ankle sensor saw 7 to 23
in each; a sensor that lay in the bed, shaken by its sleeper, saw 2. Chosen."""
_TIMES_OTHERS: Final = 2
"""Least ratio of other movements to the wearer's own for a sensor in the bed; at most 1 in those
nights. Chosen."""
_SAME_SHARE: Final = 0.5
"""Share of the shorter night that the other one covers, from which both are of the same hours.
Chosen, so that clocks a little apart do not matter."""


class CountedNight(NamedTuple):
    """A night counted in a list."""

    name: str
    evening: date
    """Date of the night."""
    begins: datetime
    ends: datetime
    seen: Mapping[str, float]
    """Share of the recording in which each seldom seen leg was seen, by placement."""
    lay: bool = False
    """Whether the sensor may have lain in the bed."""

    @classmethod
    def of(cls, name: str, summary: Summary) -> "CountedNight":
        """Take from a summary what distinguishes a part from a whole night."""
        times = summary.begins, summary.ends
        return cls(name, evening_of(summary), *times, legs_seen(summary), may_have_lain(summary))

    @property
    def nap(self) -> bool:
        """Whether it lies in the day and is too short for the sleep of a shift worker.

        The end is taken in the zone of the start.
        """
        ends = self.ends.astimezone(self.begins.tzinfo)
        return (
            self.begins.date() == ends.date()
            and _DAYTIME[0] <= self.begins.time()
            and ends.time() <= _DAYTIME[1]
            and self.ends - self.begins <= _LONGEST_NAP
        )


def legs_seen(summary: Summary) -> dict[str, float]:
    """Return the share of the recording in which each seldom seen leg was seen, by placement."""
    return {str(one.placement): one.worn_share or 0.0 for one in summary.seldom_seen_legs}


def may_have_lain(summary: Summary) -> bool:
    """Tell whether most movements were not the wearer's, as when a phone lies in the bed."""
    other, own = _others_and_own(summary)
    hours = summary.duration_s / 3600
    return (
        summary.test is None
        and other >= CONCERN.bed_shaken
        and other >= _TIMES_OTHERS * own
        and own < _FEWEST_OWN * hours
    )


def _others_and_own(summary: Summary) -> tuple[int, int]:
    other = summary.counts.get(Kind.EXTERNAL, 0)
    doubtful = summary.counts.get(Kind.UNCERTAIN, 0)
    return other, sum(summary.counts.values()) - other - doubtful


def lying_question(summary: Summary) -> str:
    """Return the question whether the sensor was worn; empty if the wearer moved."""
    if not may_have_lain(summary):
        return ""
    other, own = _others_and_own(summary)
    return trn(
        "{other} movements were not the wearer's, and {own} was: was the sensor on the body, or "
        "did it lie in the bed?",
        "{other} movements were not the wearer's, and {own} were: was the sensor on the body, or "
        "did it lie in the bed?",
        own,
        other=other,
        own=own,
    )


def nap_warning(summary: Summary) -> str:
    """Return that a recording was made by day; empty for a night, or a test awake."""
    one = CountedNight.of("", summary)
    if summary.test is not None or not has_credible_date(one.begins) or not one.nap:
        return ""
    return tr(
        "Recorded by day, {start} to {end}: the customary numbers are for whole nights, so do not "
        "compare those of a nap with them.",
        start=f"{one.begins:%H:%M}",
        end=f"{one.ends:%H:%M}",
    )


def part_nights_warnings(nights: Sequence[CountedNight]) -> Iterator[str]:
    """Yield which of one person's nights in the medians are less than a night."""
    dated = [one for one in nights if has_credible_date(one.begins)]
    naps = [f"{one.name} ({one.begins:%H:%M}-{one.ends:%H:%M})" for one in dated if one.nap]
    if naps:
        yield trn(
            "Recorded by day: {nights}. Medians count it as a night; if it was a nap, keep its "
            "folder elsewhere.",
            "Recorded by day: {nights}. Medians count them as nights; if they were naps, keep "
            "their folders elsewhere.",
            len(naps),
            nights=listed(naps),
        )
    parts = [one.name for group in _repeated_evenings(dated) for one in group]
    if parts:
        yield tr(
            "Several recordings of one night: {nights}. Each counts as a night, in medians, trend "
            "and comparisons; given to limbwatch replay together, their files make one.",
            nights=listed(parts),
        )
    lay = [one.name for one in nights if one.lay]
    if lay:
        yield trn(
            "Hardly a movement of the wearer's own: {nights}. Was the sensor on the body, or did "
            "it lie in the bed? Medians count the night all the same.",
            "Hardly a movement of the wearer's own: {nights}. Was the sensor on the body, or did "
            "it lie in the bed? Medians count the nights all the same.",
            len(lay),
            nights=listed(lay),
        )
    unseen = [f"{one.name} ({shares_of_legs(one.seen)})" for one in nights if one.seen]
    if unseen:
        yield tr(
            "A leg was seen for less than {share:.0f} % of the recording: {nights}. What it did "
            "unseen is not counted, so these numbers may be too low; medians count them all the "
            "same.",
            share=100 * CONCERN.coverage,
            nights=listed(unseen),
        )


def shares_of_legs(seen: Mapping[str, float]) -> str:
    """Write the shares of `legs_seen`, rounded so that none reaches the share required."""
    return listed([f"{limb_words(leg)} {percent_seen(share)} %" for leg, share in seen.items()])


def percent_seen(share: float) -> str:
    """Write a share below the required one as a percentage below it."""
    percent = half_up(100 * share)
    if percent < 100 * CONCERN.coverage:
        return figure(percent)
    # rounding would show the very limit that it lies below
    return figure(floor(1000 * share) / 10, 1)


def _repeated_evenings(nights: Sequence[CountedNight]) -> Iterator[list[CountedNight]]:
    """Yield the evenings with several recordings of different hours."""
    at_night = sorted((one for one in nights if not one.nap), key=lambda one: one.evening)
    for _, group in groupby(at_night, key=lambda one: one.evening):
        found = list(group)
        hours = [Hours(one.name, one.begins, one.ends) for one in found]
        if any(not one.same(other) for one, other in combinations(hours, 2)):
            yield found


class Hours(NamedTuple):
    """Start and end of a recorded night."""

    name: str
    begins: datetime
    ends: datetime

    def same(self, other: "Hours") -> bool:
        """Tell whether two nights are of the same hours."""
        shared = min(self.ends, other.ends) - max(self.begins, other.begins)
        shorter = min(self.ends - self.begins, other.ends - other.begins)
        return shared > timedelta() and shared >= _SAME_SHARE * shorter


def same_hours_warning(folder: Path) -> str:
    """Return which other nights of the person were recorded in the same hours; empty if none.

    Empty too for a test or a simulated night, which no median includes.
    """
    hours = _read_hours(folder)
    if hours is None:
        return ""
    nights = (_read_hours(other) for other in list_nights(folder.parent) if other != folder)
    names = [other.name for other in nights if other is not None and hours.same(other)]
    if not names:
        return ""
    return tr(
        "This night, {night}, was recorded in the same hours as {nights}. Lists and medians count "
        "each of them: keep the right one, and delete the folder of any other in {folder}.",
        nights=listed(names),
        night=hours.name,
        folder=folder.parent,
    )


def shared_hours_warning(nights: Sequence[Hours]) -> str:
    """Return which of many nights were recorded in the same hours; empty if none."""
    alike = [{number} for number in range(len(nights))]
    order = sorted(range(len(nights)), key=lambda number: nights[number].begins)
    for place, number in enumerate(order):
        for other in order[place + 1 :]:
            if nights[other].begins >= nights[number].ends:
                break  # later nights begin later still
            if nights[number].same(nights[other]):
                together = alike[number] | alike[other]
                for one in together:
                    alike[one] = together
    groups = [
        listed([nights[one].name for one in sorted(found)])
        for number, found in enumerate(alike)
        if len(found) > 1 and number == min(found)
    ]
    if not groups:
        return ""
    return tr(
        "Recorded in the same hours: {nights}. Medians count each of them: keep the right one, and "
        "delete the folder of any other.",
        nights="; ".join(groups),
    )


def _read_hours(folder: Path) -> Hours | None:
    head = read_head(folder)
    if head is None or head.simulated or head.test is not None:
        return None
    with suppress(ValueError):
        return Hours(folder.name, moment(head.start), moment(head.end))
    return None
