"""`bench/cluster.py FOLDER`: the private PostgreSQL of bin/_postgres, with every commit synced."""

from __future__ import annotations

import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path


def main() -> int:
    path = Path(__file__).resolve().parent.parent / "bin" / "_postgres"
    loader = SourceFileLoader("private_postgres", str(path))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    private = module_from_spec(spec)
    loader.exec_module(private)
    private.SETTINGS = {
        "listen_addresses": "127.0.0.1",
        "max_connections": "100",
        "shared_buffers": "512MB",
        "maintenance_work_mem": "512MB",
        "max_wal_size": "4GB",
        "random_page_cost": "1.1",
    }
    return int(private.main())


if __name__ == "__main__":
    sys.exit(main())
