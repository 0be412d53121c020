"""The signing keys: lost, exchanged or of another root, the doctor says so and no backup is blessed without them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from actions import backing_up, keys
from rules.refusals import Refusal
from tests.actions.office import KeptOffice


def a_holder(directory: Path, kind: str = "person") -> Path:
    return sorted((directory / "holders").glob(f"{kind}-*"))[0]


def exchanged(directory: Path) -> None:
    mine, other = sorted((directory / "holders").glob("*"))[:2]
    shutil.copyfile(other / "certificate.pem", mine / "certificate.pem")


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "everything gone": (shutil.rmtree, "mất chứng thư gốc"),
    "the root gone": (lambda directory: shutil.rmtree(directory / "root"), "mất chứng thư gốc"),
    "a signer's key gone": (lambda directory: shutil.rmtree(a_holder(directory)), "mất khóa của "),
    "a key's file gone": (lambda directory: (a_holder(directory, "office") / "key.pem").unlink(), "thiếu tệp"),
    "a certificate exchanged": (exchanged, "chứng thư không phải của khóa này"),
}


def test_keys_that_nobody_touched_are_one_root_s(office: KeptOffice) -> None:
    faults, said = keys.examine(office.runtime)
    assert faults == []
    assert said.endswith("khóa, cùng một chứng thư gốc")


@pytest.mark.parametrize("how", SPOILT)
def test_lost_and_exchanged_keys_are_told_and_nothing_is_backed_up(
    office: KeptOffice, tmp_path: Path, how: str
) -> None:
    spoil, told = SPOILT[how]
    spoil(office.data / "keys")
    assert told in " ".join(keys.examine(office.runtime)[0])
    with pytest.raises(Refusal) as refused:
        backing_up.back_up(office.runtime, office.runtime.who(None), tmp_path / "backups")
    assert refused.value.code == "keys-incomplete"
    assert not (tmp_path / "backups").exists()


def test_a_new_root_is_not_that_of_the_records(office: KeptOffice) -> None:
    """What the next signature would make where the old root is lost."""
    shutil.rmtree(office.data / "keys")
    assert office.runtime.authority.root
    said = " ".join(keys.examine(office.runtime)[0])
    assert "không khớp với chứng thư gốc" in said
    assert "mất khóa của " in said
