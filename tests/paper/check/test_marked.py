"""The copy with comments as Word reads it: where each comment begins and ends, and what the package must hold."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from paper.check import check, marked
from paper.intake import inspect
from tests.paper.check.clean import clean
from tests.paper.check.editing import edited, look

FOUND = check(edited(clean("issued"), look("KẾ HOẠCH", size=18)))


def of(*texts: str) -> bytes:
    """A docx of paragraphs without properties of their own."""
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def at(paragraph: int) -> Any:
    """A finding at the paragraph of this number, counted from 0."""
    return replace(FOUND[0], where=replace(FOUND[0].where, paragraph=paragraph))


def body(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def names(element: Any) -> list[str]:
    """The tags of what stands in an element, in order."""
    return [child.tag.rpartition("}")[2] for child in element]


def with_properties(document: Document) -> None:
    document.paragraphs[0].paragraph_format.keep_with_next = True


@pytest.mark.parametrize(
    ("edit", "before"), [(None, []), (with_properties, ["pPr"])], ids=["without properties", "with properties"]
)
def test_a_comment_spans_all_runs_of_its_paragraph_and_is_referred_to_behind_them(edit: Any, before: list[str]) -> None:
    data = of("Một hai ba")
    copy = body(marked(edited(data, edit) if edit else data, (at(0),)))
    paragraph = copy.paragraphs[0]._p
    assert names(paragraph) == [*before, "commentRangeStart", "r", "commentRangeEnd", "r"]
    (said,) = copy.comments
    marks = [paragraph.find(f".//{qn(f'w:{tag}')}") for tag in ("commentRangeStart", "commentRangeEnd")]
    marks.append(paragraph.find(f".//{qn('w:commentReference')}"))
    assert [mark.get(qn("w:id")) for mark in marks] == [str(said.comment_id)] * 3
    assert (said.author, said.initials) == ("Trình Ký", "TK")


def test_each_finding_has_its_own_comment_and_the_drafters_numbers_are_not_used_again() -> None:
    document = body(of("Một", "Hai"))
    document.add_comment(document.paragraphs[0].runs, text="Xin ý kiến", author="Người soạn thảo")
    target = io.BytesIO()
    document.save(target)
    copy = body(marked(target.getvalue(), (at(0), at(1), at(1))))
    assert sorted(comment.comment_id for comment in copy.comments) == [0, 1, 2, 3]
    opened = [[mark.get(qn("w:id")) for mark in p._p.iter(qn("w:commentRangeStart"))] for p in copy.paragraphs]
    assert [sorted(ids) for ids in opened] == [["0", "1"], ["2", "3"]]


RUNS = ("Theo điều kiện của huyện, ", "điều 5 ", "và nghị ", "quyết\u00a0số 1\u20115/NQ, Điều 5 quy định.")


@pytest.mark.parametrize(
    ("words", "runs"),
    [
        ("điều 5", [1]),
        ("nghị quyết số 1-5/NQ", [2, 3]),
        ("Theo điều kiện của huy…", [0]),
        ("điều", [0, 1, 2, 3]),  # twice: nobody knows which
        ("iều kiện", [0, 1, 2, 3]),  # no word of its own
        ("• Theo điều kiện", [0, 1, 2, 3]),  # the sign of a list is in no run
        ("", [0, 1, 2, 3]),
    ],
)
def test_a_comment_hangs_on_the_runs_that_hold_its_words(words: str, runs: list[int]) -> None:
    document = body(of(""))
    for text in RUNS:
        document.paragraphs[0].add_run(text)
    target = io.BytesIO()
    document.save(target)
    other = replace(at(0), words="")  # its marks stand around all runs, and are in nobody's way
    copy = body(marked(target.getvalue(), (other, replace(at(0), words=words))))
    inside, found = False, []
    for piece in copy.paragraphs[0]._p:
        if piece.get(qn("w:id")) == "1":
            inside = piece.tag == qn("w:commentRangeStart")
        elif inside and piece.tag == qn("w:r") and piece.find(qn("w:t")) is not None:
            found.append(RUNS.index(piece.find(qn("w:t")).text))
    assert found == runs


def test_a_docx_that_refers_to_nothing_is_given_what_comments_need() -> None:
    """Its main part has no relationships, as programs write it that know no styles."""
    with zipfile.ZipFile(io.BytesIO(of("Một"))) as given:
        parts = {name: given.read(name) for name in given.namelist()}
    types = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    links = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    bare = io.BytesIO()
    with zipfile.ZipFile(bare, "w") as file:
        file.writestr("[Content_Types].xml", types)
        file.writestr("_rels/.rels", links)
        file.writestr("word/document.xml", parts["word/document.xml"])
    copy = marked(bare.getvalue(), (at(0),))
    assert inspect("thu.docx", copy).media == "docx"
    with zipfile.ZipFile(io.BytesIO(copy)) as made:
        assert {"word/comments.xml", "word/_rels/document.xml.rels"} <= set(made.namelist())
        assert b'Target="comments.xml"' in made.read("word/_rels/document.xml.rels")
        assert b'PartName="/word/comments.xml"' in made.read("[Content_Types].xml")
