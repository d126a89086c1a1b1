"""What a PDF must be before it is kept: whole, of a fair size, nothing else behind or inside it.

It is kept as it came, since nothing here draws one; so it is only ever handed out as a file to
keep, in a sandbox (decision 0032).
"""

import re

from core.errors import RuleError

MAX_FILE_BYTES = 5 * 1024 * 1024

_BEGINS = re.compile(rb"%PDF-[12]\.[0-9]")
_ENDS = re.compile(rb"%%EOF\s*\Z")
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
_ENCRYPTED = re.compile(rb"/Encrypt\b")


class PdfRefused(RuleError):
    """What was sent cannot be taken as a PDF; `why` is one sentence with the next step."""

    status = 415
    code = "wrong_type"
    message = "这个文件放不上来：%(why)s"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)


class PdfTooLarge(PdfRefused):
    """The file is above 5 MB."""

    status = 413
    code = "too_large"


def looks_like_pdf(content: bytes) -> bool:
    """Say whether somebody means this as a PDF: its first bytes say so."""
    return content.startswith(b"%PDF")


def refuse_bad_pdf(content: bytes) -> None:
    """Refuse a PDF that is not just a document. Raises PdfTooLarge, PdfRefused."""
    if len(content) > MAX_FILE_BYTES:
        raise PdfTooLarge("文件超过 5 MB，请另存为小一点的 PDF，或者拍照上传。")
    if not _BEGINS.match(content) or not _ENDS.search(content):
        raise PdfRefused("这不是完整的 PDF，请重新下载或另存一份，或者拍照上传。")
    if _ENCRYPTED.search(content):
        raise PdfRefused("这份 PDF 加了密码，请去掉密码另存一份，或者拍照上传。")
    if _ACTIVE.search(content):
        raise PdfRefused("这份 PDF 里带有程序或别的文件，请打印成新的 PDF，或者拍照上传。")
