"""What was found on a version becomes one fault for each thing to do."""

from actions import form
from paper import check


def test_places_that_are_mended_in_different_ways_are_told_apart() -> None:
    where = check.Place("Toàn văn bản")
    kept = form._kept(tuple(check.Finding("khoan-cham", where, "", {"should": f"{n}."}) for n in (1, 2, 2)))
    faults = list(form._faults(kept))
    assert [(str(fault.remedy), len(fault.places)) for fault in faults] == [("Ghi “1.”.", 1), ("Ghi “2.”.", 2)]
