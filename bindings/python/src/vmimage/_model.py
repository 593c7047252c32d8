# SPDX-License-Identifier: Apache-2.0
"""Images, items, libraries and their conditions. Objects never change and may be used by several threads.

Every value comes from the library; there are no rules of the model here. What lists and opens is in _registry.py.
"""
from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass
from typing import Any, ClassVar, Dict, Iterator, List, Mapping, Optional, Tuple, Type, TypeVar, Union

from . import _api
from ._attributes import (
    UNSET, Attribute, boolean, elements, mapping, nonzero, optional_bool, optional_boolean, optional_text,
    required_text, texts)
from ._context import Context
from ._errors import encode, encode_path, text
from ._handle import Handle, make, make_next, make_text
from ._native import lib
from ._rules import json_bytes

O = TypeVar("O", bound="Object")
L = TypeVar("L", bound="Listing[Any]")


@dataclass(frozen=True)
class Condition:
    """What an object says about its state."""

    type: str
    status: Optional[str]
    reason: Optional[str] = None
    message: Optional[str] = None
    last_transition_time: Optional[str] = None
    severity: Optional[str] = None
    observed_generation: Optional[int] = None
    is_true: bool = False

    def __bool__(self) -> bool:
        return self.is_true


@dataclass(frozen=True)
class Owner:
    """An object with which the one that names it is deleted."""

    api_version: str
    kind: str
    name: str
    uid: str
    is_controller: Optional[bool]


@dataclass(frozen=True)
class Disk:
    """A disk of an image. Numbers and texts that the image does not carry are None."""

    name: Optional[str]
    #: In bytes.
    capacity: Optional[int]
    limit: Optional[str]
    requested: Optional[str]
    controller_type: Optional[str]
    controller_bus: Optional[int]
    unit: Optional[int]


@dataclass(frozen=True)
class Property:
    """An OVF property that a user may set."""

    key: str
    type: str
    default: Optional[str]


@dataclass(frozen=True)
class SystemProperty:
    """A property whose key begins with "vmware-system"."""

    key: str
    value: Optional[str]


@dataclass(frozen=True)
class File:
    """A file of a library item."""

    name: str
    #: In bytes.
    size: Optional[int]
    version: Optional[str]
    uri: Optional[str]
    cached: Optional[bool]


@dataclass(frozen=True)
class Storage:
    """Where a library keeps its files."""

    type: Optional[str]
    datastore_id: Optional[str]


def _condition(pointer: Any) -> Condition:
    return Condition(
        text(lib.vmimage_condition_type(pointer)) or "", text(lib.vmimage_condition_status(pointer)),
        text(lib.vmimage_condition_reason(pointer)), text(lib.vmimage_condition_message(pointer)),
        text(lib.vmimage_condition_last_transition_time(pointer)), text(lib.vmimage_condition_severity(pointer)),
        lib.vmimage_condition_observed_generation(pointer) or None, lib.vmimage_condition_is_true(pointer) != 0)


class Conditions(Mapping[str, Condition]):
    """The conditions of an object by their type; of several with one type the first counts."""

    __slots__ = ("_owner",)

    def __init__(self, owner: Handle) -> None:
        self._owner = owner

    def __getitem__(self, key: str) -> Condition:
        pointer = self._owner._function("condition")(self._owner._pointer, encode(key, "type"))
        if not pointer:
            raise KeyError(key)
        return _condition(pointer)

    def all(self) -> Tuple[Condition, ...]:
        """Every condition in the object's order, also those whose type occurs before."""
        at, pointer = self._owner._function("condition_at"), self._owner._pointer
        return tuple(_condition(at(pointer, i)) for i in range(self._owner._function("condition_count")(pointer)))

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(c.type for c in self.all()))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __repr__(self) -> str:
        return repr({c.type: c.status for c in reversed(self.all())})


def _conditions(prefix: str) -> Attribute[Conditions]:
    return Attribute(f"vmimage_{prefix}_condition_count", Conditions, "The conditions, as a mapping by type.")


def _owners(prefix: str) -> Attribute[Tuple[Owner, ...]]:
    def owner(pointer: Any, index: int) -> Owner:
        def field(name: str) -> str:
            return text(getattr(lib, f"vmimage_{prefix}_owner_{name}")(pointer, index)) or ""

        controller = getattr(lib, f"vmimage_{prefix}_owner_is_controller")(pointer, index)
        return Owner(field("api_version"), field("kind"), field("name"), field("uid"), optional_bool(controller))

    return elements(f"vmimage_{prefix}_owner_count", owner, "The objects with which this one is deleted.")


class Object(Handle):
    """What images, items and libraries have in common: how they are written, read, compared and copied."""

    __slots__ = ()

    @classmethod
    def from_json(cls: Type[O], data: Union[str, bytes]) -> O:
        """Read an object from the JSON of a Kubernetes object in any served API version. Unknown fields are kept."""
        return make(cls, getattr(lib, f"vmimage_{cls._prefix}_from_json"), *json_bytes(data))

    @classmethod
    def from_dict(cls: Type[O], data: Mapping[str, Any]) -> O:
        """The same from a mapping, as json.load() gives it."""
        return make(cls, getattr(lib, f"vmimage_{cls._prefix}_from_json"), *json_bytes(data))

    def to_json(self, api_version: Optional[str] = None) -> str:
        """Compact JSON with sorted keys, in the object's API version or in another served one."""
        return make_text(self._function("to_json"), self._pointer, encode(api_version, "api_version")) or ""

    def to_dict(self, api_version: Optional[str] = None) -> Dict[str, Any]:
        """The same as a new dict."""
        out: Dict[str, Any] = json.loads(self.to_json(api_version))
        return out

    def with_condition(self: O, type: str, status: Optional[str], now: str, *, reason: Optional[str] = None,
                       message: Optional[str] = None) -> O:
        """A copy with a condition set, or without it when the status is None. The time is RFC 3339; it counts when something changes."""
        return make(self.__class__, self._function("with_condition"), self._pointer, encode(type, "type"),
                    encode(status, "status"), encode(reason, "reason"), encode(message, "message"), encode(now, "now"))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Object) or type(self) is not type(other):
            return NotImplemented
        return self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash((type(self), text(self._function("namespace")(self._pointer)), text(self._function("name")(self._pointer))))

    def __copy__(self: O) -> O:
        return self

    def __deepcopy__(self: O, memo: Any) -> O:
        return self

    def __reduce__(self) -> Tuple[Any, ...]:
        return (type(self).from_json, (self.to_json(),))

    def _describe(self, *more: Optional[str]) -> str:
        name = text(self._function("name")(self._pointer))
        ready = "ready" if self._function("is_ready")(self._pointer) else "not ready"
        return f"<vmimage.{type(self).__name__} {' '.join(str(x) for x in (name, *more, ready) if x)}>"


class Image(Object):
    """A VirtualMachineImage or ClusterVirtualMachineImage."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_image
    _prefix: ClassVar[str] = "image"

    @classmethod
    def from_file(cls, path: Union[str, os.PathLike[str]], *, context: Optional[Context] = None) -> Image:
        """The image that an .ovf, .ova or .iso file gives. What the file is, is read from its first bytes."""
        context = Context() if context is None else context
        return make(cls, lib.vmimage_image_from_file, context._pointer, encode_path(path), is_path=True)

    @classmethod
    def list_from_json(cls, data: Union[str, bytes]) -> List[Image]:
        """Read images from a Kubernetes List, a list of images, or one image."""
        return list(make(Images, lib.vmimage_images_from_json, *json_bytes(data)))

    def with_status_labels(self) -> Image:
        """A copy with the labels that follow from the status: type, operating system, capabilities."""
        return make(Image, lib.vmimage_image_with_status_labels, self._pointer)

    api_version = required_text("vmimage_image_api_version")
    kind = required_text("vmimage_image_kind")
    name = required_text("vmimage_image_name")
    id = required_text("vmimage_image_id")
    namespace = optional_text("vmimage_image_namespace")
    uid = optional_text("vmimage_image_uid")
    resource_version = optional_text("vmimage_image_resource_version")
    creation_time = optional_text("vmimage_image_creation_time")
    deletion_time = optional_text("vmimage_image_deletion_time")
    generation = nonzero("vmimage_image_generation")
    finalizers = texts("vmimage_image_finalizer_count", "vmimage_image_finalizer",
                       "What must be taken away before a deletion ends.")
    owners = _owners("image")
    labels = mapping("image", "label")
    annotations = mapping("image", "annotation")
    conditions = _conditions("image")
    is_ready = boolean("vmimage_image_is_ready")
    display_name = optional_text("vmimage_image_display_name")
    type = optional_text("vmimage_image_type")
    firmware = optional_text("vmimage_image_firmware")
    hardware_version = nonzero("vmimage_image_hardware_version")
    os_id = optional_text("vmimage_image_os_id")
    os_type = optional_text("vmimage_image_os_type")
    os_version = optional_text("vmimage_image_os_version")
    product = optional_text("vmimage_image_product")
    vendor = optional_text("vmimage_image_vendor")
    version = optional_text("vmimage_image_version")
    full_version = optional_text("vmimage_image_full_version")
    provider_api_version = optional_text("vmimage_image_provider_api_version")
    provider_kind = optional_text("vmimage_image_provider_kind")
    provider_name = optional_text("vmimage_image_provider_name")
    provider_item_id = optional_text("vmimage_image_provider_item_id")
    content_version = optional_text("vmimage_image_content_version")
    disks = elements("vmimage_image_disk_count", lambda p, i: _disk(p, i), "The disks.")
    properties = elements("vmimage_image_property_count", lambda p, i: Property(
        text(lib.vmimage_image_property_key(p, i)) or "", text(lib.vmimage_image_property_type(p, i)) or "",
        text(lib.vmimage_image_property_default(p, i))), "The OVF properties that a user may set.")
    system_properties = elements("vmimage_image_system_property_count", lambda p, i: SystemProperty(
        text(lib.vmimage_image_system_property_key(p, i)) or "", text(lib.vmimage_image_system_property_value(p, i))),
        "The properties whose keys begin with \"vmware-system\".")
    capabilities = texts("vmimage_image_capability_count", "vmimage_image_capability", "The capabilities.")

    @property
    def family(self) -> str:
        """The name that the image's versions share."""
        return make_text(lib.vmimage_family_of_image, self._pointer) or ""

    @property
    def family_version(self) -> Optional[str]:
        """The version by which the image is compared with others of its family."""
        return text(lib.vmimage_family_version(self._pointer))

    def __repr__(self) -> str:
        name = self.display_name
        return self._describe(None if name is None else repr(name), self.type)


def _unset(value: int) -> Optional[int]:
    return None if value == UNSET else value


def _disk(pointer: Any, index: int) -> Disk:
    return Disk(
        text(lib.vmimage_image_disk_name(pointer, index)), lib.vmimage_image_disk_capacity(pointer, index) or None,
        text(lib.vmimage_image_disk_limit(pointer, index)), text(lib.vmimage_image_disk_requested(pointer, index)),
        text(lib.vmimage_image_disk_controller_type(pointer, index)),
        _unset(lib.vmimage_image_disk_controller_bus(pointer, index)), _unset(lib.vmimage_image_disk_unit(pointer, index)))


class Item(Object):
    """A ContentLibraryItem or ClusterContentLibraryItem."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_item
    _prefix: ClassVar[str] = "item"

    @classmethod
    def list_from_json(cls, data: Union[str, bytes]) -> List[Item]:
        """Read items from a Kubernetes List, a list of items, or one item."""
        return list(make(Items, lib.vmimage_items_from_json, *json_bytes(data)))

    api_version = required_text("vmimage_item_api_version")
    kind = required_text("vmimage_item_kind")
    name = required_text("vmimage_item_name")
    namespace = optional_text("vmimage_item_namespace")
    uid = optional_text("vmimage_item_uid")
    resource_version = optional_text("vmimage_item_resource_version")
    creation_time = optional_text("vmimage_item_creation_time")
    deletion_time = optional_text("vmimage_item_deletion_time")
    generation = nonzero("vmimage_item_generation")
    finalizers = texts("vmimage_item_finalizer_count", "vmimage_item_finalizer",
                       "What must be taken away before a deletion ends.")
    owners = _owners("item")
    labels = mapping("item", "label")
    annotations = mapping("item", "annotation")
    conditions = _conditions("item")
    is_ready = boolean("vmimage_item_is_ready")
    id = optional_text("vmimage_item_id")
    library_name = optional_text("vmimage_item_library_name")
    display_name = optional_text("vmimage_item_display_name")
    description = optional_text("vmimage_item_description")
    type = optional_text("vmimage_item_type")
    version = optional_text("vmimage_item_version")
    content_version = optional_text("vmimage_item_content_version")
    source_id = optional_text("vmimage_item_source_id")
    last_modified_time = optional_text("vmimage_item_last_modified_time")
    last_sync_time = optional_text("vmimage_item_last_sync_time")
    certificate_status = optional_text("vmimage_item_certificate_status")
    certificates = texts("vmimage_item_certificate_count", "vmimage_item_certificate",
                         "The certificates of the chain that signed the item, in base64.")
    size = nonzero("vmimage_item_size")
    cached = optional_boolean("vmimage_item_cached")
    security_compliance = optional_boolean("vmimage_item_security_compliance")
    files = elements("vmimage_item_file_count", lambda p, i: File(
        text(lib.vmimage_item_file_name(p, i)) or "", lib.vmimage_item_file_size(p, i) or None,
        text(lib.vmimage_item_file_version(p, i)), text(lib.vmimage_item_file_uri(p, i)),
        optional_bool(lib.vmimage_item_file_cached(p, i))), "The files.")

    def __repr__(self) -> str:
        name = self.display_name
        return self._describe(None if name is None else repr(name), self.type)


class Library(Object):
    """A ContentLibrary or ClusterContentLibrary."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_library
    _prefix: ClassVar[str] = "library"

    @classmethod
    def list_from_json(cls, data: Union[str, bytes]) -> List[Library]:
        """Read libraries from a Kubernetes List, a list of libraries, or one library."""
        return list(make(Libraries, lib.vmimage_libraries_from_json, *json_bytes(data)))

    api_version = required_text("vmimage_library_api_version")
    kind = required_text("vmimage_library_kind")
    name = required_text("vmimage_library_name")
    namespace = optional_text("vmimage_library_namespace")
    uid = optional_text("vmimage_library_uid")
    resource_version = optional_text("vmimage_library_resource_version")
    creation_time = optional_text("vmimage_library_creation_time")
    deletion_time = optional_text("vmimage_library_deletion_time")
    generation = nonzero("vmimage_library_generation")
    finalizers = texts("vmimage_library_finalizer_count", "vmimage_library_finalizer",
                       "What must be taken away before a deletion ends.")
    owners = _owners("library")
    labels = mapping("library", "label")
    annotations = mapping("library", "annotation")
    conditions = _conditions("library")
    is_ready = boolean("vmimage_library_is_ready")
    id = optional_text("vmimage_library_id")
    display_name = optional_text("vmimage_library_display_name")
    description = optional_text("vmimage_library_description")
    type = optional_text("vmimage_library_type")
    naming_strategy = optional_text("vmimage_library_naming_strategy")
    storage_class = optional_text("vmimage_library_storage_class")
    state = optional_text("vmimage_library_state")
    version = optional_text("vmimage_library_version")
    last_modified_time = optional_text("vmimage_library_last_modified_time")
    last_sync_time = optional_text("vmimage_library_last_sync_time")
    publish_url = optional_text("vmimage_library_publish_url")
    subscription_url = optional_text("vmimage_library_subscription_url")
    server_guid = optional_text("vmimage_library_server_guid")
    security_policy_id = optional_text("vmimage_library_security_policy_id")
    allow_publish = optional_boolean("vmimage_library_allow_publish")
    allow_import = optional_boolean("vmimage_library_allow_import")
    allow_delete = optional_boolean("vmimage_library_allow_delete")
    published = boolean("vmimage_library_published")
    automatic_sync = optional_boolean("vmimage_library_automatic_sync")
    on_demand = optional_boolean("vmimage_library_on_demand")
    storage = elements("vmimage_library_storage_count", lambda p, i: Storage(
        text(lib.vmimage_library_storage_type(p, i)), text(lib.vmimage_library_storage_datastore_id(p, i))),
        "The storage backings.")

    def __repr__(self) -> str:
        name = self.display_name
        return self._describe(None if name is None else repr(name), self.type)


class Listing(Handle, Iterator[O]):
    """Iterates over objects that were listed. It is a snapshot: it needs the registry no more, and several threads may share it."""

    __slots__ = ("_lock", "_context")
    _kind: ClassVar[Any] = None
    _lock: Any
    #: Keeps the log function alive as long as the library may call it.
    _context: Optional[Context]

    def _prepare(self) -> None:
        # A signal handler of this thread may get in between two calls, so the lock lets its owner in again.
        self._lock, self._context = threading.RLock(), None

    def __iter__(self: L) -> L:
        return self

    def __next__(self) -> O:
        with self._lock:
            made: O = make_next(self._kind, self._function("next"), self._pointer)
            return made


class Images(Listing[Image]):
    """Iterates over images."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_images
    _prefix: ClassVar[str] = "images"
    _kind: ClassVar[Any] = Image


class Items(Listing[Item]):
    """Iterates over items."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_items
    _prefix: ClassVar[str] = "items"
    _kind: ClassVar[Any] = Item


class Libraries(Listing[Library]):
    """Iterates over libraries."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_libraries
    _prefix: ClassVar[str] = "libraries"
    _kind: ClassVar[Any] = Library
