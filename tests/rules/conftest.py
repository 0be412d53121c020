"""The sample office, read once for all tests of the rules."""

from pathlib import Path

import pytest

from actions.profile_files import read_profile
from rules.profile import Profile

CAO_LANH = Path(__file__).parents[2] / "profiles" / "cao-lanh"


@pytest.fixture(scope="session")
def office() -> Profile:
    """The profile of the sample office of Cao Lãnh."""
    return read_profile(CAO_LANH)
