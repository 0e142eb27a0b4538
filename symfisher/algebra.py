"""The algebra of families: what makes a family out of others, as methods of every family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from symfisher.errors import ParseError

if TYPE_CHECKING:
    from symfisher.model import Family


def _mapping(value: Any, where: str, example: str) -> dict[Any, Any]:
    """What maps names to something, None to nothing; ParseError for anything else."""
    if value is not None and not isinstance(value, Mapping):
        raise ParseError(f"{where}: expected a mapping, as {example}, got {type(value).__name__}.")
    return dict(value or {})


def _joined(value: Any, where: str, example: str, more: dict[str, Any]) -> dict[Any, Any]:
    """What is mapped in a mapping and by keywords."""
    mapping = _mapping(value, where, example)
    if twice := sorted(mapping.keys() & more.keys()):
        raise ParseError(f"{where}: {twice[0]} is given twice.")
    return mapping | more


def _domains(value: Any, where: str) -> dict[str, Any]:
    return _mapping(value, where, "{'c': 'positive'}")


class Algebra:
    """Operations on a family. Domains and expressions are text, as in a declaration, or SymPy's.

    Each raises ParseError for what it cannot read or make. The first five say what becomes of F; the others make
    another density, of which F is derived anew.
    """

    @classmethod
    def from_scipy(cls, distribution: Any, free: Any = None) -> Family:
        """The family of a distribution of scipy.stats, generic or frozen, its parameters under SciPy's names.

        What no value is given is free; if each parameter has one, all are. `free` names what is free instead. What is
        not free stands at the value given to it, or else loc at 0 and scale at 1, and a shape is known. A location or
        scale that the catalogue has no place for is free only where `free` names it. The name says all this.

        >>> from types import SimpleNamespace
        >>> import symfisher
        >>> gamma = SimpleNamespace(name="gamma", shapes="a")  # as scipy.stats.gamma has them
        >>> symfisher.Family.from_scipy(gamma).name
        'scipy.stats.gamma(a, scale; loc = 0)'
        >>> frozen = SimpleNamespace(dist=gamma, args=(2,), kwds={})  # as scipy.stats.gamma(2)
        >>> symfisher.fisher(symfisher.Family.from_scipy(frozen)).matrix
        Matrix([[2/scale**2]])
        """
        from symfisher.reading.scipy_stats import family_of

        return family_of(distribution, free)

    @classmethod
    def from_sympy_stats(cls, variable: Any, known: Any = (), domains: Mapping[str, Any] | None = None) -> Family:
        """The family of a random symbol of sympy.stats, or of a one-to-one function of one.

        Its symbols are the parameters, in the domains that their assumptions give or `domains` names; integers, and
        what `known` names, are known.

        >>> import symfisher
        >>> from sympy import symbols
        >>> from sympy.stats import Gamma
        >>> k, theta = symbols("k theta", positive=True)
        >>> symfisher.fisher(symfisher.Family.from_sympy_stats(Gamma("X", k, theta), known="k")).matrix
        Matrix([[k/theta**2]])
        """
        from symfisher.reading.sympy_stats import family_of

        return family_of(variable, known, domains)

    def reparametrize(
        self: Any,
        changes: Mapping[str, Any] | None = None,
        parameters: Mapping[str, Any] | None = None,
        known: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> Family:
        """Old parameters as functions of new ones, θ = θ(η): F(η) = Jᵀ F(θ(η)) J with J = ∂θ/∂η.

        `parameters` declares the new ones in the order of the matrix; without it their domains are found where each
        old one is a one-to-one function of one new one. `known` declares further known symbols.

        >>> import symfisher
        >>> symfisher.fisher(symfisher.family("exponential").reparametrize(lam="1/theta")).matrix
        Matrix([[theta**(-2)]])
        """
        from symfisher.images.parameters import reparametrized

        where = "reparametrize"
        domains = None if parameters is None else _domains(parameters, where)
        changed = _joined(changes, where, "{'theta': '1/beta'}", more)
        return reparametrized(self, changed, domains, _domains(known, where))

    def fix(self: Any, values: Mapping[str, Any] | None = None, known: Any = None, **more: Any) -> Family:
        """Parameters at given values, or `known` ones: their rows and columns of F are left out.

        `known` names parameters, or maps them to the domains that they then have.

        >>> import symfisher
        >>> symfisher.fisher(symfisher.family("gamma").fix(k=2)).matrix
        Matrix([[2/theta**2]])
        """
        from symfisher.images.parameters import fixed

        return fixed(self, _joined(values, "fix", "{'k': 2}", more), known or {})

    def under(self: Any, maps: Mapping[str, Any] | None = None, **more: Any) -> Family:
        """The law of a one-to-one function of each variable, y = φ(x): F stays as it is.

        A key is the new variable, its value the function of an old one; the name may stay the same.

        >>> import symfisher
        >>> symfisher.fisher(symfisher.family("normal").under(y="exp(x)")).matrix
        Matrix([
        [sigma**(-2),          0],
        [          0, 2/sigma**2]])
        """
        from symfisher.images.pushforward import pushed_forward

        return pushed_forward(self, _joined(maps, "under", "{'y': 'exp(x)'}", more))

    def __mul__(self: Any, other: Any) -> Family:
        """Independent variables of both laws: F is the sum of theirs; a parameter of one name in both is one."""
        from symfisher.images.products import product

        return product(self, other)

    def __pow__(self: Any, count: Any) -> Family:
        """So many independent observations: n F."""
        from symfisher.images.products import power

        return power(self, count)

    def shift(self: Any, parameter: str = "mu", domain: Any = "real") -> Family:
        """A location: the law of x + μ, with μ as the first parameter."""
        from symfisher.images.moving import shifted

        return shifted(self, parameter, domain)

    def scale(self: Any, parameter: str = "sigma", domain: Any = "positive") -> Family:
        """A scale: the law of σ x, with σ as the first parameter."""
        from symfisher.images.moving import scaled

        return scaled(self, parameter, domain)

    def truncate(self: Any, lower: Any = None, upper: Any = None, known: Mapping[str, Any] | None = None) -> Family:
        """The law given that lower < x < upper, for counts lower ≤ x ≤ upper: p/Z with Z the mass there."""
        from symfisher.images.cutting import truncated

        return truncated(self, lower, upper, _domains(known, "truncate"))

    def censor(self: Any, lower: Any = None, upper: Any = None, known: Mapping[str, Any] | None = None) -> Family:
        """What is below `lower` is seen as `lower`, what is above `upper` as `upper`: a point mass at each."""
        from symfisher.images.cutting import censored

        return censored(self, lower, upper, _domains(known, "censor"))

    def inflate(self: Any, weights: Mapping[str, Any]) -> Family:
        """With probability w the place a, else the law: `weights` maps new parameters w to places a.

        >>> import symfisher
        >>> symfisher.family("Poisson").inflate({"w": 0}).density
        Piecewise((w + (1 - w)*exp(-lam), Eq(x, 0)), (lam**x*(1 - w)*exp(-lam)/factorial(x), True))
        """
        from symfisher.images.cutting import inflated

        return inflated(self, weights)
