"""What other apps may ask of uploads: clean what came, keep it, in one step or two."""

from uploads.services.refusals import (
    KindRefused,
    PdfBroken,
    PdfEncrypted,
    PdfTooLong,
    PictureAnimated,
    PictureBroken,
    PictureTooManyPixels,
    UploadEmpty,
    UploadRefused,
    UploadTooLarge,
)
from uploads.services.storing import (
    CleanFile,
    Kind,
    clean_file,
    erase_files,
    keep_file,
    store_upload,
)

__all__ = [
    "CleanFile",
    "Kind",
    "KindRefused",
    "PdfBroken",
    "PdfEncrypted",
    "PdfTooLong",
    "PictureAnimated",
    "PictureBroken",
    "PictureTooManyPixels",
    "UploadEmpty",
    "UploadRefused",
    "UploadTooLarge",
    "clean_file",
    "erase_files",
    "keep_file",
    "store_upload",
]
