"""Titles and advice of the findings for adults, in plain words."""

from typing import NamedTuple


class Advice(NamedTuple):
    """The text of a finding for people."""

    title: str
    """Title of the finding."""
    text: str
    """What a person can do about it."""


ADVICE: dict[str, Advice] = {
    "convulsive_event": Advice(
        title="Sustained rhythmic shaking of several limbs",
        text=(
            "See a doctor soon and show this, unless you know what it was; above all if anyone "
            "saw you shake, or you woke confused, sore, with a bitten tongue or wet. A single "
            "recording cannot tell a seizure from other shaking; an EEG can. Call an ambulance "
            "for a first fit, or one of five minutes or longer."
        ),
    ),
    "tonic_event": Advice(
        title="Stiffening or trembling of several limbs",
        text=(
            "Have it filmed if it happens again, and show the film and this to a doctor soon. A "
            "long stretch can look the same to a sensor; an EEG tells it from a seizure."
        ),
    ),
    "focal_event": Advice(
        title="Rhythmic jerking of one limb out of sleep",
        text=(
            "Have it filmed, and show the film and this to a doctor soon, above all if it comes "
            "back, always on one side or moving from limb to limb over the nights. An EEG shows "
            "whether the brain is involved."
        ),
    ),
    "unnamed_shaking": Advice(
        title="A long, strong movement that could not be named",
        text=(
            "It may have been restlessness, shivering, somebody else or a seizure; the sensors "
            "cannot settle it. If anyone saw you shake or stiffen, or you woke confused, sore, "
            "with a bitten tongue or wet, see a doctor soon and show this. Have it filmed if it "
            "comes back."
        ),
    ),
    "sleep_start_cluster": Advice(
        title="Brief jolts in groups",
        text=(
            "Ordinary sleep starts come singly. Jolts that follow each other within seconds or "
            "minutes are different: have a group of them filmed, and show the film and this to a "
            "doctor. An EEG shows what they are."
        ),
    ),
    "breathing_first": Advice(
        title="Movements like those that end breathing pauses",
        text=(
            "limbwatch does not see breathing. If you snore, stop breathing in sleep or are "
            "sleepy by day, have your breathing in sleep looked at before anything else; a test "
            "at home is often enough. Movements that end breathing pauses stop when the pauses do."
        ),
    ),
    "dream_enactment_like": Advice(
        title="Vigorous arm movements late in the night",
        text=(
            "Ask whoever shares your bed whether you shout, punch or act out dreams. If so, make "
            "the bedroom safe and see a sleep clinic or a neurologist: only a sleep study with "
            "video shows what happens in dreaming sleep. Antidepressants can bring it on; never "
            "stop one on your own. Sometimes it comes years before Parkinson's disease or a "
            "dementia, which is worth knowing early; if you already have one of them, tell the "
            "neurologist about this."
        ),
    ),
    "plm_index_high": Advice(
        title="Many periodic limb movements",
        text=(
            "Nights differ a lot, so record several. If you are tired by day, sleep badly or your "
            "legs are restless in the evening, show this to a doctor. The first things to check "
            "are iron (ferritin and transferrin saturation, in the morning), breathing pauses in "
            "sleep, and medicines: antidepressants, antihistamines, some for nausea, "
            "antipsychotics and lithium make legs move. Never stop one on your own."
        ),
    ),
    "evening_restlessness": Advice(
        title="Legs that keep moving before sleep",
        text=(
            "Do you feel an urge to move the legs, worse at rest and in the evening, better with "
            "movement? Then tell a doctor and ask for ferritin and transferrin saturation. Late "
            "caffeine, alcohol and some medicines make it worse; walking, stretching and warmth "
            "often help. Without the urge it may be anything that keeps legs busy in bed."
        ),
    ),
    "frequent_hypnic_jerks": Advice(
        title="Several sleep starts",
        text=(
            "Most people have single sleep starts. Stress, caffeine, nicotine, too little sleep "
            "and late hard exercise bring on more, and so do stimulants, some antidepressants and "
            "stopping sleeping pills. See a doctor if they come back several times a night and "
            "keep you awake, hurt, or also happen by day."
        ),
    ),
    "cramp_like": Advice(
        title="Something like a leg cramp",
        text=(
            "Stretching the calf and warmth help at once. If cramps come often, ask a doctor about "
            "medicines (diuretics, statins), kidneys, diabetes and circulation; minerals and "
            "vitamins only help if a test shows that they are low."
        ),
    ),
    "tremor": Advice(
        title="Rhythmic shaking",
        text=(
            "A short shiver after cold or exertion looks like this. See a doctor if you also shake "
            "by day, if it grows over weeks, or if it came out of sleep and nobody can explain it."
        ),
    ),
    "foot_tremor": Advice(
        title="Rhythmic foot movements",
        text=(
            "Trains of small foot movements around falling asleep are common. Mention them to a "
            "doctor if they keep you awake or come with an urge to move."
        ),
    ),
    "bed_shaken": Advice(
        title="Something else shook the bed",
        text=(
            "A partner, a pet or something in the house: these movements are not counted. If they "
            "come in a rhythm, a bed partner may have periodic limb movements; recording a night "
            "of theirs would show."
        ),
    ),
    "one_sided": Advice(
        title="Movements of mostly one leg",
        text=(
            "Check that both sensors sat the same way, and swap them next night. If the same side "
            "leads again, or that leg is weak, numb or painful, show it to a doctor."
        ),
    ),
    "sensors_swapped": Advice(
        title="Sensors that may be swapped",
        text=(
            "Check which sensor was on which limb. If they were swapped, score the files again "
            "with the right names; if not, an arm moved in a rhythm, which a doctor may want to "
            "see."
        ),
    ),
    "low_coverage": Advice(
        title="Part of the night is missing",
        text=(
            "The numbers cover only the part recorded and worn. Charge the sensors and wear them "
            "from lights off to rising the next night."
        ),
    ),
}
"""Title and advice by the code of the finding. Causes, warning signs and tests are those of the
public pages and guidelines in ``docs/what-it-means.md``; nothing here is a diagnosis."""
