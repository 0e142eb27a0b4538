"""Laws on bounded intervals, as typed."""

from acceptance.entry import Entry as E
from acceptance.entry import U, positive

AB = positive("a b")

ENTRIES = (
    E("Kumaraswamy", "a*b*x^(a-1)*(1-x^a)^(b-1)", U, AB, near={"b": "(1, 4)"}),
    E("Kumaraswamy, reflected", "a*b*(1-x)^(a-1)*(1-(1-x)^a)^(b-1)", U, AB, near={"a": "(1, 4)", "b": "(1, 4)"}),
    E("Kumaraswamy, height 1/2", "a/2*x^(a-1)/sqrt(1-x^a)", U, positive("a")),
    E(
        "Kumaraswamy, log parameters",
        "exp(u+v)*x^(exp(u)-1)*(1-x^exp(u))^(exp(v)-1)",
        U,
        {"u": "real", "v": "real"},
        near={"u": "(0, 1)", "v": "(0, 1)"},
    ),
    E("arcsine, skew", "sin(pi*a)/pi*x^(a-1)*(1-x)^(-a)", U, {"a": "unit"}, near={"a": "(2/5, 3/5)"}),
    E(
        "beta on known ends",
        "(x-l)^(a-1)*(h-x)^(b-1)/(beta(a,b)*(h-l)^(a+b-1))",
        {"x": "(l, h)"},
        AB,
        {"l": "real", "h": "(l, oo)"},
        near={"a": "(1, 4)", "b": "(1, 4)"},
    ),
    E(
        "beta on (-1, 1)",
        "(1+x)^(a-1)*(1-x)^(b-1)*2^(1-a-b)/beta(a,b)",
        {"x": "(-1, 1)"},
        AB,
        near={"a": "(1, 4)", "b": "(1, 4)"},
    ),
    E("Topp–Leone", "2*a*x^(a-1)*(1-x)*(2-x)^(a-1)", U, positive("a")),
    E("Topp–Leone, expanded", "a*(2-2*x)*(2*x-x^2)^(a-1)", {"x": "(0, 1)"}, positive("a")),
    E("triangular, mode", "Piecewise((2*x/c, x<c), (2*(1-x)/(1-c), True))", U, {"c": "unit"}, split=("c",)),
    E("Bradford", "c/(log(1+c)*(1+c*x))", U, positive("c")),
    E("Bradford, log", "(exp(k)-1)/(k*(1+(exp(k)-1)*x))", U, positive("k")),
    E(
        "two-sided power",
        "Piecewise((n*(x/c)^(n-1), x<c), (n*((1-x)/(1-c))^(n-1), True))",
        U,
        {"n": "positive"},
        {"c": "unit"},
        split=("c",),
        near={"n": "(1, 4)"},
    ),
    E(
        "logit-normal, precision",
        "sqrt(t/(2*pi))*exp(-t*(log(x)-log(1-x)-m)^2/2)/(x*(1-x))",
        U,
        {"m": "real", "t": "positive"},
    ),
    E("simplex", "exp(-(x-m)^2/(2*v*x*(1-x)*m^2*(1-m)^2))/sqrt(2*pi*v*(x*(1-x))^3)", U, {"m": "unit", "v": "positive"}),
    E(
        "Libby–Novick",
        "l^a*x^(a-1)*(1-x)^(b-1)/(beta(a,b)*(1-(1-l)*x)^(a+b))",
        U,
        {"a": "positive", "b": "positive", "l": "positive"},
        near={"a": "(1, 3)", "b": "(1, 3)"},
    ),
    E("unit gamma", "b^a*x^(b-1)*(-log(x))^(a-1)/gamma(a)", U, AB, near={"a": "(1, 4)"}),
    E("unit Weibull", "a*b/x*(-log(x))^(b-1)*exp(-a*(-log(x))^b)", U, AB, near={"b": "(1, 3)"}),
    E("log-Lindley", "s^2/(1+s)*(1-log(x))*x^(s-1)", U, positive("s")),
    E("linear density", "1+t*(2*x-1)", U, {"t": "(-1, 1)"}),
    E("linear decay, muon", "(1+a*x/3)/2", {"x": "(-1, 1)"}, {"a": "(-3, 3)"}),
    E("quadratic density", "3/8*(1+x^2)+a*x", {"x": "(-1, 1)"}, {"a": "(-3/4, 3/4)"}),
    E("power function", "p*(x/c)^(p-1)/c", {"x": "(0, c)"}, positive("p"), positive("c")),
    E("tilted uniform", "b*exp(b*x)/(exp(b)-1)", U, positive("b")),
    E("continuous Bernoulli", "log(l/(1-l))/(2*l-1)*l^x*(1-l)^(1-x)", U, {"l": "(1/2, 1)"}),
    E("beta rectangular", "t*6*x*(1-x)+(1-t)", U, {"t": "unit"}),
    E(
        "beta, mode and concentration",
        "x^(m*(k-2))*(1-x)^((1-m)*(k-2))/beta(m*(k-2)+1,(1-m)*(k-2)+1)",
        U,
        {"m": "unit", "k": "(2, oo)"},
    ),
    E("Fisher on colatitude", "sin(x)*exp(k*cos(x))*k/(2*sinh(k))", {"x": "(0, pi)"}, positive("k")),
)
