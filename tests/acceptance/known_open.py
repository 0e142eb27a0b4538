"""Entries that have a closed form which is not found yet, and why; a test fails as soon as one of them closes."""

KNOWN_OPEN: dict[str, str] = {}

# open entries for which quadrature gives up with an error, and why
NO_DIGITS: dict[str, str] = {}
