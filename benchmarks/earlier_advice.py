"""Advice that earlier versions wrote into nights, so that it is still said in other languages.

A night keeps the advice of its findings as it was written. What is not in the catalogue would be
shown in English, so whoever changes an advice puts the text that it had here.
"""

from typing import Final

EARLIER_ADVICE: Final = (
    (
        "A partner, a pet or something in the house: these movements are counted nowhere. If they "
        "come in a rhythm, a bed partner may have periodic limb movements; a night of their own "
        "would tell."
    ),
    (
        "Ask whoever shares your bed whether you shout, punch or act out dreams. If so, make the "
        "bedroom safe and see a sleep clinic or a neurologist: only a sleep study with video "
        "shows what happens in dreaming sleep. Antidepressants can bring it on; never stop one on "
        "your own. At times it comes years before Parkinson's disease or a dementia, which is "
        "worth knowing early; where one of them is known already, tell the neurologist of this."
    ),
    (
        "Check that both sensors sat alike, and swap them next night. If the same side leads "
        "again, or that leg is weak, numb or painful, show it to a doctor."
    ),
    (
        "Have it filmed, and show the film and this to a doctor soon, above all if it comes back, "
        "always on one side or moving from limb to limb over the nights. An EEG shows whether the "
        "brain has part in it."
    ),
    (
        "It may have been restlessness, shivering, somebody else or a seizure; the sensors do not "
        "settle it. If anyone saw you shake or stiffen, or you woke confused, sore, with a bitten "
        "tongue or wet, see a doctor soon and show this. Have it filmed if it comes back."
    ),
    (
        "Look which sensor was on which limb. If they were swapped, score the files again with "
        "the right names; if not, an arm moved in a rhythm, which a doctor may want to see."
    ),
    (
        "Most people know single sleep starts. Stress, caffeine, nicotine, too little sleep and "
        "late hard exercise bring more, and so do stimulants, some antidepressants and stopping "
        "sleeping pills. See a doctor if they come back several times a night and keep you awake, "
        "hurt, or also happen by day."
    ),
    (
        "Nights differ a lot, so record several. If you are tired by day, sleep badly or your "
        "legs are restless in the evening, show this to a doctor. Looked at first are iron "
        "(ferritin and transferrin saturation, in the morning), breathing pauses in sleep, and "
        "medicines: antidepressants, antihistamines, some against nausea, antipsychotics and "
        "lithium make legs move. Never stop one on your own."
    ),
    (
        "Numbers stand for the recorded and worn part only. Charge the sensors and wear them from "
        "lights off to rising the next night."
    ),
    (
        "Ordinary sleep starts come singly. Jolts that follow each other within seconds or "
        "minutes are another thing: have a group of them filmed, and show the film and this to a "
        "doctor. An EEG tells what they are."
    ),
    (
        "See a doctor soon and show this, unless you know what it was; the more so if anyone saw "
        "you shake, or you woke confused, sore, with a bitten tongue or wet. A single recording "
        "cannot tell a seizure from other shaking; an EEG can. Call an ambulance for a first fit, "
        "or one of five minutes or longer."
    ),
    (
        "A sensor on the other ankle would show the movements of that leg, which count in series "
        "as well (WASM 2016), and tell a jolt of the whole body from a kick of one leg."
    ),
    (
        "limbwatch does not see breathing. If you snore, stop breathing in sleep or are sleepy by "
        "day, have your breathing in sleep looked at before anything else; a test at home is "
        "often enough. Movements that end breathing pauses go with them."
    ),
    (
        "Call a paediatrician or a children's hospital today and show this, also if nobody saw "
        "it, and film it if it comes back; an EEG shows whether the brain has part in it. Call an "
        "ambulance at once if you see a fit, or if the baby breathes badly, turns blue or cannot "
        "be woken. limbwatch was not made or tested for babies."
    ),
    (
        "Call a paediatrician or a children's hospital today and show this, also if nobody saw "
        "it, with a film if there is one; an EEG tells what it is. Call an ambulance at once if "
        "you see a fit, or if the baby breathes badly, turns blue or cannot be woken. limbwatch "
        "was not made or tested for babies."
    ),
    (
        "Call a paediatrician or a children's hospital today and show this, also if nobody saw "
        "it; an EEG tells a seizure from other shaking. Call an ambulance at once if you see a "
        "fit, or if the baby breathes badly, turns blue or cannot be woken. limbwatch was not "
        "made or tested for babies."
    ),
    (
        "Check that both sensors sat alike, and swap them next night. If the same side leads "
        "again, or if the child limps, spares that leg or it hurts, show it to a paediatrician."
    ),
    (
        "Film it if it comes back, and show the film to a paediatrician soon; today if it came "
        "out of sleep and nobody can explain it, or the baby seems changed. limbwatch was not "
        "made or tested for babies."
    ),
    (
        "Film it if it comes back, and show the film to a paediatrician soon; today if the baby "
        "seems changed, has a fever, or does not move the leg. limbwatch was not made or tested "
        "for babies."
    ),
    (
        "Film them, and show the film to a paediatrician soon; at once if they come in groups or "
        "the baby seems changed. limbwatch was not made or tested for babies."
    ),
    (
        "Film them, and show the film to a paediatrician; soon if they come out of sleep, today "
        "if the baby seems changed. limbwatch was not made or tested for babies."
    ),
    (
        "Film them, and show the film to a paediatrician; today if they come in groups, all "
        "alike, or the baby seems changed. limbwatch was not made or tested for babies."
    ),
    (
        "How many are usual in babies is not known here. Show this to a paediatrician: iron "
        "(ferritin) and breathing in sleep are looked at first. Give no iron and no medicine on "
        "your own. limbwatch was not made or tested for babies."
    ),
    (
        "In a child, jolts in groups are to be looked at soon: film a group of them and show it "
        "to a paediatrician within days. An EEG tells what they are."
    ),
    (
        "It may have been restlessness, shivering, somebody else or a seizure; the sensors do not "
        "settle it. Watch or film the next nights, and show this to a paediatrician: within days "
        "if it comes back, or if the child was confused, sore or wet in the morning, or its "
        "tongue bitten. Call an ambulance for a fit that you see for the first time, or of five "
        "minutes or longer."
    ),
    (
        "It may have been restlessness, somebody else or a seizure; the sensors do not settle it. "
        "Show this to a paediatrician soon, and today if it comes back or the baby seems changed. "
        "Call an ambulance at once if you see a fit, or if the baby breathes badly, turns blue or "
        "cannot be woken. limbwatch was not made or tested for babies."
    ),
    (
        "Look which sensor was on which limb. If they were swapped, score the files again with "
        "the right names; if not, an arm moved in a rhythm: film it, and show this to a "
        "paediatrician."
    ),
    (
        "Numbers stand for the recorded and worn part only. Charge the sensors, and put them on "
        "the child from lights off to rising the next night, so that it cannot get them off: "
        "small parts and batteries must not reach a mouth."
    ),
    (
        "Show this to a paediatrician or a paediatric sleep clinic: iron (ferritin) and breathing "
        "in sleep are looked at first. Give no iron and no medicine on your own."
    ),
    (
        "Show this to a paediatrician within days, also if nobody saw it, and film it if it comes "
        "back. A long stretch can look the same to a sensor; an EEG tells it from a seizure. Call "
        "an ambulance for a first fit, one of five minutes or longer, one after another, or if "
        "the child breathes badly or does not come round."
    ),
    (
        "Show this to a paediatrician within days, also if nobody saw it, and film it if it comes "
        "back; note which side, and whether the face or the speech has part in it. An EEG shows "
        "whether the brain has. Call an ambulance for a first fit, one of five minutes or longer, "
        "or one after another."
    ),
    (
        "Show this to a paediatrician within days, also if nobody saw it: a child alone in bed is "
        "seen by nobody. Was it confused, sore or wet in the morning, or its tongue bitten? Film "
        "it if it comes back. A single recording cannot tell a seizure from other shaking; an EEG "
        "can. Call an ambulance for a first fit, one of five minutes or longer, one after "
        "another, or if the child breathes badly or does not come round."
    ),
    (
        "Somebody else in the bed, a pet or something in the house: these movements are counted "
        "nowhere. A night alone in the bed tells more of the child."
    ),
    (
        "limbwatch does not see breathing. If the baby snores, has pauses in breathing or drinks "
        "badly, show it to a paediatrician soon; call an ambulance if it turns blue or stops "
        "breathing. limbwatch was not made or tested for babies."
    ),
)
"""Texts, as they lie in nights."""
