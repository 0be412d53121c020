"""A profile with as many communes as a measure needs: the sample office's, and invented communes after its pattern."""

import json
import shutil
from itertools import product
from pathlib import Path
from typing import Any

from tests.support.house import PROFILE

# Who works in a commune: the last part of the person's code, the title, the role.
POSTS = (
    ("chu-tich", "Chủ tịch Ủy ban nhân dân xã", "chair"),
    ("soan-thao", "Công chức Văn phòng - Thống kê xã", "drafter"),
    ("the-thuc", "Công chức Tư pháp - Hộ tịch xã", "form_checker"),
    ("van-thu", "Văn thư xã", "clerk"),
)
FAMILY = ("Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô")
MIDDLE = ("Văn", "Thị", "Hữu", "Ngọc", "Minh", "Thanh", "Quốc", "Kim", "Xuân", "Đức")
GIVEN = ("An", "Bình", "Châu", "Dung", "Giang", "Hà", "Khang", "Lan", "Nam", "Phúc", "Sơn", "Tâm")
KINDS = ["plan", "report_h1", "report_annual"]
IN_FORCE = {"valid_from": "2022-01-01", "authority": "Quyết định phân công công tác của đơn vị ngày 04/01/2022 (mẫu)"}


def commune(number: int) -> str:
    """The code of an invented commune, counted from 0."""
    return f"xa-mau-{number}"


def person(number: int, post: str) -> str:
    """The code of who has a post (`chu-tich`, `soan-thao` …) in an invented commune."""
    return f"{commune(number)}-{post}"


def province(place: Path, communes: int) -> Path:
    """Write a profile with `communes` invented communes into the new directory `place`; answers it.

    ValueError when there are not enough invented names.
    """
    names = [" ".join(parts) for parts in product(FAMILY, MIDDLE, GIVEN)]
    if communes * len(POSTS) > len(names):
        raise ValueError(f"{len(names)} names are too few for {communes} communes")
    shutil.copytree(PROFILE, place)
    entries: dict[str, list[dict[str, Any]]] = {"units": [], "people": [], "roles": [], "capacities": [], "series": []}
    for number in range(communes):
        called = names[number * len(POSTS) : (number + 1) * len(POSTS)]
        for file, found in _entries(number, called).items():
            entries[file] += [entry | IN_FORCE for entry in found]
    for file, added in entries.items():
        with (place / f"{file}.yaml").open("a", encoding="utf-8") as text:
            text.writelines(f"- {json.dumps(entry, ensure_ascii=False)}\n" for entry in added)  # JSON is YAML
    return place


def _entries(number: int, called: list[str]) -> dict[str, list[dict[str, Any]]]:
    unit, name = commune(number), f"Kiểu Mẫu {number}"
    posts = list(zip(POSTS, called, strict=True))
    signs = {"mark": "TM", "lines": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "kinds": KINDS}
    return {
        "units": [
            {
                "code": unit,
                "kind": "commune",
                "name": f"Ủy ban nhân dân xã {name}",
                "header": ["ỦY BAN NHÂN DÂN", f"XÃ {name.upper()}"],
                "abbreviation": "UBND",
                "place": name,
                "organ_id": f"{number:03d}.30.19.H20",
                "owes": True,
            }
        ],
        "people": [
            {"code": f"{unit}-{post}", "name": who, "unit": unit, "title": title} for (post, title, _), who in posts
        ],
        "roles": [{"unit": unit, "role": role, "person": f"{unit}-{post}"} for post, _, role in POSTS],
        "capacities": [{"person": person(number, "chu-tich"), "unit": unit} | signs],
        "series": [{"code": f"{unit}-van-ban", "unit": unit, "kinds": KINDS, "held": "own", "suffix": ""}],
    }
