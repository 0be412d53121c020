"""The decree's own text: left alone as it stands, and mended back when a careless hand has spoilt it.

The labels of every alarm on it are in `labels.yaml`; an alarm without one fails here.
"""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from paper.check.capitals import APPENDIX, Fault, faults, mended
from tests.paper.check.law_text import PARTS, paragraphs, sentences

LABELS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "labels.yaml").read_text()) or []
MOST_FALSE_ALARMS = 0.02

# Words of the decree's own text, and what becomes of them in a careless hand.
CARELESS = (
    (r"\bĐiều (?=\d)", "điều ", "V.7"),
    (r"\bMục (?=[IV\d])", "mục ", "V.7"),
    (r"(?<=\w )khoản (?=\d)", "Khoản ", "V.7"),
    (r"(?<=\w )Nghị định số", "nghị định số", "V.6"),
    (r"\bỦy ban nhân dân\b", "Ủy ban Nhân dân", "IV.1.a"),
    (r"\bBộ Nội vụ\b", "Bộ Nội Vụ", "IV.1.a"),
)


def test_the_decrees_own_sentences_spoilt_are_mended_back() -> None:
    spoilt: Counter[str] = Counter()
    for part in PARTS:
        for line in paragraphs(part):
            for pattern, careless, item in CARELESS:
                wrong = re.sub(pattern, careless, line)
                if wrong != line and not line.startswith(("Điều", "Mục")):
                    spoilt[item] += 1
                    assert mended(wrong) == line
                    assert {fault.article for fault in faults(wrong)} == {f"{APPENDIX} {item}"}
    assert spoilt["V.7"] >= 30
    assert min(spoilt.values()) >= 3


def alarms() -> list[tuple[str, int, Fault]]:
    """(part, line, fault) for every alarm on the decree's own text."""
    return [
        (part, number, fault)
        for part in PARTS
        for number, line in enumerate(paragraphs(part), 1)
        for fault in faults(line)
    ]


def false_share(found: list[tuple[str, int, Fault]], labels: list[dict[str, Any]], count: int) -> float:
    """False alarms per sentence, by the labels. Raises KeyError for an alarm that nobody labelled."""
    verdicts = {(row["part"], row["line"], row["said"]): row["alarm"] for row in labels}
    return sum(verdicts[part, line, fault.said] == "false" for part, line, fault in found) / count


def test_the_decrees_own_text_has_fewer_than_two_false_alarms_in_a_hundred_sentences() -> None:
    count = sum(len(sentences(line)) for part in PARTS for line in paragraphs(part))
    assert count > 700
    assert false_share(alarms(), LABELS, count) < MOST_FALSE_ALARMS


def test_a_false_alarm_counts_and_one_without_a_label_fails() -> None:
    alarm = ("noi-dung", 1, Fault(0, 4, "điều", "Điều", f"{APPENDIX} V.7"))
    label = {"part": "noi-dung", "line": 1, "said": "điều", "alarm": "false"}
    assert false_share([alarm], [label], 25) == 0.04
    with pytest.raises(KeyError):
        false_share([alarm], [], 25)


def test_no_label_outlives_its_alarm() -> None:
    heard = {(part, line, fault.said) for part, line, fault in alarms()}
    assert [row for row in LABELS if (row["part"], row["line"], row["said"]) not in heard] == []
