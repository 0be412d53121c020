"""Every rule by its code: the rows of `table`, and those made of `components`: letters, and lines below them."""

from functools import partial

from paper.check import Severity, letters, underlines
from paper.check.components import COMPONENTS, Component
from paper.check.table import PART_ONE, ROWS, Rule, measured

__all__ = ["RULES", "Rule"]

_OF_COMPONENTS: dict[str, tuple[letters.Measure, Severity, str, str, bool]] = {
    "co-chu": (
        letters.size,
        "error",
        "{part} đặt cỡ chữ {found}; quy định là cỡ {should}.",
        "Bôi đen phần này rồi chọn cỡ chữ {should}.",
        True,
    ),
    "kieu-chu": (
        letters.weight,
        "error",
        "{part} để kiểu chữ {found}; quy định là kiểu chữ {should}.",
        "Bôi đen phần này rồi đặt lại kiểu chữ {should}.",
        True,
    ),
    "in-hoa": (
        letters.case,
        "error",
        "{part} phải trình bày bằng chữ {should}.",
        "Gõ lại phần này bằng chữ {should}.",
        False,
    ),
    "canh": (
        letters.alignment,
        "error",
        "{part} đang {found}; quy định là {should}.",
        "Đặt con trỏ vào dòng này rồi chọn {should}.",
        True,
    ),
}


def _asked(suffix: str, component: Component) -> bool:
    """Whether the decree says anything on this of the component."""
    return {
        "co-chu": True,
        "kieu-chu": (component.bold, component.italic) != (None, None),
        "in-hoa": bool(component.case),
        "canh": bool(component.align),
    }[suffix]


def _of_components() -> list[Rule]:
    return [
        Rule(
            f"{component.code}-{suffix}",
            component.article,
            severity,
            f"{measured(measure)} Component: {component.name}.",
            says,
            remedy,
            partial(measure, component),
            mendable,
        )
        for component in COMPONENTS.values()
        for suffix, (measure, severity, says, remedy, mendable) in _OF_COMPONENTS.items()
        if _asked(suffix, component)
    ]


def _of_rules_below() -> list[Rule]:
    """The lines below Tiêu ngữ (as long as it is), the issuer and the subject (a third to a half)."""
    found = []
    for code, article, low, high in (
        ("tieu-ngu", f"{PART_ONE} II.1.b", 1.0, 1.0),
        ("ban-hanh", f"{PART_ONE} II.2.b", 1 / 3, 1 / 2),
        ("trich-yeu", f"{PART_ONE} II.5.b", 1 / 3, 1 / 2),
    ):
        missing, length = partial(underlines.missing, code), partial(underlines.length, code, low, high)
        name = COMPONENTS[code].name
        found += [
            Rule(f"{code}-ke", article, "warning", f"{measured(underlines.missing)} Component: {name}.",
                 RULE_MISSING[code], RULE_REMEDY[code], missing),
            Rule(f"{code}-ke-dai", article, "warning", f"{measured(underlines.length)} Component: {name}.",
                 RULE_LENGTH[code], RULE_REMEDY[code], length),
        ]  # fmt: skip
    return found


RULE_MISSING = {
    "tieu-ngu": "Dưới Tiêu ngữ chưa có đường kẻ ngang, nét liền.",
    "ban-hanh": "Dưới tên cơ quan ban hành chưa có đường kẻ ngang, nét liền.",
    "trich-yeu": "Dưới trích yếu chưa có đường kẻ ngang, nét liền.",
}
RULE_LENGTH = {
    "tieu-ngu": "Đường kẻ dưới Tiêu ngữ dài {share} dòng chữ; quy định là dài bằng dòng chữ.",
    "ban-hanh": "Đường kẻ dưới tên cơ quan dài {share} dòng chữ; quy định là từ 1/3 đến 1/2.",
    "trich-yeu": "Đường kẻ dưới trích yếu dài {share} dòng chữ; quy định là từ 1/3 đến 1/2.",
}
RULE_REMEDY = {
    "tieu-ngu": "Kẻ một đường nét liền (Chèn, Hình dạng, Đường thẳng) dài bằng dòng Tiêu ngữ; không gạch chân chữ.",
    "ban-hanh": "Kẻ một đường nét liền, canh giữa, dài từ 1/3 đến 1/2 dòng tên cơ quan; không gạch chân chữ.",
    "trich-yeu": "Kẻ một đường nét liền, canh giữa, dài từ 1/3 đến 1/2 dòng trích yếu; không gạch chân chữ.",
}

RULES: dict[str, Rule] = {rule.code: rule for rule in (*ROWS, *_of_rules_below(), *_of_components())}
