"""Visitors of the pages in tests: browsers that sign in by the form and keep their cookies."""

import re
from html import unescape

import httpx
from fastapi.testclient import TestClient

from actions.runtime import Runtime
from tests import makers
from web.pages.app import pages_app

DRAFTER, OTHER_DRAFTER, HEAD = "le-thi-cam-tu", "truong-my-duyen", "nguyen-van-thuan"


def a_stranger(runtime: Runtime) -> TestClient:
    """A browser that is not signed in, at the installation's own origin; it follows no redirect by itself."""
    return TestClient(
        pages_app(runtime), runtime.settings.origin, raise_server_exceptions=False, follow_redirects=False
    )


def signed_in(runtime: Runtime, person: str) -> TestClient:
    """A browser of a person who has signed in."""
    password = makers.an_account(runtime, person)
    browser = a_stranger(runtime)
    answer = browser.post("/sign-in", data={"person": person, "password": password})
    assert answer.status_code == 303, text_of(answer)
    return browser


def text_of(answer: httpx.Response) -> str:
    """What a reader sees of a page: its words, tags removed, in one line."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", f"<main{main}")).split())


def links_of(answer: httpx.Response) -> list[str]:
    """Where the page's links lead."""
    return [unescape(link) for link in re.findall(r'<a[^>]* href="([^"]+)"', answer.text)]
