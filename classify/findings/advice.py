"""Titles and advice of the findings, in plain words."""

from typing import NamedTuple


class Advice(NamedTuple):
    """Title of a finding, and what a person can do about it."""

    title: str
    text: str


ADVICE: dict[str, Advice] = {
    "convulsive_event": Advice(
        title="Sustained rhythmic shaking of the whole body",
        text=(
            "If anyone saw you shake, or you woke confused, sore, with a bitten tongue or wet, "
            "see a doctor soon and show this. A single recording cannot tell a seizure from "
            "other shaking; an EEG can. Call emergency services for shaking that lasts over "
            "five minutes."
        ),
    ),
    "dream_enactment_like": Advice(
        title="Vigorous arm movements late in the night",
        text=(
            "Ask whoever shares your bed whether you shout, punch or act out dreams. If so, "
            "make the bedroom safe and see a sleep clinic: only a sleep study can show what "
            "happens in dreaming sleep."
        ),
    ),
    "plm_index_high": Advice(
        title="Many periodic limb movements",
        text=(
            "Nights differ a lot, so record several. If you are tired by day, sleep badly or "
            "your legs are restless in the evening, show this to a doctor: iron (ferritin), "
            "some medication and breathing pauses in sleep are looked at first. Many people "
            "with such a number sleep well and need nothing."
        ),
    ),
    "evening_restlessness": Advice(
        title="Restless legs before sleep",
        text=(
            "If you feel an urge to move that is worse at rest and in the evening and better "
            "with movement, tell a doctor and ask for ferritin. Late caffeine, alcohol and some "
            "medication make it worse; walking and stretching often help."
        ),
    ),
    "frequent_hypnic_jerks": Advice(
        title="Several sleep starts",
        text=(
            "Sleep starts are common and harmless. They become more with stress, caffeine, too "
            "little sleep and late hard exercise. See a doctor if they keep you from falling "
            "asleep, hurt, or come by day as well."
        ),
    ),
    "cramp_like": Advice(
        title="Something like a leg cramp",
        text=(
            "Stretching the calf helps at once. If cramps come often, ask about minerals, "
            "fluids, medication and circulation."
        ),
    ),
    "tremor": Advice(
        title="Rhythmic shaking",
        text=(
            "Shivering and a short tremor after exertion are ordinary. See a doctor if you also "
            "shake by day, or if it grows over weeks."
        ),
    ),
    "foot_tremor": Advice(
        title="Rhythmic foot movements",
        text=(
            "Trains of small foot movements around falling asleep are common and mostly "
            "harmless. Mention them if they keep you awake."
        ),
    ),
    "one_sided": Advice(
        title="Movements of mostly one leg",
        text=(
            "Check that both sensors sat alike, and swap them next night. If the same side "
            "leads again, or that leg is weak, numb or painful, show it to a doctor."
        ),
    ),
    "low_coverage": Advice(
        title="Part of the night is missing",
        text=(
            "Numbers stand for the recorded part only. Charge the sensors and tighten the "
            "straps before the next night."
        ),
    ),
}
"""Title and advice of each finding's code. Triggers and warning signs as commonly given to
patients; nothing here is a diagnosis."""
