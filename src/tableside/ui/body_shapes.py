"""The drawn figure: one outline, and a shape for each named place, seen from the front and from behind.

Everything is drawn on the reader's left half of a 200 x 460 field and mirrored. From the front the reader's left is the
client's right; from behind it is their left. Shapes may reach beyond the outline: the page clips them to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WIDTH: Final = 200
HEIGHT: Final = 460

_Point = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """``path`` as SVG writes it; ``x`` and ``y`` are where a number fits best."""

    path: str
    x: float
    y: float


# Cubic curves from the crown down the reader's left side to the crotch: two handles and an end each.
_CROWN: Final = (100.0, 8.0)
_SIDE: Final[tuple[tuple[_Point, _Point, _Point], ...]] = (
    ((86, 8), (78.5, 18), (79, 33)),  # temple
    ((79.3, 43), (83, 51), (88.5, 58.5)),  # jaw
    ((89.8, 64), (90, 70), (87.5, 74)),  # neck
    ((83, 80), (73, 82), (63, 86)),  # slope of the shoulder
    ((52, 90), (47.5, 99), (46.5, 112)),  # deltoid
    ((46, 124), (43.5, 134), (41.5, 146)),  # upper arm
    ((39.5, 157), (37, 165), (35.5, 176)),  # elbow
    ((32, 192), (29.5, 208), (27, 222)),  # forearm
    ((24, 229), (18.5, 235), (17, 244)),  # back of the hand
    ((15, 253), (15.5, 262), (18.5, 268.5)),  # fingers
    ((21, 272.5), (25.5, 271), (27.5, 266)),  # fingertips
    ((32, 260), (35, 250), (35.8, 240)),  # palm
    ((36.2, 234), (37, 230), (38, 226)),  # wrist
    ((44, 211), (50, 196), (52, 180)),  # inner forearm
    ((54.5, 166), (60.5, 146), (64.5, 127)),  # inner arm, up to the armpit
    ((65.5, 146), (68, 160), (70, 174)),  # ribs
    ((71.5, 189), (63.5, 203), (60.5, 221)),  # waist and hip
    ((57, 244), (58.5, 276), (62.5, 302)),  # outer thigh
    ((64.8, 316), (66, 324), (65.5, 334)),  # knee
    ((61, 350), (61.5, 370), (66.5, 392)),  # outer calf
    ((69, 404), (70.5, 412), (70.5, 420)),  # ankle
    ((69.5, 428), (63.5, 436), (62, 442)),  # outer foot
    ((61, 449), (67, 451.5), (74, 451.5)),  # toes
    ((82, 451.5), (86.5, 447), (86.5, 440)),  # inner foot
    ((86.8, 433), (85.5, 426), (86, 420)),  # inner ankle
    ((88, 400), (93, 380), (92, 356)),  # inner calf
    ((91.5, 346), (90.3, 340), (90.8, 330)),  # inner knee
    ((93, 300), (97.8, 274), (98.6, 250)),  # inner thigh
    ((98.8, 247), (99.4, 245.5), (100, 245.5)),  # crotch
)


def outline() -> str:
    """The whole silhouette as one closed path: down the drawn side, back up its mirror image."""
    down = "".join(f"C{_at(a)} {_at(b)} {_at(c)}" for a, b, c in _SIDE)
    ends = [_CROWN, *(end for _a, _b, end in _SIDE)]
    up = "".join(
        f"C{_at(_mirrored(b))} {_at(_mirrored(a))} {_at(_mirrored(ends[index]))}"
        for index, (a, b, _end) in reversed(list(enumerate(_SIDE)))
    )
    return f"M{_at(_CROWN)}{down}{up}Z"


def _at(point: _Point) -> str:
    return f"{point[0]:g} {point[1]:g}"


def _mirrored(point: _Point) -> _Point:
    return (WIDTH - point[0], point[1])


_ARM: Final = {
    "upper_arm": Shape("M36 117C46 122 54 121 59 115L66 127C62 146 58 156 55 165C48 170 42 169 30 164Z", 50, 145),
    "elbow": Shape("M30 164C42 169 48 170 56 165L55 186C46 191 38 191 24 187Z", 44, 178),
    "forearm": Shape("M24 187C38 191 46 191 54 186L45 220C37 222 31 221 16 216Z", 39, 203),
    "wrist": Shape("M16 216C30 221 37 222 45 219L42 233C35 235 28 234 10 229Z", 32, 226),
    "hand": Shape("M10 229C28 234 35 235 43 233L42 280H6Z", 26, 250),
}
_FOOT: Final = {
    "ankle": Shape("M56 407C74 412 86 411 98 406V427C86 432 72 432 54 427Z", 78, 419),
    "foot": Shape("M54 427C72 432 86 432 98 427V458H50Z", 74, 442),
}

FRONT_MIDDLE: Final = {
    "scalp": Shape("M74 4H126V23C112 17 88 17 74 23Z", 100, 15),
    "face": Shape("M74 23C88 17 112 17 126 23V45C112 51 88 51 74 45Z", 100, 34),
    "jaw": Shape("M74 45C88 51 112 51 126 45V58L111.5 58.5C107 67 93 67 88.5 58.5L74 58Z", 100, 56),
    "anterior_neck": Shape("M88.5 58.500C93 67 107 67 111.5 58.500L113 75C107 82 93 82 87 75Z", 100, 72),
    "sternum": Shape("M92 80C96 82 104 82 108 80V146C103 149 97 149 92 146Z", 100, 114),
    "abdomen": Shape("M80 149C92 147 108 147 120 149L122 208C112 217 88 217 78 208Z", 100, 180),
}
FRONT_SIDE: Final = {
    **_ARM,
    "shoulder": Shape("M87 73C86 83 78 88 70 91C64 98 62 106 59 115C53 121 46 122 36 117V76Z", 57, 102),
    "chest": Shape(
        "M87 74C89 78 90 79 92 80V146C82 151 70 148 64 139V127L59 115C62 106 64 98 70 91C78 88 86 83 87 74Z", 79, 115
    ),
    "axilla": Shape("M57 121C61 116 66 118 68 127C69 134 67 140 64 141C60 138 58 130 57 121Z", 64.5, 130),
    "flank": Shape("M60 138C66 148 74 150 80 149L78 208L58 203C60 186 62 160 60 138Z", 73, 178),
    "hip": Shape("M58 203L78 208C80 216 80 223 78 231L50 237V203Z", 69, 220),
    "groin": Shape("M78 208C85 214 93 216 100 216V250C94 241 86 235 78 231C80 223 80 216 78 208Z", 90, 226),
    "thigh_front": Shape("M50 237L78 231C83 234 86 236 88 239C84 264 83 290 83 313C76 318 68 318 54 314Z", 71, 274),
    "inner_thigh": Shape("M88 239C93 242 97 245 101 251V306C96 315 90 317 83 313C83 290 84 264 88 239Z", 90, 278),
    "knee": Shape("M54 314C68 318 76 318 83 313C90 317 95 315 99 310V343C86 349 70 349 52 345Z", 78, 331),
    "shin": Shape("M52 345C70 349 86 349 99 343V406C86 411 74 412 56 407Z", 78, 377),
    **_FOOT,
}
BACK_MIDDLE: Final = {
    "scalp": Shape("M74 4H126V42C112 48 88 48 74 42Z", 100, 26),
    "suboccipital": Shape("M74 42C88 48 112 48 126 42V56L112 59C106 63 94 63 88 59L74 56Z", 100, 53),
    "posterior_neck": Shape("M88 59C94 63 106 63 112 59L113 74C107 82 93 82 87 74Z", 100, 70),
    "sacrum": Shape("M85 203C94 200 106 200 115 203L104.5 227C102.5 231 97.5 231 95.5 227Z", 100, 214),
}
BACK_SIDE: Final = {
    **_ARM,
    "shoulder": Shape("M87 73C86 81 80 87 72 92C64 98 61 107 59 115C53 121 46 122 36 117V76Z", 57, 103),
    "upper_back": Shape(
        "M87 73C91 79 95 80 100 80V128C88 133 74 132 64 127L59 115C61 107 64 98 72 92C80 87 86 81 87 73Z", 82, 108
    ),
    "mid_back": Shape("M62 126C74 132 88 133 100 128V166C88 170 76 169 62 165Z", 83, 149),
    "flank": Shape("M60 165C66 167 72 168 77 168.500L76 204L54 206Z", 71.5, 187),
    "lower_back": Shape("M77 168.500C86 170 94 169 100 167V201C94 200.5 88 202 85 203C82 204 79 204 76 204Z", 88, 186),
    "hip": Shape("M54 205L76 204C71 214 69 227 69 241L48 245Z", 65, 222),
    "gluteal": Shape(
        "M76 204C79 204 82 204 85 203L95.5 227C97 230 98.5 230 100 230"
        "V253C90 260 70 259 48 253V245L69 241C69 227 71 214 76 204Z",
        83,
        236,
    ),
    "thigh_back": Shape("M48 253C70 259 90 260 101 253V307C94 314 74 316 54 312Z", 78, 284),
    "knee_back": Shape("M54 312C74 316 94 314 99 307V342C86 348 70 348 52 344Z", 78, 329),
    "calf": Shape("M52 344C70 348 86 348 99 342V406C86 411 74 412 56 407Z", 78, 372),
    **_FOOT,
}

# Quiet lines that make the figure a body: they mean nothing and take no press.
FRONT_DETAIL: Final = (
    "M88.5 58.500C93 67 107 67 111.5 58.5",
    "M72 92C82 90 90 89 95 92M128 92C118 90 110 89 105 92",
    "M70 136C76 146 88 148 95 141M130 136C124 146 112 148 105 141",
    "M100 150V206",
    "M98.5 190h3",
    "M72 322C74 334 82 338 88 330M128 322C126 334 118 338 112 330",
    "M22 256l1 10M26 256l.5 9M178 256l-1 10M174 256l-.5 9",
)
BACK_DETAIL: Final = (
    "M100 84V200",
    "M72 100C80 104 84 116 82 128M128 100C120 104 116 116 118 128",
    "M100 231V250M78 254C86 258 94 256 99 251M122 254C114 258 106 256 101 251",
    "M74 329C79 332 84 332 88 329M126 329C121 332 116 332 112 329",
    "M79 356C79 372 80 382 80 392M121 356C121 372 120 382 120 392",
    "M22 256l1 10M26 256l.5 9M178 256l-1 10M174 256l-.5 9",
)
