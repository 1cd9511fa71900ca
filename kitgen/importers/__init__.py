"""Importers: profiles from what other places know; offline, and never more than they say."""

from kitgen.importers.accounting import Account, Accounts
from kitgen.importers.archive import ExportError
from kitgen.importers.candidates import Candidate, find_candidates
from kitgen.importers.json_resume import json_resume_of
from kitgen.importers.linkedin import Imported, import_linkedin, owner_name
from kitgen.importers.memory import Memory, load_memory, memory_path
from kitgen.importers.merge import Report
from kitgen.importers.options import Choose, Options, choose_nobody
from kitgen.importers.people import same_name
from kitgen.importers.suggestions import Hints, load_hints

__all__ = [
    "Account",
    "Accounts",
    "Candidate",
    "Choose",
    "ExportError",
    "Hints",
    "Imported",
    "Memory",
    "Options",
    "Report",
    "choose_nobody",
    "find_candidates",
    "import_linkedin",
    "json_resume_of",
    "load_hints",
    "load_memory",
    "memory_path",
    "owner_name",
    "same_name",
]
