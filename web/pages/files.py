"""Files on their way to a browser."""

from urllib.parse import quote

from fastapi.responses import Response

from actions.reading import File


def inline(file: File) -> Response:
    """A file that the browser shows."""
    return _answer(file, "inline")


def attachment(file: File) -> Response:
    """A file that the browser saves."""
    return _answer(file, "attachment")


def _answer(file: File, disposition: str) -> Response:
    """Vietnamese names travel as RFC 6266 wants; the hash lets anybody compare what arrived."""
    headers = {
        "content-disposition": f"{disposition}; filename*=UTF-8''{quote(file.filename, safe='')}",
        "x-sha256": file.sha256,
    }
    return Response(file.data, media_type=file.media, headers=headers)
