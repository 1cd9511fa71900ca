"""Accounting: every row of an export is used, or skipped for a reason that is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Account:
    """What became of the rows of one file: rows read = used + skipped."""

    file: str
    read: int = 0
    used: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    def use(self) -> None:
        """Count a row that went into the profile."""
        self.read += 1
        self.used += 1

    def skip(self, reason: str) -> None:
        """Count a row that did not, and why."""
        self.read += 1
        self.skipped[reason] += 1

    def take_back(self, rows: int, reason: str) -> None:
        """Count rows as skipped that were thought to be used."""
        self.used -= rows
        if rows:
            self.skipped[reason] += rows

    @property
    def is_whole(self) -> bool:
        """Whether every row is accounted for."""
        return self.read == self.used + self.skipped.total()


@dataclass
class Accounts:
    """The accounts of all files of one import, and what else there is to tell of them."""

    files: list[Account] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def open(self, file: str) -> Account:
        """Return a new account for a file."""
        account = Account(file)
        self.files.append(account)
        return account

    def warn(self, message: str) -> None:
        """Note something to look at, once."""
        if message not in self.warnings:
            self.warnings.append(message)
