"""The doctor: whether a project is set up well, and how to mend what is not."""

from kitgen.doctor.checks import Surroundings, examine
from kitgen.doctor.support import Support, load_support
from kitgen.doctor.value import Check, Health

__all__ = ["Check", "Health", "Support", "Surroundings", "examine", "load_support"]
