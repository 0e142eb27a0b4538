"""How names and prose are spelled: Greek letters, subscripts, plain ASCII."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# fmt: off
GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "omicron": "ο", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
}
# fmt: on
GREEK |= {name.capitalize(): letter.upper() for name, letter in GREEK.items()}
SPELLED = {letter: name for name, letter in GREEK.items()}
SPELLED |= {"ς": "sigma", "ϵ": "epsilon", "ϕ": "phi", "ϑ": "theta"}
ALIASES = {"lam": "lambda", "lamda": "lambda", "eps": "epsilon"}

SUBSCRIPTS = dict(zip("0123456789aehijklmnoprstuvx+-", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ₊₋", strict=True))
SUPERSCRIPTS = dict(zip("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", strict=True))

SIGNS = {
    "≡": ":=", "≈": "~=", "⇒": "=>", "≠": "!=", "≤": "<=", "≥": ">=", "−": "-", "–": "-", "—": "-", "·": ".",
    "⋅": "*", "×": "x", "′": "'", "″": "''", "∂": "d", "∫": "Int ", "∑": "Sum", "Σ": "Sum ", "√": "sqrt", "∞": "oo",
    "½": "1/2", "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"', "∈": "in", "ℝ": "R", "ℕ": "N", "∝": "~",
    "✓": "+", "✗": "x", "→": "->", "↦": "->", "∘": "o", "⟨": "<", "⟩": ">",
}  # fmt: skip
LOW, HIGH = "".join(SUBSCRIPTS.values()), "".join(SUPERSCRIPTS.values())
TYPED_LOW = str.maketrans(LOW, "".join(SUBSCRIPTS))
TYPED_HIGH = str.maketrans(HIGH, "".join(SUPERSCRIPTS))


@lru_cache(maxsize=1024)
def spell(name: str) -> tuple[str, tuple[str, ...]]:
    """The letter and the subscripts of a symbol's name, Greek letters by their English names.

    >>> spell("delta_mu"), spell("x1"), spell("lam"), spell("learning_rate")
    (('delta', ('mu',)), ('x', ('1',)), ('lambda', ()), ('learning_rate', ()))
    """
    first, *subscripts = [part for part in name.split("_") if part] or [name]
    numbered = re.fullmatch(r"([^\W\d]+?)(\d+)", first)
    if numbered:
        first, subscripts = numbered[1], [numbered[2], *subscripts]
    letter = _letter(first)
    if len(letter) > 1 and letter not in GREEK and subscripts and not subscripts[-1].isdigit():
        return name, ()
    return letter, tuple(map(_letter, subscripts))


def _letter(part: str) -> str:
    return SPELLED.get(part) or ALIASES.get(part, part)


def lower(index: str) -> str:
    """The index as a subscript: one character or a number if Unicode has it, else after a low line.

    >>> lower("12"), lower("i"), lower("μ"), lower("max")
    ('₁₂', 'ᵢ', '_μ', '_max')
    """
    short = index.isdigit() or len(index) == 1
    return "".join(SUBSCRIPTS[c] for c in index) if short and set(index) <= SUBSCRIPTS.keys() else f"_{index}"


def raised(exponent: str) -> str | None:
    """The exponent as a superscript, None where Unicode has none."""
    return "".join(SUPERSCRIPTS[c] for c in exponent) if set(exponent) <= SUPERSCRIPTS.keys() else None


@lru_cache(maxsize=1024)
def written(name: str, ascii: bool) -> str:
    """The symbol as it stands in text.

    >>> written("delta_mu", False), written("x1", False), written("σ", True)
    ('δ_μ', 'x₁', 'sigma')
    """
    if ascii:
        return to_ascii(name)
    first, subscripts = spell(name)
    subscripts = tuple(GREEK.get(part, part) for part in subscripts)
    joined = lower(subscripts[0]) if len(subscripts) == 1 else "".join(f"_{part}" for part in subscripts)
    return GREEK.get(first, first) + joined


def to_ascii(text: str) -> str:
    """The text in ASCII: Greek spelled out, signs typed.

    >>> to_ascii("O(|δ|³), E[∂log P/∂θᵢ] ≈ 0")
    'O(|delta|^3), E[dlog P/dtheta_i] ~= 0'
    """
    if text.isascii():
        return text
    text = re.sub(f"[{LOW}]+", lambda run: "_" + run[0].translate(TYPED_LOW), text)
    text = re.sub(f"[{HIGH}]+", lambda run: "^" + run[0].translate(TYPED_HIGH), text)
    return "".join(character if character.isascii() else _typed(character) for character in text)


def _typed(character: str) -> str:
    known = SIGNS.get(character) or SPELLED.get(character)
    return known or unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode() or "?"
