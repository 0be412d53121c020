"""The papers that the demonstration's people write: the office's plan, unit plans, half-year and year reports."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from actions import form
from models import cycles
from paper.compose import Block, Dash, Heading, Paper, Paragraph, Table, compose
from rules import capacities, numbers, people, routes
from rules.profile import Profile, Unit

# Their own horizon has run out (2025) and the sample's profile still asks for them: nothing newer is known.
PARENTS = (
    "Nghị quyết số 01-NQ/TU ngày 27/9/2021 của Ban Chấp hành Đảng bộ Tỉnh khóa XI và Kế hoạch số 55-KH/HU ngày "
    "04/11/2021 của Huyện ủy Cao Lãnh trong khi chờ văn bản mới"
)
TASKS = (
    "Quán triệt, triển khai các chỉ thị, nghị quyết, kết luận của cấp trên về công tác dân vận và công tác dân vận "
    "chính quyền đến toàn thể cán bộ, công chức, viên chức.",
    "Đẩy mạnh cải cách hành chính, chuyển đổi số; lấy sự hài lòng của người dân và doanh nghiệp làm thước đo.",
    "Nâng cao đạo đức công vụ, kỷ luật, kỷ cương hành chính, nhất là ở bộ phận thường xuyên tiếp xúc với Nhân dân.",
    "Thực hiện tốt công tác tiếp công dân, đối thoại với Nhân dân; giải quyết kịp thời đơn, thư, kiến nghị chính đáng.",
    "Xây dựng, nhân rộng mô hình “Dân vận khéo” trên các lĩnh vực thuộc phạm vi quản lý.",
    "Phối hợp với Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị - xã hội trong giám sát, phản biện, góp ý.",
)
FIGURES = {
    "report_h1": (
        ("Số buổi tiếp công dân", "12", "12"),
        ("Số cuộc đối thoại", "1", "1"),
        ("Mô hình đăng ký", "1", "1"),
    ),
    "report_annual": (
        ("Số buổi tiếp công dân", "24", "25"),
        ("Số cuộc đối thoại", "1", "2"),
        ("Hồ sơ giải quyết đúng hạn (%)", "98", "98,7"),
        ("Mô hình “Dân vận khéo” được công nhận", "1", "1"),
    ),
}


def draft(
    profile: Profile,
    unit_code: str,
    kind: str,
    on: date,
    *,
    cite_parents: bool = True,
    deadlines: bool = False,
    plan: str = "",
) -> bytes:
    """A docx draft as the unit's drafter would write it: unnumbered, undated, the right signer below.

    `cite_parents`: whether it names the papers it must follow, `plan` among them ("Kế hoạch số … ngày … của … về …");
    `deadlines`: whether each task has its date.
    """
    written = paper(profile, unit_code, kind, on, cite_parents=cite_parents, plan=plan)
    if deadlines:
        dated = Paragraph(
            "Các nhiệm vụ tại Mục II hoàn thành trước ngày 30 tháng 9; riêng nhiệm vụ 4 làm thường xuyên."
        )
        written = replace(written, body=(*written.body[:-1], dated, written.body[-1]))
    return compose(written)


def plan_cited(session: Session, profile: Profile, unit: str, kind: str, on: date) -> str:
    """The plan of the year that a paper follows, as its drafter cites it on a day; "" while there is none."""
    cycle = cycles.by_year(session, profile.office.unit, on.year)
    plan = form.plan_to_cite(session, profile, cycle, unit, kind, on) if cycle else None
    if plan is None:
        return ""
    issuer, subject = people.unit_of(profile, plan.unit, on).name, f"thực hiện {profile.office.field} năm {on.year}"
    return f"Kế hoạch số {plan.code} ngày {plan.issued_on:%d/%m/%Y} của {issuer} về {subject}"


def paper(profile: Profile, unit_code: str, kind: str, on: date, *, cite_parents: bool = True, plan: str = "") -> Paper:
    """The structured paper behind `draft`."""
    unit = people.unit_of(profile, unit_code, on)
    signer, lines = _signature(profile, unit, kind, on)
    office = people.unit_of(profile, profile.office.unit, on)
    owner = people.unit_of(profile, profile.office.owner, on)
    report = kind != "plan"
    return Paper(
        kind=kind,
        header=unit.header,
        symbol=numbers.symbol_for(profile, unit, kind, on),
        place=unit.place,
        year=on.year,
        subject=SUBJECTS[kind].format(field=profile.office.field, year=on.year),
        addressees=(f"{office.name} (qua {owner.name})",) if report and unit.code != office.code else (),
        intro=_intro(profile, unit, kind, on, cite_parents, plan),
        body=BODIES[kind](on.year),
        signature_lines=lines,
        signer_name=signer,
        recipients=_recipients(unit, office, report),
        file_copy="VT",
        issuer_name=unit.name,
    )


def _signature(profile: Profile, unit: Unit, kind: str, on: date) -> tuple[str, tuple[str, ...]]:
    route = routes.route_for(profile, direction="outgoing", unit=unit, kind=kind)
    step = next(step for step in route.steps if step.duty == "approve_sign")
    signer = routes.holders(profile, step=step, issuer=unit.code, on=on)[0]
    capacity = capacities.capacity_for(profile, person=signer.code, unit=unit.code, kind=kind, on=on)
    return signer.name, capacity.lines


def _recipients(unit: Unit, office: Unit, report: bool) -> tuple[str, ...]:
    if unit.code == office.code:
        return (
            "Ủy ban nhân dân Tỉnh",
            "TT/HU, TT/HĐND Huyện",
            "CT, các PCT/UBND Huyện",
            "Các cơ quan Huyện",
            "UBND các xã",
        )
    first = "Như trên" if report else f"{office.name} (báo cáo)"
    return (first, "Lãnh đạo đơn vị")


def _intro(profile: Profile, unit: Unit, kind: str, on: date, cite_parents: bool, plan: str) -> str:
    if kind != "plan":
        basis = f"Thực hiện {plan}, " if plan else ""
        return f"{basis}{unit.name} báo cáo kết quả thực hiện {profile.office.field} năm {on.year} như sau:"
    parents = f"các nhiệm vụ thường xuyên theo {'; '.join(filter(None, (PARENTS, plan)))}"
    basis = f"Thực hiện {parents}, " if cite_parents else "Căn cứ tình hình thực tế, "
    return f"{basis}{unit.name} xây dựng Kế hoạch thực hiện {profile.office.field} năm {on.year} như sau:"


def _plan(year: int) -> tuple[Block, ...]:
    return (
        Heading("I. MỤC ĐÍCH, YÊU CẦU"),
        Heading("1. Mục đích", 2),
        Dash("Đổi mới, nâng cao chất lượng, hiệu quả công tác dân vận trong cơ quan, đơn vị; chính quyền gần dân."),
        Dash("Tạo chuyển biến về nhận thức và hành động của cán bộ, công chức, viên chức trong phục vụ Nhân dân."),
        Heading("2. Yêu cầu", 2),
        Dash("Gắn công tác dân vận với nhiệm vụ chính trị của đơn vị; có người phụ trách, thời hạn, kết quả cụ thể."),
        Heading("II. NỘI DUNG"),
        *(Paragraph(f"{n}. {text}") for n, text in enumerate(TASKS, start=1)),
        Heading("III. TỔ CHỨC THỰC HIỆN"),
        Paragraph("Người đứng đầu trực tiếp chỉ đạo, phân công người theo dõi và tổng hợp.", lead="1. Phân công: "),
        Paragraph(
            f"Báo cáo 6 tháng trước ngày 25 tháng 5, báo cáo năm trước ngày 20 tháng 10 năm {year}.",
            lead="2. Chế độ báo cáo: ",
        ),
        Paragraph("Trong quá trình thực hiện, có khó khăn, vướng mắc thì phản ánh kịp thời để xem xét, giải quyết./."),
    )


def _report(kind: str) -> Callable[[int], tuple[Block, ...]]:
    def body(year: int) -> tuple[Block, ...]:
        return (
            Heading("I. KẾT QUẢ THỰC HIỆN"),
            *(Paragraph(f"{n}. {text}") for n, text in enumerate(TASKS[:4], start=1)),
            Paragraph("Số liệu chủ yếu:"),
            Table(("Chỉ tiêu", "Kế hoạch", "Thực hiện"), FIGURES[kind], (5, 2, 2)),
            Heading("II. HẠN CHẾ, NGUYÊN NHÂN"),
            Paragraph("Việc nhân rộng mô hình hay còn chậm; một số nơi chưa chủ động đối thoại với Nhân dân."),
            Heading("III. PHƯƠNG HƯỚNG"),
            Paragraph("Tiếp tục thực hiện các nhiệm vụ của Kế hoạch năm; khắc phục các hạn chế đã nêu./."),
        )

    return body


SUBJECTS = {
    "plan": "Thực hiện {field} năm {year}",
    "report_h1": "Kết quả {field} 6 tháng đầu năm {year}",
    "report_annual": "Kết quả {field} năm {year}",
}
BODIES: dict[str, Callable[[int], tuple[Block, ...]]] = {
    "plan": _plan,
    "report_h1": _report("report_h1"),
    "report_annual": _report("report_annual"),
}
