from datetime import date

import pytest

from rules.capacities import capacity_for
from rules.duties import DUTIES
from rules.people import person_of, unit_of
from rules.profile import Profile
from rules.refusals import REFUSALS, Refusal
from rules.separation import HOUSE_RULES, check, check_seal, check_signer, check_step

ON = date(2026, 3, 2)
DRAFTER, OTHER = "le-thi-cam-tu", "tran-van-luc"
# What the law itself separates: nobody acts for another, who signs has approved, the seal is the clerk's own and last.
LAW = ("not-your-step", "signer-not-approver", "seal-before-signature", "seal-of-another")


def with_policy(profile: Profile, rule: str, policy: str) -> Profile:
    entries = [
        entry.model_copy(update={"policy": policy}) if entry.rule == rule else entry for entry in profile.separation
    ]
    return profile.model_copy(update={"separation": tuple(entries)})


@pytest.mark.parametrize(
    ("duty", "rule"),
    [
        ("content", "drafter-not-content-checker"),
        ("form", "drafter-not-form-checker"),
        ("approve_sign", "drafter-not-approver"),
    ],
)
def test_the_drafter_does_not_check_or_sign_his_own_paper(office: Profile, duty: str, rule: str) -> None:
    with pytest.raises(Refusal) as refusal:
        check(office, duty=duty, person=DRAFTER, drafter=DRAFTER)
    assert refusal.value.code == "house-rule"
    assert refusal.value.facts["rule"] == HOUSE_RULES[rule].text
    assert refusal.value.facts["person"] == "Lê Thị Cẩm Tú"
    assert refusal.value.facts["duty"] == DUTIES[duty].label
    assert "03/QĐ-UBND" in str(refusal.value.facts["authority"])
    assert check(office, duty=duty, person=OTHER, drafter=DRAFTER) == ()


def test_who_accepted_authorship_counts_as_drafter(office: Profile) -> None:
    with pytest.raises(Refusal) as refusal:
        check(office, duty="content", person=OTHER, drafter=DRAFTER, earlier={"authorship": OTHER})
    assert refusal.value.facts["rule"] == HOUSE_RULES["drafter-not-content-checker"].text


def test_the_drafter_may_accept_authorship_of_his_own_text(office: Profile) -> None:
    assert check(office, duty="authorship", person=DRAFTER, drafter=DRAFTER) == ()


def test_a_rule_that_warns_lets_pass_and_cites_its_paper(office: Profile) -> None:
    warnings = check(office, duty="approve_sign", person=OTHER, drafter=DRAFTER, earlier={"form": OTHER})
    assert len(warnings) == 1
    assert warnings[0].startswith("người kiểm tra thể thức không duyệt và ký (Quy chế")


@pytest.mark.parametrize("policy", ["refuse", "warn", "allow"])
def test_the_profile_says_whether_a_house_rule_refuses_warns_or_allows(office: Profile, policy: str) -> None:
    house = with_policy(office, "drafter-not-form-checker", policy)
    if policy == "refuse":
        with pytest.raises(Refusal) as refusal:
            check(house, duty="form", person=DRAFTER, drafter=DRAFTER)
        assert refusal.value.code == "house-rule"
    else:
        assert len(check(house, duty="form", person=DRAFTER, drafter=DRAFTER)) == (policy == "warn")


def test_a_house_rule_without_a_paper_binds_nobody(office: Profile) -> None:
    lawless = office.model_copy(update={"separation": ()})
    assert check(lawless, duty="approve_sign", person=DRAFTER, drafter=DRAFTER) == ()


def test_the_law_is_never_waived_by_a_profile(office: Profile) -> None:
    lawless = office.model_copy(update={"separation": ()})
    with pytest.raises(Refusal) as refusal:
        check(lawless, duty="number_seal", person="vo-thi-diem", drafter=DRAFTER, earlier={"form": OTHER})
    assert refusal.value.code == "seal-before-signature"
    assert not set(LAW) & set(HOUSE_RULES)


def test_after_the_signature_the_clerk_seals(office: Profile) -> None:
    earlier = {"form": OTHER, "approve_sign": "nguyen-hoang-phuc"}
    assert check(office, duty="number_seal", person="vo-thi-diem", drafter=DRAFTER, earlier=earlier) == ()


def test_the_signer_does_not_seal(office: Profile) -> None:
    earlier = {"approve_sign": "nguyen-hoang-phuc"}
    with pytest.raises(Refusal) as refusal:
        check(office, duty="number_seal", person="nguyen-hoang-phuc", drafter=DRAFTER, earlier=earlier)
    assert refusal.value.facts["rule"] == HOUSE_RULES["approver-not-clerk"].text


def test_nobody_examines_the_paper_of_his_own_unit(office: Profile) -> None:
    with pytest.raises(Refusal) as refusal:
        check(office, duty="examine", person="pham-huu-nghia", drafter="huynh-kim-lien")
    assert refusal.value.facts["rule"] == HOUSE_RULES["examiner-not-of-sender"].text
    assert check(office, duty="examine", person="pham-huu-nghia", drafter=DRAFTER) == ()


def test_who_received_a_paper_does_not_examine_it(office: Profile) -> None:
    clerk = "nguyen-thi-bich-ngoc"
    with pytest.raises(Refusal) as refusal:
        check(office, duty="examine", person=clerk, drafter=DRAFTER, earlier={"receive": clerk})
    assert refusal.value.facts["rule"] == HOUSE_RULES["receiver-not-examiner"].text


def test_only_the_issuers_own_clerk_seals_and_only_while_he_is_one(office: Profile) -> None:
    check_seal(office, person="vo-thi-diem", issuer="xa-my-tho", on=ON)
    for person, issuer, on in [
        ("nguyen-thi-bich-ngoc", "xa-my-tho", ON),
        ("nguyen-hoang-phuc", "xa-my-tho", ON),
        ("vo-thi-diem", "xa-ba-sao", ON),
    ]:
        with pytest.raises(Refusal) as refusal:
            check_seal(office, person=person, issuer=issuer, on=on)
        assert refusal.value.code == "seal-of-another"
        names = {"person": person_of(office, person, on).name, "unit": unit_of(office, issuer, on).name}
        assert refusal.value.facts == names


def test_who_signs_is_who_approved(office: Profile) -> None:
    check_signer(office, approver="phan-van-duc", signer="phan-van-duc")
    with pytest.raises(Refusal) as refusal:
        check_signer(office, approver="phan-van-duc", signer="le-quang-vinh")
    assert refusal.value.facts == {"approver": "Phan Văn Đức", "signer": "Lê Quang Vinh"}


def test_nobody_decides_anothers_step_and_the_refusal_says_whose_it_is(office: Profile) -> None:
    check_step(office, duty="form", person=OTHER, holders=(OTHER,))
    with pytest.raises(Refusal) as refusal:
        check_step(office, duty="form", person=DRAFTER, holders=(OTHER, "vo-danh"))
    assert refusal.value.code == "not-your-step"
    assert refusal.value.facts == {
        "person": "Lê Thị Cẩm Tú",
        "duty": "Kiểm tra thể thức",
        "holders": "Trần Văn Lực, vo-danh",
    }
    assert "Chuyển cho Trần Văn Lực, vo-danh." in str(refusal.value)


def test_every_rule_of_law_has_its_refusal_and_article() -> None:
    assert all("NĐ 30/2020 Đ" in REFUSALS[code].text for code in LAW)


@pytest.mark.parametrize(
    ("person", "unit", "kind", "lines"),
    [
        ("le-thi-thu-ha", "ubnd", "plan", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("tran-quoc-bao", "ubnd", "plan", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("tran-quoc-bao", "ubnd", "commendation", ("CHỦ TỊCH",)),
        ("nguyen-van-thuan", "ptp", "report_annual", ("TRƯỞNG PHÒNG",)),
        ("phan-van-duc", "xa-ba-sao", "plan", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
    ],
)
def test_the_capacity_follows_person_unit_and_kind(
    office: Profile, person: str, unit: str, kind: str, lines: tuple[str, ...]
) -> None:
    assert capacity_for(office, person=person, unit=unit, kind=kind, on=ON).lines == lines


def test_a_capacity_ends_with_its_last_day(office: Profile) -> None:
    ended = [c.model_copy(update={"valid_to": ON}) if c.person == "le-thi-thu-ha" else c for c in office.capacities]
    profile = office.model_copy(update={"capacities": tuple(ended)})
    assert capacity_for(profile, person="le-thi-thu-ha", unit="ubnd", kind="plan", on=ON).mark == "TM_KT"
    with pytest.raises(Refusal) as refusal:
        capacity_for(profile, person="le-thi-thu-ha", unit="ubnd", kind="plan", on=date(2026, 3, 3))
    assert refusal.value.code == "capacity-ended"
    assert refusal.value.facts == {
        "person": "Lê Thị Thu Hà",
        "unit": "Ủy ban nhân dân huyện Cao Lãnh",
        "kind": "Kế hoạch năm",
        "ended": "02/03/2026",
    }


@pytest.mark.parametrize(
    ("person", "unit", "kind", "on"),
    [
        ("le-thi-thu-ha", "ubnd", "commendation", ON),
        ("phan-van-duc", "ubnd", "plan", ON),
        ("dinh-thi-hoa", "xa-ba-sao", "plan", ON),
        ("phan-van-duc", "xa-ba-sao", "plan", date(2021, 12, 31)),
    ],
)
def test_without_a_capacity_nobody_signs(office: Profile, person: str, unit: str, kind: str, on: date) -> None:
    with pytest.raises(Refusal) as refusal:
        capacity_for(office, person=person, unit=unit, kind=kind, on=on)
    assert refusal.value.code == "no-capacity"
