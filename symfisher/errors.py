"""The errors a caller may meet, each message one sentence: what, where, what to do; and the end of a time limit."""


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


class OutOfTime(BaseException):
    """The time is up. Not an Exception, so that nothing in between takes it for a failure of its own."""
