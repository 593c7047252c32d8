# SPDX-License-Identifier: Apache-2.0
"""Packages: one .ovf, .ova, .iso or .vmdk file, what is in it, and the image that it gives."""
from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, ClassVar, Optional, Union

from . import _api
from ._attributes import boolean, elements, nonzero, optional_text, required_text
from ._context import Context
from ._errors import encode_path, text
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


def _package_file(pointer: Any, index: int) -> PackageFile:
    return PackageFile(text(lib.vmimage_package_file_name(pointer, index)) or "",
                       lib.vmimage_package_file_size(pointer, index),
                       lib.vmimage_package_file_is_present(pointer, index) != 0)


class Package(Handle):
    """A file that was opened. It never changes and may be used by several threads."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_package
    _prefix: ClassVar[str] = "package"

    @classmethod
    def open(cls, path: Union[str, os.PathLike[str]], *, context: Optional[Context] = None) -> Package:
        """Read what a file is and what is in it. What the file is, is read from its first bytes."""
        return make(cls, lib.vmimage_package_open, None if context is None else context._pointer, encode_path(path),
                    is_path=True)

    @property
    def image(self) -> Optional[Image]:
        """The image that the package gives; None for a VMDK, which is a disk only."""
        pointer = lib.vmimage_image_ref(lib.vmimage_package_image(self._pointer))
        return Image._adopt(pointer) if pointer else None

    @property
    def ovf(self) -> Optional[Ovf]:
        """The descriptor of an OVF or OVA; None for the others."""
        pointer = lib.vmimage_ovf_ref(lib.vmimage_package_ovf(self._pointer))
        return Ovf._adopt(pointer) if pointer else None

    kind = required_text("vmimage_package_kind")
    files = elements("vmimage_package_file_count", _package_file, "The files of the package.")
    volume = optional_text("vmimage_package_volume")
    disk_format = optional_text("vmimage_package_disk_format")
    disk_version = nonzero("vmimage_package_disk_version")
    disk_capacity = nonzero("vmimage_package_disk_capacity")
    disk_grain_size = nonzero("vmimage_package_disk_grain_size")
    disk_is_compressed = boolean("vmimage_package_disk_is_compressed")
    disk_create_type = optional_text("vmimage_package_disk_create_type")
    disk_adapter_type = optional_text("vmimage_package_disk_adapter_type")

    def __repr__(self) -> str:
        return f"<vmimage.Package {self.kind}>"
