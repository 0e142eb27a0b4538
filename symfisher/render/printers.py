"""The printers: pictures of characters, one line of characters, and LaTeX."""

from symfisher.render.formulas import FormulaPrinter
from symfisher.render.linear import LinearPrinter
from symfisher.render.pictures import PicturePrinter

__all__ = ["FormulaPrinter", "LinearPrinter", "PicturePrinter"]
