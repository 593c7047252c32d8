# SPDX-License-Identifier: Apache-2.0
"""A program that uses the package; checked by mypy, so that what a user's editor is told is true. Not a test to run."""
from __future__ import annotations

from typing import Dict, List, Optional, Tuple

import vmimage


def names(registry: vmimage.Registry) -> List[Tuple[str, Optional[str]]]:
    return [(image.id, image.display_name) for image in registry.images(type="OVF", ready=True)]


def sizes(registry: vmimage.Registry) -> Dict[str, int]:
    out: Dict[str, int] = {}
    for item in registry.items():
        for file in item.files:
            out[file.name] = file.size or 0
    return out


def capacity(image: vmimage.Image) -> int:
    disks: Tuple[vmimage.Disk, ...] = image.disks
    return sum(disk.capacity or 0 for disk in disks)


def why(image: vmimage.Image) -> Optional[str]:
    condition = image.conditions.get("Ready")
    return None if condition is None or condition.is_true else condition.message


def tier(library: vmimage.Library) -> str:
    published: bool = library.published
    allowed: Optional[bool] = library.allow_publish
    return library.labels.get("tier", "none") + str(published) + str(allowed)


def find(registry: vmimage.Registry, name: str) -> str:
    try:
        return registry.resolve(name).id
    except vmimage.AmbiguousError as error:
        return ", ".join(candidate.name for candidate in error.candidates)
    except vmimage.Error as error:
        return f"{error.status}: {error} ({error.reason}, line {error.line})"


def log(level: vmimage.LogLevel, module: str, message: str) -> None:
    print(level.name, module, message)


def main() -> None:
    context = vmimage.Context(log=log, limits={vmimage.Limit.JSON_DEPTH: 32})
    with vmimage.Registry(".", context=context, deadline=5.0) as registry:
        print(names(registry), sizes(registry), find(registry, vmimage.vmi_id("e1968c25-dd84-4506-8dc7-9beacb6b688e")))
        for library in registry.libraries():
            print(tier(library))
        for image in registry.images():
            print(capacity(image), why(image))
