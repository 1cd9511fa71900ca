"""Page sources to page templates, and texts with places to fill; the one user of Jinja."""

from kitgen.templating.environment import get_template, make_environment, render
from kitgen.templating.page_template import (
    PageTemplates,
    Section,
    compile_page_templates,
    split_sections,
)

__all__ = [
    "PageTemplates",
    "Section",
    "compile_page_templates",
    "get_template",
    "make_environment",
    "render",
    "split_sections",
]
