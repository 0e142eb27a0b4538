"""Fisher information matrices, derived from the symmetrized Kullback–Leibler distance, with every step shown."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Derivation": "trace",
    "DensityError": "errors",
    "Family": "model",
    "Information": "information",
    "ParseError": "errors",
    "RegularityError": "errors",
    "Report": "verdicts",
    "SymfisherError": "errors",
    "UnknownFamilyError": "errors",
    "check": "api",
    "derive": "api",
    "derive_many": "many",
    "families": "api",
    "family": "api",
    "fisher": "api",
}

__all__ = [*_HOMES, "__version__"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `symfisher --help` needs no SymPy (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
