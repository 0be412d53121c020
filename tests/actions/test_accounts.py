"""Signing in: who may, how the door slows down, when a session ends; and what of it is kept."""

import hashlib
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher, Type
from sqlalchemy import select

from actions import accounts
from actions.runtime import Runtime
from models.tables import Account, SignIn
from rules.refusals import Refusal
from tests.actions.desk import an_open_office, history, vietnam
from tests.actions.test_deciding import ending
from tests.makers import PASSWORD

PERSON = "nguyen-van-thuan"


@pytest.fixture
def door(runtime: Runtime) -> Runtime:
    """An installation in which one person has an account."""
    an_account(runtime, PERSON)
    return runtime


def an_account(runtime: Runtime, person: str, password: str = PASSWORD) -> None:
    accounts.set_password(runtime, runtime.who(None), password, person)


def sign_in(runtime: Runtime, password: str = PASSWORD, person: str = PERSON) -> str:
    return accounts.sign_in(runtime, runtime.who(None, "request-1"), person, password)


def refused(runtime: Runtime, password: str, person: str = PERSON) -> Refusal:
    with pytest.raises(Refusal) as raised:
        sign_in(runtime, password, person)
    return raised.value


def the_account(runtime: Runtime) -> Account:
    with runtime.memory.read() as session:
        return session.scalars(select(Account)).one()


def move_sessions(runtime: Runtime, by: timedelta) -> None:
    """As if that much time had passed since everybody signed in."""
    with runtime.memory.write() as session:
        for row in session.scalars(select(SignIn)):
            row.expires_at -= by
        for account in session.scalars(select(Account)):
            account.blocked_until = account.blocked_until and account.blocked_until - by


def test_who_signs_in_is_known_with_his_unit_and_roles(door: Runtime) -> None:
    person = accounts.signed_in(door, sign_in(door))
    assert person is not None
    assert (person.code, person.name, person.unit, person.system) == (PERSON, "Nguyễn Văn Thuận", "ptp", None)
    assert person.roles == {("ptp", "head")}
    (event,) = history(door, "signed-in")
    assert (event.person, event.request_id) == (PERSON, "request-1")


def test_whoever_guesses_pays_what_rfc_9106_recommends_for_every_guess(hasher_of_the_product: PasswordHasher) -> None:
    """Section 4, the second recommended option; 64 MiB."""
    one = hasher_of_the_product
    assert (one.type, one.memory_cost, one.time_cost, one.parallelism) == (Type.ID, 65536, 3, 4)


def test_neither_password_nor_token_is_kept(door: Runtime) -> None:
    token = sign_in(door)
    account = the_account(door)
    assert account.password_hash.startswith("$argon2id$")
    with door.memory.read() as session:
        row = session.scalars(select(SignIn)).one()
    assert row.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    told = "".join(str(event.facts) for event in history(door))
    assert PASSWORD not in told
    assert token not in told


def test_a_stranger_and_a_wrong_password_are_told_the_same(door: Runtime) -> None:
    wrong, stranger = refused(door, "sai"), refused(door, PASSWORD, "khong-ai")
    assert wrong.code == stranger.code == "wrong-password"
    assert wrong.text == stranger.text
    (event,) = history(door, "sign-in-failed")
    assert (event.person, event.facts["account"]) == (None, PERSON), "a failed try is nobody's act"


def test_from_the_third_failure_on_even_the_right_password_waits_and_longer_each_time(door: Runtime) -> None:
    codes = [refused(door, "sai").code for _ in range(3)]
    assert codes == ["wrong-password"] * 3
    blocked = refused(door, PASSWORD)
    assert blocked.code == "too-many-failures"
    waits = []
    for _ in range(12):
        move_sessions(door, timedelta(hours=1))
        refused(door, "sai")
        until = the_account(door).blocked_until
        assert until is not None
        waits.append(round((until - datetime.now(until.tzinfo)).total_seconds(), -1))
    assert waits == sorted(waits)
    assert waits[-1] == accounts.LONGEST_BLOCK.total_seconds()


def test_after_the_pause_the_right_password_opens_and_forgets_the_failures(door: Runtime) -> None:
    for _ in range(3):
        refused(door, "sai")
    move_sessions(door, timedelta(hours=1))
    assert accounts.signed_in(door, sign_in(door))
    assert (the_account(door).failures, the_account(door).blocked_until) == (0, None)


def test_a_session_ends_by_signing_out_by_age_and_by_a_new_password(door: Runtime) -> None:
    first, second = sign_in(door), sign_in(door)
    accounts.sign_out(door, first)
    assert accounts.signed_in(door, first) is None
    assert accounts.signed_in(door, second) is not None
    an_account(door, PERSON, "mat-khau-khac")
    assert accounts.signed_in(door, second) is None
    assert refused(door, PASSWORD).code == "wrong-password"
    third = sign_in(door, "mat-khau-khac")
    move_sessions(door, accounts.SESSION + timedelta(seconds=1))
    assert accounts.signed_in(door, third) is None


@pytest.mark.parametrize("token", ["", "khong-co", "0" * 64])
def test_no_token_but_a_given_one_opens_anything(door: Runtime, token: str) -> None:
    sign_in(door)
    assert accounts.signed_in(door, token) is None


def test_sessions_last_by_real_time_however_the_offices_date_moves(door: Runtime) -> None:
    token = sign_in(door)
    door.clock.set(vietnam(2029, 12, 30))
    assert accounts.signed_in(door, token) is not None


def test_nobody_outside_the_profile_gets_an_account(door: Runtime) -> None:
    with pytest.raises(Refusal) as raised:
        an_account(door, "nguoi-la")
    assert raised.value.code == "unknown-person"


def test_a_person_who_left_is_nobody_any_more(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("left") / "data"
    runtime = an_open_office(place, people=lambda text: ending(text, f"code: {PERSON}"))
    an_account(runtime, PERSON)
    token = sign_in(runtime)
    assert accounts.signed_in(runtime, token) is not None
    runtime.clock.set(vietnam(2026, 3, 1))
    assert accounts.signed_in(runtime, token) is None
    runtime.memory.close()
