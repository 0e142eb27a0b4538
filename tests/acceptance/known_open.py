"""Entries that have a closed form which is not found yet, and why; a test fails as soon as one of them closes."""

KNOWN_OPEN: dict[str, str] = {}
