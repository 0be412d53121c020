"""How wide a line of Times is, so that a rule can be "as long as the line" (Phụ lục I, II.1.b, II.2.b, II.5.b).

Advances in 1/1000 em; Times New Roman and its metric twins (Liberation Serif, Tinos) share them. A toned letter is as
wide as its base letter, so only the letters that Unicode does not take apart have entries of their own.
The no-break space in italics is as LibreOffice sets it, wider than the font says.
"""

import re
import unicodedata
from typing import Literal

Face = Literal["regular", "bold", "italic"]

_SIGNS = " !\"'(),-./0123456789:;ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz\u00a0Đđ…–“”"
_ADVANCES: dict[Face, str] = {
    "regular": "250 333 408 180 333 333 250 333 250 278 500 500 500 500 500 500 500 500 500 500 278 278 722 667 667 "
    "722 "
    "611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 722 722 611 444 500 444 500 444 "
    "333 500 "
    "500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 444 250 722 500 1000 500 444 444",
    "bold": "250 333 555 278 333 333 250 333 250 278 500 500 500 500 500 500 500 500 500 500 333 333 722 667 722 "
    "722 667 "
    "611 778 778 389 500 778 667 944 722 778 611 778 722 556 667 722 722 1000 722 722 667 500 556 444 556 444 333 "
    "500 556 "
    "278 333 556 278 833 556 500 556 556 444 389 333 556 500 722 500 500 444 250 722 556 1000 500 500 500",
    "italic": "250 333 420 214 333 333 250 333 250 278 500 500 500 500 500 500 500 500 500 500 333 333 611 611 667 "
    "722 611 "
    "611 722 722 333 444 667 556 833 667 722 611 722 611 500 556 722 611 833 611 556 556 500 500 444 500 444 278 "
    "500 500 "
    "278 278 444 278 722 500 500 500 500 389 389 278 500 444 667 444 444 389 343 722 500 889 500 556 556",
}
_WIDTH: dict[Face, dict[str, int]] = {
    face: dict(zip(_SIGNS, map(int, advances.split()), strict=True)) for face, advances in _ADVANCES.items()
}
_JOINT = "\u2060"
# Words of several syllables that stand in the names of agencies and their offices, and in titles.
_COMPOUND = re.compile(
    r"\b(?:(?:ủy ban|hội đồng) nhân dân(?: (?:tỉnh|huyện|xã|phường))?|phó chủ tịch|(?:phó )?chánh văn phòng|"
    r"ban chỉ đạo|ủy ban|nhân dân|phòng nội vụ|tư pháp|tài chính|kế hoạch|tài nguyên|môi trường|lao động|thương binh|"
    r"xã hội|văn hóa|thông tin|giáo dục|đào tạo|thanh tra|nông nghiệp|phát triển|nông thôn|kinh tế|hạ tầng|quản lý|"
    r"đô thị|thực hiện|công tác|dân vận|chính quyền|kết quả|báo cáo|xếp loại|đánh giá|khen thưởng|công nhận|ban hành|"
    r"thành tích|xuất sắc|tập thể|cá nhân|năm \d{4}|về việc|cao lãnh)\b",
    re.IGNORECASE,
)
POINT_MM = 25.4 / 72
LINE = 1.15  # a line of Times in single spacing, in its size


def width_mm(text: str, size_pt: float, face: Face) -> float:
    """The width of one line of `text` in millimetres; unknown signs count as 0.6 em."""
    spaced = unicodedata.normalize("NFD", text.replace(_JOINT, " "))
    letters = (letter for letter in spaced if not unicodedata.combining(letter))
    return sum(_WIDTH[face].get(letter, 600) for letter in letters) / 1000 * size_pt * POINT_MM


def balanced(text: str, size_pt: float, face: Face, limit_mm: float) -> tuple[str, ...]:
    """Break a centred text into the fewest lines within `limit_mm`, of about equal width, as a typist would.

    Words of two syllables that titles are full of stay whole: "công tác" is never parted by the end of a line. Nor does
    a line begin with a dash.
    """
    words = glued(text, _JOINT).replace(" - ", f"{_JOINT}- ").split(" ")
    fewest = len(_filled(words, limit_mm, size_pt, face))
    room = width_mm(text, size_pt, face) / fewest
    while len(lines := _filled(words, min(room, limit_mm), size_pt, face)) > fewest:
        room *= 1.02
    return tuple(line.replace(_JOINT, " ") for line in lines)


def glued(text: str, joint: str = "\u00a0") -> str:
    """The text with its words of several syllables held together by `joint` (a no-break space)."""
    return _COMPOUND.sub(lambda found: found.group().replace(" ", joint), text)


def filled(text: str, size_pt: float, face: Face, limit_mm: float) -> tuple[str, ...]:
    """The lines into which a program breaks a text that has so much room: each takes as many words as it can."""
    return _filled(text.split(" "), limit_mm, size_pt, face)


def _filled(words: list[str], limit_mm: float, size_pt: float, face: Face) -> tuple[str, ...]:
    lines: list[str] = []
    for word in words:
        if lines and width_mm(f"{lines[-1]} {word}", size_pt, face) <= limit_mm:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return tuple(lines)
