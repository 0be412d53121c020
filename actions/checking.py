"""Is this the paper it is handed in as? The reasons a records clerk would give, all of them at once."""

from collections.abc import Iterator
from datetime import date
from functools import reduce

from actions.language import Sentence, listed
from actions.runtime import Runtime
from paper import sign
from paper.compose.wording import issuer_at
from paper.intake import NOTES
from paper.read import PaperFacts, fold
from rules import people, routes
from rules.deadlines import civil_date
from rules.kinds import KINDS
from rules.profile import Profile, Unit
from rules.refusals import Refusal


def refuse_not_authentic(runtime: Runtime, pdf: bytes, facts: PaperFacts, unit: str) -> None:
    """An incoming record carries, whole, the signature of the person it names and the seal of its own agency
    (Đ5.1, Đ21.2). Refusal: not-authentic, with every problem found.
    """
    found = sign.verify(pdf, roots=runtime.roots)
    problems = [*found.problems] if found.verdict != "valid" else [*_foreign_hands(runtime, found, facts, unit)]
    if problems:
        raise Refusal("not-authentic", problems=listed(problems, " "))


def _foreign_hands(runtime: Runtime, found: sign.Verification, facts: PaperFacts, unit: str) -> Iterator[Sentence]:
    """A whole paper may still be signed by another than it names, or sealed by another agency."""
    with runtime.memory.read() as session:
        issuer = people.unit_of(runtime.profile(session), unit, civil_date(runtime.clock.now()))
    if not _prints(facts, issuer):
        return  # another unit's paper: `refuse_wrong_paper` names both
    hands = {signature.field: signature for signature in found.signatures}
    person, office = hands[sign.PERSON_FIELD], hands[sign.OFFICE_FIELD]
    if fold(office.organisation) != fold(issuer.name):
        yield Sentence(
            "Chữ ký số của cơ quan là của {found}, không phải của {wanted} (Đ21.2).",
            found=office.organisation,
            wanted=issuer.name,
        )
    if fold(person.signer) != fold(facts.signer or ""):
        printed = facts.signer or Sentence("(không có)")
        yield Sentence(
            "Chữ ký số là của {found}, nhưng văn bản ghi người ký là {printed}.", found=person.signer, printed=printed
        )


def refuse_wrong_paper(profile: Profile, facts: PaperFacts, *, unit: str, kind: str, media: str, year: int) -> None:
    """Refusal: wrong-paper, with all reasons: kind, issuer, year; a draft that is numbered, a record that is not."""
    own = (_numbered_draft, _signer) if media == "docx" else (_unnumbered_record,)
    checks = (_kind, _issuer, _year, *own)
    reasons = [reason for check in checks if (reason := check(profile, facts, unit, kind, year))]
    if reasons:
        numbered = [Sentence("({n}) {reason}", n=n, reason=reason) for n, reason in enumerate(reasons, start=1)]
        raise Refusal("wrong-paper", reasons=listed(numbered, " "))


def _kind(_: Profile, facts: PaperFacts, unit: str, kind: str, year: int) -> Sentence | None:
    wanted = KINDS[kind]
    if facts.type is None:
        return Sentence("Không thấy tên loại {title} ở ô số 5a (PL I Mục II.5).", title=wanted.title)
    if facts.type != wanted.abbreviation:
        return Sentence(
            "Tên loại là {found}, không phải {wanted} ({label}).",
            found=facts.type,
            wanted=wanted.abbreviation,
            label=wanted.label,
        )
    if facts.kind not in (None, kind):
        found = KINDS[facts.kind or kind].label
        return Sentence("Trích yếu cho thấy đây là “{found}”, không phải “{wanted}”.", found=found, wanted=wanted.label)
    return None


def _issuer(profile: Profile, facts: PaperFacts, unit: str, kind: str, year: int) -> Sentence | None:
    issuer = people.unit_of(profile, unit, facts.issued_on or date(year, 12, 31))
    if not facts.issuer:
        return Sentence("Thiếu tên cơ quan ban hành ở góc trên bên trái (ô số 2, PL I Mục II.2).")
    if _prints(facts, issuer):
        return None
    return Sentence("Cơ quan ban hành ghi là {found}, không phải {wanted}.", found=facts.issuer, wanted=issuer.name)


def _prints(facts: PaperFacts, issuer: Unit) -> bool:
    printed = " ".join(issuer.header[issuer_at(issuer.header) :])
    return fold(facts.issuer) in (fold(printed), fold(issuer.name))


def _year(_: Profile, facts: PaperFacts, unit: str, kind: str, year: int) -> Sentence | None:
    if facts.issued_on is None or facts.issued_on.year == year:
        return None
    on = f"{facts.issued_on:%d/%m/%Y}"
    return Sentence("Văn bản ghi ngày {on}, không thuộc năm công tác {year}.", on=on, year=year)


def _numbered_draft(_: Profile, facts: PaperFacts, unit: str, kind: str, year: int) -> Sentence | None:
    told = NOTES["already-numbered"]
    return None if facts.number is None else Sentence(told, code=facts.code)


def _signer(profile: Profile, facts: PaperFacts, unit: str, kind: str, year: int) -> Sentence | None:
    """The name under the signature is that of somebody whom the route lets sign: another would be printed in vain."""
    on = facts.issued_on or date(year, 1, 1)
    issuer = people.unit_of(profile, unit, on)
    route = routes.route_for(profile, direction="outgoing", unit=issuer, kind=kind)
    names = [
        person.name
        for step in route.steps
        if step.duty == "approve_sign"
        for person in routes.holders(profile, step=step, issuer=unit, on=on)
    ]
    if facts.signer and fold(facts.signer) in map(fold, names):
        return None
    missing = Sentence("Thiếu họ tên người ký (ô số 7b)")
    printed = Sentence("Người ký ghi là {signer}", signer=facts.signer) if facts.signer else missing
    return Sentence("{printed}; người có thẩm quyền ký là {names} (Đ13).", printed=printed, names=_or(names))


def _or(names: list[str]) -> str:
    """One of several people."""
    return reduce(lambda one, other: Sentence("{one} hoặc {other}", one=one, other=other), names) if names else ""


def _unnumbered_record(_: Profile, facts: PaperFacts, unit: str, kind: str, year: int) -> Sentence | None:
    if facts.number is not None and facts.issued_on is not None:
        return None
    return Sentence("Không đọc được số hoặc ngày ban hành: văn bản đã ban hành phải có cả hai (PL I Mục II.3, II.4).")
