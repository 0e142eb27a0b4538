"""The names that other libraries give to laws, each with the family that it selects and its parameters in theirs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from symfisher.catalogue.library_bayes import PYMC, STAN
from symfisher.catalogue.library_r import ACTUAR, EVD, VGAM, R
from symfisher.catalogue.library_row import Row, Table
from symfisher.catalogue.library_scipy import SCIPY
from symfisher.catalogue.library_sympy import SYMPY
from symfisher.catalogue.library_tensor import NUMPYRO, TFP, TORCH
from symfisher.catalogue.lookup import INDEX, plain

LIBRARIES: dict[str, Table] = {
    "scipy": SCIPY,
    "sympy": SYMPY,
    "r": R,
    "actuar": ACTUAR,
    "VGAM": VGAM,
    "evd": EVD,
    "stan": STAN,
    "pymc": PYMC,
    "torch": TORCH,
    "numpyro": NUMPYRO,
    "tfp": TFP,
}
PACKAGES_OF_R = ("r", "actuar", "VGAM", "evd")
# What may stand before a name: the library, or the module of it as a program spells it.
PREFIXES = {
    "scipy": ("scipy.", "scipy.stats."),
    "sympy": ("sympy.", "sympy.stats."),
    "r": ("r.", "stats::"),
    "actuar": ("actuar.", "actuar::"),
    "VGAM": ("VGAM.", "VGAM::"),
    "evd": ("evd.", "evd::"),
    "stan": ("stan.",),
    "pymc": ("pymc.",),
    "torch": ("torch.", "torch.distributions."),
    "numpyro": ("numpyro.", "numpyro.distributions."),
    "tfp": ("tfp.", "tfp.distributions."),
}
SHORTEST_BARE = 4  # log and df mean too much


def key_of(name: str) -> str | None:
    """The key of the family that a name in a library selects, written in any case, with or without _ and spaces.

    >>> key_of("scipy.stats.Weibull-min"), key_of("Stan.gamma"), key_of("gamma of nobody")
    ('Weibull', 'gamma:rate', None)
    """
    return _plainly().get(plain(name))


def library_names() -> dict[str, str]:
    """Each spelling of a name in a library, and the key of the family that it selects.

    `scipy.gamma` always stands for SciPy's. A bare name does where it is one family in every library that has it, with
    our parameters under other names, and is not a name of the catalogue itself.

    >>> found = library_names()
    >>> found["stan.gamma"], found["r.dnbinom"], found["halfnorm"], "gamma" in found
    ('gamma:rate', 'negative binomial', 'half-normal', False)
    """
    spaced: dict[str, str] = {}
    meanings: dict[str, set[str]] = {}
    for library, name, row in _every():
        spaced |= {f"{prefix}{name}": row.key for prefix in PREFIXES[library]}
        meanings.setdefault(plain(name), set()).add(row.key if row.renames else "")
    bare = {
        name: row.key
        for _, name, row in _every()
        if len(name) >= SHORTEST_BARE and plain(name) not in INDEX and meanings[plain(name)] == {row.key}
    }
    return spaced | bare


@cache
def _plainly() -> dict[str, str]:
    return {plain(name): key for name, key in library_names().items()}


def _every() -> Iterator[tuple[str, str, Row]]:
    """Library, name there and row; a density of R with its d and without"""
    for library, table in LIBRARIES.items():
        for name, row in table.items():
            for spelling in (name, f"d{name}") if library in PACKAGES_OF_R else (name,):
                yield library, spelling, row
