# SPDX-License-Identifier: Apache-2.0
"""Registries: places that hold libraries, items and images, and what they list."""
from __future__ import annotations

import contextlib
import ctypes
import json
import os
import threading
from types import TracebackType
from typing import Any, ClassVar, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Type, TypeVar, Union

from . import _api
from ._attributes import UNSET
from ._context import Context, in_range
from ._download import BytesFunction, run
from ._enums import Capability, DownloadFlag, EventKind, ExportFlag, RequestKind, WriteFlag
from ._errors import MisuseError, NoMemoryError, call, encode, encode_path, text
from ._handle import H, Handle, make, make_text
from ._job import Event, Job
from ._model import Image, Images, Item, Items, Libraries, Library, Listing
from ._native import lib
from ._options import Options
from ._request import (
    GroupPublishRequest, GroupPublishRequests, ImportRequest, ImportRequests, PublishRequest, PublishRequests, Request)
from ._stream import Stream
from ._values import resolve_flags
from ._version import Constraint, as_constraint


R = TypeVar("R", bound=Request)
#: Which kind of request a class is.
_KINDS: Dict[Type[Request], RequestKind] = {
    PublishRequest: RequestKind.PUBLISH, GroupPublishRequest: RequestKind.GROUP_PUBLISH, ImportRequest: RequestKind.IMPORT}


class _Query(Handle):
    """The filters of one listing."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_query
    _prefix: ClassVar[str] = "query"

    def __init__(self, filters: Dict[str, Optional[str]], ready: Optional[bool]) -> None:
        self._pointer = lib.vmimage_query_new()
        if not self._pointer:
            raise NoMemoryError("no memory for a query")
        for name, value in filters.items():
            if value is not None:
                call(self._function(f"set_{name}"), self._pointer, encode(value, name))
        call(lib.vmimage_query_set_ready, self._pointer, UNSET if ready is None else int(ready))


class Registry(Handle):
    """A place that holds libraries and images, opened by URL.

    A text is a path or a URL such as "dir:/srv/images"; an object of pathlib is always a folder. deadline is how many
    seconds a single call may take; options say how to reach it. Several threads may use one registry; their calls then run one after the other.
    """

    __slots__ = ("_context", "_lock", "_guard", "_busy", "_url", "_transport", "_capabilities")
    _struct: ClassVar[Any] = _api.vmimage_registry
    _prefix: ClassVar[str] = "registry"

    def __init__(self, url: Union[str, os.PathLike[str]] = ".", *, context: Optional[Context] = None,
                 options: Optional[Options] = None, deadline: Optional[float] = None) -> None:
        self._pointer: Any = None
        self._context = Context() if context is None else context
        #: Held by the call that runs; a callback of that call on the same thread gets in and is refused by _busy.
        self._lock = threading.RLock()
        #: Held while the pointer is taken or taken away, never during a call: interrupt() has to get through.
        self._guard = threading.RLock()
        self._busy = False
        if options is not None and not isinstance(options, Options):
            raise TypeError(f"options must be Options, not {type(options).__name__}")
        place = encode(url, "url") if isinstance(url, str) else b"dir:" + encode_path(url)
        opened = make(_Opened, lib.vmimage_registry_open, self._context._pointer, place,
                      None if options is None else options._pointer, is_path=True)
        self._pointer, opened._pointer = opened._pointer, None
        self._url = text(lib.vmimage_registry_url(self._pointer)) or ""
        self._transport = text(lib.vmimage_registry_transport(self._pointer)) or ""
        self._capabilities = Capability(lib.vmimage_registry_capabilities(self._pointer))
        if deadline is not None:
            self.set_deadline(deadline)

    @property
    def url(self) -> str:
        """The URL in its full form, without a password."""
        return self._url

    @property
    def transport(self) -> str:
        """Name of the transport: "directory"."""
        return self._transport

    @property
    def capabilities(self) -> Capability:
        """What the registry can do. What it can't do raises UnsupportedError."""
        return self._capabilities

    @property
    def context(self) -> Context:
        """The context that the registry was opened with."""
        return self._context

    @property
    def closed(self) -> bool:
        """Whether close() was called."""
        return not self._pointer

    def close(self) -> None:
        """Release the registry. Objects that it gave stay valid. May be called again."""
        with self._lock:
            if self._busy:
                raise MisuseError("the registry can't be closed by a function that it called")
            with self._guard:
                self._release()

    def __enter__(self) -> Registry:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], value: Optional[BaseException],
                 traceback: Optional[TracebackType]) -> None:
        self.close()

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """One call at a time, as the library asks for; also of what belongs to the registry, which may be closed by then."""
        with self._lock:
            if self._busy:
                raise MisuseError("the registry can't be used by a function that it called")
            self._busy = True
            try:
                yield
            finally:
                self._busy = False

    @contextlib.contextmanager
    def _use(self) -> Iterator[Any]:
        """The pointer for one call."""
        with self._turn():
            if not self._pointer:
                raise MisuseError("the registry is closed")
            yield self._pointer

    def interrupt(self) -> None:
        """Make the call that is running raise CancelledError soon; without one, the next. For other threads and signals."""
        with self._guard:
            if self._pointer:
                lib.vmimage_registry_interrupt(self._pointer)

    def set_deadline(self, seconds: Optional[float]) -> None:
        """How long a single call may take; None restores the library's default."""
        milliseconds = 0 if seconds is None else in_range(max(1, round(seconds * 1000)) if seconds > 0 else int(
            seconds * 1000) - 1, 64, "deadline")
        with self._use() as pointer:
            call(lib.vmimage_registry_set_deadline, pointer, milliseconds)

    def _list(self, kind: Type[H], function: Any, ready: Optional[bool] = None, **filters: Optional[str]) -> H:
        query = _Query(filters, ready)
        with self._use() as pointer:
            listing = make(kind, function, pointer, query._pointer)
        if isinstance(listing, Listing):
            listing._context = self._context
        return listing

    def libraries(self, *, namespace: Optional[str] = None, library: Optional[str] = None,
                  selector: Optional[str] = None) -> Libraries:
        """The libraries that match all filters, in byte order of library and then of name."""
        return self._list(Libraries, lib.vmimage_registry_libraries, namespace=namespace, library=library, selector=selector)

    def items(self, *, namespace: Optional[str] = None, library: Optional[str] = None, name: Optional[str] = None,
              type: Optional[str] = None, selector: Optional[str] = None, ready: Optional[bool] = None) -> Items:
        """The items that match all filters. A broken item is among them and says why in its condition Ready."""
        return self._list(Items, lib.vmimage_registry_items, ready, namespace=namespace, library=library, name=name,
                          type=type, selector=selector)

    def images(self, *, namespace: Optional[str] = None, library: Optional[str] = None, name: Optional[str] = None,
               type: Optional[str] = None, os: Optional[str] = None, capability: Optional[str] = None,
               selector: Optional[str] = None, ready: Optional[bool] = None) -> Images:
        """The images that match all filters. That of a broken item is among them and says why in its condition Ready."""
        return self._list(Images, lib.vmimage_registry_images, ready, namespace=namespace, library=library, name=name,
                          type=type, os=os, capability=capability, selector=selector)

    def stream_images(self, *, namespace: Optional[str] = None, library: Optional[str] = None, name: Optional[str] = None,
                      type: Optional[str] = None, os: Optional[str] = None, capability: Optional[str] = None,
                      selector: Optional[str] = None, ready: Optional[bool] = None) -> Images:
        """The same while the place is still telling of them, in its order: memory does not grow with their number."""
        return self._list(Images, lib.vmimage_registry_stream_images, ready, namespace=namespace, library=library, name=name,
                          type=type, os=os, capability=capability, selector=selector)

    def _watch(self, function: Any, ready: Optional[bool] = None, **filters: Optional[str]) -> Job:
        query = _Query(filters, ready)
        with self._use() as pointer:
            return make(Job, function, pointer, query._pointer)._of(self)

    def watch_libraries(self, *, namespace: Optional[str] = None, library: Optional[str] = None,
                        selector: Optional[str] = None) -> Job:
        """A job that tells of the libraries that match all filters, and then of every change."""
        return self._watch(lib.vmimage_watch_libraries, namespace=namespace, library=library, selector=selector)

    def watch_items(self, *, namespace: Optional[str] = None, library: Optional[str] = None, name: Optional[str] = None,
                    type: Optional[str] = None, selector: Optional[str] = None, ready: Optional[bool] = None) -> Job:
        """A job that tells of the items that match all filters, and then of every change."""
        return self._watch(lib.vmimage_watch_items, ready, namespace=namespace, library=library, name=name, type=type,
                           selector=selector)

    def watch_images(self, *, namespace: Optional[str] = None, library: Optional[str] = None, name: Optional[str] = None,
                     type: Optional[str] = None, os: Optional[str] = None, capability: Optional[str] = None,
                     selector: Optional[str] = None, ready: Optional[bool] = None) -> Job:
        """A job that tells of the images that match all filters, and then of every change.

        Its events are ADDED for each image that is there, SYNCED, and then ADDED, MODIFIED and REMOVED. It never ends by itself.
        """
        return self._watch(lib.vmimage_watch_images, ready, namespace=namespace, library=library, name=name, type=type,
                           os=os, capability=capability, selector=selector)

    def get_library(self, name: str, namespace: Optional[str] = None) -> Library:
        """One library by ID, object name or display name."""
        with self._use() as pointer:
            return make(Library, lib.vmimage_registry_get_library, pointer, encode(namespace, "namespace"),
                        encode(name, "name"))

    def get_item(self, name: str, namespace: Optional[str] = None) -> Item:
        """One item by ID, object name or display name."""
        with self._use() as pointer:
            return make(Item, lib.vmimage_registry_get_item, pointer, encode(namespace, "namespace"), encode(name, "name"))

    def get_image(self, id: str, namespace: Optional[str] = None) -> Image:
        """One image by its VMI ID. For display names see resolve()."""
        with self._use() as pointer:
            return make(Image, lib.vmimage_registry_get_image, pointer, encode(namespace, "namespace"), encode(id, "id"))

    def resolve(self, name: str, namespace: Optional[str] = None, *, prefer_namespace: bool = False) -> Image:
        """The one image that a VMI ID or display name stands for. AmbiguousError has the candidates."""
        with self._use() as pointer:
            return make(Image, lib.vmimage_resolve, pointer, encode(namespace, "namespace"), encode(name, "name"),
                        resolve_flags(prefer_namespace))

    def newest(self, family: str, constraint: Union[Constraint, str, None] = None, *, namespace: Optional[str] = None,
               library: Optional[str] = None, type: Optional[str] = None, os: Optional[str] = None,
               capability: Optional[str] = None, selector: Optional[str] = None) -> Image:
        """The newest image of a family that satisfies a constraint and matches all filters; see vmimage.newest()."""
        wanted = as_constraint(constraint)
        query = _Query({"namespace": namespace, "library": library, "type": type, "os": os, "capability": capability,
                        "selector": selector}, None)
        with self._use() as pointer:
            return make(Image, lib.vmimage_newest, pointer, query._pointer, encode(family, "family"),
                        None if wanted is None else wanted._pointer)

    def publish_requests(self, *, namespace: Optional[str] = None, library: Optional[str] = None,
                         name: Optional[str] = None, selector: Optional[str] = None,
                         complete: Optional[bool] = None) -> PublishRequests:
        """The publish requests that match all filters."""
        return self._list(PublishRequests, lib.vmimage_registry_publish_requests, complete, namespace=namespace,
                          library=library, name=name, selector=selector)

    def group_publish_requests(self, *, namespace: Optional[str] = None, library: Optional[str] = None,
                               name: Optional[str] = None, selector: Optional[str] = None,
                               complete: Optional[bool] = None) -> GroupPublishRequests:
        """The group publish requests that match all filters."""
        return self._list(GroupPublishRequests, lib.vmimage_registry_group_publish_requests, complete,
                          namespace=namespace, library=library, name=name, selector=selector)

    def import_requests(self, *, namespace: Optional[str] = None, library: Optional[str] = None,
                        name: Optional[str] = None, selector: Optional[str] = None,
                        complete: Optional[bool] = None) -> ImportRequests:
        """The import requests that match all filters."""
        return self._list(ImportRequests, lib.vmimage_registry_import_requests, complete, namespace=namespace,
                          library=library, name=name, selector=selector)

    def get_request(self, kind: Type[R], name: str, namespace: Optional[str] = None) -> R:
        """One request of a class, such as PublishRequest, by its object name."""
        function = getattr(lib, f"vmimage_registry_get_{kind._prefix}")
        with self._use() as pointer:
            return make(kind, function, pointer, encode(namespace, "namespace"), encode(name, "name"))

    def send(self, request: R, *, check: bool = False, dry_run: bool = False) -> R:
        """Send a request, which the cluster carries out; give what it keeps. It is never sent twice.

        With check, VM Operator's rules of admission are asked before. With dry_run the server keeps nothing.
        """
        flags = (WriteFlag.CHECK if check else 0) | (WriteFlag.DRY_RUN if dry_run else 0)
        function = getattr(lib, f"vmimage_registry_create_{request._prefix}")
        with self._use() as pointer:
            return make(type(request), function, pointer, request._pointer, int(flags))

    def update(self, request: R, *, status: bool = False, apply: bool = False, force: bool = False,
               check: bool = False, dry_run: bool = False) -> R:
        """Change a request that is there, by a changed copy of it; ConflictError when somebody else was quicker.

        With status its status is changed and nothing else. With apply what the copy has is as it says and the rest stays; force then takes
        fields over from others.
        """
        flags = ((WriteFlag.STATUS if status else 0) | (WriteFlag.APPLY if apply else 0) | (WriteFlag.FORCE if force else 0)
                 | (WriteFlag.CHECK if check else 0) | (WriteFlag.DRY_RUN if dry_run else 0))
        function = getattr(lib, f"vmimage_registry_update_{request._prefix}")
        with self._use() as pointer:
            return make(type(request), function, pointer, request._pointer, int(flags))

    def delete_request(self, kind: Type[Request], name: str, namespace: Optional[str] = None, *, uid: Optional[str] = None,
                       resource_version: Optional[str] = None, propagation: Optional[str] = None) -> None:
        """Delete a request of a class; with uid or resource_version only that very object. An import under way is cancelled by it."""
        with self._use() as pointer:
            call(lib.vmimage_registry_delete_request, pointer, _KINDS[kind], encode(namespace, "namespace"),
                 encode(name, "name"), encode(uid, "uid"), encode(resource_version, "resource_version"),
                 encode(propagation, "propagation"))

    def patch(self, kind: str, name: str, patch: Sequence[Mapping[str, Any]], namespace: Optional[str] = None, *,
              dry_run: bool = False) -> Dict[str, Any]:
        """Change an image, item, library or request, such as its labels, by a JSON patch; give the object as the server keeps it."""
        operations = json.dumps(list(patch)).encode()
        with self._use() as pointer:
            answer = make_text(lib.vmimage_registry_patch_object, pointer, encode(kind, "kind"),
                               encode(namespace, "namespace"), encode(name, "name"), operations, len(operations),
                               int(WriteFlag.DRY_RUN if dry_run else 0))
        out: Dict[str, Any] = json.loads(answer or "null")
        return out

    def watch_requests(self, kind: Type[Request], *, namespace: Optional[str] = None, library: Optional[str] = None,
                       name: Optional[str] = None, selector: Optional[str] = None,
                       complete: Optional[bool] = None) -> Job:
        """A job that tells of the requests of a class that match all filters, and then of every change."""
        query = _Query({"namespace": namespace, "library": library, "name": name, "selector": selector}, complete)
        with self._use() as pointer:
            return make(Job, lib.vmimage_watch_requests, pointer, _KINDS[kind], query._pointer)._of(self)

    def follow(self, kind: Type[Request], name: str, namespace: Optional[str] = None) -> Job:
        """A job that follows a request to its end. Its events of the kind CONDITION have a condition that is new or has changed.

        It ends well when the request is complete, and with FailedError when it has failed for good.
        """
        with self._use() as pointer:
            return make(Job, lib.vmimage_request_follow_start, pointer, _KINDS[kind], encode(namespace, "namespace"),
                        encode(name, "name"))._of(self)

    def open_file(self, item: Item, name: str) -> Stream:
        """A file of an item as a file object for reading, by its name."""
        return Stream(self, item, name)

    def start_download(self, item: Item, folder: Union[str, os.PathLike[str]], *, replace: bool = False,
                       resume: bool = False) -> Job:
        """Begin to bring all files of an item into a folder, all or none; see download()."""
        flags = (DownloadFlag.REPLACE if replace else 0) | (DownloadFlag.RESUME if resume else 0)
        with self._use() as pointer:
            return make(Job, lib.vmimage_download_start, pointer, item._pointer, encode_path(folder), flags)._of(self)

    def download(self, item: Item, folder: Union[str, os.PathLike[str]], *, replace: bool = False, resume: bool = False,
                 progress: Optional[BytesFunction] = None) -> Dict[str, str]:
        """Bring all files of an item into a folder, all or none; give their names and SHA-256 digests.

        Files are compared with the manifest of the item. One that is there with another content is an ExistsError unless
        replace is true. With resume, what an interrupted download has left is gone on with. progress(done, total) is called every
        now and then; what it raises ends the download.
        """
        job = self.start_download(item, folder, replace=replace, resume=resume)
        texts = [event.text or "" for event in run(job, progress) if event.kind == EventKind.DONE_FILE]
        return {text[66:]: text[:64] for text in texts}

    def start_export(self, folder: Union[str, os.PathLike[str]], *, remove: bool = False, library: Optional[str] = None,
                     name: Optional[str] = None, type: Optional[str] = None, selector: Optional[str] = None) -> Job:
        """Begin to write the items that match all filters into a folder, as a VCSP library; see export()."""
        query = _Query({"library": library, "name": name, "type": type, "selector": selector}, None)
        with self._use() as pointer:
            return make(Job, lib.vmimage_export_start, pointer, query._pointer, encode_path(folder),
                        ExportFlag.REMOVE if remove else 0)._of(self)

    def export(self, folder: Union[str, os.PathLike[str]], *, remove: bool = False, library: Optional[str] = None,
               name: Optional[str] = None, type: Optional[str] = None, selector: Optional[str] = None,
               progress: Optional[BytesFunction] = None) -> List[Event]:
        """Write items into a folder as a VCSP library, or bring such a library up to date; give what was done, as events.

        With remove, items go that the registry has no more. An item that can't be exported is an event of the kind ERROR.
        """
        job = self.start_export(folder, remove=remove, library=library, name=name, type=type, selector=selector)
        return [event for event in run(job, progress) if event.kind != EventKind.DONE_FILE]

    @classmethod
    def init(cls, url: Union[str, os.PathLike[str]], name: Optional[str] = None, description: Optional[str] = None, *,
             context: Optional[Context] = None, deadline: Optional[float] = None) -> Registry:
        """Make a library in an empty folder, which is made when it is not there, and open it."""
        context = Context() if context is None else context
        place = encode(url, "url") if isinstance(url, str) else b"dir:" + encode_path(url)
        make(_Opened, lib.vmimage_keep_init, context._pointer, place, encode(name, "name"),
             encode(description, "description"), is_path=True)._release()
        return cls(url, context=context, deadline=deadline)

    def add(self, path: Union[str, os.PathLike[str]], name: Optional[str] = None,
            description: Optional[str] = None, *, manifest: bool = False) -> Item:
        """Copy an .ovf with the files that it names, an .ova or an .iso into the library, as an item.

        Files that the package's manifest names are compared with it. With manifest=True a package that has none gets one.

        The deadline of the registry counts for all of it; interrupt() ends it, and the library stays the old one.
        """
        id = ctypes.create_string_buffer(_api.CONSTANTS["VMIMAGE_UUID_SIZE"])
        with self._use() as pointer:
            call(lib.vmimage_keep_set_manifest, pointer, int(bool(manifest)))
            call(lib.vmimage_keep_add, pointer, encode_path(path), encode(name, "name"),
                 encode(description, "description"), id)
        return self.get_item(id.value.decode())

    def replace(self, item: str, path: Union[str, os.PathLike[str]], *, manifest: bool = False) -> Item:
        """Give an item new content. Its ID and name stay, its content version goes up."""
        with self._use() as pointer:
            call(lib.vmimage_keep_set_manifest, pointer, int(bool(manifest)))
            call(lib.vmimage_keep_replace, pointer, encode(item, "item"), encode_path(path))
        return self.get_item(item)

    def rename(self, item: Optional[str], name: str) -> None:
        """Give an item, or with None the library itself, another name."""
        with self._use() as pointer:
            call(lib.vmimage_keep_rename, pointer, encode(item, "item"), encode(name, "name"))

    def describe(self, item: Optional[str], description: str) -> None:
        """Give an item, or with None the library itself, another description; "" for none."""
        with self._use() as pointer:
            call(lib.vmimage_keep_describe, pointer, encode(item, "item"), encode(description, "description"))

    def remove(self, item: str) -> None:
        """Remove an item and its files."""
        with self._use() as pointer:
            call(lib.vmimage_keep_remove, pointer, encode(item, "item"))

    @property
    def bytes_copied(self) -> Tuple[int, int]:
        """How many bytes the running or last add() or replace() has copied, and how many it copies in all."""
        with self._guard:
            pointer = self._pointer
            return (lib.vmimage_keep_bytes_done(pointer), lib.vmimage_keep_bytes_total(pointer)) if pointer else (0, 0)

    def __repr__(self) -> str:
        closed = " closed" if self.closed else ""
        return f"<vmimage.Registry {self._url}{closed}>"


class _Opened(Handle):
    """Holds a new registry until the object that it is for takes it."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_registry
    _prefix: ClassVar[str] = "registry"
