"""Sample pictures: a blue signature and a red seal, both transparent PNG (Nghị định 30, Phụ lục I, II.7.d, II.8.a).

They imitate nobody: the signature is the given name in slanted letters with a flourish, the seal says MẪU.
"""

import math
import random
import unicodedata
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from paper.pdf import font_file

_DPI = 300
_FINE = 3  # drawn larger and reduced: smooth edges
_BLUE, _RED = (24, 52, 160), (214, 28, 36)
_MM = _DPI * _FINE / 25.4
_SEAL_MM = 36.0
_RIM = 70  # letters that can still be read on the rim

Point = tuple[float, float]


def signature(name: str) -> bytes:
    """A PNG of 50 × 20 mm: the given name of `name` as if written by hand, in blue. Same name, same picture."""
    chance = random.Random(unicodedata.normalize("NFC", name))
    size = (round(50 * _MM), round(20 * _MM))
    ink = Image.new("L", size, 0)
    given = unicodedata.normalize("NFC", name).split()[-1] if name.split() else "?"
    _letters(ink, given, chance)
    _stroke(ImageDraw.Draw(ink), _flourish(size, chance))
    return _png(ink, _BLUE)


def seal(name: str) -> bytes:
    """A PNG of 36 × 36 mm: a round red seal with the office's name, MẪU, and that it has no legal value."""
    side = round(_SEAL_MM * _MM)
    ink = Image.new("L", (side, side), 0)
    draw, middle = ImageDraw.Draw(ink), side / 2
    for radius, width in ((17.6, 0.8), (16.4, 0.25), (10.6, 0.3)):
        reach = radius * _MM
        draw.ellipse(
            [middle - reach, middle - reach, middle + reach, middle + reach], outline=255, width=round(width * _MM)
        )
    rim = name if len(name) <= _RIM else name[: _RIM - 1] + "…"
    _around(ink, f"★ {rim.upper()} ★", centre=-90, radius=13.5, room=205)
    _around(ink, "KHÔNG CÓ GIÁ TRỊ PHÁP LÝ", centre=90, radius=13.5, room=140)
    draw.text((middle, middle), "MẪU", font=_font("Bold", 6.2), fill=255, anchor="mm")
    return _png(ink, _RED)


def _png(ink: Image.Image, colour: tuple[int, int, int]) -> bytes:
    small = ink.resize((ink.width // _FINE, ink.height // _FINE), Image.Resampling.LANCZOS)
    picture = Image.new("RGBA", small.size, (*colour, 0))
    picture.putalpha(small)
    out = BytesIO()
    picture.save(out, "PNG", dpi=(_DPI, _DPI))
    return out.getvalue()


@cache
def _font(style: str, millimetres: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_file(style)), round(millimetres * _MM))


def _letters(ink: Image.Image, word: str, chance: random.Random) -> None:
    """The word, slanted and on a rising line, into the middle of `ink`."""
    font = _font("Italic", 10.0)
    left, top, right, bottom = font.getbbox(word)
    sheet = Image.new("L", (round(right - left) + 80, round(bottom - top) + 80), 0)
    ImageDraw.Draw(sheet).text((40 - left, 40 - top), word, font=font, fill=255)
    slant, rise = 0.25 + chance.random() * 0.15, 5 + chance.random() * 4
    wide = (round(sheet.width + slant * sheet.height), sheet.height)
    sheet = sheet.transform(
        wide, Image.Transform.AFFINE, (1, slant, -slant * sheet.height, 0, 1, 0), Image.Resampling.BICUBIC
    )
    sheet = sheet.rotate(rise, Image.Resampling.BICUBIC, expand=True)
    scale = min(0.72 * ink.width / sheet.width, 0.95 * ink.height / sheet.height)
    sheet = sheet.resize((round(sheet.width * scale), round(sheet.height * scale)), Image.Resampling.LANCZOS)
    ink.paste(sheet, ((ink.width - sheet.width) // 2, (ink.height - sheet.height) // 2), sheet)


def _flourish(size: tuple[int, int], chance: random.Random) -> list[Point]:
    """A line of the pen: a loop before the name, then a wave beneath it, running out to the right."""
    width, height = size
    points: list[Point] = []
    for step in range(41):
        turn = math.radians(-60 - 330 * step / 40)
        points.append(((0.13 + 0.09 * math.cos(turn)) * width, (0.48 - 0.34 * math.sin(turn)) * height))
    waves, lift = 1.5 + chance.random(), 0.02 + 0.03 * chance.random()
    start = points[-1]
    for step in range(1, 81):
        part = step / 80
        swing = math.sin(part * waves * 2 * math.pi) * lift * (1 - part)
        down = start[1] + (0.86 * height - start[1]) * min(1.0, part * 4) - 0.22 * height * part * part
        points.append((start[0] + (0.96 * width - start[0]) * part, down + swing * height))
    return points


def _stroke(draw: ImageDraw.ImageDraw, points: list[Point]) -> None:
    """A pen stroke, thin where it begins and ends."""
    for at, (across, down) in enumerate(points[:-1]):
        far = points[at + 1]
        steps = max(1, round(math.dist((across, down), far) / 2))
        for step in range(steps):
            share = (at + step / steps) / len(points)
            nib = (0.16 + 0.28 * math.sin(math.pi * share)) * _MM / 2 + 1
            spot = (across + (far[0] - across) * step / steps, down + (far[1] - down) * step / steps)
            draw.ellipse([spot[0] - nib, spot[1] - nib, spot[0] + nib, spot[1] + nib], fill=255)


def _around(ink: Image.Image, text: str, *, centre: float, radius: float, room: float) -> None:
    """Letters along the rim, in degrees clockwise from the right; upper texts read outwards, lower ones inwards."""
    outward = centre < 0
    text = unicodedata.normalize("NFC", text)
    size = 3.2
    while (total := sum(_font("Bold", size).getlength(letter) + size * 0.09 * _MM for letter in text)) > math.radians(
        room
    ) * radius * _MM:
        size *= 0.95
    font = _font("Bold", size)
    at = -total / 2
    for letter in text:
        wide = font.getlength(letter) + size * 0.09 * _MM
        angle = centre + (1 if outward else -1) * math.degrees((at + wide / 2) / (radius * _MM))
        at += wide
        tile = Image.new("L", (round(size * 2.4 * _MM),) * 2, 0)
        _glyph(tile, letter, font)
        tile = tile.rotate(-angle - 90 if outward else 90 - angle, Image.Resampling.BICUBIC)
        x = ink.width / 2 + radius * _MM * math.cos(math.radians(angle)) - tile.width / 2
        y = ink.height / 2 + radius * _MM * math.sin(math.radians(angle)) - tile.height / 2
        ink.paste(255, (round(x), round(y)), tile)


def _glyph(tile: Image.Image, letter: str, font: ImageFont.FreeTypeFont) -> None:
    """One letter in the middle of its tile; a star is drawn, the font has none."""
    draw, middle = ImageDraw.Draw(tile), tile.width / 2
    if letter != "★":
        # capitals are about two thirds of the size high: stand them on a line that centres them
        draw.text((middle, middle + font.size * 0.33), letter, font=font, fill=255, anchor="ms")
        return
    reach = font.size * 0.36
    corners = [
        (middle + math.sin(math.pi * k / 5) * (reach if k % 2 == 0 else reach * 0.4),
         middle - math.cos(math.pi * k / 5) * (reach if k % 2 == 0 else reach * 0.4))
        for k in range(10)
    ]  # fmt: skip
    draw.polygon(corners, fill=255)
