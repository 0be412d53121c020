"""What the readers find in composed, foreign, party and printed papers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from paper.compose import Paper, compose
from paper.intake import inspect
from paper.read import PaperFacts, fold, read_docx, read_pdf, same_code
from paper.read import grammar as g
from paper.sign import development_ca, prepare, seal, sign_person, stamp_number
from rules.refusals import Refusal
from tests.paper.intake.hostile import DOCUMENT, W, changed, pdf
from tests.paper.kinds import INVITATION, LETTER, MINUTES, NOTICE, REMINDER
from tests.paper.printing import printed
from tests.paper.samples import ALL, DECISION, ISSUED_PLAN, PLAN

every_sample = pytest.mark.parametrize("paper", ALL.values(), ids=ALL.keys())


def said(facts: PaperFacts) -> dict[str, object]:
    """The facts without the running text."""
    return {name: value for name, value in vars(facts).items() if name != "text"}


def of(*paragraphs: str) -> PaperFacts:
    """What the reader finds in a docx of these paragraphs of WordprocessingML or plain text."""
    texts = (text if text.startswith("<") else f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    body = f"<w:document {W}><w:body>{''.join(texts)}</w:body></w:document>"
    return read_docx(changed({DOCUMENT: lambda _: body.encode()}))


def table(left: tuple[str, ...], right: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in side) for side in (left, right))
    return "<w:tbl><w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr></w:tbl>"


@every_sample
def test_a_composed_paper_says_what_it_was_composed_from(paper: Paper) -> None:
    facts = read_docx(compose(paper))
    assert (facts.kind, facts.type) == (paper.kind, paper.type.abbreviation)
    assert (facts.number, facts.symbol) == (paper.number, paper.symbol)
    assert (facts.place, facts.issued_on) == (paper.place, paper.issued_on)
    assert facts.subject == paper.subject
    assert facts.header == paper.header
    assert (facts.signature_lines, facts.signer) == (paper.signature_lines, paper.signer_name)
    assert (facts.recipients, facts.file_copy) == (paper.recipients, paper.file_copy)
    assert not facts.party


OTHERS = (LETTER, REMINDER, NOTICE, INVITATION)


@pytest.mark.parametrize(
    ("read", "paper"),
    [
        *((lambda paper: read_docx(compose(paper)), paper) for paper in (*OTHERS, MINUTES)),
        *((lambda paper: read_pdf(printed(paper)), paper) for paper in OTHERS),
    ],
)
def test_the_other_kinds_say_theirs_too(read: Callable[[Paper], PaperFacts], paper: Paper) -> None:
    """A công văn has no title that would name its kind, a biên bản no place, and its signatures above Nơi nhận."""
    facts, title = read(paper), paper.type.abbreviation
    assert (facts.kind, facts.type) == ((paper.kind, title) if title else (None, None))
    assert (facts.number, facts.symbol) == (paper.number, paper.symbol)
    assert (facts.place, facts.issued_on) == (paper.place or None, paper.issued_on)
    assert facts.subject == paper.subject
    assert " ".join(facts.header) == " ".join(paper.header)
    post = (paper.signer_post,) if paper.signer_post else ()
    assert " ".join(facts.signature_lines) == " ".join((*paper.signature_lines, *post))
    assert facts.signer == paper.signer_name
    assert facts.recipients == paper.recipients
    assert facts.file_copy.startswith(paper.file_copy)


@every_sample
def test_the_printed_page_says_the_same_as_the_docx(paper: Paper) -> None:
    assert said(read_pdf(printed(paper))) == said(read_docx(compose(paper)))


def test_number_and_date_stamped_into_a_signed_pdf_are_read(tmp_path: Path) -> None:
    authority = development_ca(tmp_path)
    agency = "Ủy ban nhân dân huyện Cao Lãnh"
    person = authority.person("nguoi-mau", PLAN.signer_name, agency)
    signed = sign_person(prepare(printed(PLAN), signer=PLAN.signer_name), person, capacity="PHÓ CHỦ TỊCH")
    record = seal(stamp_number(signed, number="05", day="08", month="02"), authority.office("ubnd", agency))
    assert inspect("kh.pdf", record).warnings == ()
    assert said(read_pdf(record)) == said(read_docx(compose(ISSUED_PLAN)))


def test_a_plan_that_lost_its_header_table_and_has_a_party_base_is_read_right() -> None:
    """The shape of real plans as they circulate: no ô 1 and 2, title and subject in one paragraph, list bullets."""
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r>"
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    )

    def lines(*texts: str) -> str:
        return "<w:p>" + "<w:r><w:br/></w:r>".join(bold.format(text) for text in texts) + "</w:p>"

    facts = of(
        "Số: 19/KH-UBND",
        "Cao Lãnh, ngày 11 tháng 02 năm 2022",
        lines("KẾ HOẠCH", "Thực hiện công tác dân vận chính quyền đến năm 2025"),
        "Thực hiện Kế hoạch số 15/KH-UBND ngày 14/01/2022 của Ủy ban nhân dân tỉnh Đồng Tháp; Kế hoạch số 55-KH/HU "
        "ngày "
        "04/11/2021 của Huyện uỷ Cao Lãnh thực hiện Nghị quyết số 01-NQ/TU, Ủy ban nhân dân Huyện xây dựng Kế hoạch:",
        lines("I. MỤC ĐÍCH, YÊU CẦU"),
        "Theo Quyết định số 1318/QĐ-UBND-HC ngày 06/9/2021; Kế hoạch số 55-KH/HU.",
        "<w:p><w:r><w:rPr><w:b/><w:i/></w:rPr><w:t>Nơi nhận:</w:t></w:r></w:p>",
        item.format("UBND Tỉnh;"),
        item.format("Lưu: VT, VPUBND (Tr)."),
        lines("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        lines("Nguyễn Tấn Mẫu"),
    )
    assert facts.code == "19/KH-UBND"
    assert (facts.kind, facts.type, facts.number, facts.symbol) == ("plan", "KH", 19, "KH-UBND")
    assert (facts.place, facts.issued_on) == ("Cao Lãnh", date(2022, 2, 11))
    assert facts.subject == "Thực hiện công tác dân vận chính quyền đến năm 2025"
    assert facts.signature_lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert facts.signer == "Nguyễn Tấn Mẫu"
    assert facts.cited == ("15/KH-UBND", "55-KH/HU", "01-NQ/TU", "1318/QĐ-UBND-HC")
    assert (facts.header, facts.issuer, facts.party) == ((), "", False)


def test_the_number_is_never_taken_from_the_bases() -> None:
    facts = of("Số:        /KH-UBND", "KẾ HOẠCH", "Năm 2027", "Thực hiện Kế hoạch số 15/KH-UBND ngày 14/01/2027")
    assert (facts.number, facts.symbol, facts.code) == (None, "KH-UBND", None)
    facts = of("KẾ HOẠCH", "Năm 2027", "Thực hiện Kế hoạch số 15/KH-UBND", "Số: 16/KH-UBND ngày 01/02/2027 là căn cứ")
    assert (facts.number, facts.symbol) == (None, None)


def test_a_party_paper_is_read_by_its_own_grammar() -> None:
    facts = of(
        table(("ĐẢNG BỘ TỈNH MẪU", "HUYỆN ỦY CAO LÃNH", "*", "Số 55-KH/HU"),
              ("ĐẢNG CỘNG SẢN VIỆT NAM", "Cao Lãnh, ngày 04 tháng 11 năm 2026")),
        "KẾ HOẠCH", "Thực hiện Nghị quyết số 01-NQ/TU", "Nơi nhận:", "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Lê Thị Mẫu",
    )  # fmt: skip
    assert (facts.party, facts.number, facts.symbol, facts.code) == (True, 55, "KH/HU", "55-KH/HU")
    assert facts.header == ("ĐẢNG BỘ TỈNH MẪU", "HUYỆN ỦY CAO LÃNH")
    assert facts.signature_lines == ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ")
    assert facts.signer == "Lê Thị Mẫu"


def test_a_header_in_text_boxes_is_read_once() -> None:
    box = (
        f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent>'
        "<mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{0}</w:txbxContent>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    inner = "".join(
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("ỦY BAN NHÂN DÂN", "XÃ MỸ MẪU", "Số: 07/BC-UBND")
    )
    facts = of(box.format(inner), "BÁO CÁO", "Công tác dân vận 6 tháng đầu năm 2027")
    assert facts.header == ("ỦY BAN NHÂN DÂN", "XÃ MỸ MẪU")
    assert facts.issuer == "ỦY BAN NHÂN DÂN XÃ MỸ MẪU"
    assert (facts.number, facts.kind) == (7, "report_h1")


def test_a_letter_without_a_title_has_its_subject_after_v_v_and_no_kind() -> None:
    facts = of(table(("UBND HUYỆN CAO LÃNH", "PHÒNG NỘI VỤ", "Số: 45/PNV-DV", "V/v đôn đốc báo cáo năm"),
                     ("Cao Lãnh, ngày 21 tháng 10 năm 2027",)), "Kính gửi: Ủy ban nhân dân xã Mỹ Mẫu")  # fmt: skip
    assert (facts.kind, facts.type) == (None, None)
    assert facts.subject == "đôn đốc báo cáo năm"
    assert (facts.issuer, facts.code) == ("PHÒNG NỘI VỤ", "45/PNV-DV")


def test_deleted_text_and_field_codes_are_not_read() -> None:
    facts = of(
        "<w:p><w:r><w:t>Số: 1</w:t></w:r><w:del><w:r><w:t>9</w:t></w:r></w:del><w:r><w:instrText>9</w:instrText></w:r>"
        "<w:r><w:t>2/KH</w:t><w:noBreakHyphen/><w:t>UBND</w:t></w:r></w:p>",
        "KẾ HOẠCH",
    )
    assert facts.code == "12/KH-UBND"


@pytest.mark.parametrize(
    ("line", "number", "symbol"),
    [
        ("Số: 05/KH-UBND", 5, "KH-UBND"),
        ("Số:05 /KH-UBND", 5, "KH-UBND"),
        ("Số:\u00a0\u00a0\u00a0/KH–UBND", None, "KH-UBND"),
        ("Số: ……/QÐ-UBND-HC", None, "QĐ-UBND-HC"),
        ("Số: 120/UBND-NC", 120, "UBND-NC"),
        ("Số: 31/TTr-PNV", 31, "TTr-PNV"),
        ("SO\u0302\u0301: 7/BC\u2011UBND", 7, "BC-UBND"),
        ("Số 01-NQ/TU", 1, "NQ/TU"),
        ("Số: 05/KH-UBND Cao Lãnh, ngày 08 tháng 02 năm 2027", 5, "KH-UBND"),
    ],
)
def test_number_lines_are_read_in_all_their_spellings(line: str, number: int | None, symbol: str) -> None:
    found = g.number_line(line)
    assert found is not None
    assert (found.number, found.symbol) == (number, symbol)


@pytest.mark.parametrize(
    "line", ["Theo Kế hoạch số: 05/KH-UBND", "Số lượng: 05", "Số điện thoại: 0277/3838", "Sổ: 5/KH-UBND"]
)
def test_other_lines_are_no_number_lines(line: str) -> None:
    assert g.number_line(line) is None


@pytest.mark.parametrize(
    ("line", "place", "day"),
    [
        ("Cao Lãnh, ngày 11 tháng 02 năm 2022", "Cao Lãnh", date(2022, 2, 11)),
        ("Tân Phước 1, ngày 05 tháng 6 năm 2027", "Tân Phước 1", date(2027, 6, 5)),
        ("Cao Lãnh, ngày      tháng      năm 2027", "Cao Lãnh", None),
        ("Cao Lãnh, ngày …. tháng 02 năm 2027", "Cao Lãnh", None),
        ("Cao Lãnh, ngày 31 tháng 02 năm 2027", "Cao Lãnh", None),
    ],
)
def test_place_lines_are_read_and_impossible_or_blank_days_are_none(line: str, place: str, day: date | None) -> None:
    found = g.place_line(line)
    assert found is not None
    assert (found.place, found.issued_on) == (place, day)


def test_cited_symbols_of_all_grammars_are_found_once_each() -> None:
    text = (
        "Nghị định số 30/2020/NĐ-CP; Luật số 33/2024/QH15; Kế hoạch số 55‑KH/HU và 55-KH/HU; QĐ 1318/QÐ–UBND-HC; "
        "ngày 14/01/2022; TT/HU, TT/HĐND; tỷ lệ 31/31; 05-CT/TW."
    )
    assert g.codes(text) == ("30/2020/NĐ-CP", "33/2024/QH15", "55-KH/HU", "1318/QĐ-UBND-HC", "05-CT/TW")


def test_folding_forgives_habits_of_typing_and_nothing_else() -> None:
    assert fold("Huyện uỷ") == fold("HUYỆN  ỦY") == fold("Huyê\u0323n uy\u0309")
    assert fold("hoà bình") == fold("hòa\u00a0bình")
    assert fold("Ðồng Tháp") == fold("Đồng Tháp")
    assert fold("hòa") != fold("hỏa")
    assert same_code("05/KH-UBND", "5/KH–UBND")
    assert not same_code("05/KH-UBND", "50/KH-UBND")


def test_decisions_are_told_apart_by_their_subject() -> None:
    praise = replace(DECISION, kind="commendation", subject="Về việc tặng Giấy khen của Chủ tịch Ủy ban nhân dân huyện")
    assert read_docx(compose(praise)).kind == "commendation"
    other = replace(DECISION, subject="Về việc thành lập Đoàn kiểm tra")
    assert (read_docx(compose(other)).kind, read_docx(compose(other)).type) == (None, "QĐ")


def test_a_scan_without_text_is_refused_with_a_remedy() -> None:
    with pytest.raises(Refusal) as refused:
        read_pdf(pdf())
    assert refused.value.code == "pdf-unreadable"


def test_capitals_in_the_body_are_no_signature_where_the_one_below_noi_nhan_is_of_an_unknown_office() -> None:
    facts = of("BÁO CÁO", "Công tác năm 2027", "CHỦ TỊCH HỘI ĐỒNG", "Nguyễn Văn Mẫu", "Nơi nhận:", "KẾ TOÁN TRƯỞNG")
    assert (facts.signature_lines, facts.signer) == ((), None)
