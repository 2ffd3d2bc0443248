"""Forms of the sentences in a night's files: reasons, evidence, remarks and checks.

The sentences are made in ``classify/labels/reasons.py``, ``classify/nights/correction.py``,
``classify/findings/``, ``sensor/files/rows/remarks.py``, ``sensor/capture/balance.py`` and
``cli/recording/evening/preflight.py``; ``tests/test_language.py``, and for evidence
``tests/test_finding_kinds.py`` and ``tests/test_boundaries.py``, check that each of them has one of
these forms.
"""

from typing import Final

_REASONS: Final = (
    "{rest}; judged by {by}",
    "{rest}; one of {count} pieces of {length} s of shaking",
    "first of {length} in a series; {duration} s, {limbs}",
    "{after} s after the one before, one of {length} in a series; {duration} s, {limbs}",
    "abrupt: {core} ms at half its peak in {limbs}, {what}",
    "{limbs} moved for {duration} s and came to rest turned by {turn} degrees",
    "{limbs} moved for {duration} s and swung by up to {swung} degrees",
    "{limbs} moved for {duration} s",
    "{how} for {duration} s in {limbs}, {what}",
    "{limbs} active for {duration} s, {what}",
    "one leg active for {duration} s, {what}",
    "very small or very short: {duration} s, {what}, {core} ms at half its peak, {limbs}",
    "very small or very short: {what}, {core} ms at half its peak, {limbs}",
    "awake; {duration} s, {limbs}, {what}",
    "as when awake; {duration} s, {limbs}, {what}",
    "{duration} s in {limbs}, {what}; in no series",
    "{limbs}, {what}, {core} ms at half its peak: not a movement of the limb's own",
    "{limbs}, {what}, {core} ms at half its peak, {how}: not a movement of the limb's own",
    "between {what} and {other}: {duration} s, {limbs}, {rest}",
    "labelled by a person",
    "counted again after a correction",
    "{some} of {all} limbs",
    "the one limb with a sensor",
    "peak {peak} g",
    "peak {peak} mg",
    "shaking",
    "{frequency} Hz shaking",
    "legs that swing in turn",
    "steps",
    "no rhythm runs around it",
    "off the rhythm of {pace} s that runs around it",
    "back at once",
    "tilted for {held} s",
    "still for {still} s before",
    "still for {still} min before",
    "alike at all sensors",
    "hardly turned",
    "as strong between the sensors as those around it",
    "faint for its sensor",
    "right after a movement {settling} times as strong",
    "a shaken bed",
    "a knock on the bed",
    "a jolt of several limbs",
)

_EVIDENCE: Final = (
    "once",
    "{count} times",
    "once in {pieces} pieces",
    "{count} times in {pieces} pieces",
    "sleep",
    "estimated sleep",
    "seen by the one sensor there was",
    "seen by {some} of {all} sensors",
    "{what}, the longest for {longest} s, of {limbs}, {seen}",
    "{what} out of {sleep}, for {shortest} s, of {limbs}, {seen}",
    "{what} out of {sleep}, for {shortest} to {longest} s, of {limbs}, {seen}",
    "{what} out of {sleep}, {total} s in all, of {limbs}",
    "{what} out of {sleep}, {total} s in all, of {limbs}, always the same limb",
    "{what} out of {sleep}, {total} s in all, of {limbs}, {seen}",
    "{what} out of {sleep}, {total} s in all, of {limbs}, always the same limb, {seen}",
    "{rest}; one sensor cannot show what other limbs did",
    "{rest}; something else shook the bed as well, and some of these may be that",
    "{what} out of {sleep}, the longest for {longest} s and up to {peak} g, of {limbs}",
    "{what}, the longest for {longest} s and up to {peak} g, of {limbs}",
    "{jolts} brief jolts in one group, mostly {step} s from one to the next, of {limbs}, {seen}",
    (
        "{jolts} brief jolts in {groups} groups, mostly {step} s from one to the next, of "
        "{limbs}, {seen}"
    ),
    (
        "{bursts} vigorous bursts of an arm (up to {peak} g) within half an hour in the last two "
        "thirds of the night, out of {sleep} or in short wakefulness"
    ),
    (
        "{bursts} vigorous bursts of an arm (up to {peak} g) within half an hour in the last two "
        "thirds of the night, out of {sleep}"
    ),
    (
        "{bursts} short bursts of an arm (up to {peak} g), close together, in the last two thirds "
        "of the night and after {sleep}; lying awake and throwing an arm about looks the same"
    ),
    "{starts} sleep starts, {early} of them within half an hour of falling asleep",
    "{starts} sleep starts, none of them within half an hour of falling asleep",
    "{what}, {total} s in all",
    "{what}, {total} s in all, of {limbs}",
    "the bed was shaken {count} times by something other than the wearer",
    "the bed was shaken {count} times by something other than the wearer, in a rhythm of {step} s",
    "the bed was shaken {count} times by something other than the wearer, {seen}",
    (
        "the bed was shaken {count} times by something other than the wearer, in a rhythm of "
        "{step} s, {seen}"
    ),
    "{index} periodic limb movements per hour of sleep ({count} in {hours} h), by {by}. {rest}",
    (
        "{index} periodic limb movements per hour of estimated sleep ({count} in {hours} h; "
        "{least} to {most} an hour if the estimate of sleep is off by {off} min), by {by}. "
        "{rest}"
    ),
    "{index} (rounded; a little more than {limit})",
    (
        "Counted from the muscles in a sleep laboratory, more than {limit} is customarily "
        "called raised in children; a limb sensor counts on a scale of its own"
    ),
    (
        "Counted from the muscles in a sleep laboratory, more than {limit} is customarily "
        "called raised in adults; a limb sensor counts on a scale of its own"
    ),
    "one ankle sensor, which cannot tell them from a bed partner's",
    "{ankles} ankle sensors",
    (
        "{ankles} ankle sensors, in a bed that something else shook as well: some may be a bed "
        "partner's"
    ),
    "{by}; seen of the night: {where}",
    (
        "{whole} of {all} limb movements in sleep moved an arm and the legs together, mostly "
        "{step} s from one to the next, and the breath that an arm felt was deeper just before or "
        "after them than earlier; those of the legs alone mostly come every 20 to 40 s and leave "
        "the arms still"
    ),
    (
        "{whole} of {all} limb movements in sleep moved an arm and the legs together, mostly "
        "{step} s from one to the next; those of the legs alone mostly come every 20 to 40 s "
        "and leave the arms still"
    ),
    (
        "{count} movements of the legs in the {minutes} min before sleep, {rate} per hour "
        "and {share} % of the time"
    ),
    (
        "{count} movements of the legs alone in the {minutes} min before sleep, {rate} per hour "
        "and {share} % of the time"
    ),
    "{rest}; no wrist sensor shows what the arms did",
    "{share} % of {count} movements of a single leg were on the left",
    "{share} % of {count} movements of a single leg were on the right",
    "worn and recorded for less of the night than wished: {where}",
    "{limbs} not at all (it recorded, and lay as still as on a table)",
    "{limbs} {share} %",
    "{limbs} {share} % (not worn for {off} %)",
    (
        "{arm} movements at the wrist, {leg} at the ankle, came in a rhythm of about {step} "
        "s, as those of legs do"
    ),
    (
        "{arm} movements at the wrist, {leg} at the ankles, came in a rhythm of about {step} "
        "s, as those of legs do"
    ),
    (
        "{arm} movements at the wrist, {leg} at the {limbs}, came in a rhythm of about {step} "
        "s, as those of legs do"
    ),
    "{what} and {other}",
    "{what}, {other}",
)

_REMARKS: Final = (
    (
        "{slowest} samples per second: movements shorter than {shortest} s, such as brief jerks, "
        "cannot be seen."
    ),
    "The file states {stated} Hz; {rate} Hz was measured and used.",
    "{count} samples came in batches with one time stamp each and were spread evenly.",
    "The values did not change at all for {held} s (idle sleep mode or a stuck sensor).",
    "{count} samples are at the end of the sensor's range.",
    "The recording is in {count} runs.",
    "{count} row had a missing or impossible value and was dropped.",
    "{count} rows had a missing or impossible value and were dropped.",
    "{count} row has 0 in x, y and z, as a sensor that is off or asleep writes, and was dropped.",
    (
        "{count} rows have 0 in x, y and z, as a sensor that is off or asleep writes, and were "
        "dropped."
    ),
    (
        "{count} rows have 0 in x, y and z, as a sensor that is off or asleep writes, and were "
        "dropped. They are {share} of the file."
    ),
    (
        "About {minutes} min of samples ({count} rows by their length) stand in lines whose ends "
        "are lost, and were left out. Save the file again as the sensor or app wrote it, with one "
        "row in each line."
    ),
    (
        "no data after {time}, though the recording went on to {end}; there are data for "
        "{share} % of it"
    ),
    "its battery was at {percent} % when last reported",
    (
        "its recording ended by itself at {time}, before it was fetched: the sensor restarted, as "
        "when its battery is empty or was changed"
    ),
    (
        "its recording ended by itself at {time}, though the sensor still took itself to be "
        "recording when it was fetched: its memory may have been full"
    ),
    (
        "its recording ended by itself at {time}, before it was fetched; why is not known: an "
        "empty battery, a full memory and another program end it"
    ),
    (
        "{copies} of {packets} packets are equal to the one that came just before, and the sensor "
        "gave {rate} samples per second instead of {stated}: Bluetooth delivered them twice, and "
        "as this sensor has no clock, copies cannot be told from new data. Do not trust its "
        "movements; restart Bluetooth before the next night"
    ),
)

_CHECKS: Final = (
    "{limbs}: no data yet.",
    (
        "{limbs}: simulated, beside sensors that are not: the night counts as nobody's. Start "
        "again without it"
    ),
    "{limbs}: {rate} samples per second are too few for brief movements",
    (
        "{limbs}: without SDK mode it switches itself off after ten minutes without a heart rate; "
        "update its firmware"
    ),
    "{limbs}: {rate} samples per second, {expected} expected",
    "{limbs}: {rate} samples per second, more than this kind was known to give",
    (
        "{limbs}: of {count} numbers in a line {x}, {y} and {z} were taken for x, y and z in "
        "{unit}, by their length at rest; no number is clearly a clock"
    ),
    (
        "{limbs}: of {count} numbers in a line {x}, {y} and {z} were taken for x, y and z in "
        "{unit}, by their length at rest, and {clock} for a clock"
    ),
    (
        "{limbs}: of {count} channels of the board {x}, {y} and {z} were taken for x, y and z in "
        "{unit}, by their length at rest"
    ),
    (
        "{limbs}: the board states its acceleration in {stated}, and at rest it is gravity in "
        "{unit}, as which it was read"
    ),
    "{limbs}: {level} g at rest, about 1 expected",
    "{limbs}: battery {percent} %",
    "{limbs}: battery {percent} %; charge it, or it may not last the night",
    "{limbs}: battery not known; look at the sensor, or charge it",
    "{limbs}: battery {volts} V, which shows no charge; charge it",
    "disk: {what}",
    "{what} free, the night needs about {other}",
    "{what} free, the night needs about {other}; free some space",
    "{amount} GB",
    "{amount} MB",
    "sleep: the computer stays awake",
    "power: plugged in",
    "power: on battery; plug the computer in",
)

_EARLIER: Final = (
    "{rest}; told by {by}",
    "{rest}; one sensor does not tell what other limbs did",
    (
        "{bursts} short bursts of an arm (up to {peak} g), close together, in the last two thirds "
        "of the night and after {sleep}; who lies awake and throws an arm about looks the same"
    ),
    "the bed was shaken {count} times by something else than the wearer",
    "the bed was shaken {count} times by something else than the wearer, in a rhythm of {step} s",
    "the bed was shaken {count} times by something else than the wearer, {seen}",
    (
        "the bed was shaken {count} times by something else than the wearer, in a rhythm of {step} "
        "s, {seen}"
    ),
    "{rest}; no wrist sensor tells what the arms did",
    "its battery was at {percent} % when it last told",
    (
        "{limbs}: of {count} numbers in a line {x}, {y} and {z} were taken for x, y and z in "
        "{unit}, by their length at rest; no number surely is a clock"
    ),
    "{limbs}: battery {volts} V, which tells no charge; charge it",
)
"""Forms that earlier versions wrote: they stay as long as nights have them."""

FORMS: Final = (*_REASONS, *_EVIDENCE, *_REMARKS, *_CHECKS, *_EARLIER)
"""All forms, for the catalogue; each placeholder holds a figure or words."""
