"""``python -m crosswire`` is ``crosswire``."""

from __future__ import annotations

from crosswire.cli import main

if __name__ == "__main__":  # a worker process imports this module anew and must not run it
    main()
