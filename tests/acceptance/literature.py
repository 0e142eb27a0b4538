"""Laws of one variable from the literature, with parameters in a function of it, kinked and cut ones."""

from acceptance.entry import Entry as E
from acceptance.entry import P, R, U, positive

LS = {"m": "real", "s": "positive"}
AB = positive("a b")
MA = {"m": "real", "a": "positive", "b": "positive"}

ENTRIES = (
    E("Cauchy, quartiles", "2*(b-a)/(pi*((b-a)^2+(2*x-a-b)^2))", R, {"a": "real", "b": "(a, oo)"}),
    E("Burr VI", "k*c*cosh(x)*exp(-c*sinh(x))*(1+exp(-c*sinh(x)))^(-k-1)", R, positive("k c")),
    E("Burr VII", "r*2^(-r)*(1+tanh(x))^(r-1)*sech(x)^2", R, positive("r"), near={"r": "(1, 4)"}),
    E(
        "generalized beta I, end known",
        "a*x^(a*p-1)*(1-(x/b)^a)^(q-1)/(b^(a*p)*beta(p,q))",
        {"x": "(0, b)"},
        positive("a p q"),
        positive("b"),
        near={"q": "(1, 4)", "p": "(1, 4)"},
    ),
    E("exponentiated Lomax", "a*t*l*(1+l*x)^(-t-1)*(1-(1+l*x)^(-t))^(a-1)", P, positive("a t l")),
    E("Lehmann II, Gumbel", "a*exp(-x-exp(-x))*(1-exp(-exp(-x)))^(a-1)", R, positive("a"), near={"a": "(2, 4)"}),
    E(
        "beta Gumbel",
        "exp(-x)*exp(-a*exp(-x))*(1-exp(-exp(-x)))^(b-1)/beta(a,b)",
        R,
        AB,
        near={"a": "(2, 4)", "b": "(2, 4)"},
    ),
    E("Kumaraswamy Fréchet", "a*b*x^(-2)*exp(-a/x)*(1-exp(-a/x))^(b-1)", P, AB, near={"b": "(2, 4)"}),
    E("Marshall–Olkin Fréchet", "a*x^(-2)*exp(-1/x)/(1-(1-a)*(1-exp(-1/x)))^2", P, positive("a")),
    E("geometric normal", "(1-p)*exp(-x^2/2)/sqrt(2*pi)/(1-p*(1+erf(x/sqrt(2)))/2)^2", R, {"p": "unit"}),
    E("tangent Cauchy", "s/(pi*cos(x)^2*(s^2+tan(x)^2))", {"x": "(-pi/2, pi/2)"}, positive("s")),
    E("cubed logistic", "(1+3*x^2)*exp(-(x+x^3-m))/(1+exp(-(x+x^3-m)))^2", R, {"m": "real"}),
    E(
        "logit-Laplace",
        "exp(-abs(log(x/(1-x))-m)/b)/(2*b*x*(1-x))",
        U,
        {"m": "real", "b": "positive"},
        split=("1/(1+exp(-m))",),
        near={"b": "(1/4, 1)"},
    ),
    E(
        "asinh-logistic",
        "exp(-(asinh(x)-m)/s)/(s*sqrt(1+x^2)*(1+exp(-(asinh(x)-m)/s))^2)",
        R,
        LS,
        near={"s": "(1/3, 1)"},
    ),
    E(
        "Cartwright",
        "2^(1/z-1)*gamma(1+1/z)^2/(pi*gamma(1+2/z))*(1+cos(x-m))^(1/z)",
        {"x": "(-pi, pi)"},
        {"m": "(-pi, pi)", "z": "positive"},
        near={"m": "(-1, 1)", "z": "(1/4, 2/3)"},
        split=("m-pi", "m+pi"),
    ),
    E(
        "skewed Student of 3",
        "2/(g+1/g)*2/(pi*sqrt(3))*Piecewise(((1+g^2*x^2/3)^(-2), x<0), ((1+x^2/(3*g^2))^(-2), True))",
        R,
        positive("g"),
        split=("0",),
    ),
    E(
        "two-piece Student",
        "2*gamma((n+1)/2)/(gamma(n/2)*sqrt(n*pi)*(a+b))"
        "*Piecewise(((1+(x-m)^2/(n*a^2))^(-(n+1)/2), x<m), ((1+(x-m)^2/(n*b^2))^(-(n+1)/2), True))",
        R,
        MA,
        positive("n"),
        split=("m",),
    ),
    E(
        "epsilon-skew normal",
        "Piecewise((exp(-x^2/(2*(1+e)^2)), x<0), (exp(-x^2/(2*(1-e)^2)), True))/sqrt(2*pi)",
        R,
        {"e": "(-1, 1)"},
        split=("0",),
    ),
    E("Laplace, by a minimum", "Min(exp(x-m),exp(m-x))/2", R, {"m": "real"}, split=("m",)),
    E("Planck, wavelength", "15/pi^4*b^4/(x^5*(exp(b/x)-1))", P, positive("b")),
    E(
        "Davis",
        "b^n/(gamma(n)*zeta(n))*x^(-1-n)/(exp(b/x)-1)",
        P,
        {"b": "positive", "n": "(1, oo)"},
        near={"n": "(2, 4)"},
    ),
    E("Lomax, mean", "a*(m*(a-1))^a/(m*(a-1)+x)^(a+1)", P, {"m": "positive", "a": "(1, oo)"}),
    E("Weibull, mode", "(k-1)/m*(x/m)^(k-1)*exp(-(k-1)/k*(x/m)^k)", P, {"k": "(1, oo)", "m": "positive"}),
    E(
        "q-Gaussian on an interval",
        "gamma(3/2+1/(1-q))/gamma(1+1/(1-q))*sqrt((1-q)/pi)*s*(1-(1-q)*s^2*x^2)^(1/(1-q))",
        {"x": "(-1/(s*sqrt(1-q)), 1/(s*sqrt(1-q)))"},
        positive("s"),
        {"q": "(0, 1)"},
        near={"q": "(1/2, 9/10)"},
    ),
    E(
        "transmuted Pareto",
        "a*x^(-a-1)*(1-t+2*t*x^(-a))",
        {"x": "(1, oo)"},
        {"a": "positive", "t": "(-1, 1)"},
    ),
    E(
        "generalized t, centre known",
        "p/(2*s*q^(1/p)*beta(1/p,q))*(1+abs(x)^p/(q*s^p))^(-(q+1/p))",
        R,
        positive("s p q"),
        split=("0",),
    ),
)
