"""The pictures of `docs/papers.md`, one for each kind of paper, and that page: `python -m docs.take_paper_pictures`.

Every paper is a sample of the tests, rendered as the product renders it; people, papers and offices are invented.
"""

import io
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from paper.compose import Certificate, Paper, Register, compose
from paper.compose.forms import FORMS, Form
from paper.pdf import render
from tests.paper.kinds import KINDS_OF_PAPER, SHEETS
from tests.paper.samples import DECISION, PLAN, REPORT, SUBMISSION

HOME = Path(__file__).parent
PICTURES = HOME / "pictures" / "papers"
SHADES, LONGEST = 32, 1100
SHOWN: dict[str, Paper | Certificate | Register] = {
    "plan": PLAN,
    "report": REPORT,
    "submission": SUBMISSION,
    "decision": DECISION,
    **KINDS_OF_PAPER,
    "annex": DECISION,
    **SHEETS,
}
# Which page shows the kind: an annex follows its decision, a register's rows its cover and first page.
PAGES = {"annex": 2, "outgoing": 3, "incoming": 3}
NAMES = {
    "plan": "Kế hoạch",
    "report": "Báo cáo",
    "submission": "Tờ trình",
    "decision": "Quyết định",
    "letter": "Công văn, ký TL và KT",
    "reminder": "Công văn đôn đốc, dấu KHẨN, ký Q.",
    "notice": "Thông báo của tổ chức tư vấn, có dấu khẩn và chỉ dẫn lưu hành",
    "invitation": "Giấy mời, ký TUQ",
    "minutes": "Biên bản",
    "slip": "Phiếu trình",
    "annex": "Phụ lục",
    "certificate": "Giấy khen, cả tờ",
    "stock": "Giấy khen, chỉ in chữ lên phôi",
    "outgoing": "Sổ đăng ký văn bản đi",
    "incoming": "Sổ đăng ký văn bản đến",
}
SAMPLES = {
    "annex": "PL III mẫu 2.1, 2.2",
    "certificate": "no sample in the decree: habit, Quốc hiệu as PL I II.1",
    "stock": "no sample in the decree: the office measures its own stock",
    "outgoing": "PL IV mẫu I",
    "incoming": "PL IV mẫu VI",
}
INTRODUCTION = """# The papers that Trình Ký writes

One model of a paper, one composer (`paper/compose/`). What differs between kinds is the table `paper/compose/forms.py`;
sizes and faces are the table `paper/compose/looks.py`, each line with its article of Phụ lục I. The tests of
`tests/paper/compose/` measure the printed pages against the decree. This page and its pictures are made by
`python -m docs.take_paper_pictures` from the samples of the tests: every office, person and paper in them is invented.
"""


def picture(paper: Paper | Certificate | Register, page: int) -> Image.Image:
    """One page of the rendered paper, in a small palette."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "paper.pdf").write_bytes(render(compose(paper)))
        command = ["pdftoppm", "-r", "90", "-f", str(page), "-l", str(page), "-png", "-singlefile", "paper.pdf", "page"]
        subprocess.run(command, cwd=place, check=True, timeout=60)
        whole = Image.open(io.BytesIO((Path(place) / "page.png").read_bytes())).convert("RGB")
    whole.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    edged = Image.new("RGB", (whole.width + 2, whole.height + 2), "#8a8a8a")
    edged.paste(whole, (1, 1))
    # The most different colours, not the most frequent: a stamp is few dots, and red.
    return edged.quantize(SHADES, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def described(name: str) -> str:
    """One kind on the page: its name, its sample, what it bears, its picture."""
    paper = SHOWN[name]
    form = FORMS[paper.kind] if isinstance(paper, Paper) and name != "annex" else None
    sample = form.sample if form else SAMPLES[name]
    bears = _bears(form) if form else ""
    return f"## {NAMES[name]}\n\n{sample}{bears}.\n\n![{NAMES[name]}](pictures/papers/{name}.png)\n"


def _bears(form: Form) -> str:
    """What the table says of a kind, in words."""
    said = [
        "numbered" if form.number else "no number",
        "place and date" if form.place else "no place and date",
        f"{form.signatories} signatories" if form.signatories > 1 else "one signatory",
        f"seal: {form.seal}",
    ]
    return f" ({', '.join(said)})"


def main() -> None:
    """All pictures, and the page that shows them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, paper in SHOWN.items():
        file = PICTURES / f"{name}.png"
        picture(paper, PAGES.get(name, 1)).save(file, optimize=True)
        print(f"{name}: {file.stat().st_size // 1000} kB")
    (HOME / "papers.md").write_text("\n".join((INTRODUCTION, *map(described, SHOWN))), encoding="utf-8")


if __name__ == "__main__":
    main()
