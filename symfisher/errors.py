"""The errors a caller may meet; each message is one sentence: what, where, what to do."""


class SymfisherError(ValueError):
    """Anything symfisher refuses to do."""


class ParseError(SymfisherError):
    """Text that cannot be read: what is wrong, at which column, and what to write."""


class DensityError(SymfisherError):
    """A function that is not a probability density on the space it was declared on."""


class RegularityError(SymfisherError):
    """A density for which a line of the derivation does not hold."""


class UnknownFamilyError(SymfisherError):
    """A name that no family bears."""
