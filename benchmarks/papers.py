"""The pressroom: composing beside docxtpl, intake, comparing, warm against cold LibreOffice, and the whole line."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Any

import docx
from docxtpl import DocxTemplate

from benchmarks import press_line
from benchmarks.bench import Bench, Sizes
from benchmarks.machine import ROOT
from benchmarks.table import Table, percentile, raw
from paper import pdf
from paper.check import Context, check
from paper.compare import compare
from paper.compose import Paper, compose
from paper.compose import Table as Rows
from paper.intake import inspect
from paper.pdf import conformance
from tests.paper.cold import Cold
from tests.paper.samples import PLAN

PAGES = 3
AT_ONCE = 2
HEADS = ("what", "median", "p95", "bound")
NOTE = f"""A plan of {PAGES} pages. Papers/s: {AT_ONCE} at once, sandboxed, the output checked in every arm; the
ratio is the median of the pairs' ratios. CPU seconds are of one paper."""
BY_WORD = ROOT / "tests/paper/check/ke-hoach-19.docx"
# What a file goes through at the door, in this order: (name, what is done with the docx).
DOOR: tuple[tuple[str, Callable[[bytes], object]], ...] = (
    ("intake", lambda paper: inspect("ke-hoach.docx", paper)), ("check", lambda paper: check(paper, Context("plan"))),
)  # fmt: skip


def report(bench: Bench) -> Table:
    """One table for all of it."""
    table = Table("Papers", HEADS, note=NOTE)
    paper = of_three_pages()
    written = compose(paper)
    template = Template(written)
    assert texts(template.render()) == texts(written), "docxtpl wrote another paper"
    own, theirs = _interleaved(bench.sizes.samples, lambda: compose(paper), template.render)
    table.rows += [_times("compose", own, "≤ 60 ms"), _times("the same text by docxtpl", theirs, "")]
    brought = {"": written, ", a paper made by Word": BY_WORD.read_bytes()}
    doors = _interleaved(bench.sizes.samples, *(partial(_through_the_door, file) for file in brought.values()))
    what = " + ".join(name for name, _ in DOOR)
    table.rows += [_times(what + whose, door, "≤ 150 ms") for whose, door in zip(brought, doors, strict=True)]
    later = compose(reworded(paper))
    [compared] = _interleaved(bench.sizes.samples, lambda: compare(written, later))
    table.rows.append(_times("compare with a version of other words", compared, "≤ 50 ms"))
    table.rows += _warm_against_cold(bench.sizes, written)
    table.rows += press_line.rows(paper, bench.sizes.line, AT_ONCE)
    return table


def _through_the_door(file: bytes) -> None:
    for _, step in DOOR:
        step(file)


def of_three_pages() -> Paper:
    """The sample plan, with its body again and again until it fills three pages."""
    for times in range(1, 12):
        paper = replace(PLAN, body=PLAN.body[:3] * times + PLAN.body)
        if pdf.page_count(pdf.render(compose(paper))) == PAGES:
            return paper
    raise AssertionError("no plan of three pages")


def reworded(paper: Paper) -> Paper:
    """The paper with another word in each paragraph and heading of its text: most to do for who compares them."""
    body = [one if isinstance(one, Rows) else replace(one, text=f"{one.text} (sửa)") for one in paper.body]
    return replace(paper, body=tuple(body))


class Template:
    """A docx of which docxtpl fills every paragraph, cells included: what it is quick at, with nothing to decide."""

    def __init__(self, written: bytes) -> None:
        document, self.words = docx.Document(BytesIO(written)), []
        for paragraph in _paragraphs(document):
            if paragraph.text.strip() and paragraph.runs:
                first, *rest = paragraph.runs
                self.words.append(paragraph.text)
                first.text = f"{{{{ words[{len(self.words) - 1}] }}}}"
                for run in rest:
                    run._r.getparent().remove(run._r)
        out = BytesIO()
        document.save(out)
        self.file = out.getvalue()

    def render(self) -> bytes:
        """The docx with its words."""
        template, out = DocxTemplate(BytesIO(self.file)), BytesIO()
        template.render({"words": self.words}, autoescape=True)
        template.save(out)
        return out.getvalue()


def texts(written: bytes) -> list[str]:
    """What stands in each paragraph that has words."""
    return [paragraph.text for paragraph in _paragraphs(docx.Document(BytesIO(written))) if paragraph.text.strip()]


def _paragraphs(document: Any) -> Iterator[Any]:
    yield from document.paragraphs
    for table in document.tables:
        for cell in table._cells:
            yield from cell.paragraphs


def _warm_against_cold(sizes: Sizes, written: bytes) -> list[tuple[str, ...]]:
    def printed_by(cold: Cold) -> None:
        conformance.demand_readable_fonts(written)
        conformance.demand_pdfa(cold.convert(written), written)

    pdf.render(written)
    few, many = sizes.pressed
    arms: dict[str, tuple[Callable[[], object], int]] = {
        "cold": (partial(printed_by, Cold(spared=False)), few),
        "cold, spared the trial of its graphics": (partial(printed_by, Cold(spared=True)), few),
        "warm": (partial(pdf.render, written), many),
    }
    rates: dict[str, list[float]] = {name: [] for name in arms}
    for pair in range(sizes.pairs):
        for name in arms if pair % 2 == 0 else reversed(arms):
            rates[name].append(_rate(*arms[name]))
    for name, values in rates.items():
        raw("papers", f"{os.cpu_count()} cores", f"{name}, papers/s", values)
    rows = [(f"{name}: LibreOffice, papers/s", f"{statistics.median(rates[name]):.1f}", "", "") for name in rates]
    return [*rows, *(_ratio(rates, name, bound) for name, bound in zip(arms, ("≥ 6", ""), strict=False))]


def _ratio(rates: dict[str, list[float]], to: str, bound: str) -> tuple[str, ...]:
    """The row of a ratio: the median of the pairs' ratios."""
    ratios = [warm / other for warm, other in zip(rates["warm"], rates[to], strict=True)]
    raw("papers", f"{os.cpu_count()} cores", f"warm : {to}", ratios)
    return (f"warm : {to}", f"**{statistics.median(ratios):.1f}**", "", bound)


def _rate(work: Callable[[], object], count: int) -> float:
    """Papers a second, so many at once."""
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for done in [threads.submit(work) for _ in range(count)]:
            done.result()
    return count / (time.monotonic() - began)


def _interleaved(count: int, *works: Callable[[], object]) -> list[list[float]]:
    """Milliseconds of each, in turns, after one of each that is not counted."""
    for work in works:
        work()
    rounds = [[_timed(work) for work in works] for _ in range(count)]
    return [list(values) for values in zip(*rounds, strict=True)]


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _times(what: str, values: list[float], bound: str) -> tuple[str, ...]:
    raw("papers", f"{os.cpu_count()} cores", f"{what}, ms", values, 1)
    return (what, f"{statistics.median(values):.1f} ms", f"{percentile(values, 95):.1f} ms", bound)
