# SPDX-License-Identifier: Apache-2.0
"""Packages: one .ovf, .ova, .iso or .vmdk file, what is in it, and the image that it gives."""
from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, ClassVar, Optional, Union

from . import _api
from ._attributes import Attribute, elements, optional_text, required_text
from ._context import Context
from ._errors import Error, encode_path, from_pointer, text
from ._handle import Handle, make
from ._model import Image
from ._native import lib
from ._ovf import Ovf


@dataclass(frozen=True)
class PackageFile:
    """A file of a package."""

    name: str
    #: In bytes; what the descriptor says for one that is missing.
    size: int
    is_present: bool


@dataclass(frozen=True)
class DiskHeader:
    """What the header of a VMDK says."""

    format: str
    version: int
    #: In bytes.
    capacity: int
    grain_size: Optional[int]
    is_compressed: bool
    create_type: Optional[str]
    adapter_type: Optional[str]


def _package_file(pointer: Any, index: int) -> PackageFile:
    return PackageFile(
        text(lib.vmimage_package_file_name(pointer, index)) or "", lib.vmimage_package_file_size(pointer, index),
        lib.vmimage_package_file_is_present(pointer, index) != 0)


def _image_of(package: Handle) -> Optional[Image]:
    pointer = lib.vmimage_package_image(package._pointer)
    return Image._adopt(lib.vmimage_image_ref(pointer)) if pointer else None


def _ovf_of(package: Package) -> Optional[Ovf]:
    pointer = lib.vmimage_package_ovf(package._pointer)
    if not pointer:
        return None
    ovf = Ovf._adopt(lib.vmimage_ovf_ref(pointer))
    ovf._context = package._context
    return ovf


def _disk_of(package: Handle) -> Optional[DiskHeader]:
    p = package._pointer
    kind = text(lib.vmimage_package_disk_format(p))
    if kind is None:
        return None
    return DiskHeader(
        kind, lib.vmimage_package_disk_version(p), lib.vmimage_package_disk_capacity(p),
        lib.vmimage_package_disk_grain_size(p) or None, lib.vmimage_package_disk_is_compressed(p) != 0,
        text(lib.vmimage_package_disk_create_type(p)), text(lib.vmimage_package_disk_adapter_type(p)))


class Package(Handle):
    """One .ovf, .ova, .iso or .vmdk file, read when it was opened. It never changes and may be used by several threads."""

    __slots__ = ("_context",)
    _struct: ClassVar[Any] = _api.vmimage_package
    _prefix: ClassVar[str] = "package"
    _context: Context

    def __init__(self, path: Union[str, os.PathLike[str]], *, context: Optional[Context] = None) -> None:
        self._pointer: Any = None
        self._context = Context() if context is None else context
        opened = make(_Opened, lib.vmimage_package_open, self._context._pointer, encode_path(path), is_path=True)
        self._pointer, opened._pointer = opened._pointer, None

    kind = required_text("vmimage_package_kind")
    image = Attribute("vmimage_package_image", _image_of, "The image that the package gives; None for a VMDK.")
    volume = optional_text("vmimage_package_volume")
    files = elements("vmimage_package_file_count", _package_file,
                     "The members of an OVA; an .ovf and the files that it names; the file itself for the others.")
    disk = Attribute("vmimage_package_disk_format", _disk_of, "What the header of a VMDK says; None for the others.")

    @property
    def ovf(self) -> Optional[Ovf]:
        """The descriptor of an OVF or OVA; None for the others."""
        return _ovf_of(self)

    @property
    def refusal(self) -> Optional[Error]:
        """Why VM Operator would refuse the descriptor though it could be read; None when it would not."""
        pointer = lib.vmimage_error_ref(lib.vmimage_package_refusal(self._pointer))
        return from_pointer(lib.vmimage_error_status(pointer), pointer) if pointer else None

    def __repr__(self) -> str:
        return f"<vmimage.Package {self.kind} {self.files[0].name!r}>" if self.files else f"<vmimage.Package {self.kind}>"


class _Opened(Handle):
    """Holds a new package until the object that it is for takes it."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_package
    _prefix: ClassVar[str] = "package"
