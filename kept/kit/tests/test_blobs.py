import os
from pathlib import Path

import pytest

from kept.kit import blobs


def test_the_same_content_is_one_file(own_data_folder: Path):
    first, second = blobs.put(b"the same"), blobs.put(b"the same")

    assert first == second
    assert list(blobs.all_digests()) == [first]
    assert blobs.get(first) == b"the same"


def test_only_we_can_read_it(own_data_folder: Path):
    path = blobs.path_of(blobs.put(b"private"))

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "/x"])
def test_a_name_is_a_digest_or_nothing(name: str):
    with pytest.raises(ValueError, match="not a digest"):
        blobs.path_of(name)


def test_a_failed_sync_leaves_nothing_behind(own_data_folder: Path, monkeypatch):
    def fail(handle: int) -> None:
        raise OSError(5, "Input/output error")

    blobs.make_folder(own_data_folder / "blobs")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output error"):
        blobs.write_durably(own_data_folder / "blobs" / "file", b"half")

    assert list((own_data_folder / "blobs").iterdir()) == []
