"""The profile: everything an office decides, as data. Each entry cites the paper that authorises it.

A profile is a directory of YAML files, one list a file (`units.yaml`, `people.yaml`, …), read by
`actions.profile_files`, validated here, stored as one JSON value, and pinned by each cycle.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from rules.sentences import Sentence

Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class Entry(BaseModel):
    """What every entry of a profile has in common: no unknown field, and the paper behind it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    authority: str = Field(min_length=3)


class Dated(Entry):
    """An entry in force from one civil date to another, both inclusive (`to` open when absent)."""

    valid_from: date
    valid_to: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether the entry is in force on a civil date."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class Office(Entry):
    """Who runs the cycle: the issuer `unit`, and `owner`, the unit that owns the work (qua Phòng Nội vụ)."""

    unit: Code
    owner: Code
    field: str
    parents: tuple[str, ...] = Field(description="papers that every unit's plan must cite, e.g. 15/KH-UBND")
    file_notation: str = Field(max_length=20)


class Unit(Dated):
    """An issuer: its names as printed, its abbreviation in symbols, its place. Names are never edited in place."""

    code: Code
    kind: Literal["committee", "division", "commune"]
    name: str
    header: tuple[str, ...] = Field(min_length=1, description="upper-case lines of ô 2, the last one is the issuer")
    abbreviation: str = Field(pattern=r"^[A-ZĐ]+(-[A-ZĐ]+)*$")
    place: str
    organ_id: str = Field(max_length=13)
    owes: bool = Field(default=False, description="owes plans and reports in the cycle, and is classified")


class Person(Dated):
    """A named person (invented in samples). `system` gives the two roles that lie outside routes."""

    code: Code
    name: str
    unit: Code
    title: str
    system: Literal["administrator", "auditor"] | None = None


class Role(Dated):
    """A person's duty at a unit: who drafts, checks, signs, keeps the seal."""

    unit: Code
    role: Literal["drafter", "head", "form_checker", "signer", "chair", "clerk", "officer"]
    person: Code


class Capacity(Dated):
    """In what name a person signs for a unit, printed line by line as ô 7a wants it (Đ13; PL I II.7).

    `mark` is a key of `rules.capacities.MARKS`. `post` is for who signs in an advisory body: chức danh there stands in
    `lines`, the post in the agency above the name (PL I II.7.c).
    """

    person: Code
    unit: Code
    mark: Literal["", "TM", "TM_Q", "KT", "TM_KT", "Q", "TL", "TL_KT", "TUQ"]
    lines: tuple[str, ...] = Field(min_length=1)
    post: str = ""
    kinds: tuple[str, ...] = Field(min_length=1)


class RouteStep(BaseModel):
    """One step: a duty, done by whoever holds `role` at `at`, within so many working days."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    duty: str
    role: str
    at: Literal["issuer", "office", "owner"] = "issuer"
    working_days: int = Field(ge=1, le=30)


class Route(Entry):
    """The steps of one direction for the units of one kind and some kinds of document."""

    code: Code
    direction: Literal["outgoing", "incoming"]
    unit_kinds: tuple[str, ...] = Field(description="kinds of the issuing unit")
    kinds: tuple[str, ...]
    steps: tuple[RouteStep, ...] = Field(min_length=1)


class Series(Dated):
    """A number series of one issuer. Own and dedicated are gapless; external numbers come from elsewhere (Đ15)."""

    code: Code
    unit: Code
    kinds: tuple[str, ...]
    held: Literal["own", "dedicated", "external"]
    suffix: str = ""


class Due(Entry):
    """What each owing unit must send, and by when: the wording of the paper, and its day and month."""

    kind: str
    wording: str
    day: int = Field(ge=1, le=31)
    month: int = Field(ge=1, le=12)


class Criterion(Entry):
    """One criterion of the rubric, scored from a fact the system itself knows (`rules.scores.FACTS`)."""

    code: str
    name: str
    fact: str
    points: Decimal = Field(gt=0)
    partial: Decimal = Field(default=Decimal(0), ge=0)
    tolerance: int = Field(default=0, ge=0, description="how far the fact may fall short and still earn `partial`")


class Band(BaseModel):
    """A level of the classification: lower bound inclusive, up to the next band's bound."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    level: str
    name: str
    at_least: Decimal


class Rubric(Entry):
    """The point table and its bands, highest first; points add up to 100."""

    criteria: tuple[Criterion, ...]
    bands: tuple[Band, ...]


class Award(Dated):
    """A form of commendation and who is eligible; `rate` is a multiple of the base wage on the decision's date.

    A profile of release 0.1.0, kept in an installation, does not say from when; a file must (`rules.consistency`).
    """

    valid_from: date = date.min
    code: Code
    name: str
    levels: tuple[str, ...]
    at_most: int = Field(ge=1)
    rate: Decimal = Field(ge=0)


class BaseWage(Dated):
    """Lương cơ sở in đồng a month, in force from a date."""

    dong: int = Field(gt=0)


class Basis(Dated):
    """One line of căn cứ for a kind of decision, printed while it is in force (PL I II.6.a).

    Kind and code in `text`, then the date of issue, who issued it, and what it is about; a law needs only the date.
    """

    kind: str
    text: str
    issued_on: date | None = Field(default=None, description="absent only in profiles loaded before it was asked for")
    issuer: str = ""
    about: str = ""

    @property
    def printed(self) -> str:
        """As it prints after "Căn cứ": 01 to 09, and the months 01 and 02, with a zero (PL I II.4.b)."""
        if self.issued_on is None:
            return self.text
        day, month = f"{self.issued_on:%d}", self.issued_on.month
        dated = f"{self.text} ngày {day} tháng {month:02d}" if month < 3 else f"{self.text} ngày {day} tháng {month}"
        by = f" của {self.issuer}" if self.issuer else ""
        return f"{dated} năm {self.issued_on.year}{by} {self.about}".rstrip()


class Template(Entry):
    """The words in which a decision is drafted, with gaps in braces (`rules.templates.GAPS`)."""

    kind: Literal["classification", "commendation"]
    subject: str = Field(min_length=3, description="what follows “Về việc”")
    articles: tuple[str, ...] = Field(min_length=1)
    annex: str = Field(min_length=3)
    recipients: tuple[str, ...] = Field(min_length=1)
    money: str = Field(default="", description="what {money} says when {dong} đồng go along")
    no_money: str = Field(default="", description="what {money} says when none do")


class Separation(Entry):
    """A house rule on who may not do both: `refuse`, `warn` or `allow` (rules of law are not in the profile)."""

    rule: str
    policy: Literal["refuse", "warn", "allow"]


class Retention(Entry):
    """How long records of a kind are kept; `years` None means permanently (vĩnh viễn)."""

    kind: str
    years: int | None


class Profile(BaseModel):
    """All lists of an office's profile."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    office: Office
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    roles: tuple[Role, ...]
    capacities: tuple[Capacity, ...]
    routes: tuple[Route, ...]
    series: tuple[Series, ...]
    dues: tuple[Due, ...]
    rubric: Rubric
    awards: tuple[Award, ...]
    base_wages: tuple[BaseWage, ...]
    bases: tuple[Basis, ...]
    separation: tuple[Separation, ...]
    retention: tuple[Retention, ...]
    holidays: tuple[date, ...] = ()
    templates: tuple[Template, ...] = ()


@dataclass(frozen=True)
class Problem:
    """One fault: the path of the value in the profile, and what is wrong."""

    path: tuple[str | int, ...]
    text: Sentence
