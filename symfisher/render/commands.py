"""The commands of LaTeX for the letters and functions that SymPy spells."""

from __future__ import annotations

from symfisher.render.letters import GREEK

CALLED = {
    "gamma": r"\Gamma", "uppergamma": r"\Gamma", "lowergamma": r"\gamma", "beta": r"\mathrm{B}", "zeta": r"\zeta",
    "loggamma": r"\log\Gamma", "log": r"\log", "exp": r"\exp", "LambertW": "W", "Max": r"\max", "Min": r"\min",
    "sin": r"\sin", "cos": r"\cos", "tan": r"\tan", "cot": r"\cot", "sec": r"\sec", "csc": r"\csc", "sinh": r"\sinh",
    "cosh": r"\cosh", "tanh": r"\tanh", "coth": r"\coth", "asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan",
}  # fmt: skip
INDEXED = {
    "besseli": "I", "besselj": "J", "besselk": "K", "bessely": "Y", "polygamma": r"\psi", "polylog": r"\mathrm{Li}",
}  # fmt: skip
SPECIAL = {c: f"\\{c}" for c in "&%$#_{}"} | {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip

# fmt: off
LATIN_CAPITALS = {
    "Alpha": "A", "Beta": "B", "Epsilon": "E", "Zeta": "Z", "Eta": "H", "Iota": "I", "Kappa": "K",
    "Mu": "M", "Nu": "N", "Omicron": "O", "Rho": "P", "Tau": "T", "Chi": "X",
}
# fmt: on


def escaped(plain: str) -> str:
    """The text with TeX's special characters written out; what T1 fonts lack becomes a question mark.

    >>> escaped("my%name_1")
    'my\\\\%name\\\\_1'
    """
    return "".join(SPECIAL.get(c, c if c.isprintable() and ord(c) < 0x180 else "?") for c in plain)


def letter(part: str) -> str:
    r"""A letter, Greek or Latin; a longer name upright.

    >>> letter("mu"), letter("x"), letter("rate")
    ('\\mu', 'x', '\\mathrm{rate}')
    """
    if part in GREEK:
        alike = (GREEK[part].isupper() and part in LATIN_CAPITALS) or part in ("omicron", "Omicron")
        return f"\\mathrm{{{LATIN_CAPITALS.get(part, 'o')}}}" if alike else f"\\{part}"
    if (len(part) == 1 and part.isascii() and part.isalnum()) or (part.isdigit() and part.isascii()):
        return part
    if part.isascii():
        return f"\\mathrm{{{escaped(part)}}}"
    return f"\\text{{{escaped(part)}}}"
