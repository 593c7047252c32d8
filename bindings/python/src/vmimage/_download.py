# SPDX-License-Identifier: Apache-2.0
"""Work that ends by itself, done while a function of the program is told how far it is."""
from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Iterator, Optional

if TYPE_CHECKING:
    from ._job import Event, Job

#: Is told how many bytes are done, and how many there are in all: 0 while that is not known.
BytesFunction = Callable[[int, int], None]


def run(job: Job, progress: Optional[BytesFunction]) -> Iterator[Event]:
    """All events until the end; the job is closed then, also when the caller has lost interest."""
    with job:
        goes_on = True
        while goes_on:
            goes_on = job.step(0.2)
            if progress is not None:
                progress(*job.progress)
            yield from job.events()
