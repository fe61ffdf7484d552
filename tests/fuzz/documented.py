"""What a call may raise by its documents. Warnings are told apart: they are errors here."""

import pysock

from . import values

DOCUMENTED = (
    pysock.UndefinedBehavior,
    TypeError,
    ValueError,
    OverflowError,
    MemoryError,
    Warning,
    values.CallbackError,
)
