"""Who may not do both: rules of law, never waived, and house rules, as strict as the profile's paper says.

The law assigns duties, it does not demand three different people (NĐ 30/2020 Đ10, Đ12, Đ13); stricter separation is
a house rule. A house rule absent from the profile has no paper behind it, and binds nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.duties import DUTIES
from rules.people import people_with, unit_of
from rules.profile import Profile, Separation
from rules.refusals import Refusal

DRAFTER = "drafter"


@dataclass(frozen=True)
class HouseRule:
    """One hand at `duty` may not also be (or share a unit with) `against`: the drafter, or who did an earlier duty."""

    rule: str
    duty: str
    against: str
    text: str
    same: Literal["person", "unit"] = "person"


HOUSE_RULES: dict[str, HouseRule] = {
    rule.rule: rule
    for rule in (
        HouseRule(
            "drafter-not-content-checker", "content", DRAFTER, "người soạn thảo không tự kiểm tra nội dung bản của mình"
        ),
        HouseRule("drafter-not-form-checker", "form", DRAFTER, "người soạn thảo không tự kiểm tra thể thức"),
        HouseRule("drafter-not-approver", "approve_sign", DRAFTER, "người soạn thảo không tự duyệt và ký"),
        HouseRule("form-checker-not-approver", "approve_sign", "form", "người kiểm tra thể thức không duyệt và ký"),
        HouseRule("approver-not-clerk", "number_seal", "approve_sign", "người ký không tự cấp số và đóng dấu"),
        HouseRule("receiver-not-examiner", "examine", "receive", "người tiếp nhận không rà soát"),
        HouseRule(
            "examiner-not-of-sender", "examine", DRAFTER, "không rà soát văn bản của chính đơn vị mình", same="unit"
        ),
    )
}


def check(
    profile: Profile, *, duty: str, person: str, drafter: str, earlier: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Whether a person may do a duty after those who came before him in this round.

    `person` and `drafter` are codes; `earlier` maps each duty already passed in this round to who passed it. Answers
    the warnings of house rules whose policy is `warn`. Refusals: `seal-before-signature` (law), `house-rule`.
    """
    earlier = earlier or {}
    if duty == "number_seal" and "approve_sign" not in earlier:
        raise Refusal("seal-before-signature")
    broken = [
        (HOUSE_RULES[entry.rule], entry)
        for entry in profile.separation
        if entry.rule in HOUSE_RULES and _breaks(profile, HOUSE_RULES[entry.rule], duty, person, drafter, earlier)
    ]
    for rule, entry in broken:
        if entry.policy == "refuse":
            raise _refusal(profile, rule, entry, person)
    return tuple(f"{rule.text} ({entry.authority})" for rule, entry in broken if entry.policy == "warn")


def check_step(profile: Profile, *, duty: str, person: str, holders: tuple[str, ...]) -> None:
    """Nobody decides another's step: refuses `not-your-step` unless the person is among the step's holders."""
    if person not in holders:
        names = ", ".join(_name(profile, code) for code in holders)
        raise Refusal("not-your-step", person=_name(profile, person), duty=DUTIES[duty].label, holders=names)


def check_signer(profile: Profile, *, approver: str, signer: str) -> None:
    """Approving and signing are one person (Đ11.1); refuses `signer-not-approver`."""
    if approver != signer:
        raise Refusal("signer-not-approver", approver=_name(profile, approver), signer=_name(profile, signer))


def check_seal(profile: Profile, *, person: str, issuer: str, on: date) -> None:
    """Only the issuer's own văn thư seals its papers (Đ32.2.c); refuses `seal-of-another`."""
    if person not in {clerk.code for clerk in people_with(profile, unit=issuer, role="clerk", on=on)}:
        raise Refusal("seal-of-another", person=_name(profile, person), unit=unit_of(profile, issuer, on).name)


def _breaks(
    profile: Profile, rule: HouseRule, duty: str, person: str, drafter: str, earlier: Mapping[str, str]
) -> bool:
    if rule.duty != duty:
        return False
    # Who accepts authorship of a machine-drafted text answers for it as its drafter does (Đ10.4).
    others = {drafter, earlier.get("authorship")} if rule.against == DRAFTER else {earlier.get(rule.against)}
    if rule.same == "person":
        return person in others
    return bool(_units(profile, {person}) & _units(profile, others))


def _units(profile: Profile, people: set[str] | set[str | None]) -> set[str]:
    return {person.unit for person in profile.people if person.code in people}


def _refusal(profile: Profile, rule: HouseRule, entry: Separation, person: str) -> Refusal:
    label = DUTIES[rule.duty].label
    return Refusal("house-rule", person=_name(profile, person), duty=label, rule=rule.text, authority=entry.authority)


def _name(profile: Profile, code: str) -> str:
    return next((person.name for person in profile.people if person.code == code), code)
