"""The kinds of paper the year needs, with the decree's names and abbreviations (NĐ 30/2020, Phụ lục III Phần I)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of document. `title` prints in ô 5a; `abbreviation` enters the symbol; `label` is shown on screen.

    A công văn has neither a printed title nor an abbreviation (PL I II.3.b, II.5.b); its `title` names it in registers.
    A phiếu trình stays in the office: it has no number. `machine_drafted`: the words come from what was scored; a
    person only mends a draft that was returned.
    """

    code: str
    title: str
    abbreviation: str
    label: str
    machine_drafted: bool = False


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("plan", "KẾ HOẠCH", "KH", "Kế hoạch năm"),
        Kind("report_h1", "BÁO CÁO", "BC", "Báo cáo 6 tháng"),
        Kind("report_annual", "BÁO CÁO", "BC", "Báo cáo năm"),
        Kind("submission", "TỜ TRÌNH", "TTr", "Tờ trình"),
        Kind("classification", "QUYẾT ĐỊNH", "QĐ", "Quyết định xếp loại", machine_drafted=True),
        Kind("commendation", "QUYẾT ĐỊNH", "QĐ", "Quyết định khen thưởng", machine_drafted=True),
        Kind("letter", "CÔNG VĂN", "", "Công văn"),
        Kind("reminder", "CÔNG VĂN", "", "Công văn đôn đốc"),
        Kind("notice", "THÔNG BÁO", "TB", "Thông báo"),
        Kind("minutes", "BIÊN BẢN", "BB", "Biên bản"),
        Kind("invitation", "GIẤY MỜI", "GM", "Giấy mời"),
        Kind("slip", "PHIẾU TRÌNH", "", "Phiếu trình"),
    )
}

MACHINE_DRAFTED = frozenset(kind.code for kind in KINDS.values() if kind.machine_drafted)
