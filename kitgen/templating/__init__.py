"""Page sources to page templates, and texts with places to fill; the one user of Jinja."""

from kitgen.templating.compiled import Compiling, keep_templates
from kitgen.templating.environment import get_template, make_environment, render
from kitgen.templating.own import AbsentError, Mistake, OwnTemplate, Vocabulary, read_own
from kitgen.templating.page_template import PageTemplates, compile_page_templates
from kitgen.templating.section import Section, split_sections

__all__ = [
    "AbsentError",
    "Compiling",
    "Mistake",
    "OwnTemplate",
    "PageTemplates",
    "Section",
    "Vocabulary",
    "compile_page_templates",
    "get_template",
    "keep_templates",
    "make_environment",
    "read_own",
    "render",
    "split_sections",
]
