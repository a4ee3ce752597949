"""The parser's arrays in memory that is kept, where the C library can be asked for that."""

from __future__ import annotations

import ctypes
import os
import sys

#: glibc's numbers for what may be set (malloc.h), the environment's names for the same, and bytes: an array up to the
#: first lies on the heap, and the heap's end goes back to the system only if it is larger than the second
_SETTINGS = (
    (-3, "MALLOC_MMAP_THRESHOLD_", 32 << 20),
    (-1, "MALLOC_TRIM_THRESHOLD_", 64 << 20),
)


def keep_memory() -> None:
    """Let what one sentence's arrays leave be taken for those of the next, instead of being fetched anew.

    The system hands out memory page by page, each cleared first: a thousand pages a report, a twelfth of the time of
    reading.  A person's own setting stands; another C library is left as it is.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    for number, name, size in _SETTINGS:
        if mallopt is not None and name not in os.environ:
            mallopt(number, size)
