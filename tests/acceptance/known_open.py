"""Entries that have a closed form which is not found yet, and why; a test fails as soon as one of them closes."""

PLANE = "a law of several variables that is neither an exponential family nor a product"

KNOWN_OPEN: dict[str, str] = {
    "simplex": "E[∂²ℓ/∂m²] needs the variance, of incomplete gamma functions, which cancels",
    "Libby–Novick": "a beta law in a Möbius function of x, which is not among the pivots",
    "Zipf on 1..6": "a finite sum with numbers for ends is not written out",
    "Yule–Simon": "the tail of the sum is a power: E ψ₁(k + r + 1)",
    "Yule–Simon, by gammas": "the tail of the sum is a power: E ψ₁(k + a + 1)",
    "censored normal": "an atom of Φ, with a known place",
    "bivariate Lomax": PLANE,
    "Student in the plane": PLANE,
    "Student in the plane, scatter": PLANE,
    "Cauchy in the plane": PLANE,
    "logistic location and independent Weibull": "a product of two laws, neither of one exponential family",
}
