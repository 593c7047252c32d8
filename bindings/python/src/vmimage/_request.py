# SPDX-License-Identifier: Apache-2.0
"""Requests: publishing a virtual machine or a group of them, importing from an URL. Objects never change; changed() makes others.

What sends and follows them is in _registry.py.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Iterable, List, Mapping, Optional, Tuple, TypeVar, Union

from . import _api
from ._attributes import Attribute, boolean, elements, mapping, nonzero, number, optional_text, required_text, texts
from ._context import in_range
from ._enums import RequestState
from ._errors import NoMemoryError, call, encode, text
from ._handle import make
from ._model import Condition, Listing, Object, _condition, _conditions, _owners
from ._native import lib
from ._rules import json_bytes

R = TypeVar("R", bound="Request")


@dataclass(frozen=True)
class GroupImage:
    """A virtual machine of a group whose publishing has begun."""

    source: str
    publish_request_name: str
    #: The VMI ID of its image.
    name: Optional[str]
    conditions: Tuple[Condition, ...]


@dataclass(frozen=True)
class Upload:
    """A file that an import brings to vSphere."""

    name: str
    #: "Waiting", "Transferring", "Validating", "Ready", "Error".
    status: str
    error: Optional[str]
    #: In bytes; None when not known.
    size: Optional[int]
    bytes: Optional[int]


def _text(value: Optional[str], name: str) -> Optional[bytes]:
    return None if value is None else encode(value, name)


def _seconds(function: str) -> Attribute[Optional[int]]:
    return Attribute(function, lambda owner: _present(getattr(lib, function)(owner._pointer)),
                     "How many seconds the request is kept after it has completed; None when for ever.")


def _present(value: int) -> Optional[int]:
    return None if value < 0 else value


def _failure(function: str) -> Attribute[Optional[Condition]]:
    def read(owner: Any) -> Optional[Condition]:
        pointer = getattr(lib, function)(owner._pointer)
        return _condition(pointer) if pointer else None

    return Attribute(function, read)


def _state(function: str) -> Attribute[RequestState]:
    return Attribute(function, lambda owner: RequestState(getattr(lib, function)(owner._pointer)),
                     "How the request stands.")


class Request(Object):
    """What requests of all kinds have in common."""

    __slots__ = ()

    def _own(self) -> None:
        self._pointer = self._function("new")()
        if not self._pointer:
            raise NoMemoryError("no memory for a request")

    def _set(self, name: str, *values: Any) -> None:
        call(self._function(name), self._pointer, *values)

    def _set_common(self, *, name: Optional[str] = None, generate_name: Optional[str] = None,
                    namespace: Optional[str] = None, labels: Optional[Mapping[str, Optional[str]]] = None,
                    annotations: Optional[Mapping[str, Optional[str]]] = None, ttl_seconds: Optional[int] = None) -> None:
        for function, value in (("name", name), ("generate_name", generate_name), ("namespace", namespace)):
            if value is not None:
                self._set(f"set_{function}", encode(value, function))
        for function, pairs in (("label", labels), ("annotation", annotations)):
            for key, value in (pairs or {}).items():
                self._set(f"set_{function}", encode(key, "key"), _text(value, "value"))
        if ttl_seconds is not None:
            self._set("set_ttl_seconds", in_range(ttl_seconds, 64, "ttl_seconds"))

    def _copy(self: R) -> R:
        return make(type(self), self._function("copy"), self._pointer)

    def with_condition(self: R, type: str, status: Optional[str], now: str, *, reason: Optional[str] = None,
                       message: Optional[str] = None) -> R:
        """A copy with a condition set, or without it when the status is None. The time is RFC 3339; it counts when something changes."""
        copy = self._copy()
        copy._set("set_condition", encode(type, "type"), _text(status, "status"), _text(reason, "reason"),
                  _text(message, "message"), encode(now, "now"))
        return copy

    def _describe(self, *more: Optional[str]) -> str:
        state = RequestState(self._function("state")(self._pointer)).name.lower()
        name = text(self._function("name")(self._pointer))
        return f"<vmimage.{type(self).__name__} {' '.join(x for x in (name, *more, state) if x)}>"

    def __repr__(self) -> str:
        return self._describe()


class PublishRequest(Request):
    """A VirtualMachinePublishRequest."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_publish_request
    _prefix: ClassVar[str] = "publish_request"

    def __init__(self, name: Optional[str] = None, **fields: Any) -> None:
        """A virtual machine (source) is to be published to a library, as an item of a name. Without a name it is the cluster's to give."""
        self._own()
        self._change(name=name, **fields)

    def _change(self, *, source: Optional[str] = None, library: Optional[str] = None,
                  item_name: Optional[str] = None, description: Optional[str] = None, backoff_limit: Optional[int] = None, **common: Any) -> None:
        self._set_common(**common)
        if source is not None:
            self._set("set_source", encode(source, "source"))
        if library is not None:
            self._set("set_target", encode(library, "library"), _text(item_name, "item_name"),
                      _text(description, "description"))
        if backoff_limit is not None:
            self._set("set_backoff_limit", in_range(backoff_limit, 64, "backoff_limit"))

    def changed(self, **fields: Any) -> PublishRequest:
        """A copy with other fields; their names are those of the class."""
        copy = self._copy()
        copy._change(**fields)
        return copy

    @classmethod
    def list_from_json(cls, data: Union[str, bytes]) -> List[PublishRequest]:
        """Read publish requests from a Kubernetes List, a list of them, or one of them."""
        return list(make(PublishRequests, lib.vmimage_publish_requests_from_json, *json_bytes(data)))

    api_version = required_text("vmimage_publish_request_api_version")
    kind = required_text("vmimage_publish_request_kind")
    name = optional_text("vmimage_publish_request_name")
    generate_name = optional_text("vmimage_publish_request_generate_name")
    namespace = optional_text("vmimage_publish_request_namespace")
    uid = optional_text("vmimage_publish_request_uid")
    resource_version = optional_text("vmimage_publish_request_resource_version")
    creation_time = optional_text("vmimage_publish_request_creation_time")
    deletion_time = optional_text("vmimage_publish_request_deletion_time")
    generation = nonzero("vmimage_publish_request_generation")
    finalizers = texts("vmimage_publish_request_finalizer_count", "vmimage_publish_request_finalizer",
                       "What must be taken away before a deletion ends.")
    owners = _owners("publish_request")
    labels = mapping("publish_request", "label")
    annotations = mapping("publish_request", "annotation")
    conditions = _conditions("publish_request")
    state = _state("vmimage_publish_request_state")
    failure = _failure("vmimage_publish_request_failure")
    ttl_seconds = _seconds("vmimage_publish_request_ttl_seconds")
    source_api_version = optional_text("vmimage_publish_request_source_api_version")
    source_kind = optional_text("vmimage_publish_request_source_kind")
    source_name = optional_text("vmimage_publish_request_source_name")
    target_item_name = optional_text("vmimage_publish_request_target_item_name")
    target_item_description = optional_text("vmimage_publish_request_target_item_description")
    target_location_api_version = optional_text("vmimage_publish_request_target_location_api_version")
    target_location_kind = optional_text("vmimage_publish_request_target_location_kind")
    target_location_name = optional_text("vmimage_publish_request_target_location_name")
    backoff_limit = nonzero("vmimage_publish_request_backoff_limit")
    attempts = number("vmimage_publish_request_attempts")
    start_time = optional_text("vmimage_publish_request_start_time")
    last_attempt_time = optional_text("vmimage_publish_request_last_attempt_time")
    completion_time = optional_text("vmimage_publish_request_completion_time")
    image_name = optional_text("vmimage_publish_request_image_name")
    is_ready = boolean("vmimage_publish_request_is_ready")
    source_ref_api_version = optional_text("vmimage_publish_request_source_ref_api_version")
    source_ref_kind = optional_text("vmimage_publish_request_source_ref_kind")
    source_ref_name = optional_text("vmimage_publish_request_source_ref_name")
    target_ref_item_name = optional_text("vmimage_publish_request_target_ref_item_name")
    target_ref_item_description = optional_text("vmimage_publish_request_target_ref_item_description")
    target_ref_location_api_version = optional_text("vmimage_publish_request_target_ref_location_api_version")
    target_ref_location_kind = optional_text("vmimage_publish_request_target_ref_location_kind")
    target_ref_location_name = optional_text("vmimage_publish_request_target_ref_location_name")

class GroupPublishRequest(Request):
    """A VirtualMachineGroupPublishRequest."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_group_publish_request
    _prefix: ClassVar[str] = "group_publish_request"

    def __init__(self, name: Optional[str] = None, **fields: Any) -> None:
        """A group (source) is to be published to a library: the virtual machines that are named, or all of them."""
        self._own()
        self._change(name=name, **fields)

    def _change(self, *, source: Optional[str] = None, library: Optional[str] = None,
                  virtual_machines: Iterable[str] = (), **common: Any) -> None:
        self._set_common(**common)
        if source is not None:
            self._set("set_source", encode(source, "source"))
        if library is not None:
            self._set("set_target", encode(library, "library"))
        for name in virtual_machines:
            self._set("add_virtual_machine", encode(name, "virtual_machines"))

    def changed(self, **fields: Any) -> GroupPublishRequest:
        """A copy with other fields; their names are those of the class."""
        copy = self._copy()
        copy._change(**fields)
        return copy

    @classmethod
    def list_from_json(cls, data: Union[str, bytes]) -> List[GroupPublishRequest]:
        """Read group publish requests from a Kubernetes List, a list of them, or one of them."""
        return list(make(GroupPublishRequests, lib.vmimage_group_publish_requests_from_json, *json_bytes(data)))

    api_version = required_text("vmimage_group_publish_request_api_version")
    kind = required_text("vmimage_group_publish_request_kind")
    name = optional_text("vmimage_group_publish_request_name")
    generate_name = optional_text("vmimage_group_publish_request_generate_name")
    namespace = optional_text("vmimage_group_publish_request_namespace")
    uid = optional_text("vmimage_group_publish_request_uid")
    resource_version = optional_text("vmimage_group_publish_request_resource_version")
    creation_time = optional_text("vmimage_group_publish_request_creation_time")
    deletion_time = optional_text("vmimage_group_publish_request_deletion_time")
    generation = nonzero("vmimage_group_publish_request_generation")
    finalizers = texts("vmimage_group_publish_request_finalizer_count", "vmimage_group_publish_request_finalizer",
                       "What must be taken away before a deletion ends.")
    owners = _owners("group_publish_request")
    labels = mapping("group_publish_request", "label")
    annotations = mapping("group_publish_request", "annotation")
    conditions = _conditions("group_publish_request")
    state = _state("vmimage_group_publish_request_state")
    failure = _failure("vmimage_group_publish_request_failure")
    ttl_seconds = _seconds("vmimage_group_publish_request_ttl_seconds")
    source = optional_text("vmimage_group_publish_request_source")
    target = optional_text("vmimage_group_publish_request_target")
    status_source = optional_text("vmimage_group_publish_request_status_source")
    status_target = optional_text("vmimage_group_publish_request_status_target")
    start_time = optional_text("vmimage_group_publish_request_start_time")
    completion_time = optional_text("vmimage_group_publish_request_completion_time")
    virtual_machines = texts("vmimage_group_publish_request_virtual_machine_count", "vmimage_group_publish_request_virtual_machine",
                             "The virtual machines that are named to be published; none: all of the group.")
    images = elements("vmimage_group_publish_request_image_count", lambda p, i: _group_image(p, i),
                      "The virtual machines whose publishing has begun.")

class ImportRequest(Request):
    """An ContentLibraryItemImportRequest."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_import_request
    _prefix: ClassVar[str] = "import_request"

    def __init__(self, name: Optional[str] = None, **fields: Any) -> None:
        """What the URL names is to become an item of a library."""
        self._own()
        self._change(name=name, **fields)

    def _change(self, *, url: Optional[str] = None, library: Optional[str] = None,
                  item_name: Optional[str] = None, description: Optional[str] = None, type: Optional[str] = None,
                  checksum: Optional[str] = None, algorithm: Optional[str] = None, certificate: Optional[str] = None, **common: Any) -> None:
        self._set_common(**common)
        if url is not None:
            self._set("set_source", encode(url, "url"))
        if certificate is not None:
            self._set("set_certificate", encode(certificate, "certificate"))
        if checksum is not None:
            self._set("set_checksum", _text(algorithm, "algorithm"), encode(checksum, "checksum"))
        if library is not None:
            self._set("set_target", encode(library, "library"), _text(item_name, "item_name"),
                      _text(description, "description"), _text(type, "type"))

    def changed(self, **fields: Any) -> ImportRequest:
        """A copy with other fields; their names are those of the class."""
        copy = self._copy()
        copy._change(**fields)
        return copy

    @classmethod
    def list_from_json(cls, data: Union[str, bytes]) -> List[ImportRequest]:
        """Read import requests from a Kubernetes List, a list of them, or one of them."""
        return list(make(ImportRequests, lib.vmimage_import_requests_from_json, *json_bytes(data)))

    api_version = required_text("vmimage_import_request_api_version")
    kind = required_text("vmimage_import_request_kind")
    name = optional_text("vmimage_import_request_name")
    generate_name = optional_text("vmimage_import_request_generate_name")
    namespace = optional_text("vmimage_import_request_namespace")
    uid = optional_text("vmimage_import_request_uid")
    resource_version = optional_text("vmimage_import_request_resource_version")
    creation_time = optional_text("vmimage_import_request_creation_time")
    deletion_time = optional_text("vmimage_import_request_deletion_time")
    generation = nonzero("vmimage_import_request_generation")
    finalizers = texts("vmimage_import_request_finalizer_count", "vmimage_import_request_finalizer",
                       "What must be taken away before a deletion ends.")
    owners = _owners("import_request")
    labels = mapping("import_request", "label")
    annotations = mapping("import_request", "annotation")
    conditions = _conditions("import_request")
    state = _state("vmimage_import_request_state")
    failure = _failure("vmimage_import_request_failure")
    ttl_seconds = _seconds("vmimage_import_request_ttl_seconds")
    source_url = optional_text("vmimage_import_request_source_url")
    ssl_certificate = optional_text("vmimage_import_request_ssl_certificate")
    checksum_algorithm = optional_text("vmimage_import_request_checksum_algorithm")
    checksum_value = optional_text("vmimage_import_request_checksum_value")
    target_item_name = optional_text("vmimage_import_request_target_item_name")
    target_item_description = optional_text("vmimage_import_request_target_item_description")
    target_item_type = optional_text("vmimage_import_request_target_item_type")
    target_library = optional_text("vmimage_import_request_target_library")
    start_time = optional_text("vmimage_import_request_start_time")
    completion_time = optional_text("vmimage_import_request_completion_time")
    item_name = optional_text("vmimage_import_request_item_name")
    upload_session = optional_text("vmimage_import_request_upload_session")
    uploads = elements("vmimage_import_request_upload_count", lambda p, i: Upload(
        text(lib.vmimage_import_request_upload_name(p, i)) or "", text(lib.vmimage_import_request_upload_status(p, i)) or "",
        text(lib.vmimage_import_request_upload_error(p, i)), lib.vmimage_import_request_upload_size(p, i) or None,
        lib.vmimage_import_request_upload_bytes(p, i)), "The files that are brought to vSphere.")


def _group_image(pointer: Any, index: int) -> GroupImage:
    count = lib.vmimage_group_publish_request_image_condition_count(pointer, index)
    at = lib.vmimage_group_publish_request_image_condition_at
    return GroupImage(
        text(lib.vmimage_group_publish_request_image_source(pointer, index)) or "",
        text(lib.vmimage_group_publish_request_image_publish_request_name(pointer, index)) or "",
        text(lib.vmimage_group_publish_request_image_name(pointer, index)),
        tuple(_condition(at(pointer, index, i)) for i in range(count)))


class PublishRequests(Listing[PublishRequest]):
    """Iterates over publish requests."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_publish_requests
    _prefix: ClassVar[str] = "publish_requests"
    _kind: ClassVar[Any] = PublishRequest


class GroupPublishRequests(Listing[GroupPublishRequest]):
    """Iterates over group publish requests."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_group_publish_requests
    _prefix: ClassVar[str] = "group_publish_requests"
    _kind: ClassVar[Any] = GroupPublishRequest


class ImportRequests(Listing[ImportRequest]):
    """Iterates over import requests."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_import_requests
    _prefix: ClassVar[str] = "import_requests"
    _kind: ClassVar[Any] = ImportRequest
