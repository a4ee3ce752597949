"""Property tests try the same examples on every machine and on every run, however slow the machine is."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("crosswire", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("crosswire")
