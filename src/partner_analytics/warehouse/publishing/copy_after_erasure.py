"""A warehouse file written anew by a process that never held what must not be in it.

DuckDB writes whole blocks, and the unused end of one holds what the memory held before: a name that
was erased may be read there. The memory of a process that only ever sees the new state has none.
"""

import subprocess
import sys
from pathlib import Path

from partner_analytics.errors import WarehouseUnavailable
from partner_analytics.warehouse.connection import connected_to_write, literal


def write_afresh(file: Path) -> None:
    """Replace a closed file by a copy of its tables and views that another process makes.

    Raises WarehouseUnavailable where that process fails; the file is as it was then.
    """
    copy = file.with_name(f"{file.name}.tmp-afresh")
    # -P: a duckdb.py beside the user's exports must not be run in place of the real one.
    command = [sys.executable, "-P", "-m", __name__, str(file.absolute()), str(copy.absolute())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        complaint = done.stderr.strip().rpartition("\n")[2] or f"exit code {done.returncode}"
        raise WarehouseUnavailable(
            place=str(file.parent),
            expected="room and memory to write the file anew without what is erased",
            found=complaint,
            remedy="Erase again; the published file was not changed.",
        )
    copy.replace(file)


def _copy(file: str, copy: str) -> None:
    with connected_to_write(Path(copy)) as connection:
        ((name,),) = connection.execute("SELECT current_database()").fetchall()
        connection.execute(f"ATTACH {literal(file)} AS made (TYPE duckdb, READ_ONLY)")
        connection.execute(f'COPY FROM DATABASE made TO "{name}"')
        # Still attached: the memory of its blocks must not be given to those that are written.
        connection.execute("CHECKPOINT")


if __name__ == "__main__":
    _copy(*sys.argv[1:])
