"""Titles and advice of the findings for the parents of children and babies, chosen by age.

A child mostly sleeps unwatched and cannot say how it woke, so no advice here depends on a witness.
When to call an ambulance is as children's hospitals tell parents (``docs/what-it-means.md``);
nothing here is a diagnosis.
"""

from limbwatch.classify.findings.advice import ADVICE, Advice
from limbwatch.classify.findings.concern import CONCERN


def advice_for(code: str, *, age: float | None) -> Advice:
    """Return the advice of a finding's code for a person of some years; None counts as an adult."""
    if age is not None and age < CONCERN.infant_age and code in INFANT_ADVICE:
        return INFANT_ADVICE[code]
    if age is not None and age < CONCERN.adult_age:
        return CHILD_ADVICE[code]
    return ADVICE[code]


CHILD_ADVICE: dict[str, Advice] = {
    "convulsive_event": Advice(
        title="Sustained rhythmic shaking of several limbs",
        text=(
            "Show this to a paediatrician within days, also if nobody saw it: nobody sees a child "
            "alone in bed. Was it confused, sore or wet in the morning, or its tongue bitten? "
            "Film it if it comes back. A single recording cannot tell a seizure from other "
            "shaking; an EEG can. Call an ambulance for a first fit, one of five minutes or "
            "longer, one after another, or if the child has trouble breathing or does not come "
            "round."
        ),
    ),
    "tonic_event": Advice(
        title="Stiffening or trembling of several limbs",
        text=(
            "Show this to a paediatrician within days, also if nobody saw it, and film it if it "
            "comes back. A long stretch can look the same to a sensor; an EEG tells it from a "
            "seizure. Call an ambulance for a first fit, one of five minutes or longer, one after "
            "another, or if the child has trouble breathing or does not come round."
        ),
    ),
    "focal_event": Advice(
        title="Rhythmic jerking of one limb out of sleep",
        text=(
            "Show this to a paediatrician within days, also if nobody saw it, and film it if it "
            "comes back; note which side, and whether the face or speech is involved. An EEG "
            "shows whether the brain is. Call an ambulance for a first fit, one of five minutes "
            "or longer, or one after another."
        ),
    ),
    "unnamed_shaking": Advice(
        title="A long, strong movement that could not be named",
        text=(
            "It may have been restlessness, shivering, somebody else or a seizure; the sensors "
            "cannot settle it. Watch or film the next nights, and show this to a paediatrician: "
            "within days if it comes back, or if the child was confused, sore or wet in the "
            "morning, or its tongue bitten. Call an ambulance for a first fit that you see, or "
            "one of five minutes or longer."
        ),
    ),
    "sleep_start_cluster": Advice(
        title="Brief jolts in groups",
        text=(
            "In a child, jolts in groups need looking at soon: film a group of them and show it "
            "to a paediatrician within days. An EEG shows what they are."
        ),
    ),
    "breathing_first": Advice(
        title="Movements like those that end breathing pauses",
        text=(
            "limbwatch does not see breathing. If the child snores, stops breathing in sleep, "
            "sleeps with its mouth open, or is tired or hard to calm by day, tell a paediatrician: "
            "breathing in sleep is looked at before anything else, in children mostly in a sleep "
            "laboratory."
        ),
    ),
    "dream_enactment_like": Advice(
        title="Vigorous arm movements late in the night",
        text=(
            "Children sit up, thrash or walk in sleep more often than adults. Make the bedroom "
            "safe, and tell a paediatrician if it comes often, hurts, or tires the child by day."
        ),
    ),
    "plm_index_high": Advice(
        title="Many periodic limb movements for a child",
        text=(
            "Show this to a paediatrician or a paediatric sleep clinic: iron (ferritin) and "
            "breathing in sleep are checked first. Do not give iron or any medicine on your own."
        ),
    ),
    "evening_restlessness": Advice(
        title="Legs that keep moving before sleep",
        text=(
            "Ask the child, in its own words, how the legs feel in bed. If they feel odd, or it "
            "cannot keep them still, tell a paediatrician and ask for ferritin."
        ),
    ),
    "frequent_hypnic_jerks": Advice(
        title="Several sleep starts",
        text=(
            "Single jolts while falling asleep happen at every age. Film them, and show the film "
            "to a paediatrician if they come in groups, come back every night, or wake the child."
        ),
    ),
    "cramp_like": Advice(
        title="Something like a leg cramp",
        text=(
            "Stretching and warmth help at once. Tell a paediatrician if it comes often, or with a "
            "limp, swelling, fever or pain by day."
        ),
    ),
    "tremor": Advice(
        title="Rhythmic shaking",
        text=(
            "A shiver after cold or with a fever looks like this. Show it to a paediatrician, with "
            "a film if there is one: within days if it came out of sleep and nobody can explain "
            "it, or if the child also shakes by day."
        ),
    ),
    "foot_tremor": Advice(
        title="Rhythmic foot movements",
        text=(
            "Many children move in a rhythm while they fall asleep. Tell a paediatrician if it "
            "keeps the child awake, hurts it, comes out of sleep, or if the legs feel odd in bed."
        ),
    ),
    "bed_shaken": Advice(
        title="Something else shook the bed",
        text=(
            "Somebody else in the bed, a pet or something in the house: these movements are not "
            "counted. A night alone in bed tells more about the child."
        ),
    ),
    "one_sided": Advice(
        title="Movements of mostly one leg",
        text=(
            "Check that both sensors sat the same way, and swap them next night. If the same side "
            "leads again, or if the child limps or avoids using that leg, or it hurts, show it to "
            "a paediatrician."
        ),
    ),
    "sensors_swapped": Advice(
        title="Sensors that may be swapped",
        text=(
            "Check which sensor was on which limb. If they were swapped, score the files again "
            "with the right names; if not, an arm moved in a rhythm: film it, and show this to a "
            "paediatrician."
        ),
    ),
    "low_coverage": Advice(
        title="Part of the night is missing",
        text=(
            "The numbers cover only the part recorded and worn. Charge the sensors, and put them "
            "on the child from lights off to rising the next night, so that it cannot get them "
            "off: small parts and batteries must not get into a mouth."
        ),
    ),
}
"""Title and advice of every finding for a child."""

INFANT_ADVICE: dict[str, Advice] = {
    "convulsive_event": Advice(
        title="Sustained rhythmic shaking of several limbs: call a doctor today",
        text=(
            "Call a paediatrician or a children's hospital today and show this, also if nobody "
            "saw it; an EEG tells a seizure from other shaking. Call an ambulance at once if you "
            "see a fit, or if the baby has trouble breathing, turns blue or cannot be woken. "
            "limbwatch was not made or tested for babies."
        ),
    ),
    "tonic_event": Advice(
        title="Stiffening or trembling of several limbs: call a doctor today",
        text=(
            "Call a paediatrician or a children's hospital today and show this, also if nobody "
            "saw it, with a film if there is one; an EEG shows what it is. Call an ambulance at "
            "once if you see a fit, or if the baby has trouble breathing, turns blue or cannot be "
            "woken. limbwatch was not made or tested for babies."
        ),
    ),
    "focal_event": Advice(
        title="Rhythmic jerking of one limb: call a doctor today",
        text=(
            "Call a paediatrician or a children's hospital today and show this, also if nobody "
            "saw it, and film it if it comes back; an EEG shows whether the brain is involved. "
            "Call an ambulance at once if you see a fit, or if the baby has trouble breathing, "
            "turns blue or cannot be woken. limbwatch was not made or tested for babies."
        ),
    ),
    "unnamed_shaking": Advice(
        title="A long, strong movement that could not be named",
        text=(
            "It may have been restlessness, somebody else or a seizure; the sensors cannot settle "
            "it. Show this to a paediatrician soon, and today if it comes back or the baby is not "
            "itself. Call an ambulance at once if you see a fit, or if the baby has trouble "
            "breathing, turns blue or cannot be woken. limbwatch was not made or tested for "
            "babies."
        ),
    ),
    "sleep_start_cluster": Advice(
        title="Brief jolts in groups: show them to a doctor today",
        text=(
            "In a baby, jolts in groups are urgent until an EEG says otherwise. Film a group of "
            "them and call a paediatrician or a children's hospital today. limbwatch was not made "
            "or tested for babies."
        ),
    ),
    "breathing_first": Advice(
        title="Movements like those that end breathing pauses",
        text=(
            "limbwatch does not see breathing. If the baby snores, has pauses in breathing or "
            "feeds badly, show it to a paediatrician soon; call an ambulance if it turns blue or "
            "stops breathing. limbwatch was not made or tested for babies."
        ),
    ),
    "dream_enactment_like": Advice(
        title="Vigorous arm movements late in the night",
        text=(
            "Film them, and show the film to a paediatrician; today if they come in groups, all "
            "alike, or the baby is not itself. limbwatch was not made or tested for babies."
        ),
    ),
    "plm_index_high": Advice(
        title="Many periodic limb movements",
        text=(
            "How many are usual in babies is not known here. Show this to a paediatrician: iron "
            "(ferritin) and breathing in sleep are checked first. Do not give iron or any "
            "medicine on your own. limbwatch was not made or tested for babies."
        ),
    ),
    "evening_restlessness": Advice(
        title="Legs that keep moving before sleep",
        text=(
            "A baby cannot say how its legs feel. If it cannot settle for weeks, tell a "
            "paediatrician. limbwatch was not made or tested for babies."
        ),
    ),
    "frequent_hypnic_jerks": Advice(
        title="Several jolts in sleep",
        text=(
            "Film them, and show the film to a paediatrician soon; at once if they come in groups "
            "or the baby is not itself. limbwatch was not made or tested for babies."
        ),
    ),
    "cramp_like": Advice(
        title="A leg that was held stiff",
        text=(
            "Film it if it comes back, and show the film to a paediatrician soon; today if the "
            "baby is not itself, has a fever, or does not move the leg. limbwatch was not made or "
            "tested for babies."
        ),
    ),
    "tremor": Advice(
        title="Rhythmic shaking",
        text=(
            "Film it if it comes back, and show the film to a paediatrician soon; today if it "
            "came out of sleep and nobody can explain it, or the baby is not itself. limbwatch "
            "was not made or tested for babies."
        ),
    ),
    "foot_tremor": Advice(
        title="Rhythmic foot movements",
        text=(
            "Film them, and show the film to a paediatrician; soon if they come out of sleep, "
            "today if the baby is not itself. limbwatch was not made or tested for babies."
        ),
    ),
}
"""Title and advice for the first two years; findings about the bed and the sensors are as for a
child."""
