"""The sample portfolio's warehouse, built once for all tests that need one."""

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from partner_analytics.intake import import_exports

ROOT = Path(__file__).parent.parent

# Examples of the property tests that set no number of their own.
_CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("usual", max_examples=100, deadline=None, suppress_health_check=_CHECKS)
settings.register_profile("long", max_examples=10_000, deadline=None, suppress_health_check=_CHECKS)
settings.load_profile("usual")

Dose = Callable[[int, int], int]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--prove", action="store_true", help="run the long version of each proof")


@pytest.fixture(scope="session")
def dose(request: pytest.FixtureRequest) -> Dose:
    """How often a proof does what it does: (usually, with --prove)."""
    is_long = request.config.getoption("--prove")
    return lambda usual, long: long if is_long else usual


@pytest.fixture(scope="session")
def sample_warehouse(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Where the warehouse of data/raw is; parallel workers share one build."""
    base = tmp_path_factory.getbasetemp()
    folder = base if worker_id == "master" else base.parent
    file = folder / "sample" / "partner_analytics.duckdb"
    file.parent.mkdir(exist_ok=True)
    with (folder / "sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            import_exports([ROOT / "data" / "raw"], warehouse=file)
    return file
