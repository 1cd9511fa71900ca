"""The sealer: one kit's pages become its sealed site; what is plain is never left on the disk."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kitgen.folder import private_folder
from kitgen.pages import Layout
from kitgen.seal.cipher import derive_keys, passphrase_of
from kitgen.seal.qr import qr_inline
from kitgen.seal.sealed_site import START, SealedSite, seal_site
from kitgen.seal.share_link import share_link
from kitgen.seal.shell import PLACE
from kitgen.seal.theme import Theme, ThemeFolders, read_theme
from kitgen.site import build_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kitgen.pages import Pages
    from kitgen.seal.cipher import KitKeys
    from kitgen.secret import Secret
    from kitgen.site import Press

_ASSETS = "assets/"


class Unsealed(Struct, frozen=True):
    """A kit to seal: its name and link version, and what composes its pages for a layout.

    `source` is the file name of its profile; of what is no kit, and has none to edit, it is empty.
    """

    name: str
    version: int
    needs_passphrase: bool
    compose: Callable[[Layout], Pages]
    source: str = ""

    def keys(self, secret: Secret) -> KitKeys:
        """Return the keys of this kit."""
        passphrase = ""
        if self.needs_passphrase:
            passphrase = passphrase_of(secret, self.name, self.version)
        return derive_keys(secret, self.name, self.version, passphrase)


class Sealer(Struct, frozen=True):
    """What kits are sealed with. `staging` is a private folder for what is plain while it works.

    `theme` is where files that may be public come from. `base_url` is where kits will be published,
    empty when nobody has said so yet; a kit prints its own link when it is known. `edit` is the
    address of the folder in which profiles are edited, empty unless kits are to lead there. With a
    `press`, one kit warms the next.
    """

    mkdocs_yml: Path
    theme: ThemeFolders
    staging: Path
    secret: Secret
    base_url: str = ""
    edit: str = ""
    press: Press | None = None

    def seal(self, kit: Unsealed) -> tuple[SealedSite, Theme]:
        """Return the sealed site of a kit, and the theme that it uses.

        The staging folder has to be held (`folder.output_folder`). Raises KitgenError when the kit
        cannot be built, or holds what nobody expects in one.
        """
        keys = kit.keys(self.secret)

        @cache  # links to a page are many
        def address(path: str) -> str:
            return START if path == "index.md" else f"{keys.opaque_name(path)}.html"

        link = share_link(self.base_url, keys.path, keys.content) if self.base_url else ""
        code = qr_inline(link) if link else ""
        edit = f"{self.edit}{kit.source}" if self.edit and kit.source else ""
        layout = Layout(address, is_sealed=True, link=link, code=code, edit=edit)
        files = self._build(kit.name, kit.compose(layout))
        assets = {name: content for name, content in files.items() if name.startswith(_ASSETS)}
        theme = read_theme(self.theme, assets)
        return seal_site(files, keys, theme), theme

    def _build(self, name: str, pages: Pages) -> dict[str, bytes]:
        """Return the files of a kit's plain site, which exists only while this runs."""
        if self.press:
            return dict(self.press.build(pages, name, self.staging, PLACE))
        with private_folder(self.staging) as private:
            site = build_site(pages, name, self.mkdocs_yml, private / "site", PLACE)
            return {
                path.relative_to(site.folder).as_posix(): path.read_bytes()
                for path in sorted(site.folder.rglob("*"))
                if path.is_file()
            }
