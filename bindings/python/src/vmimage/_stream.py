# SPDX-License-Identifier: Apache-2.0
"""Files of items as file objects of Python."""
from __future__ import annotations

import ctypes
import io
import os
from typing import TYPE_CHECKING, Any, ClassVar, Optional

from . import _api
from ._errors import MisuseError, call, encode, text
from ._handle import Handle, make
from ._native import lib

if TYPE_CHECKING:
    from ._model import Item
    from ._registry import Registry

_UNKNOWN = _api.CONSTANTS["VMIMAGE_STREAM_SIZE_UNKNOWN"]


class _Reference(Handle):
    """The stream of the library that a Stream reads from."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_stream
    _prefix: ClassVar[str] = "stream"


class Stream(io.RawIOBase):
    """A file of an item, for reading. Put io.BufferedReader around it for many small reads.

    Its reads are calls of the registry: the deadline and interrupt() count for each. It goes on working after
    the registry was closed.
    """

    def __init__(self, registry: Registry, item: Item, name: str) -> None:
        super().__init__()
        self._registry = registry
        with registry._use() as pointer:
            self._stream: Optional[_Reference] = make(_Reference, lib.vmimage_registry_open_file, pointer, item._pointer,
                                                      encode(name, "name"))
        self._name = text(lib.vmimage_stream_name(self._stream._pointer)) or ""
        size = lib.vmimage_stream_size(self._stream._pointer)
        self._size: Optional[int] = None if size == _UNKNOWN else size

    @property
    def name(self) -> str:
        """Name of the file."""
        return self._name

    @property
    def size(self) -> Optional[int]:
        """Size of the file in bytes; None when the place does not say."""
        return self._size

    @property
    def mode(self) -> str:
        """As that of files: "rb"."""
        return "rb"

    def _open(self) -> Any:
        if self._stream is None:
            raise ValueError("I/O operation on closed file.")
        return self._stream._pointer

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True; a server may still refuse a particular seek()."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read up to len(buffer) bytes; 0 at the end."""
        got = ctypes.c_size_t()
        view = memoryview(buffer).cast("B")
        if view.nbytes == 0:
            return 0
        room = (ctypes.c_char * view.nbytes).from_buffer(view)
        with self._registry._turn():
            call(lib.vmimage_stream_read, self._open(), room, len(room), ctypes.byref(got))
        return got.value

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place; behind the end is an error, as nothing is written."""
        with self._registry._turn():
            pointer = self._open()
            if whence == os.SEEK_CUR:
                offset += lib.vmimage_stream_offset(pointer)
            elif whence == os.SEEK_END:
                if self._size is None:
                    raise io.UnsupportedOperation("the size of the file is not known")
                offset += self._size
            elif whence != os.SEEK_SET:
                raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
            if not 0 <= offset < 2**64:
                raise ValueError(f"invalid place in a file: {offset}")
            call(lib.vmimage_stream_seek, pointer, offset)
            return offset

    def tell(self) -> int:
        """Where the next read begins."""
        with self._registry._turn():
            return int(lib.vmimage_stream_offset(self._open()))

    def close(self) -> None:
        """Release the stream. May be called again."""
        if not self.closed:
            super().close()
            reference, self._stream = getattr(self, "_stream", None), None
            if reference is not None:
                try:
                    with self._registry._turn():
                        reference._release()
                except MisuseError:
                    pass  # in a callback of the registry: the reference goes with the object


__all__ = ["Stream"]
