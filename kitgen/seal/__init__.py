"""Sealing: a whole site encrypted, to be opened in the reader's browser only."""

from kitgen.seal.cipher import (
    PART,
    derive_keys,
    kit_mark,
    kit_path,
    log_name,
    mark_in,
    passphrase_of,
    seal_bytes,
    unseal_bytes,
)
from kitgen.seal.deployment import (
    Deployment,
    LeakError,
    SealedKit,
    check_published,
    no_search,
    remove_themes,
    seal_kit,
    search_for,
)
from kitgen.seal.gate import Gate
from kitgen.seal.leaks import Leak, LeakSearch
from kitgen.seal.packing import UnsealError
from kitgen.seal.proof import (
    PlainFolderError,
    SealedFolder,
    is_published,
    looks_published,
    prove_folder,
)
from kitgen.seal.qr import qr_picture, qr_svg, qr_text
from kitgen.seal.sealed_site import SealedSite, seal_site
from kitgen.seal.sealer import Sealer, Unsealed
from kitgen.seal.share_link import LinkError, ShareLink, parse_link, share_link
from kitgen.seal.theme import Theme, ThemeFolders, theme_stands
from kitgen.seal.verification import (
    Difference,
    HostError,
    fetch,
    verify_gone,
    verify_kit,
    verify_shared,
)
from kitgen.secret import Secret, SecretError, load_secret

__all__ = [
    "PART",
    "Deployment",
    "Difference",
    "Gate",
    "HostError",
    "Leak",
    "LeakError",
    "LeakSearch",
    "LinkError",
    "PlainFolderError",
    "SealedFolder",
    "SealedKit",
    "SealedSite",
    "Sealer",
    "Secret",
    "SecretError",
    "ShareLink",
    "Theme",
    "ThemeFolders",
    "UnsealError",
    "Unsealed",
    "check_published",
    "derive_keys",
    "fetch",
    "is_published",
    "kit_mark",
    "kit_path",
    "load_secret",
    "log_name",
    "looks_published",
    "mark_in",
    "no_search",
    "parse_link",
    "passphrase_of",
    "prove_folder",
    "qr_picture",
    "qr_svg",
    "qr_text",
    "remove_themes",
    "seal_bytes",
    "seal_kit",
    "seal_site",
    "search_for",
    "share_link",
    "theme_stands",
    "unseal_bytes",
    "verify_gone",
    "verify_kit",
    "verify_shared",
]
