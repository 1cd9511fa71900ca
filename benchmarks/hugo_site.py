"""A Hugo site of kits' pages, with a theme of twenty lines: for comparison, not for use."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SETTINGS = """\
baseURL = "https://kits.example.org/"
title = "Kits"
disableKinds = ["taxonomy", "term", "RSS", "404"]
[markup.goldmark.parser.attribute]
block = true
[markup.goldmark.renderer]
unsafe = true
"""
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }}</title>
<link rel="stylesheet" href="/kit.css">
</head>
<body>
<nav>
<ul>
{{ range .CurrentSection.RegularPages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>
{{ end }}
</ul>
</nav>
<aside>{{ .TableOfContents }}</aside>
<main>{{ .Content }}</main>
<footer>{{ .Site.Title }}</footer>
</body>
</html>
"""


def write_hugo_site(root: Path, trees: Sequence[Path], count: int) -> None:
    """Write a site of `count` kits, each the pages of one of the trees in turn."""
    layouts = root / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layouts / name).write_text(_PAGE, "utf-8")
    (root / "hugo.toml").write_text(_SETTINGS, "utf-8")
    for number in range(count):
        kit = root / "content" / f"kit-{number:06}"
        shutil.copytree(trees[number % len(trees)] / "docs", kit, ignore=_not_pages)
        for page in kit.rglob("*.md"):
            text = page.read_text("utf-8").replace("{: #", "{#")
            # In Hugo a folder's page has another name.
            page.write_text(text, "utf-8")
            if page.name == "index.md":
                page.rename(page.with_name("_index.md"))


def _not_pages(folder: str, names: list[str]) -> list[str]:
    del folder
    return [name for name in names if name == "assets"]
