"""`python -m kitgen`."""

from kitgen.cli import command_name, main

if __name__ == "__main__":
    main(prog_name=command_name())
