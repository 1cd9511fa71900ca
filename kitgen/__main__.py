"""`python -m kitgen`, and `kitgen`."""

from __future__ import annotations

import gc
import sys

# What a command for one kit makes lasts until it ends: to look for what can go takes a tenth of its
# time, and another one at its end, where all goes. In a long run this is some 20 MB.
_BETWEEN_LOOKS = 200_000
_INTERRUPTED = 130  # as shells put it: 128, and the number of the signal


def run() -> None:
    """Run a command, and end."""
    gc.set_threshold(_BETWEEN_LOOKS)
    try:
        from kitgen.cli import command_name, main  # noqa: PLC0415  much is made by importing, too

        main(prog_name=command_name())
    except KeyboardInterrupt:  # before the command has begun, or at its very end
        sys.exit(_INTERRUPTED)
    finally:
        gc.freeze()


if __name__ == "__main__":
    run()
