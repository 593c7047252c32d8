# SPDX-License-Identifier: Apache-2.0
"""Exceptions, one class for each status code, made from the library's error objects; and the call that raises them."""
from __future__ import annotations

import errno
import os
import threading
from ctypes import POINTER, byref
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Tuple, Type, Union

from . import _api
from ._enums import Status
from ._native import lib

_error_pointer = POINTER(_api.vmimage_error)


def text(value: Optional[bytes]) -> Optional[str]:
    """A text of the library. What is no UTF-8 (a file's name may be) survives a way back through encode()."""
    return None if value is None else value.decode("utf-8", "surrogateescape")


def encode(value: Optional[str], name: str = "text") -> Optional[bytes]:
    """A text for the library, which ends at the first NUL: one inside is refused instead of cut off."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError(f"{name} must be str, not {type(value).__name__}")
    data = value.encode("utf-8", "surrogateescape")
    if b"\0" in data:
        raise ValueError(f"{name} holds a NUL character")
    return data


def encode_path(path: Union[str, bytes, os.PathLike[str], os.PathLike[bytes]]) -> bytes:
    """A file's name for the library, in the bytes that the file system has."""
    data = os.fsencode(path)
    if b"\0" in data:
        raise ValueError("path holds a NUL character")
    return data


@dataclass(frozen=True)
class Candidate:
    """One of the images that answer to an ambiguous name."""

    kind: str
    namespace: Optional[str]
    name: str
    display_name: Optional[str]


class Error(Exception):
    """A call of the library failed. str() is one complete line: what went wrong, on what, why."""

    #: The status code, a Status when it is a known one.
    status: int = Status.FAILED
    #: What the library was doing: "read image".
    operation: Optional[str] = None
    #: The file, object or URL that the error is about.
    subject: Optional[str] = None
    #: The reason in the words of the server, or in those that VM Operator uses for the same failure.
    reason: Optional[str] = None
    #: The line where parsing stopped, from 1.
    line: Optional[int] = None
    #: The images that answer to an ambiguous name.
    candidates: Tuple[Candidate, ...] = ()
    #: The HTTP status of the server's answer.
    http_status: Optional[int] = None
    #: After how many seconds a second try makes sense; None when it makes none.
    retry_after: Optional[float] = None

    def __init__(self, message: str = "", **details: Any) -> None:
        super().__init__(message)
        self.message = message
        for name, value in details.items():
            if name not in _DETAILS:
                raise TypeError(f"an error has no detail {name}")
            setattr(self, name, value)

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> Tuple[Any, ...]:
        return (_rebuild, (type(self), self.message, {name: getattr(self, name) for name in _DETAILS}))


_DETAILS = ("status", "operation", "subject", "reason", "line", "candidates", "http_status", "retry_after")


def _rebuild(kind: Type[Error], message: str, details: Dict[str, Any]) -> Error:
    return kind(message, **details)


class InvalidError(Error, ValueError):
    """An argument or a value is not acceptable."""

    status = Status.INVALID


class NoMemoryError(Error, MemoryError):
    """An allocation failed."""

    status = Status.NO_MEMORY


class NotFoundError(Error, LookupError):
    """There is no such image, item or library."""

    status = Status.NOT_FOUND


class PathNotFoundError(NotFoundError, FileNotFoundError):
    """There is no such file or folder."""

    def __init__(self, message: str = "", **details: Any) -> None:
        super().__init__(message, **details)
        self.errno = errno.ENOENT
        self.filename = self.subject


class AmbiguousError(Error, LookupError):
    """More than one image answers to the name; candidates has them."""

    status = Status.AMBIGUOUS


class ExistsError(Error):
    """Something of that name is there already."""

    status = Status.EXISTS


class ConflictError(Error):
    """The object was changed by somebody else."""

    status = Status.CONFLICT


class UnauthenticatedError(Error):
    """Credentials are missing or wrong."""

    status = Status.UNAUTHENTICATED


class ForbiddenError(Error, PermissionError):
    """The account, or the file's mode, does not allow it."""

    status = Status.FORBIDDEN


class UnreachableError(Error, ConnectionError):
    """The server can't be reached."""

    status = Status.UNREACHABLE


class TLSError(Error):
    """The server's certificate is not trusted."""

    status = Status.TLS


class DeadlineError(Error, TimeoutError):
    """The deadline passed."""

    status = Status.TIMEOUT


class CancelledError(Error):
    """Interrupted by the program."""

    status = Status.CANCELLED


class BusyError(Error):
    """Somebody else holds it; try again."""

    status = Status.BUSY


class LimitError(Error):
    """A limit of the context was exceeded."""

    status = Status.LIMIT


class ParseError(Error, ValueError):
    """The text or file is not well-formed; line says where."""

    status = Status.PARSE


class IntegrityError(Error):
    """Size, digest or signature does not agree."""

    status = Status.INTEGRITY


class InputOutputError(Error, OSError):
    """The operating system failed a read or a write."""

    status = Status.IO


class ProtocolError(Error):
    """The server answered something unexpected."""

    status = Status.PROTOCOL


class UnsupportedError(Error):
    """This transport, build or version can't do it."""

    status = Status.UNSUPPORTED


class ExpiredError(Error):
    """A session, token or position is too old."""

    status = Status.EXPIRED


class NotReadyError(Error):
    """The object exists but can't be used yet."""

    status = Status.NOT_READY


class FailedError(Error):
    """The request was carried out and failed."""

    status = Status.FAILED


class MisuseError(Error, RuntimeError):
    """The call breaks the rules of the API."""

    status = Status.MISUSE


class ABIError(Error):
    """Program and library do not fit together."""

    status = Status.ABI


BY_STATUS: Dict[int, Type[Error]] = {
    kind.status: kind for kind in (
        InvalidError, NoMemoryError, NotFoundError, AmbiguousError, ExistsError, ConflictError, UnauthenticatedError,
        ForbiddenError, UnreachableError, TLSError, DeadlineError, CancelledError, BusyError, LimitError, ParseError,
        IntegrityError, InputOutputError, ProtocolError, UnsupportedError, ExpiredError, NotReadyError, FailedError,
        MisuseError, ABIError)
}


def _candidates(pointer: Any) -> Tuple[Candidate, ...]:
    out: List[Candidate] = []
    for index in range(lib.vmimage_error_candidate_count(pointer)):
        c = lib.vmimage_error_candidate(pointer, index)
        out.append(Candidate(
            text(lib.vmimage_candidate_kind(c)) or "", text(lib.vmimage_candidate_namespace(c)),
            text(lib.vmimage_candidate_name(c)) or "", text(lib.vmimage_candidate_display_name(c))))
    return tuple(out)


def _known(status: int) -> int:
    try:
        return Status(status)
    except ValueError:
        return status


def from_pointer(status: int, pointer: Any, is_path: bool = False) -> Error:
    """The exception for an error object, which is released."""
    kind = BY_STATUS.get(status, Error)
    if is_path and kind is NotFoundError:
        kind = PathNotFoundError
    if not pointer:
        return kind(text(lib.vmimage_status_name(status)) or "", status=_known(status))
    try:
        retry_after = lib.vmimage_error_retry_after_ms(pointer)
        return kind(
            text(lib.vmimage_error_message(pointer)) or "",
            status=_known(lib.vmimage_error_status(pointer)),
            operation=text(lib.vmimage_error_operation(pointer)),
            subject=text(lib.vmimage_error_subject(pointer)),
            reason=text(lib.vmimage_error_reason(pointer)),
            line=lib.vmimage_error_line(pointer) or None,
            candidates=_candidates(pointer),
            http_status=lib.vmimage_error_http_status(pointer) or None,
            retry_after=None if retry_after < 0 else retry_after / 1000)
    finally:
        lib.vmimage_error_unref(pointer)


class _Calls(threading.local):
    """The calls of the library that run on this thread, and what its callbacks raised in them."""

    depth = 0
    raised: Optional[BaseException] = None


calls = _Calls()


def call(function: Any, *arguments: Any, is_path: bool = False) -> int:
    """Call a fallible function with an error object after its arguments; give the status, or raise.

    What a log function raised while the call ran is raised afterwards: C can't be unwound.
    """
    pointer = _error_pointer()
    calls.depth += 1
    try:
        status: int = function(*arguments, byref(pointer))
    finally:
        calls.depth -= 1
    raised = None
    if calls.depth == 0 and calls.raised is not None:
        raised, calls.raised = calls.raised, None
    if status < 0:
        error = from_pointer(status, pointer, is_path)
        if raised is None:
            raise error
        raise raised from error
    if raised is not None:
        raise raised
    return status
