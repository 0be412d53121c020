"""The one form in which a JSON value is hashed: events, profiles, and what events tell of large columns."""

import hashlib
import json
from typing import Any


def digest(value: Any) -> str:
    """SHA-256, in hex, over JSON with sorted keys and its letters as they are, in UTF-8."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
