"""The duties of a route's steps: which verbs a form offers, and what each verb means (NĐ 30/2020, Đ10-Đ32)."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["pass", "return"]


@dataclass(frozen=True)
class Verb:
    """One choice in the form: the words a person presses and what they mean for the document."""

    text: str
    verdict: Verdict


@dataclass(frozen=True)
class Duty:
    """One function in a route. `source` names the article that gives it. A duty `outside` routes is laid before the
    holders of that system role, and decides nothing about the paper."""

    code: str
    label: str
    verbs: tuple[Verb, ...]
    source: str
    outside: str | None = None


RETURN = Verb("Trả lại", "return")
UNBLOCK = "unblock"

DUTIES: dict[str, Duty] = {
    duty.code: duty
    for duty in (
        Duty("authorship", "Nhận trách nhiệm soạn thảo", (Verb("Nhận soạn thảo", "pass"), RETURN), "NĐ 30/2020 Đ10.1"),
        Duty("content", "Kiểm tra nội dung", (Verb("Đồng ý trình", "pass"), RETURN), "NĐ 30/2020 Đ12.1"),
        Duty("form", "Kiểm tra thể thức", (Verb("Đúng thể thức", "pass"), RETURN), "NĐ 30/2020 Đ12.2"),
        Duty("approve_sign", "Duyệt và ký", (Verb("Duyệt và ký", "pass"), RETURN), "NĐ 30/2020 Đ11, Đ13"),
        Duty("number_seal", "Cấp số và đóng dấu", (Verb("Cấp số và đóng dấu", "pass"), RETURN), "NĐ 30/2020 Đ15, Đ32"),
        Duty("receive", "Tiếp nhận văn bản đến", (Verb("Tiếp nhận", "pass"), RETURN), "NĐ 30/2020 Đ21, Đ22"),
        Duty(
            "examine", "Rà soát văn bản đến", (Verb("Đạt", "pass"), Verb("Đề nghị bổ sung", "return")), "NĐ 30/2020 Đ24"
        ),
        Duty(
            UNBLOCK,
            "Gỡ vướng cho máy",
            (Verb("Đã khắc phục, làm tiếp", "pass"),),
            "NĐ 30/2020 PL VI Phần I IV.1.e",
            outside="administrator",
        ),
    )
}
