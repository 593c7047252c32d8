# SPDX-License-Identifier: Apache-2.0
"""OVF descriptors: what is in one, and the image that it gives."""
from __future__ import annotations

from ctypes import byref, c_int64
from dataclasses import dataclass
from typing import Any, ClassVar, Optional, Union

from . import _api
from ._attributes import elements, number, optional_text
from ._context import Context, in_range
from ._enums import HrefLocation
from ._errors import call, encode, text
from ._handle import Handle, make
from ._model import Image
from ._native import lib


@dataclass(frozen=True)
class OvfFile:
    """A file that a descriptor refers to."""

    id: Optional[str]
    #: As it is written. Look at location before opening anything of that name.
    href: Optional[str]
    location: HrefLocation
    #: In bytes, as the descriptor says.
    size: Optional[int]
    compression: Optional[str]
    chunk_size: Optional[int]


@dataclass(frozen=True)
class OvfDisk:
    """A disk that a descriptor describes, as it is written. Ovf.disk_bytes() gives the capacity as a number."""

    id: Optional[str]
    file_id: Optional[str]
    format: Optional[str]
    capacity: Optional[str]
    units: Optional[str]


def _ovf_file(pointer: Any, index: int) -> OvfFile:
    return OvfFile(
        text(lib.vmimage_ovf_file_id(pointer, index)), text(lib.vmimage_ovf_file_href(pointer, index)),
        HrefLocation(lib.vmimage_ovf_file_location(pointer, index)), lib.vmimage_ovf_file_size(pointer, index) or None,
        text(lib.vmimage_ovf_file_compression(pointer, index)), lib.vmimage_ovf_file_chunk_size(pointer, index) or None)


def _ovf_disk(pointer: Any, index: int) -> OvfDisk:
    return OvfDisk(
        text(lib.vmimage_ovf_disk_id(pointer, index)), text(lib.vmimage_ovf_disk_file_id(pointer, index)),
        text(lib.vmimage_ovf_disk_format(pointer, index)), text(lib.vmimage_ovf_disk_capacity(pointer, index)),
        text(lib.vmimage_ovf_disk_units(pointer, index)))


class Ovf(Handle):
    """An OVF descriptor. It never changes and may be used by several threads."""

    __slots__ = ("_context",)
    _struct: ClassVar[Any] = _api.vmimage_ovf
    _prefix: ClassVar[str] = "ovf"
    #: Keeps the log function alive: the descriptor keeps the context in C.
    _context: Optional[Context]

    @classmethod
    def parse(cls, data: Union[str, bytes], *, name: Optional[str] = None, context: Optional[Context] = None) -> Ovf:
        """Read a descriptor. name is what it is called in messages."""
        raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else bytes(data)
        context = Context() if context is None else context
        self = make(cls, lib.vmimage_ovf_parse, context._pointer, raw, len(raw), encode(name, "name"))
        self._context = context
        return self

    def _prepare(self) -> None:
        self._context = None

    def to_image(self) -> Image:
        """The image that the descriptor gives; it has no name and no display name."""
        return make(Image, lib.vmimage_ovf_to_image, self._pointer)

    def disk_bytes(self, index: int) -> int:
        """Capacity of a disk in bytes, a reference of a property resolved."""
        value = c_int64()
        call(lib.vmimage_ovf_disk_bytes, self._pointer, in_range(index, 64, "index", signed=False), byref(value))
        return value.value

    system_id = optional_text("vmimage_ovf_system_id")
    system_name = optional_text("vmimage_ovf_system_name")
    system_count = number("vmimage_ovf_system_count")
    product = optional_text("vmimage_ovf_product")
    vendor = optional_text("vmimage_ovf_vendor")
    version = optional_text("vmimage_ovf_version")
    full_version = optional_text("vmimage_ovf_full_version")
    files = elements("vmimage_ovf_file_count", _ovf_file, "The files that the package refers to.")
    disks = elements("vmimage_ovf_disk_count", _ovf_disk, "The disks that the package describes.")

    def __repr__(self) -> str:
        return f"<vmimage.Ovf {self.system_id or self.system_name or 'without a system'!r}>"
