"""Feeds random bytes to every reader, guided by coverage; fails on anything but a SymfisherError.

    pip install atheris
    python tests/fuzzing/fuzz_readers.py -max_total_time=60

Further options are those of libFuzzer. What was found stays in the folder symfisher-fuzzing among the temporary
files, and the next run starts from there.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

READERS = ("density", "condition", "domain", "declaration", "model", "trace")
WORDS = (
    *(
        "exp(",
        "log(",
        "gamma(",
        "sqrt(",
        "Sum(",
        "Piecewise(",
        "factorial(",
        "besselk(",
        "binomial(",
        "|x|",
        "(j,0,oo)",
    ),
    *(
        "oo",
        "pi",
        "^",
        "**",
        "<=",
        "==",
        "and",
        "or",
        "not",
        "..",
        "1e9",
        "10^9",
        "1/0",
        "in",
        "∈",
        "x²",
        "√",
        "{0,1,...}",
    ),
    *(
        "[variables]",
        "[parameters]",
        "[atoms]",
        "density=",
        "given=",
        "real",
        "positive",
        "0..n",
        '["Add",',
        '"steps":[',
    ),
    *('"format":"symfisher-derivation"', '"version":2', '["Integer","1"]', '["Symbol","x",{}]', '["Float","1",0,53]'),
)


def read(kind: str, text: str, content: bytes, folder: Path) -> None:
    """Hand the text to the reader of this kind."""
    from symfisher.model import Family
    from symfisher.reading.declarations import read_model, split_declaration
    from symfisher.reading.domains import read_space
    from symfisher.trace import Derivation

    if kind == "density":
        Family(text, {"x": "(0, oo)"}, {"t": "positive"})
    elif kind == "condition":
        Family("exp(-t*x)", {"x": "(0, oo)"}, {"t": "positive", "u": "real"}, given=[text])
    elif kind == "domain":
        read_space(text, {}, "domain", "x")
    elif kind == "declaration":
        split_declaration(text, "declaration")
    elif kind == "model":
        (folder / "model.toml").write_bytes(content)
        Family(**read_model(folder / "model.toml"))
    else:
        derivation = Derivation.from_json(text)
        derivation.text(width=80)
        derivation.latex()


def one_input(data: bytes, folder: Path) -> None:
    """The first byte chooses the reader, the others are what it reads."""
    from symfisher.errors import SymfisherError

    kind, content = READERS[data[0] % len(READERS)] if data else READERS[0], data[1:]
    try:
        read(kind, content.decode("utf-8", "surrogateescape"), content, folder)
    except SymfisherError as refusal:
        assert str(refusal).isprintable() and len(str(refusal)) < 400, refusal


def samples(folder: Path) -> None:
    """Inputs to start from, one or more for each reader."""
    import symfisher

    model = 'density = "t*exp(-t*x)"\n[variables]\nx = "(0, oo)"\n[parameters]\nt = "positive"\n[atoms]\n0 = "1/2"\n'
    texts = ("t*exp(-t*x)/gamma(t)^2", "0 < t <= u", "{0, 1, ..., 5}", "0 < x < 1", model, symfisher.derive().to_json())
    for kind, text in enumerate(texts):
        (folder / READERS[kind]).write_bytes(bytes([kind]) + text.encode())


def main() -> None:
    """Run libFuzzer with its options from the command line."""
    import atheris

    with atheris.instrument_imports(include=["symfisher"]):
        import symfisher.cli
        import symfisher.commands
        import symfisher.render.json
        import symfisher.render.latex
        import symfisher.render.text  # noqa: F401
    folder = Path(tempfile.gettempdir(), "symfisher-fuzzing")
    start = folder / "start"
    start.mkdir(parents=True, exist_ok=True)
    samples(start)
    (folder / "words").write_text("".join(f"{quoted(word)}\n" for word in WORDS), encoding="ascii")
    options = [sys.argv[0], "-timeout=20", *sys.argv[1:], f"-dict={folder / 'words'}", "-max_len=20000", str(start)]
    atheris.Setup(options, lambda data: one_input(data, folder))
    atheris.Fuzz()


def quoted(word: str) -> str:
    """The word as a line of a libFuzzer dictionary."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"'


if __name__ == "__main__":
    main()
