"""Laws of several variables by cases, and of a Dirichlet kind in functions of each variable, as typed."""

from acceptance.entry import Entry as E
from acceptance.entry import positive

XY = positive("x y")

ENTRIES = (
    E(
        "Freund",
        "Piecewise((a*d*exp(-d*y-(a+b-d)*x), x<y), (b*c*exp(-c*x-(a+b-c)*y), True))",
        XY,
        positive("a b c d"),
        split=("x",),
    ),
    E(
        "Block and Basu",
        "Piecewise((a*(b+c)*exp(-a*x-(b+c)*y), x<y), (b*(a+c)*exp(-(a+c)*x-b*y), True))*(a+b+c)/(a+b)",
        XY,
        positive("a b c"),
        split=("x",),
    ),
    E(
        "three risks",
        "Piecewise((a, Eq(d,1)), (b, Eq(d,2)), (c, True))*exp(-(a+b+c)*x)",
        {"x": "positive", "d": "1..3"},
        positive("a b c"),
    ),
    E(
        "two risks, Weibull",
        "Piecewise((a*k*x^(k-1)*exp(-(a+b)*x^k), Eq(d,1)), (b*k*x^(k-1)*exp(-(a+b)*x^k), True))",
        {"x": "positive", "d": "1..2"},
        positive("k a b"),
    ),
    E(
        "class and lifetime",
        "Piecewise((w*a*exp(-a*x), Eq(c,1)), ((1-w)*b^2*x*exp(-b*x), True))",
        {"c": "0..1", "x": "positive"},
        {"w": "unit", **positive("a b")},
    ),
    E(
        "bivariate logistic",
        "2*exp(-(x-m)/s-(y-n)/t)/(s*t*(1+exp(-(x-m)/s)+exp(-(y-n)/t))^3)",
        {"x": "real", "y": "real"},
        {"m": "real", "n": "real", **positive("s t")},
        through=(
            XY,
            {"x": "m-s*log(x)", "y": "n-t*log(y)"},
            "s*t/(x*y)",
        ),
        centre={"y": ("0", "1+x")},
    ),
    E(
        "bivariate Burr",
        "a*(a+1)*c*d/(x*y)*(x/s)^c*y^d*(1+(x/s)^c+y^d)^(-a-2)",
        XY,
        positive("a c d s"),
        through=(XY, {"x": "s*x^(1/c)", "y": "y^(1/d)"}, "s*x^(1/c-1)*y^(1/d-1)/(c*d)"),
        centre={"y": ("0", "1+x")},
        near={"a": "(1, 4)"},
    ),
)
