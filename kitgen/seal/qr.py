"""QR codes of share links; the one module that knows segno."""

from __future__ import annotations

from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from kitgen.errors import KitgenError

if TYPE_CHECKING:
    from segno import QRCode


def qr_text(link: str) -> str:
    """Return the QR code of a link for a terminal, two modules in each character."""
    out = StringIO()
    _code(link).terminal(out=out, border=2, compact=True)
    return out.getvalue()


def qr_inline(link: str) -> str:
    """Return the QR code of a link as SVG to stand in a page, as large as its place."""
    out = BytesIO()
    looks: dict[str, Any] = {"svgns": False, "svgclass": None, "lineclass": None, "nl": False}
    _code(link).save(
        out, kind="svg", border=4, light="white", xmldecl=False, omitsize=True, **looks
    )
    return out.getvalue().decode()


def qr_svg(link: str) -> str:
    """Return the QR code of a link as SVG: black on white, also on dark pages."""
    out = BytesIO()
    _code(link).save(out, kind="svg", scale=8, border=4, light="white", xmldecl=False)
    return out.getvalue().decode()


def qr_picture(link: str) -> str:
    """Return the QR code of a link as SVG for the inside of a page, as large as its place."""
    code = _code(link)
    return code.svg_inline(border=4, light="white", omitsize=True, svgclass=None, lineclass=None)


def _code(link: str) -> QRCode:
    """Return the code of a link. Raises KitgenError for one that is too long."""
    import segno  # noqa: PLC0415  a kit without an address has no code

    try:
        return segno.make_qr(link)
    except segno.DataOverflowError:
        raise KitgenError(
            "the address is too long for a QR code; publish at a shorter one (site_url, --base-url)"
        ) from None
