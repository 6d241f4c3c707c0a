"""What people come with: where it is, what the therapist finds there, and the words for it. No diagnosis: that is not
a massage therapist's to make."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Complaint:
    """``places`` with the pressure meant for each, the most important first; ``marks`` with their kind. ``says`` are
    things the client tells, at the first visit the first of them. ``finds`` are what hands and a simple movement show:
    where two belong together, the first is for bad days and the second for good ones. ``next`` is what was agreed,
    ``goal`` the client's own words for what should become possible."""

    places: tuple[tuple[str, int], ...]
    marks: tuple[tuple[str, str], ...]
    says: tuple[str, ...]
    finds: tuple[tuple[str, ...], ...]
    next: tuple[str, ...]
    goal: str


COMPLAINTS = {
    "low_back": Complaint(
        places=(
            ("lower_back.left", 4),
            ("lower_back.right", 4),
            ("gluteal.left", 4),
            ("mid_back.left", 3),
            ("thigh_back.left", 3),
        ),
        marks=(
            ("lower_back.left", "pain"),
            ("lower_back.right", "tension"),
            ("gluteal.left", "trigger_point"),
        ),
        says=(
            "Low back on and off since spring, worst in the morning and after the drive to work.",
            "Lifting the laundry basket was careful but possible.",
            "Sat through a long meeting on Thursday and felt it all evening.",
            "Walks every day now, about half an hour.",
            "Slept on the left side again without waking from it.",
        ),
        finds=(
            (
                "Bending forward: fingertips reach mid shin, slow at the start.",
                "Bending forward: fingertips reach the ankles, even on both sides.",
            ),
            ("Left side of the lower back firmer to the touch than the right, warm, no guarding.",),
            ("Tender spot at the upper edge of the left buttock, eases under a steady hold.",),
        ),
        next=(
            "A short walk after sitting for an hour. Lie with the calves on a chair in the evening if it helps.",
            "Same areas next time, less on the right. Ask how the drive to work went.",
            "Hip movement before the back next time. Call if pain runs below the knee.",
        ),
        goal="Drive to work and back without having to stop",
    ),
    "neck": Complaint(
        places=(
            ("posterior_neck", 3),
            ("upper_back.right", 4),
            ("upper_back.left", 4),
            ("shoulder.right", 3),
            ("suboccipital", 2),
        ),
        marks=(
            ("upper_back.right", "trigger_point"),
            ("posterior_neck", "pain"),
            ("shoulder.right", "tension"),
        ),
        says=(
            "Neck and right shoulder, since the new job with two screens. Looking over the shoulder is hard.",
            "Two deadlines this week, and the neck knows both of them.",
            "Moved the screen up, as we talked about. Evenings are better.",
            "A dull ache behind the right shoulder by three in the afternoon.",
            "No headache since last time.",
        ),
        finds=(
            (
                "Turning right stops about a hand's width before the left side does.",
                "Turning is nearly even; the end of it still pulls on the right.",
            ),
            ("Top of the right shoulder firm, one spot there refers up the side of the neck.",),
            ("Breathes high in the chest while lying face up; drops after some minutes.",),
        ),
        next=(
            "Look far left and far right ten times every hour at the desk.",
            "Begin at the upper back next time and come to the neck late.",
            "Try the phone on the other ear. Report if the arm tingles.",
        ),
        goal="Look over the shoulder in the car without turning the whole body",
    ),
    "shoulder": Complaint(
        places=(
            ("shoulder.right", 3),
            ("upper_arm.right", 3),
            ("upper_back.right", 3),
            ("chest.right", 2),
            ("forearm.right", 3),
        ),
        marks=(
            ("shoulder.right", "pain"),
            ("upper_back.right", "tension"),
            ("upper_arm.right", "tension"),
        ),
        says=(
            "Right shoulder for four months. Reaching the top shelf is what it does not like.",
            "Can put the jacket on again without thinking about the order of the sleeves.",
            "Woke twice from lying on it.",
            "Climbed once this week, easy routes, and stopped in time.",
            "Carried the shopping on the left and it was fine.",
        ),
        finds=(
            (
                "Arm up to the side comes to ear height, with a pull at the end.",
                "Arm up to the front is full; behind the back reaches the waistband.",
            ),
            ("Outer edge of the shoulder blade tender, softer after work there.",),
            ("Both shoulders level when lying. Right one takes longer to let go of its weight.",),
        ),
        next=(
            "Let the arm swing for a minute, twice a day. Nothing that hurts afterwards.",
            "Work the forearm too next time. Ask about the nights.",
            "If the nights do not change by next month, ask the doctor to look at it.",
        ),
        goal="Reach the top shelf and sleep on either side",
    ),
    "hip": Complaint(
        places=(
            ("hip.right", 3),
            ("gluteal.right", 3),
            ("thigh_front.right", 3),
            ("lower_back.right", 3),
            ("thigh_back.right", 2),
        ),
        marks=(
            ("hip.right", "pain"),
            ("gluteal.right", "tension"),
            ("thigh_front.right", "tension"),
        ),
        says=(
            "Right hip: getting out of the car takes a moment. The doctor has looked at it.",
            "Stairs are fine up, less so down.",
            "Did the whole market on foot on Saturday.",
            "Stiff for the first ten steps, then it goes.",
        ),
        finds=(
            (
                "Right knee to the chest stops earlier than the left.",
                "Turning the leg in is the smaller movement, as last time.",
            ),
            ("Walks evenly into the room today; a little short on the right at the end of the session.",),
            ("Side of the right hip tender to a flat hand, quiet at rest.",),
        ),
        next=(
            "Rock the knees from side to side before getting up.",
            "Keep the pressure flat and broad. Side-lying suits better than face down.",
            "Bring the walking shoes next time.",
        ),
        goal="Get out of the car like getting out of a chair",
    ),
    "jaw": Complaint(
        places=(
            ("jaw", 2),
            ("posterior_neck", 3),
            ("suboccipital", 2),
            ("scalp", 2),
            ("shoulder.left", 3),
        ),
        marks=(
            ("jaw", "tension"),
            ("suboccipital", "pain"),
            ("shoulder.left", "tension"),
        ),
        says=(
            "Presses the teeth together at work. A tight band round the head on some afternoons.",
            "Noticed the teeth pressed together during every call.",
            "A tight band round the head on two afternoons.",
            "Fewer headaches written down this week than the week before.",
            "Chewed an apple without thinking about it.",
        ),
        finds=(
            ("Opens two fingers wide, three at the end of the session.",),
            ("Cheek muscles firm on both sides, more on the left.",),
            ("Base of the skull tender under light fingers, less after some breaths.",),
        ),
        next=(
            "Lips closed, teeth apart: a note on the screen as a reminder.",
            "Go on writing down the headache days. Ask the dentist about a night guard.",
            "Hands at the scalp for longer next time, it went down well.",
        ),
        goal="A working week without a tight head",
    ),
    "calf": Complaint(
        places=(
            ("calf.right", 3),
            ("calf.left", 3),
            ("foot.right", 3),
            ("thigh_back.right", 3),
            ("shin.right", 2),
        ),
        marks=(
            ("calf.right", "tension"),
            ("foot.right", "pain"),
            ("calf.left", "tension"),
        ),
        says=(
            "Training for ten kilometres. The first steps in the morning are stiff on the right.",
            "Ran twice, short and flat, no stopping.",
            "Skipped the hill session as agreed. Missed it.",
            "Twelve kilometres on Sunday, and only tired afterwards.",
        ),
        finds=(
            (
                "Knee to wall: a fist on the right, a fist and two fingers on the left.",
                "Knee to wall is even today.",
            ),
            ("Inner side of the right calf firm, no heat, no swelling, same girth as the left.",),
            ("Sole tender in front of the heel.",),
        ),
        next=(
            "Heel lowering on a step every other day, slowly.",
            "One easy day after each run for another two weeks.",
            "Lighter before the race week. No deep work in the last three days.",
        ),
        goal="Run ten kilometres without a stiff calf the next morning",
    ),
    "hamstring": Complaint(
        places=(
            ("thigh_back.left", 3),
            ("gluteal.left", 3),
            ("calf.left", 3),
            ("thigh_back.right", 3),
            ("lower_back.left", 3),
        ),
        marks=(
            ("thigh_back.left", "tension"),
            ("gluteal.left", "tension"),
        ),
        says=(
            "Back of the left thigh after a long season. Felt when sprinting for the bus, not in training.",
            "Two matches this week, legs heavy.",
            "Back to full sessions, and no pull so far.",
            "Sitting on the hard chairs at college is worse than running.",
        ),
        finds=(
            (
                "Straight leg up: left is a little lower than right.",
                "Straight leg up is even and without a pull.",
            ),
            ("Middle of the left thigh firm over a palm's width, no gap, no bruise.",),
        ),
        next=(
            "Long warm-up before anything fast.",
            "Lift the hips from the floor, both legs, three times ten.",
            "Light work only, two days before the match.",
        ),
        goal="Sprint without thinking of the leg",
    ),
    "knee": Complaint(
        places=(
            ("thigh_front.right", 3),
            ("thigh_front.left", 3),
            ("calf.right", 3),
            ("knee.right", 2),
            ("hip.right", 3),
        ),
        marks=(
            ("knee.right", "pain"),
            ("thigh_front.right", "tension"),
        ),
        says=(
            "Right knee: going down stairs with a bag is the test. Does the exercises from the physiotherapist.",
            "Cycled to work all week.",
            "Sat on the floor with the children and got up without help.",
            "Ached after the long training on Saturday, gone by Monday.",
        ),
        finds=(
            ("Bends fully, with a pull above the knee at the end. No swelling.",),
            ("Front of the right thigh firmer than the left, softens with long strokes.",),
            ("Squats to a chair evenly, ten times.",),
        ),
        next=(
            "Slow squats to a chair, as long as they stay below three of ten.",
            "Ask the physiotherapist for the next step of the exercises.",
            "Front of the thigh first, the knee only lightly.",
        ),
        goal="Down the stairs with a bag, without the rail",
    ),
    "pregnancy": Complaint(
        places=(
            ("lower_back.left", 2),
            ("lower_back.right", 2),
            ("hip.left", 2),
            ("shoulder.left", 2),
            ("foot.left", 1),
        ),
        marks=(
            ("lower_back.left", "pain"),
            ("hip.left", "tension"),
        ),
        says=(
            "Pregnancy going well, says the midwife. Lower back and left hip ache, worst when turning over at night.",
            "Midwife was content on Monday. Nothing new.",
            "Feet tired in the evening, the same on both sides.",
            "Long day at the shop, sat down as often as I could.",
            "Slept four hours in one piece.",
        ),
        finds=(
            ("Side-lying with pillows under belly and knee, changed sides half way. Comfortable throughout.",),
            ("Lower back and left hip tight to the touch, soft by the end. No swelling, no warmth in the legs.",),
            ("Shoulders high on arrival, level on leaving. Gets up slowly over the side.",),
        ),
        next=(
            "A pillow between the knees at night, and one behind the back.",
            "Ask again about the calves, head and sight before starting.",
            "Next time begin on the right side.",
        ),
        goal="Turn over at night without waking fully",
    ),
    "arm": Complaint(
        places=(
            ("axilla.left", 1),
            ("upper_arm.left", 1),
            ("forearm.left", 1),
            ("hand.left", 1),
            ("chest.left", 1),
        ),
        marks=(
            ("upper_arm.left", "other"),
            ("forearm.left", "other"),
        ),
        says=(
            "Left arm fuller since the surgery, sleeve worn every day. The hospital's nurse gave our address.",
            "Rings still tight in the evening.",
            "The arm feels lighter for about two days, then it comes back.",
            "Gardening with gloves, no scratches.",
        ),
        finds=(
            (
                "Girth above the left elbow 1.5 cm more than the right. Skin whole, no redness, no warmth.",
                "Girth above the left elbow 1 cm more than the right. Skin whole.",
            ),
            ("Tissue of the forearm soft, dents a little under the thumb and fills again.",),
        ),
        next=(
            "Sleeve on before the afternoon. Arm up on a pillow when reading.",
            "Measure at the same three places next time.",
            "A red, warm or suddenly fuller arm goes to the doctor the same day.",
        ),
        goal="Wear my rings in the evening",
    ),
    "ankles": Complaint(
        places=(
            ("ankle.left", 1),
            ("ankle.right", 1),
            ("calf.left", 1),
            ("calf.right", 1),
            ("foot.right", 1),
        ),
        marks=(
            ("ankle.left", "other"),
            ("ankle.right", "other"),
        ),
        says=(
            "Both ankles swell by the evening, the same on both sides. The doctor has looked at it.",
            "Socks leave less of a mark than last week.",
            "Stood a lot on Friday and saw it at once.",
            "Legs up after lunch, as agreed. That hour is good.",
            "Shoes fit in the morning, less so at night.",
        ),
        finds=(
            (
                "Both ankles fuller on the outside, the same on both sides, skin whole, no warmth.",
                "Girth above the ankles half a centimetre less than a week ago on both sides.",
            ),
            ("Feels a light touch everywhere on both soles.",),
        ),
        next=(
            "Legs up after lunch, ankles moving for five minutes.",
            "Look at the soles every evening. Report any sore place.",
            "If one leg swells more than the other, see a doctor the same day.",
        ),
        goal="Shoes that still fit in the evening",
    ),
    "tension": Complaint(
        places=(
            ("upper_back.left", 3),
            ("upper_back.right", 3),
            ("mid_back.left", 3),
            ("shoulder.left", 3),
            ("posterior_neck", 2),
            ("calf.left", 2),
        ),
        marks=(
            ("upper_back.left", "tension"),
            ("shoulder.left", "tension"),
        ),
        says=(
            "Nothing hurts. Wants an hour that belongs to nobody else.",
            "Back from the holiday, wants to keep some of it.",
            "Long shifts, feet and shoulders are tired.",
            "Wants quiet today, no talking.",
            "The move is over. First evening without boxes.",
        ),
        finds=(
            ("Upper back firm on both sides, nothing tender. Moves freely.",),
            ("Hands cool on arrival, warm at the end. Breath slow after ten minutes.",),
            ("Shoulders drop as soon as the head is held.",),
        ),
        next=(
            "Same length next time, begin with the feet.",
            "Nothing to do until then but a walk now and again.",
            "Likes firm, slow strokes along the back, little at the legs.",
        ),
        goal="An evening in the week that belongs to me",
    ),
    "sleep": Complaint(
        places=(
            ("scalp", 2),
            ("posterior_neck", 2),
            ("upper_back.left", 2),
            ("upper_back.right", 2),
            ("foot.left", 2),
            ("foot.right", 2),
        ),
        marks=(("upper_back.right", "tension"),),
        says=(
            "Wakes at four and starts planning the day.",
            "Slept through twice this week.",
            "The night after the session is usually the good one.",
            "Less coffee after lunch, hard but done.",
        ),
        finds=(
            ("Lies still from the second half on, breath even.",),
            ("Jaw and brow tight on arrival, soft at the end.",),
            ("Upper back firm without being tender.",),
        ),
        next=(
            "Evening hour stays free for the next one too.",
            "Write down the nights until then, in one word each.",
            "Slow strokes on the back, then feet, and silence.",
        ),
        goal="Sleep through on work days",
    ),
    "rest": Complaint(
        places=(
            ("foot.left", 1),
            ("foot.right", 1),
            ("hand.left", 1),
            ("hand.right", 1),
            ("upper_back.left", 1),
            ("scalp", 1),
        ),
        marks=(("upper_back.left", "tension"),),
        says=(
            "Wants rest more than work on anything.",
            "Blood test was fine, the next visit to the hospital is in ten days.",
            "Ate well yesterday. Hands are cold.",
            "The hour here is the one without a list.",
        ),
        finds=(
            ("Positioned half sitting with two pillows. Skin whole where hands were.",),
            ("No bruises, no swelling. Very light strokes only.",),
            ("Hands warm at the end. Fell asleep for some minutes.",),
        ),
        next=(
            "Ask about blood counts and new places before starting, as always.",
            "Shorter, if it is a tired day. The blanket stays.",
            "Feet and hands first next time.",
        ),
        goal="One hour in the week without a list",
    ),
}
