"""The families that bear a name: declarations only, found by name, alias and parametrization."""

from __future__ import annotations

from symfisher.catalogue.lookup import look_up, names

__all__ = ["look_up", "names"]
