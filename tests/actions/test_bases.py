"""The bases of the two decisions, as they print: each with its date of issue (PL I II.6.a)."""

from datetime import date

import pytest

from actions import drafting, evaluating
from actions.profile_files import read_profile
from actions.runtime import Runtime
from paper import read
from rules.profile import Basis
from tests.actions.desk import vietnam
from tests.actions.office import PROFILE


@pytest.mark.parametrize(
    ("kind", "on", "printed"),
    [
        ("classification", date(2024, 11, 5), "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015"),
        ("classification", date(2026, 11, 5), "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"),
        ("commendation", date(2026, 11, 5), "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"),
    ],
)
def test_a_law_prints_with_its_date_and_nothing_else(kind: str, on: date, printed: str) -> None:
    bases = [basis for basis in read_profile(PROFILE).bases if basis.kind == kind and basis.in_force(on)]
    assert bases[0].printed == printed


def test_any_other_paper_prints_code_date_issuer_and_what_it_is_about() -> None:
    basis = Basis(
        kind="commendation",
        text="Nghị định số 01/2026/NĐ-CP",
        issued_on=date(2026, 2, 5),
        issuer="Chính phủ",
        about="quy định về một việc",
        valid_from=date(2026, 2, 5),
        authority="mẫu",
    )
    assert basis.printed == "Nghị định số 01/2026/NĐ-CP ngày 05 tháng 02 năm 2026 của Chính phủ quy định về một việc"


def test_a_basis_of_a_profile_loaded_before_dates_were_asked_for_prints_as_it_was_written() -> None:
    old = {"kind": "classification", "text": "Luật này", "valid_from": date(2022, 1, 1), "authority": "mẫu"}
    assert Basis.model_validate(old).printed == "Luật này"


def test_the_drafted_decision_prints_what_is_in_force_with_dates_and_no_paper_that_was_replaced(
    runtime: Runtime,
) -> None:
    runtime.clock.set(vietnam(2026, 11, 5))
    sheets = evaluating.evaluate(runtime, runtime.who(None), 1)
    text = read.read_docx(drafting.classification_draft(runtime, runtime.who(None), 1, sheets).paper.data).text
    assert "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;" in text
    assert "Căn cứ Quyết định số 817/QĐ-UBND-HC ngày 07 tháng 8 năm 2023 của Ủy ban nhân dân tỉnh Đồng Tháp" in text
    assert "1318" not in text
