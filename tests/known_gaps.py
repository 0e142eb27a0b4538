"""What the suite knows not to work yet, and what it skips: one list, with reasons.

`test_known_gaps.py` fails as soon as an entry here starts to work, so that the entry is then removed.
"""

UNPUBLISHED = ()
