"""The public functions: what takes a family, or the name of one."""

from __future__ import annotations

from symfisher.catalogue import look_up, names
from symfisher.derivation import derive as derive_family
from symfisher.errors import SymfisherError, UnknownFamilyError
from symfisher.information import Information
from symfisher.model import Family
from symfisher.trace import Derivation
from symfisher.verdicts import Report


def family(name: str) -> Family:
    """The family of this name or alias, its parametrization chosen as `gamma:rate`. Raises UnknownFamilyError.

    >>> family("exponential").parameters[0].symbol
    lam
    """
    return look_up(name)


def families() -> tuple[str, ...]:
    """The names in the catalogue.

    >>> "normal" in families()
    True
    """
    return names()


def derive(family: Family | str | None = None) -> Derivation:
    """The derivation for the abstract density, or of the Fisher matrix of a family or of a name.

    Raises UnknownFamilyError, DensityError where p is no density and RegularityError where the argument breaks.

    >>> derive("exponential").steps[-1].rule
    'expand_distance'
    """
    return derive_family(None if family is None else _declared(family))


def fisher(family: Family | str, timeout: float | None = None) -> Information:
    """The Fisher information matrix of a family or of a name, with `timeout` in seconds.

    Raises what `derive` raises.

    >>> fisher("poisson").matrix
    Matrix([[1/lam]])
    """
    declared = _declared(family)
    if timeout is not None:
        from symfisher.budget import derive_within

        return Information(declared, derive_within(declared, timeout))
    return Information(declared, derive_family(declared))


def check(subject: Derivation | Family | str | None, budget: float = 300) -> Report:
    """Verdicts on every step of a derivation, or of the derivation of a family; `.ok` if none is refuted.

    What is not judged within `budget` seconds is unknown.

    >>> check("exponential").ok
    True
    """
    from symfisher.checking import check_derivation

    if subject is not None and not isinstance(subject, (Derivation, Family, str)):
        raise UnknownFamilyError(f"expected a Derivation, a Family or a name, got {type(subject).__name__}.")
    if budget is not None and (not isinstance(budget, (int, float)) or budget != budget):
        raise SymfisherError(f"budget: expected a number of seconds, got {type(budget).__name__}.")
    return check_derivation(subject if isinstance(subject, Derivation) else derive(subject), budget=budget)


def _declared(family: Family | str) -> Family:
    """The family itself, or that of the name; UnknownFamilyError for anything else."""
    return family if isinstance(family, Family) else look_up(family)
