# SPDX-License-Identifier: Apache-2.0
"""Functions without an object: identity, quantities, labels, guest operating systems, and the library itself."""
from __future__ import annotations

import uuid as _uuid
from ctypes import byref, c_int64, create_string_buffer
from typing import Any, Iterable, Optional, Union

from . import _api
from ._context import in_range
from ._enums import Feature, Resolve
from ._errors import call, encode, text
from ._handle import array_of, make, make_text
from ._model import Image
from ._native import lib

UUID = Union[str, _uuid.UUID]


def _uuid_text(uuid: UUID) -> Optional[bytes]:
    return encode(str(uuid) if isinstance(uuid, _uuid.UUID) else uuid, "uuid")


def _fixed_text(function: Any, size: str, argument: Optional[bytes]) -> str:
    """The text that a function puts into a buffer of a size that the header gives."""
    buffer = create_string_buffer(_api.CONSTANTS[size])
    call(function, argument, buffer)
    return buffer.value.decode("ascii")


def vmi_id(uuid: UUID) -> str:
    """The VMI ID of the library item with a UUID."""
    return _fixed_text(lib.vmimage_id_from_uuid, "VMIMAGE_ID_SIZE", _uuid_text(uuid))


def vmi_id_from_provider_item(provider_item_id: str) -> str:
    """The VMI ID for any provider item ID, such as "vm-42"; also the name of its image cache object."""
    return _fixed_text(lib.vmimage_id_from_provider_item, "VMIMAGE_ID_SIZE", encode(provider_item_id))


def vmi_id_from_item_name(item_name: str) -> str:
    """The image's object name for an item's object name."""
    return make_text(lib.vmimage_id_from_item_name, encode(item_name, "item_name")) or ""


def is_vmi_id(id: str) -> bool:
    """Whether a text has the form of a VMI ID."""
    return _holds(lib.vmimage_id_is_valid, id)


def item_name(uuid: UUID) -> str:
    """The object name of the item with a UUID."""
    return _fixed_text(lib.vmimage_item_name_from_uuid, "VMIMAGE_ITEM_NAME_SIZE", _uuid_text(uuid))


def library_name(uuid: UUID) -> str:
    """The object name of the library with a UUID."""
    return _fixed_text(lib.vmimage_library_name_from_uuid, "VMIMAGE_LIBRARY_NAME_SIZE", _uuid_text(uuid))


def check_uuid(uuid: str) -> Optional[str]:
    """Why a text is no UUID; None when it is one."""
    return make_text(lib.vmimage_uuid_check, encode(uuid, "uuid"))


def parse_quantity(quantity: str) -> int:
    """The value of a Kubernetes quantity, rounded up to a whole number."""
    value = c_int64()
    call(lib.vmimage_quantity_parse, encode(quantity, "quantity"), byref(value))
    return value.value


def canonical_quantity(quantity: str) -> str:
    """The canonical form of a quantity, as an API server stores it."""
    return make_text(lib.vmimage_quantity_canonical, encode(quantity, "quantity")) or ""


def quantity_from_bytes(size: int) -> str:
    """The quantity that VM Operator writes for a disk of so many bytes."""
    return make_text(lib.vmimage_quantity_from_bytes, in_range(size, 64, "size")) or ""


def _holds(function: Any, value: str) -> bool:
    """What a predicate of the library says; a text with a NUL has no valid form."""
    if "\0" in value:
        return False
    return bool(function(encode(value)))


def is_label_value(value: str) -> bool:
    """Whether a text may be the value of a label."""
    return _holds(lib.vmimage_label_value_is_valid, value)


def is_label_key(key: str) -> bool:
    """Whether a text may be the key of a label."""
    return _holds(lib.vmimage_label_key_is_valid, key)


def hardware_version(value: str) -> Optional[int]:
    """The number of a virtual hardware version such as "vmx-19"; None when the text is none."""
    return lib.vmimage_hardware_version_parse(encode(value)) or None


def guest_id_from_cim(cim_id: int, version: Optional[str] = None) -> Optional[str]:
    """The vSphere guest identifier for a CIM operating system number and an optional version."""
    return text(lib.vmimage_guest_id_from_cim(in_range(cim_id, 32, "cim_id"), encode(version, "version")))


def cim_from_guest_id(guest_id: str) -> Optional[int]:
    """The CIM operating system number for a vSphere guest identifier."""
    return lib.vmimage_guest_id_to_cim(encode(guest_id, "guest_id")) or None


def resolve_flags(prefer_namespace: bool) -> Resolve:
    return Resolve.PREFER_NAMESPACE if prefer_namespace else Resolve(0)


def resolve(images: Iterable[Image], name: str, namespace: Optional[str] = None, *, prefer_namespace: bool = False) -> Image:
    """The one image of a list that a name stands for in a namespace. AmbiguousError has the candidates."""
    held = tuple(images)
    for image in held:
        if not isinstance(image, Image):
            raise TypeError(f"images must hold vmimage.Image objects, not {type(image).__name__}")
    return make(Image, lib.vmimage_resolve_images, array_of(held, _api.vmimage_image), len(held),
                encode(namespace, "namespace"), encode(name, "name"), resolve_flags(prefer_namespace))


def library_version() -> str:
    """The version of the library that is loaded."""
    return text(lib.vmimage_version_string()) or ""


def feature_supported(feature: Feature) -> bool:
    """Whether the loaded library was built with a feature."""
    return bool(lib.vmimage_feature_supported(feature))


def status_name(status: int) -> str:
    """The name of a status code in C."""
    return text(lib.vmimage_status_name(status)) or ""
