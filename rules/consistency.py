"""What a profile must be beyond its shapes: nothing dangling, nothing twice, nobody missing, points that add up.

`problems` yields every fault with the path of the offending value (`("roles", 3, "person")`), so that a reader of
files can name file, line and field. Each check is a short generator in the table `CHECKS`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from rules import capacities, templates, validity
from rules.duties import DUTIES
from rules.kinds import KINDS
from rules.numbers import parse_code
from rules.profile import Dated, Problem, Profile, Route, Unit
from rules.refusals import Refusal
from rules.routes import ROLE_LABELS, place_of
from rules.scores import FACTS
from rules.sentences import Sentence
from rules.separation import HOUSE_RULES

ROUTED = [duty.code for duty in DUTIES.values() if duty.outside is None]
UNIT_KINDS = ("committee", "division", "commune")
FULL_POINTS = Decimal(100)
LAWS = ("Luật", "Bộ luật", "Pháp lệnh")
_DATED = re.compile(r"\bngày \d")
D = TypeVar("D", bound=Dated)


def problems(profile: Profile) -> Iterator[Problem]:
    """Every fault of a profile, in the order of `CHECKS`; nothing when it is sound."""
    for check in CHECKS:
        yield from check(profile)


def _twice(profile: Profile) -> Iterator[Problem]:
    """Codes that are not dated are unique; one route for each direction, kind of unit and kind of paper."""
    unique = (
        ("routes", profile.routes, "code"),
        ("dues", profile.dues, "kind"),
        ("separation", profile.separation, "rule"),
        ("retention", profile.retention, "kind"),
        ("templates", profile.templates, "kind"),
    )
    for name, entries, field in unique:
        yield from _repeated((name,), [getattr(entry, field) for entry in entries], field)
    yield from _repeated(("rubric", "criteria"), [criterion.code for criterion in profile.rubric.criteria], "code")
    yield from _repeated(("rubric", "bands"), [band.level for band in profile.rubric.bands], "level")
    seen: dict[tuple[str, str, str], str] = {}
    for i, route in enumerate(profile.routes):
        for key in ((route.direction, unit, kind) for unit in route.unit_kinds for kind in route.kinds):
            if key in seen:
                text = Sentence("đã có quy trình {route} cho {key}", route=seen[key], key=validity.said(key))
                yield Problem(("routes", i, "kinds"), text)
            seen.setdefault(key, route.code)


def _repeated(path: tuple[str, ...], values: Sequence[str], field: str) -> Iterator[Problem]:
    for i, value in enumerate(values):
        if value in values[:i]:
            text = Sentence("{value} đã có ở mục thứ {place}", value=value, place=values.index(value) + 1)
            yield Problem((*path, i, field), text)


def _references(profile: Profile) -> Iterator[Problem]:
    """Every code points at something that exists."""
    units = {unit.code for unit in profile.units}
    people = {person.code for person in profile.people}
    levels = {band.level for band in profile.rubric.bands}
    unit = Sentence("đơn vị")
    kind = Sentence("loại văn bản")
    yield from _known(units, unit, [(("office", field), getattr(profile.office, field)) for field in ("unit", "owner")])
    for name in ("people", "roles", "capacities", "series"):
        yield from _known(units, unit, _column(name, getattr(profile, name), "unit"))
    for name in ("roles", "capacities"):
        yield from _known(people, Sentence("người"), _column(name, getattr(profile, name), "person"))
    for name in ("dues", "retention"):
        yield from _known(KINDS, kind, _column(name, getattr(profile, name), "kind"))
    for name in ("routes", "series", "capacities"):
        yield from _known(KINDS, kind, _column(name, getattr(profile, name), "kinds"))
    yield from _known(UNIT_KINDS, Sentence("loại đơn vị"), _column("routes", profile.routes, "unit_kinds"))
    for i, route in enumerate(profile.routes):
        yield from _known(ROUTED, Sentence("nhiệm vụ"), _column(("routes", i, "steps"), route.steps, "duty"))
        yield from _known(ROLE_LABELS, Sentence("vai trò"), _column(("routes", i, "steps"), route.steps, "role"))
    yield from _known(FACTS, Sentence("dữ kiện"), _column(("rubric", "criteria"), profile.rubric.criteria, "fact"))
    yield from _known(HOUSE_RULES, Sentence("quy định nội bộ"), _column("separation", profile.separation, "rule"))
    yield from _known(levels, Sentence("mức xếp loại"), _column("awards", profile.awards, "levels"))


def _column(
    at: str | tuple[str | int, ...], entries: Sequence[object], field: str
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every value of one field with its path; a field that is a list gives each of its values."""
    path = (at,) if isinstance(at, str) else at
    for i, entry in enumerate(entries):
        value = getattr(entry, field)
        if isinstance(value, tuple):
            yield from (((*path, i, field, n), each) for n, each in enumerate(value))
        else:
            yield (*path, i, field), value


def _known(
    known: Iterable[str], what: Sentence, values: Iterable[tuple[tuple[str | int, ...], str]]
) -> Iterator[Problem]:
    codes = set(known)
    for path, value in values:
        if value not in codes:
            yield Problem(path, Sentence("không có {what} “{value}”", what=what, value=value))


def _holders(profile: Profile) -> Iterator[Problem]:
    """Every step of every route is somebody's, at every unit that the route serves."""
    held = {(role.unit, role.role) for role in profile.roles}
    for i, route in enumerate(profile.routes):
        for n, step in enumerate(route.steps):
            places = {place_of(profile, step, unit.code) for unit in _served(profile, route)}
            for place in sorted(places):
                if (place, step.role) not in held:
                    text = Sentence("không ai giữ vai trò {role} tại {unit}", role=step.role, unit=place)
                    yield Problem(("routes", i, "steps", n, "role"), text)


def _served(profile: Profile, route: Route) -> Iterator[Unit]:
    """The units whose papers run a route: the office and the owner, and every unit that owes papers."""
    running = (profile.office.unit, profile.office.owner)
    for unit in profile.units:
        if unit.kind in route.unit_kinds and (unit.owes or (route.direction == "outgoing" and unit.code in running)):
            yield unit


def _issuing(profile: Profile) -> Iterator[Problem]:
    """Whoever owes a paper, or runs the cycle, has a route, a series and a signer for it."""
    owed = [due.kind for due in profile.dues]
    decided = {"plan", "classification", "commendation"}
    for i, unit in enumerate(profile.units):
        kinds = owed if unit.owes else sorted(decided) if unit.code == profile.office.unit else []
        for kind in kinds:
            facts = {"unit": unit.code, "kind": kind}
            route = _route(profile, "outgoing", unit, kind)
            if route is None or (unit.owes and _route(profile, "incoming", unit, kind) is None):
                yield Problem(("units", i, "code"), Sentence("{unit} chưa có quy trình cho {kind}", **facts))
            if not any(series.unit == unit.code and kind in series.kinds for series in profile.series):
                yield Problem(("units", i, "code"), Sentence("{unit} chưa có hệ thống số cho {kind}", **facts))
            if route is not None and not _has_signer(profile, route, unit, kind):
                text = Sentence("không ai ở bước ký có tư cách ký {kind} của {unit}", **facts)
                yield Problem(("units", i, "code"), text)


def _route(profile: Profile, direction: str, unit: Unit, kind: str) -> Route | None:
    fitting = (r for r in profile.routes if r.direction == direction and unit.kind in r.unit_kinds and kind in r.kinds)
    return next(fitting, None)


def _has_signer(profile: Profile, route: Route, unit: Unit, kind: str) -> bool:
    seats = {(place_of(profile, step, unit.code), step.role) for step in route.steps if step.duty == "approve_sign"}
    signers = {role.person for role in profile.roles if (role.unit, role.role) in seats}
    return any(c.person in signers and c.unit == unit.code and kind in c.kinds for c in profile.capacities)


def _lawful(profile: Profile) -> Iterator[Problem]:
    """What no profile may decide otherwise: one signs, then the issuer's own văn thư seals; văn thư receives first."""
    for i, route in enumerate(profile.routes):
        duties = [step.duty for step in route.steps]
        if route.direction == "incoming":
            if (duties[0], duties[-1]) != ("receive", "examine") or route.steps[0].role != "clerk":
                text = Sentence("văn bản đến phải do văn thư tiếp nhận rồi mới rà soát (Đ21, Đ24)")
                yield Problem(("routes", i, "steps"), text)
            continue
        if duties[-2:] != ["approve_sign", "number_seal"] or duties.count("approve_sign") != 1:
            text = Sentence("phải kết thúc bằng duyệt và ký, rồi cấp số và đóng dấu (Đ13, Đ15)")
            yield Problem(("routes", i, "steps"), text)
        for n, step in enumerate(route.steps):
            if step.duty == "number_seal" and (step.role, step.at) != ("clerk", "issuer"):
                text = Sentence("chỉ văn thư của đơn vị ban hành đóng dấu (Đ32.2)")
                yield Problem(("routes", i, "steps", n, "role"), text)


def _signing(profile: Profile) -> Iterator[Problem]:
    """Signature blocks have the law's form (Đ13; PL I II.7)."""
    for i, capacity in enumerate(profile.capacities):
        yield from (Problem(("capacities", i, field), text) for field, text in capacities.faults(capacity))


def _numbering(profile: Profile) -> Iterator[Problem]:
    """Number and symbol are unique in a year (Đ15.1): one abbreviation of one issuer never runs in two series."""
    running: dict[tuple[str, str, str], list[int]] = {}
    for i, series in enumerate(profile.series):
        if series.held == "external":
            text = Sentence("external chưa dùng được trong bản này: ghi own hoặc dedicated")
            yield Problem(("series", i, "held"), text)
        for short in sorted({KINDS[kind].abbreviation for kind in series.kinds if kind in KINDS}):
            for j in running.setdefault((series.unit, short, series.suffix), []):
                if validity.overlap(series, profile.series[j]) and not set(series.kinds) & set(profile.series[j].kinds):
                    text = Sentence(
                        "{short} sẽ trùng số, ký hiệu với {series}", short=short, series=profile.series[j].code
                    )
                    yield Problem(("series", i, "suffix"), text)
            running[series.unit, short, series.suffix].append(i)


def _dates(profile: Profile) -> Iterator[Problem]:
    """A due date exists in every year, leap or not; a form of commendation says from when it is given."""
    for i, award in enumerate(profile.awards):
        if award.valid_from == date.min:
            yield Problem(("awards", i, "valid_from"), Sentence("thiếu mục này"))
    for i, due in enumerate(profile.dues):
        try:
            date(2001, due.month, due.day)
        except ValueError:
            text = Sentence("không phải năm nào cũng có ngày {day}/{month}", day=due.day, month=due.month)
            yield Problem(("dues", i, "day"), text)


def _codes(profile: Profile) -> Iterator[Problem]:
    """The papers that plans must cite are written as codes."""
    for i, text in enumerate(profile.office.parents):
        try:
            parse_code(text)
        except Refusal as refusal:
            yield Problem(("office", "parents", i), refusal.text)


def _bases(profile: Profile) -> Iterator[Problem]:
    """Each basis prints its date of issue; all but a law also who issued it and what it is about (PL I II.6.a)."""
    yield from _known(KINDS, Sentence("loại văn bản"), _column("bases", profile.bases, "kind"))
    for i, basis in enumerate(profile.bases):
        if basis.issued_on is None:
            yield Problem(("bases", i, "issued_on"), Sentence("căn cứ phải có ngày ban hành (PL I II.6.a)"))
        elif basis.valid_from < basis.issued_on:
            text = Sentence("có hiệu lực trước ngày ban hành ({issued})", issued=basis.issued_on)
            yield Problem(("bases", i, "valid_from"), text)
        if _DATED.search(basis.text):
            yield Problem(("bases", i, "text"), Sentence("ngày ban hành ghi ở issued_on, không ghi trong text"))
        if not basis.text.startswith(LAWS):
            for name in ("issuer", "about"):
                if not getattr(basis, name):
                    text = Sentence("chỉ Luật, Pháp lệnh không ghi mục này (PL I II.6.a)")
                    yield Problem(("bases", i, name), text)


def _rubric(profile: Profile) -> Iterator[Problem]:
    """Points add up to 100; bands go down without a gap from below 100 to 0."""
    total = sum((criterion.points for criterion in profile.rubric.criteria), Decimal(0))
    if total != FULL_POINTS:
        yield Problem(("rubric", "criteria"), Sentence("tổng điểm các tiêu chí là {total}, phải là 100", total=total))
    for i, criterion in enumerate(profile.rubric.criteria):
        if criterion.partial > criterion.points:
            yield Problem(("rubric", "criteria", i, "partial"), Sentence("điểm một phần lớn hơn điểm tối đa"))
    bounds = [band.at_least for band in profile.rubric.bands]
    if not bounds or bounds[-1] != 0:
        yield Problem(("rubric", "bands"), Sentence("mức thấp nhất phải bắt đầu từ 0 điểm"))
    for i, bound in enumerate(bounds):
        if bound > FULL_POINTS or (i and bound >= bounds[i - 1]):
            text = Sentence("các mức phải đi từ cao xuống thấp, trong khoảng 0-100")
            yield Problem(("rubric", "bands", i, "at_least"), text)


def _retained(profile: Profile) -> Iterator[Problem]:
    """Every kind of paper that runs a route has a retention period."""
    kept = {entry.kind for entry in profile.retention}
    routed = {kind for route in profile.routes for kind in route.kinds}
    for kind in sorted(routed - kept):
        yield Problem(("retention",), Sentence("chưa có thời hạn bảo quản cho {kind}", kind=kind))


CHECKS: tuple[Callable[[Profile], Iterator[Problem]], ...] = (
    validity.ordered,
    validity.apart,
    _twice,
    _references,
    _holders,
    _issuing,
    _lawful,
    _signing,
    _numbering,
    _dates,
    _codes,
    _bases,
    _rubric,
    _retained,
    templates.faults,
)
