"""Texts that mean harm, or come from somewhere else, and what each of them is told."""

from __future__ import annotations

from dataclasses import dataclass

MODEL = 'density = "t*exp(-t*x)"\n[variables]\nx = "(0, oo)"\n[parameters]\nt = "positive"\n'

UNREAD = "the character '.*' is not read|the character \"'\" is not read"
MISSING = "an operator is missing here"
UNKNOWN = "unknown name"
FUNCTION = "unknown function"
FOLLOW = "should follow"
LONG = "text is longer than 20000"
LATE = "takes too long|nested too deeply"
POLE = "divides by zero|not finite"
UNREAL = "is not a real number"
HUGE = "is beyond|too large|too long"

CODE = {
    UNREAD: [
        "__import__('os').system('touch PWNED')", "open('/etc/passwd').read()", "(lambda: 0)()", "lambda x: x",
        'f"{x}"', "f'{__import__(\"os\")}'", "(x := 1)", "x.__class__", "x.subs(x, 1)",
        "().__class__.__bases__[0].__subclasses__()", "getattr(x, '__class__')", "[x for x in range(10)]",
        "{x: 1 for x in t}", "`touch PWNED`", 'exec("x")', 'eval("1")', "x; import os", "@x", "x = 1", "x += 1", "...",
        "b'x'", "x[0]", "x\\\n+1", "# -*- coding: rot13 -*-", "S('x')", "Symbol('x').subs", "Function('f')(x)",
        "sympify(\"__import__('os')\")", "Matrix([[1]])", "Float('1e400')",
    ],
    FUNCTION: [
        "globals()", "print(x)", "exit()", "compile(x)", "breakpoint()", "getattr(x, t)", "Lambda(x, x)",
        "Integral(x, (x, 0, 1))", "Derivative(x, x)", "DiracDelta(x)", "floor(x)", "Rational(1, 3)", "__import__(os)",
        "f(x)",
    ],
    MISSING: ["import os", "yield x", "await x", "del x", "x is None", "raise x", "assert x", "2 x", "(x)(t)", "3(x)"],
    "the word '(if|for)' is not read": ["x if t else 1", "x for x"],
    UNKNOWN: ["None", "self", "__builtins__", "_", "I*x", "exp(I*x)"],
    "is not a number": ["oo", "oo-oo", "zoo", "nan", "inf", "-oo*x", "1/oo", "0*oo", "1^oo"],
    "a condition belongs": ["x > file", "x and t", "not x", "x < t", "x == t", "1 < 2", "x | rm"],
    "is a condition": ["True", "False", "otherwise"],
}  # fmt: skip

BOMBS = {
    HUGE: [
        "9**9**9**9", "10^10^10", "E^E^E^E^E", "exp(exp(exp(exp(9^9))))", "exp(1000)^1000", "2^2^2^2^2^2", "x^(10^9)",
        "x^1e9", "(1 + x)^1e9", "x⁹⁹⁹⁹⁹⁹", "((x^1000)^1000)^1000", "square(" * 20 + "x" + ")" * 20, "pow(2, 10^9)",
        "factorial(10^9)", "(10^9)!", "factorial(factorial(factorial(10)))", "binomial(10^9, 5*10^8)", "rf(x, 10^6)",
        "polygamma(10^9, x)", "zeta(10^9)", "zeta(x, 10^9)", "besselk(10^9, x)", "polylog(10^9, x)", "harmonic(10^9)",
        "I0(10^9)", "Phi(10^9)", "sin(10^13)", "cosh(10^6)", "expm1(10^9)", "gamma(gamma(gamma(gamma(20))))",
        "999!*998!*997!*996!", "sqrt((10^60 + 7)*(10^61 + 13))", "Sum(x^j, (j, 0, 10^9))", "Sum(x^j, (j, -10^9, 0))",
        "1e400", "1e-400", "1e99999999999999999999", "9" * 401, "0." + "0" * 400 + "1",
    ],
    LONG: ["x" * 10**6, "1" * 10**6, "(" * 10**6, "x+" * 10**5 + "x", " " * 10**6, "\n" * 10**6, "a" * 10**5],
    "more than 5000 pieces": ["x*" * 9000 + "x", "+".join("x" * 6000)],
    LATE: [
        "(" * 5000 + "x" + ")" * 5000, "x^" * 9000 + "x", "√" * 19_000 + "x", "|" * 19_999, "~" * 19_999,
        "1/(1+" * 100 + "x" + ")" * 100, "Phi(" * 50 + "x" + ")" * 50, "log1p(" * 110 + "x" + ")" * 110,
        "softplus(" * 110 + "x" + ")" * 110,
        "Piecewise(" + ",".join(f"({k}, x < {k})" for k in range(1, 600)) + ", (0, True))",
        "Piecewise((x, " + "&".join(f"x < {k}" for k in range(1, 400)) + "))",
        "Max(" + ",".join(f"x^{k}-{k}*x+log(x+{k})" for k in range(1, 20)) + ")",
        "Piecewise((" * 60 + "x" + ", x < 1), (0, True))" * 60,
    ],
}  # fmt: skip

LETTERS = {
    UNREAD: [
        "\u202ex", "x\u200b", "x\u200bt", "\u200b", "x\0", "\0", "\ud800", "x\udfff", "😀", "\ufeffx", "\x1b[31mx",
        "\x07", "x\u2060", "\u034f", "x\u00ad", "\U000e0001", "١٢", "１２", "𝟙", "½", "x＋1", "（x）", "x–1",
        "x−\u2063t", "∑", "∫x", "∞", "x\n+\n?",
    ],
    "CYRILLIC SMALL LETTER HA": ["х", "exp(-х)"],
    "CYRILLIC SMALL LETTER IE": ["е"],
    "COMBINING|VARIATION": ["x\u0323", "x\ufe0f"],
    UNKNOWN: ["Ⅻ", "ß", "x\u0301", "ﬁ", "\u3164", "\u115f", "x١"],
    "the text is empty": ["", " ", "\t", "\n", "\u2028", "\u00a0"],
}  # fmt: skip

ELSEWHERE = {
    UNREAD: [
        "$(touch PWNED)", "; rm -rf /", "x > $HOME", "\\frac{1}{x}", "$x^2$", "x^{2}", "\\lambda e^{-\\lambda x}",
        "x_{1}", "[variables]", 'density = "x"', '{"format": "symfisher-derivation"}', '["Integer","1"]',
        "'; DROP TABLE x; --", "x' OR '1'='1", "%s%n", "{0}", "{x.__class__}", "${x}", "#{x}", "C:\\con", "http://x.y/",
        "../../etc/passwd", "x?", "5%", "1'000", "1.e5.",
    ],
    FOLLOW: [
        "x && rm", "<script>alert(1)</script>", "x /* c */", "x // 2", "*x", "x**", ")x(", "x ^ ^ x",
    ],
    UNKNOWN: ["x -- comment", "xt"],
    MISSING: ["SELECT * FROM x", "1_000", "0x10", "0b1", "1.2.3", "1..2", "1e", "x t"],
    "found ',' outside": ["1,5", "x, t", "(1, 2)"],
    "never closed|closes nothing|nothing between": ["(x", "x)", "((x)", "()", "|x"],
    "takes? ": ["log()", "log(1,2,3)", "exp(1,2)", "gamma(x, x)", "binomial(x)", "Max()", "pow(x)", "sqrt(1,2)"],
    "write a sum as|index of a sum|no symbol|no terms|has a meaning|not a name": [
        "Sum()", "Sum(x, j)", "Sum(x, (x, 0, oo))", "Sum(x, (I, 0, oo))", "Sum(x, (_j, 0, oo))",
        "Sum(1/j^2, (j, 1, oo))", "Sum(x^j, (j, oo, 0))", "Sum(x^j, (j, 3, 1))",
    ],
    "write the pieces|a condition should stand|no Piecewise|write And": [
        "Piecewise()", "Piecewise(x)", "Piecewise((x, t))", "Piecewise((x, And()))",
        "Heaviside(Heaviside(x - 1) - 1/2)",
    ],
    POLE: [
        "1/0", "0/0", "x/(1-1)", "1/(x-x)", "0^-1", "log(0)", "log(x, 1)", "1/sin(0)", "tan(pi/2)", "gamma(0)",
        "zeta(1)", "besselk(0, 0)", "1/(sqrt(2)*sqrt(3)-sqrt(6))", "logit(1)", "Piecewise((1/0, x < 1), (0, True))",
    ],
    "no base of a logarithm": ["log(x, 0)"],
    UNREAL: ["(-1)^0.5", "(-1)^x", "sqrt(-x^2)", "log(-1)", "acos(5)", "atanh(5)", "cbrt(-8)", "polylog(2, 2)"],
}  # fmt: skip

DOMAINS = {
    "is empty": [
        "(oo, -oo)", "(oo, oo)", "1..0", "1 < x < 0", "0 < x <= 0", "x > oo", "{0, 1, ..., -5}", "{0, ..., -oo}",
    ],
    "is not a number": ["(nan, 1)", "(zoo, 1)", "x < nan"],
    "such as 0..n": ["{1,3}", "{}", "{,}", "{1..2}", "{--1,0}", "{٠,١}", "{²,³}", "{...}", "{0,1,...,2,3}", "{x}"],
    "are integers": ["0..0.5", "{0, 1, ..., 1/2}", "{0, 1, ..., pi}", "0...1"],
    "never closed": ["(", "(0, oo", "[0, 1", "(1;2"],
    "unknown domain": [
        "0, oo)", "(0, 1))", "(0,1) or (2,3)", "[0,1]∪[2,3]", "{", "__import__('os')", "real; import os", "real\0",
        "\u202epositive", "posıtive", "x == 1", "ℝ\\{0}", "\\mathbb{R}", "$(ls)", "%s", "\ud800", "None", "'real'",
        "pi",
    ],
    "two ends": [
        "()", "(0)", "(0;1)", "(0, 1, 5)", "0..1..2", "." * 6000, "(" + "0," * 9000 + ")", "[" * 99 + "]" * 99,
    ],
    "an end is missing": ["(,)", "0..", "...", "x <", "<", "{0, 1, ..., }"],
    "compares the name": ["0 < y < 1", "x > 1 > 0", "<>", "<b>", "x<" * 5000 + "1"],
    "on one side": ["1 < x > 0", "1 > x < 0"],
    HUGE: ["0..9^9^9", "0..10^400", "(-10^301, 0)", "(0, factorial(10^9))", "1e400..oo", "(0, " + "9" * 500 + ")"],
    POLE: ["(0, 1/0)", "(0, log(0))"],
    UNKNOWN: ["(x, 1)", "(0, I)", "0..n", "NaN..1"],
    "domain is empty": ["", " ", "\n"],
    LONG: ["(" * 10**6, "a" * 10**5, " " * 10**5 + "real"],
    f"{UNREAD}|{MISSING}": ["(0, \\infty)", "(0, os.system('x'))", "(0, 1_000)", "0x10..0x20", "(0.5.5, 1)"],
}  # fmt: skip

GIVEN = {
    "write a comparison": ["t", "1", "t < 1 | t > 2", "~(t < 1)", "True", "Or(t < 1)", "And()"],
    "can never hold": ["t < 0", "2 < 1", "t < t"],
    "is not a number": ["t < oo", "t < nan"],
    UNREAD: ["t = 1", "t.x < 1", "t < 'a'", "$(ls) < 1", "t < 1; t > 2", "t\u202e < 1", "\0", "\ud800"],
    "found ',' outside": ["t < 1, t > 2"],
    "the text is empty": [""],
    "write Eq": ["Eq(t)", "Eq(t, 1, 2)"],
    HUGE: ["x < 9^9^9", "t < 1e400"],
    POLE: ["x < 1/0"],
    "cannot be turned into a bound": [
        "x^2 < 1", "(x + t)^20 < 1", "x != 1", "1/x < 1", "exp(x) < t",
        "+".join(f"x^{k}" for k in range(2, 90)) + " < t",
    ],
    LATE: ["(t + 1)^1000*x < 1", "(1 + x)^1000 < 1", "(" * 5000],
    LATE + "|pieces": ["&".join(f"t < {k}" for k in range(1, 800)), "&".join(["t < 1"] * 2000)],
    LONG: ["a" * 10**5 + " < 1", "t < " + "1" * 10**5],
}  # fmt: skip

DECLARATIONS = {
    "cannot read": [
        "", "x", "x in", "x=real", "x,y: real", "1x: real", "(x) in real", "__import__('os'): real",
        "x.__class__: real", "{x}: real", "$x: real", "`x`: real", "%s: real", "\0: real", "\u202ex: real",
        "x\u200b: real", "\ud800: real", "😀: real", "∈ℝ", "0<x<1<2", "<" * 10**5, "∈" * 10**5,
    ],
    "has a meaning of its own": ["E: real", "pi in real", "oo: real", "I: real", "True: real", "𝔼: real", "Ⅰ: real"],
    "is not a name": ["_x: real", "__class__: real"],
    "longer than 40": ["x" * 10**5 + ": real"],
    "nobody sees": ["\u3164: real", "x\ufe0f: real", "\u115f: real"],
    "unknown domain": ["x in real in real", "x: : real", "x in real; import os", "x ∈ ∈ ℝ", "lambda x: real"],
    LONG: ["x: " + "real" * 10**5, "0" * 10**5 + " < x"],
}  # fmt: skip

TOML = {
    "not TOML": [
        "\0", "__import__('os')", "density = __import__('os')", "density = ${x}", "density: x", "density = 'x'; rm -rf",
        "density = '\x07'", 'density = "\\ud800"', "density = " + "[" * 10**5, "density = " + "{a=" * 3000,
        "density = " + "9" * 5000, MODEL + MODEL, MODEL.replace("\n", "\r"), "x = 1979-13-45",
    ],
    "not UTF-8": [MODEL + "\ud800"],
    "no density": ["", "\ufeff", "\n" * 9_000, "[[variables]]", "DENSITY = 'x'"],
    "density is a text": ["density = 3", "density = []", "density = {}", "[density]", "density = 0x" + "f" * 10**5],
    "none declared": ["density = 'x'", "density = 1e400", MODEL.split("[param")[0]],
    "points in a line": ["a." * 490_000 + "b = 1", "[" + "a." * 5000 + "b]"],
    "larger than 1 MB": ["#" * 1_000_001],
    "unknown key": ["'a\\nb' = 1\n" + MODEL, "a" * 10**5 + " = 1\n" + MODEL],
    "is a table": ["variables = []\ndensity = 'x'", "density = 'x'\n[[known]]"],
    "too many digits": [MODEL + "[atoms]\n0 = 0x" + "f" * 5000, MODEL + "[atoms]\n0 = " + "9" * 4000],
    HUGE: [MODEL + "[atoms]\n0 = 1e999999999", MODEL.replace("oo", "1e400")],
    "is not a number": [MODEL + "[atoms]\n0 = nan", MODEL + "[atoms]\n0 = inf"],
    "is not a text": [MODEL + "[atoms]\n0 = true", MODEL + "[atoms]\n0 = 1979-05-27", MODEL + "x.y = 1"],
    "no variable in its place": [MODEL + "[atoms]\nx = '1'", MODEL + "[atoms]\n0 = 'x'"],
    "stands at an integer": [MODEL.replace("(0, oo)", "0..oo") + "[atoms]\n'1/2' = '1/2'"],
    "density at the atom": [
        MODEL.replace("(0, oo)", "0..oo").replace("x)", "factorial(x))") + "[atoms]\n'10^9' = '1/2'",
        MODEL.replace("(0, oo)", "0..oo").replace("x)", "gamma(10^9*x))") + "[atoms]\n7 = '1/2'",
        MODEL.replace("(0, oo)", "0..oo").replace("x)", "factorial(x))") + "[atoms]\n'10^400' = '1/2'",
    ],
    "printable": ['name = "a\\u001b[31mb"\n' + MODEL, 'name = "a\\nb"\n' + MODEL, f"name = '{'n' * 10**5}'\n" + MODEL],
    LATE: [MODEL + "[known]\n" + "\n".join(f'a{k} = "1..{k + 1}"' for k in range(20_000))],
    "declared twice": [MODEL + "x = 'real'", MODEL + "'𝐱' = 'real'"],
    f"not a name|{UNREAD}|{MISSING}": [
        MODEL.replace("x =", "'x\\n' =").replace("'", '"'), MODEL.replace("t =", "'' ="),
        MODEL.replace("t =", "__class__ ="), MODEL + '[atoms]\n"a\\nb" = "?"', MODEL + '[atoms]\n"\\u001b[31m" = "?"',
    ],
}  # fmt: skip

FAMILIES = {
    "unknown family": [
        "", " ", "__import__('os')", "../../etc/passwd", "normal\0", "normal; rm -rf /", "n\u200bormal", "nоrmal",
        "ｎormalx", "\u202enormal", "\ud800", "😀", "{0}", "%s", "gamma:rate:rate", "a\nb",
    ],
}  # fmt: skip


def number(text: str) -> str:
    return f'["Integer", {text}]'


def document(lhs: str, rest: str = "") -> str:
    """A trace of one step with this tree on its left"""
    step = (
        f'{{"lhs":{lhs},"rhs":["Integer","1"],"relation":"=","rule":"r","because":"b","given":[],'
        '"error":null,"substeps":[],"line":"","chained":true}'
    )
    return (
        f'{{"format":"symfisher-derivation","version":2,"title":"t","family":null,"steps":[{step}],"bases":[]{rest}}}'
    )


PAIR = '["Tuple", ["Tuple", ["Integer", "1"]], ["Tuple"]]'

JSON = {
    "not JSON": ["", "x", "{", "[1", "__import__('os')", "{'format': 1}", "\0", document('"\\ud8"'), "\ufeff{}"],
    "nested too deeply": ["[" * 10**5, '{"a":' * 10**5],
    "not a derivation": [
        "[]", "null", "1", '"x"', "{}", '{"format": "pickle"}', '{"format": ["symfisher-derivation"]}',
    ],
    "stands where no number": ["NaN", "[Infinity]", "-Infinity", "[1.5]", "[1e999]", document('["Integer", NaN]')],
    "is unknown": [document("[]").replace(":2,", other, 1) for other in (":3,", ":true,", ':"\\u001b[31m",')],
    "nothing else": [
        document('["pi"]').replace('"bases":[]', '"bases":[1]'), document("[]", ',"code":"x"'),
        document("[]").replace('"title":"t",', ""),
    ],
    "expected a list that starts": [document("[]"), document("5"), document("null"), document('"x"'), document("[1]")],
    "unknown head": [
        document('["eval", ["Integer", "1"]]'), document('["__import__", ["Integer", "1"]]'),
        document('["os.system", ["Integer", "1"]]'), document('["Lambda", ["Integer", "1"]]'),
        document('["Integral", ["pi"]]'), document('["ｅxp", ["pi"]]'), document('["nan"]'), document('["pi", ["pi"]]'),
        document('["' + "a" * 10**5 + '"]'), document('["\\u001b[31m"]'),
    ],
    "expected an integer": [
        document(number('"' + "9" * 5000 + '"')), document(number("1")), document(number('"١"')),
        document(number('"1_000"')), document(number('"0x10"')), document(number('"--1"')), document(number('" 1"')),
        document(number('"1.5"')), document(number("null")),
    ],
    "positive denominator": [document('["Rational", "1", "0"]'), document('["Rational", "1", "-2"]')],
    "a Float": [
        document('["Float", "1", 999999999, 53]'), document('["Float", "1", 0, 999999999]'), document('["Float"]'),
    ],
    "is not a name": [
        document('["Symbol", "__import__(\'os\')", {}]'), document('["Symbol", "x y", {}]'),
        document('["Symbol", "", {}]'), document('["Symbol", "' + "x" * 10**5 + '", {}]'),
        document('["Symbol", "x\\n", {}]'),
    ],
    "assumptions of 'x'": [
        document('["Symbol", "x", {"__class__": true}]'), document('["Symbol", "x", {"real": 1}]'),
        document('["Symbol", "x", {"positive": true, "negative": true}]'),
    ],
    "does not commute": [document('["Symbol", "x", {"commutative": false}]')],
    "cannot have these": [
        document('["Pow", ["pi"]]'), document('["Add"]'), document('["Equality", ["pi"]]'), document('["Sum", ["pi"]]'),
        document('["Derivative", ["pi"], ["pi"]]'), document('["Piecewise", ["pi"]]'), document('["exp"]'),
        document('["meijerg", ["pi"], ["pi"], ["pi"]]'), document(f'["meijerg", {PAIR}, {PAIR}]'),
        document(f'["meijerg", {PAIR.replace("1", "2")}, {PAIR}, ["pi"]]'),
        document('["Not", ["true"], ["true"]]'), document('["Add", ["true"], ["pi"]]'),
    ],
    "nested deeper": [document('["exp",' * 200 + '["pi"]' + "]" * 200)],
    "a matrix is": [document('["Matrix", 1000000000, 1000000000]'), document('["Matrix", -1, 1, ["pi"]]')],
    "control character": [
        document('["pi"]').replace('"t"', '"\\u001b[31m"'), document('["pi"]').replace('"b"', '"a\\nb"'),
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Hostile:
    """One text, the road it comes by, and a pattern that its refusal fits."""

    road: str
    text: str
    says: str

    def __str__(self) -> str:
        start = self.text[:24].encode("ascii", "backslashreplace").decode()
        return f"{self.road}: {start}{f'... of {len(self.text)}' if len(self.text) > 24 else ''}"


ROADS = {
    "density": {"code": CODE, "bombs": BOMBS, "letters": LETTERS, "elsewhere": ELSEWHERE},
    "domain": {"domains": DOMAINS},
    "given": {"given": GIVEN},
    "declaration": {"declarations": DECLARATIONS},
    "toml": {"toml": TOML},
    "family": {"families": FAMILIES},
    "json": {"json": JSON},
}
CASES = [
    Hostile(road, text, says)
    for road, groups in ROADS.items()
    for group in groups.values()
    for says, texts in group.items()
    for text in texts
]
