"""Why a file is not taken. Each is told to its sender, with what to do instead."""

from kernel.errors import RempahError


class UploadRefused(RempahError):
    """A file that is not kept; nothing of it was stored."""

    code = "upload_refused"


class UploadEmpty(UploadRefused):
    """The file has no bytes."""

    code = "upload_empty"


class UploadTooLarge(UploadRefused):
    """More bytes than are read, or than may be kept once it is clean."""

    code = "upload_too_large"


class KindRefused(UploadRefused):
    """By its first bytes it is none of the kinds this question takes."""

    code = "upload_kind_refused"


class PictureBroken(UploadRefused):
    """It begins like a picture and cannot be drawn to its end."""

    code = "picture_broken"


class PictureAnimated(UploadRefused):
    """Several pictures in one file."""

    code = "picture_animated"


class PictureTooManyPixels(UploadRefused):
    """Unpacked it would need more memory than a picture of a camera does."""

    code = "picture_too_many_pixels"


class PdfBroken(UploadRefused):
    """It begins like a PDF and cannot be read to its end."""

    code = "pdf_broken"


class PdfEncrypted(UploadRefused):
    """A PDF behind a password, or one whose rights are restricted."""

    code = "pdf_encrypted"


class PdfTooLong(UploadRefused):
    """More pages than one paper has."""

    code = "pdf_too_long"
