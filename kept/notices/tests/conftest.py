from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def post(settings, tmp_path: Path) -> Path:
    """A folder that takes what is mailed."""
    settings.SMTP_URL = f"file://{tmp_path}/sent"
    settings.BASE_URL = "https://kept.northmoor.example"
    settings.NOTICE_ADDRESS = "notices@northmoor.example"
    return tmp_path / "sent"
