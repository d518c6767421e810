"""Questions about kept files. None asks who may see one: that is the calling app's."""

from kernel.errors import NotFound
from uploads.models import Upload


class UploadUnknown(NotFound):
    """No file is kept under this code."""

    code = "upload_unknown"


def upload_by_code(code: str) -> Upload:
    """The file of this code, bytes included.

    Raises:
        UploadUnknown: there is none.
    """
    upload = Upload.objects.filter(code=code).first()
    if upload is None:
        raise UploadUnknown
    return upload
