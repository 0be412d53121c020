"""Reading a profile from its directory of YAML files, with every fault named by file, line and field.

`profile.yaml` holds the name and the office; every other part of the profile is a file of its own, named like the
part (`units.yaml`, `rubric.yaml`, …). `holidays.yaml` and `templates.yaml` may be absent.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic import ValidationError

from actions.language import Sentence
from rules.consistency import problems
from rules.profile import Profile
from rules.refusals import Refusal

HEAD = "profile.yaml"
HEAD_FIELDS = ("name", "office")
PARTS = tuple(name for name in Profile.model_fields if name not in HEAD_FIELDS)
OPTIONAL_PARTS = ("holidays", "templates")
Trail = tuple[str | int, ...]

# pydantic's error types in the words of the people who write these files; {…} come from the error's context.
WORDS = {
    "missing": "thiếu mục này",
    "extra_forbidden": "không có mục nào tên như vậy",
    "string_pattern_mismatch": "viết không đúng mẫu “{pattern}”",
    "string_too_short": "quá ngắn",
    "string_too_long": "dài quá {max_length} ký tự",
    "string_type": "phải là chữ (đặt trong ngoặc kép)",
    "literal_error": "phải là một trong {expected}",
    "date_from_datetime_parsing": "phải là ngày dạng 2022-01-31",
    "date_type": "phải là ngày dạng 2022-01-31",
    "date_parsing": "phải là ngày dạng 2022-01-31",
    "int_parsing": "phải là số nguyên",
    "int_type": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "decimal_parsing": "phải là số",
    "decimal_type": "phải là số",
    "bool_parsing": "phải là true hoặc false",
    "bool_type": "phải là true hoặc false",
    "greater_than": "phải lớn hơn {gt}",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than_equal": "phải không quá {le}",
    "tuple_type": "phải là danh sách",
    "too_short": "phải có ít nhất {min_length} giá trị",
    "model_type": "phải là một nhóm mục",
    "model_attributes_type": "phải là một nhóm mục",
}


@dataclass(frozen=True)
class Fault:
    """One fault of a profile's files: where (line from 1, dotted field), and what is wrong."""

    file: str
    line: int
    field: str
    problem: Sentence


@dataclass
class _Reading:
    """What was read so far: the values, where each one stands, and the faults."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[Trail, tuple[str, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: Trail, problem: Sentence) -> Fault:
        """A fault at a path; a value that is absent is located by the nearest thing around it."""
        known = next(path[:n] for n in range(len(path), -1, -1) if path[:n] in self.lines)
        file, line = self.lines[known]
        return Fault(file, line, _dotted(path), problem)


class _Loader(yaml.CSafeLoader):
    """YAML without floats: a point number stays exact."""


_Loader.add_constructor("tag:yaml.org,2002:float", lambda _, node: Decimal(str(cast(yaml.ScalarNode, node).value)))


def read_profile(directory: Path) -> Profile:
    """The profile in a directory, validated.

    Refusal `profile-invalid` when anything is wrong: its facts are those of the first fault (`file`, `line`, `field`,
    `problem`), their `count`, and `problems`, the list of all of them in the files' order.
    """
    reading = _Reading()
    reading.lines[()] = (HEAD, 1)
    _read_file(reading, directory, HEAD, ())
    for part in PARTS:
        _read_file(reading, directory, f"{part}.yaml", (part,))
    if reading.faults:
        raise _refusal(reading.faults)
    try:
        profile = Profile.model_validate(reading.values)
    except ValidationError as error:
        raise _refusal(_shape_faults(reading, error)) from None
    if faults := [reading.fault(problem.path, problem.text) for problem in problems(profile)]:
        raise _refusal(faults)
    return profile


def _read_file(reading: _Reading, directory: Path, name: str, at: Trail) -> None:
    path = directory / name
    if not path.is_file():
        if not at or at[0] not in OPTIONAL_PARTS:
            reading.faults.append(Fault(name, 1, _dotted(at), Sentence("không có tệp này")))
        return
    reading.lines[at] = (name, 1)
    try:
        written = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
        _refuse_aliases(written)
        loader = _Loader(written)
        node = loader.get_single_node()
        if node is None:
            raise _Unreadable(1, Sentence("tệp trống"))
        value = _value(reading, loader, node, name, at)
    except UnicodeDecodeError:
        reading.faults.append(Fault(name, 1, _dotted(at), Sentence("không phải văn bản UTF-8")))
    except _Unreadable as error:
        reading.faults.append(Fault(name, error.line, _dotted(error.path or at), error.problem))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = Sentence("không đúng cú pháp YAML ({problem})", problem=error.problem)
        reading.faults.append(Fault(name, line, _dotted(at), problem))
    except (yaml.YAMLError, ValueError) as error:
        reading.faults.append(Fault(name, 1, _dotted(at), Sentence("không đọc được ({error})", error=str(error))))
    else:
        _place(reading, name, at, value)


def _refuse_aliases(written: str) -> None:
    """A value stands on one line, its own."""
    for event in yaml.parse(written, _Loader):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise _Unreadable(line, Sentence("không dùng bí danh *"))


def _place(reading: _Reading, name: str, at: Trail, value: Any) -> None:
    if at:
        reading.values[str(at[0])] = value
    elif not isinstance(value, dict):
        reading.faults.append(Fault(name, 1, "", Sentence("phải là một nhóm mục có name và office")))
    else:
        apart = Sentence("mục này phải ở tệp riêng của nó")
        reading.faults += [reading.fault((key,), apart) for key in value if key in PARTS]
        reading.values |= {key: item for key, item in value.items() if key not in PARTS}


class _Unreadable(Exception):
    def __init__(self, line: int, problem: Sentence, path: Trail = ()) -> None:
        super().__init__(problem)
        self.line, self.problem, self.path = line, problem, path


def _value(reading: _Reading, loader: _Loader, node: yaml.Node, name: str, at: Trail) -> Any:
    """The value of a node; remembers the line of every value in it."""
    if at:
        reading.lines.setdefault(at, (name, node.start_mark.line + 1))
    if isinstance(node, yaml.SequenceNode):
        return [_value(reading, loader, item, name, (*at, i)) for i, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return loader.construct_object(node, deep=True)
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node))
        line = key_node.start_mark.line + 1
        if key in values:
            raise _Unreadable(line, Sentence("mục này viết hai lần"), (*at, key))
        reading.lines[(*at, key)] = (name, line)
        values[key] = _value(reading, loader, value_node, name, (*at, key))
    return values


def _shape_faults(reading: _Reading, error: ValidationError) -> list[Fault]:
    return [
        reading.fault(tuple(found["loc"]), _said(found["type"], found["msg"], found.get("ctx") or {}))
        for found in error.errors(include_url=False)
    ]


def _said(kind: str, message: str, context: dict[str, Any]) -> Sentence:
    words = WORDS.get(kind)
    return Sentence(words, **context) if words else Sentence("giá trị không hợp lệ ({message})", message=message)


def _dotted(path: Trail) -> str:
    """("units", 2, "code") as units[3].code: people count from one."""
    return "".join(_dotted_parts(path)).removeprefix(".")


def _dotted_parts(path: Trail) -> Iterator[str]:
    for part in path:
        yield f"[{part + 1}]" if isinstance(part, int) else f".{part}"


def _refusal(faults: list[Fault]) -> Refusal:
    first = faults[0]
    facts = {"file": first.file, "line": first.line, "field": first.field, "problem": first.problem}
    return Refusal("profile-invalid", **facts, count=len(faults), problems=[vars(fault) for fault in faults])
