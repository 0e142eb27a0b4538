"""Fisher information matrices as the literature prints them: continuous laws of one variable, and all others."""

from published_continuous import ROWS as CONTINUOUS
from published_discrete import ROWS as OTHERS

ROWS = (*CONTINUOUS, *OTHERS)
