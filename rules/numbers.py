"""Numbers and symbols: state `số/LOẠI-CƠQUAN`, party `số-LOẠI/CƠQUAN` (NĐ 30/2020 Đ15, PL I II.3)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rules.deadlines import civil_date
from rules.kinds import KINDS
from rules.profile import Profile, Series, Unit
from rules.refusals import Refusal

# The 27 abbreviations of Phụ lục III Phần I; công văn has none.
# fmt: off
STATE_KINDS = frozenset((
    "NQ", "QĐ", "CT", "QC", "QyĐ", "TC", "TB", "HD", "CTr", "KH", "PA", "ĐA", "DA", "BC",
    "BB", "TTr", "HĐ", "CĐ", "BGN", "BTT", "GUQ", "GM", "GGT", "GNP", "PG", "PC", "PB",
))
# fmt: on
_GROUP = r"[A-ZĐ][A-ZĐa-z&]*"
_STATE = re.compile(rf"(?P<number>\d{{1,6}})/(?:(?P<year>\d{{4}})/)?(?P<symbol>{_GROUP}(?:-{_GROUP})*)")
_PARTY = re.compile(rf"(?P<number>\d{{1,6}})-(?P<kind>{_GROUP})/(?P<organ>{_GROUP}(?:-{_GROUP})*)")
_SAME_SIGN = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | dict.fromkeys("\u00ad\u200b\ufeff") | {"\u00d0": "Đ"}
)


@dataclass(frozen=True)
class PaperCode:
    """A number and symbol taken apart. `kind` is None for công văn; `year` only in legal normative papers."""

    system: Literal["state", "party"]
    number: int
    symbol: str
    kind: str | None
    organ: str
    year: int | None = None

    def __str__(self) -> str:
        """The code as it prints, e.g. 05/KH-UBND, 55-KH/HU, 07/2023/QĐ-UBND."""
        if self.system == "party":
            return f"{self.number:02d}-{self.symbol}"
        return (
            f"{self.number:02d}/{self.symbol}" if self.year is None else f"{self.number:02d}/{self.year}/{self.symbol}"
        )


def format_code(number: int, symbol: str) -> str:
    """The state code as printed: numbers below ten get a leading zero, no spaces (PL I II.3)."""
    if number < 1:
        raise ValueError("numbers begin with 1")
    return f"{number:02d}/{symbol}"


def normalise_code(text: str) -> str:
    """NFC, every kind of hyphen as "-", no white space or invisible sign, Ð (U+00D0) as Đ (U+0110)."""
    return "".join(unicodedata.normalize("NFC", text).translate(_SAME_SIGN).split())


def parse_code(text: str) -> PaperCode:
    """Takes a printed code apart; refuses `code-unreadable` when it follows neither grammar, or its number is 0."""
    code = normalise_code(text)
    read = _read_state(code) or _read_party(code)
    if read is None or read.number < 1:
        raise Refusal("code-unreadable", text=text)
    return read


def _read_state(code: str) -> PaperCode | None:
    match = _STATE.fullmatch(code)
    if match is None:
        return None
    first, _, rest = match["symbol"].partition("-")
    kind = first if first in STATE_KINDS and rest else None
    year = int(match["year"]) if match["year"] else None
    return PaperCode("state", int(match["number"]), match["symbol"], kind, rest if kind else match["symbol"], year)


def _read_party(code: str) -> PaperCode | None:
    match = _PARTY.fullmatch(code)
    if match is None:
        return None
    return PaperCode("party", int(match["number"]), f"{match['kind']}/{match['organ']}", match["kind"], match["organ"])


def series_for(profile: Profile, unit: Unit, kind: str, on: date) -> Series:
    """The number series of an issuer for a kind on a date; refuses `no-series`."""
    for series in profile.series:
        if series.unit == unit.code and kind in series.kinds and series.in_force(on):
            return series
    label = KINDS[kind].label if kind in KINDS else kind
    raise Refusal("no-series", unit=unit.name, kind=label, on=f"{on:%d/%m/%Y}")


def symbol_for(profile: Profile, unit: Unit, kind: str, on: date) -> str:
    """The symbol of an issuer's paper: kind, issuer, and the suffix of its series, e.g. KH-UBND, QĐ-UBND-HC.

    A công văn has no abbreviation of its kind; its suffix names the drafting unit or the field, e.g. UBND-NV (PL I
    II.3.b).
    """
    series = series_for(profile, unit, kind, on)
    return "-".join(filter(None, (KINDS[kind].abbreviation, unit.abbreviation))) + series.suffix


def number_year(instant: datetime) -> int:
    """The year whose register a number belongs to: every series begins again at 01 on 1 January, Vietnam (Đ15.1)."""
    return civil_date(instant).year
