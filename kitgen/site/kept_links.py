"""Links of the navigation, rendered once for all pages of a kit.

Material renders the link to each page into each page: with twenty contacts these are most of what
it renders. A link that does not lead to the open page is the same in all of them. So where the
theme's own template renders one entry of a section, what it gave before is taken. It goes by the
words of that template: where they are others, every link is rendered as ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_TEMPLATE = "partials/nav-item.html"
_CALL = '{{ render(item, path ~ "_" ~ loop.index, level + 1, nav_item) }}'
_KEPT = (
    "{{ kept_link(render, base_url, page.url if page else '', item, "
    'path ~ "_" ~ loop.index, level + 1, nav_item) }}'
)


class KeptLinks:
    """The links of one kit. It holds the entries, too, so that none is taken for another."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[tuple[int, str, str], tuple[object, str]] = {}

    def install(self, environment: Any) -> None:  # noqa: ANN401  the theme's own, of Jinja
        """Have the theme's template ask here for each link."""
        environment.globals["kept_link"] = self.link
        loader = environment.loader
        get_source = loader.get_source

        def with_kept_links(env: object, name: str) -> tuple[str, object, object]:
            source, file, is_current = get_source(env, name)
            if name == _TEMPLATE and source.count(_CALL) == 1:
                source = source.replace(_CALL, _KEPT)
            return source, file, is_current

        loader.get_source = with_kept_links

    def forget(self) -> None:
        """Begin another kit."""
        self._kept.clear()

    def link(
        self,
        render: Callable[..., str],
        base: str,
        here: str,
        item: Any,  # noqa: ANN401  MkDocs' own
        *place: object,
    ) -> str:
        """Return one entry as `render` gives it, or as it gave it for another page beside this one.

        `here` is the address of the open page: from another folder a link is another one.
        """
        is_alike = item.is_page and not item.active and not getattr(item, "pages", ())
        if not is_alike:
            return render(item, *place)
        key = (id(item), base, here.rpartition("/")[0])
        if key not in self._kept:
            self._kept[key] = (item, render(item, *place))
        return self._kept[key][1]
