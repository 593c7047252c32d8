# SPDX-License-Identifier: Apache-2.0
"""Versions of images: their order, constraints, the newest of a family, and what differs between two snapshots."""
from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, ClassVar, Iterable, Optional, Tuple, Union

from . import _api
from ._enums import Change
from ._errors import encode, text
from ._handle import Handle, array_of, make
from ._model import Image, Item
from ._native import lib


def compare_versions(a: Optional[str], b: Optional[str]) -> int:
    """-1, 0 or 1 as one product version is older than the other, neither, or newer."""
    order: int = lib.vmimage_version_compare(encode(a, "a"), encode(b, "b"))
    return order


#: For sorted() and max(): the order of product versions.
version_key = functools.cmp_to_key(compare_versions)


def is_prerelease(version: str) -> bool:
    """Whether a version is a pre-release."""
    return bool(lib.vmimage_version_is_prerelease(encode(version, "version")))


def compare_content_versions(a: Optional[str], b: Optional[str]) -> int:
    """-1, 0 or 1 as one content version is older than the other, the same, or newer."""
    order: int = lib.vmimage_content_version_compare(encode(a, "a"), encode(b, "b"))
    return order


class Constraint(Handle):
    """Which versions are wanted: ">=22.04,<24", "~22.04", "^1.2", "=1.2.3-rc1", "!=1.3", "*"."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_constraint
    _prefix: ClassVar[str] = "constraint"

    def __init__(self, constraint: str) -> None:
        self._pointer: Any = None
        parsed = make(_Parsed, lib.vmimage_constraint_parse, encode(constraint, "constraint"))
        self._pointer, parsed._pointer = parsed._pointer, None

    def matches(self, version: Optional[str]) -> bool:
        """Whether a version satisfies the constraint; None satisfies none."""
        return bool(lib.vmimage_constraint_matches(self._pointer, encode(version, "version")))

    def __contains__(self, version: Optional[str]) -> bool:
        return self.matches(version)

    def __str__(self) -> str:
        return text(lib.vmimage_constraint_text(self._pointer)) or ""

    def __repr__(self) -> str:
        return f"vmimage.Constraint({str(self)!r})"


class _Parsed(Handle):
    """Holds a new constraint until the object that it is for takes it."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_constraint
    _prefix: ClassVar[str] = "constraint"


def as_constraint(constraint: Union[Constraint, str, None]) -> Optional[Constraint]:
    return Constraint(constraint) if isinstance(constraint, str) else constraint


def newest(images: Iterable[Image], family: str, constraint: Union[Constraint, str, None] = None) -> Image:
    """The newest image of a family among those that you hold; without a constraint releases go before pre-releases."""
    held = tuple(images)
    for image in held:
        if not isinstance(image, Image):
            raise TypeError(f"images must hold vmimage.Image objects, not {type(image).__name__}")
    wanted = as_constraint(constraint)
    return make(Image, lib.vmimage_newest_images, array_of(held, _api.vmimage_image), len(held), encode(family, "family"),
                None if wanted is None else wanted._pointer)


def _compare_images(a: Image, b: Image) -> int:
    order: int = lib.vmimage_family_compare(a._pointer, b._pointer)
    return order


#: For sorted(): images of one family, the oldest first.
family_key = functools.cmp_to_key(_compare_images)


def in_family(image: Image, family: str) -> bool:
    """Whether an image belongs to a family, given by its whole name or by the product alone."""
    return bool(lib.vmimage_family_has(image._pointer, encode(family, "family")))


@dataclass(frozen=True)
class Difference:
    """One row of what differs: an object that came or went, or a field of one that changed."""

    change: Change
    kind: str
    namespace: Optional[str]
    name: str
    #: As a path, "status.disks[disk-0].limit"; None for an object that came or went.
    field: Optional[str]
    was: Optional[str]
    now: Optional[str]


class Drift(Handle):
    """The library's report, as long as it is read."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_drift
    _prefix: ClassVar[str] = "drift"

    def read(self) -> Tuple[Difference, ...]:
        p = self._pointer
        return tuple(Difference(
            Change(lib.vmimage_drift_change(p, i)), text(lib.vmimage_drift_kind(p, i)) or "",
            text(lib.vmimage_drift_namespace(p, i)), text(lib.vmimage_drift_name(p, i)) or "",
            text(lib.vmimage_drift_field(p, i)), text(lib.vmimage_drift_was(p, i)), text(lib.vmimage_drift_is(p, i)))
            for i in range(lib.vmimage_drift_count(p)))


def drift(before: Iterable[Union[Image, Item]], after: Iterable[Union[Image, Item]]) -> Tuple[Difference, ...]:
    """What differs between two snapshots, both of images or both of items."""
    left, right = tuple(before), tuple(after)
    kinds = {type(held) for held in left + right}
    if not kinds <= {Image} and not kinds <= {Item}:
        raise TypeError("the snapshots must hold vmimage.Image objects only, or vmimage.Item objects only")
    items = kinds == {Item}
    struct = _api.vmimage_item if items else _api.vmimage_image
    return make(Drift, lib.vmimage_drift_items if items else lib.vmimage_drift_images, array_of(left, struct), len(left),
                array_of(right, struct), len(right)).read()
