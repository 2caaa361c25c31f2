"""Saving of files: the whole new file or the old one, and one sentence about the failure."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graph.errors import WriteError
from graph.work.atomic import save, save_all


def only(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_new_and_old_files_are_written_without_leftovers(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    save(path, b"one")
    save(path, b"two")
    assert path.read_bytes() == b"two" and only(tmp_path) == ["a.ttl"]


@pytest.mark.skipif(os.name == "nt", reason="permissions are those of POSIX")
def test_a_new_file_gets_the_usual_permissions_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    path, beside = tmp_path / "a.ttl", tmp_path / "b.ttl"
    beside.touch()
    save(path, b"one")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(beside.stat().st_mode)
    path.chmod(0o640)
    save(path, b"two")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_stays_a_link_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "a.ttl", tmp_path / "link.ttl"
    target.write_bytes(b"old")
    link.symlink_to(target)
    save(link, b"new")
    assert link.is_symlink() and target.read_bytes() == b"new" and only(tmp_path / "there") == ["a.ttl"]


def test_folders_missing_folders_and_devices_get_sentences_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path, sentence in [
        (tmp_path, "it is a folder"),
        (tmp_path / "none" / "a.ttl", "its folder does not exist"),
        (tmp_path / "file" / "a.ttl", "is a file, not a folder"),
        (tmp_path / ("x" * 300), "its name is too long"),
        (Path("/dev/full"), "it is a device"),
    ]:
        if path.name != "full" or path.exists():
            with pytest.raises(WriteError, match=sentence) as caught:
                save(path, b"data")
            assert str(caught.value).endswith(".")
    assert only(tmp_path) == ["file"]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "the disk is read-only"), (errno.EIO, "Choose another place")],
)
@pytest.mark.parametrize("step", ["fsync", "write"])
def test_a_failing_disk_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str, step: str
) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"old")

    def fail(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync" if step == "fsync" else "open", fail)
    with pytest.raises(WriteError, match=sentence):
        save(path, b"new")
    assert path.read_bytes() == b"old" and only(tmp_path) == ["a.ttl"]


def test_a_disk_that_gives_back_other_bytes_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"old")
    monkeypatch.setattr(Path, "read_bytes", lambda self: b"rotten")
    with pytest.raises(WriteError, match="differs from the data written"):
        save(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old" and only(tmp_path) == ["a.ttl"]


def test_a_file_that_another_program_holds_open_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"old")

    def locked(self: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "locked")

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(WriteError, match="another program holds the file open"):
        save(path, b"new")
    assert path.read_bytes() == b"old" and only(tmp_path) == ["a.ttl"]


def test_files_that_belong_together_are_replaced_together(tmp_path: Path) -> None:
    nodes = tmp_path / "a-nodes.csv"
    nodes.write_bytes(b"old")
    with pytest.raises(WriteError, match="does not exist"):
        save_all([(nodes, b"new"), (tmp_path / "none" / "a-edges.csv", b"new")])
    assert nodes.read_bytes() == b"old" and only(tmp_path) == ["a-nodes.csv"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_and_a_protected_file_are_left(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(WriteError, match="write-protected"):
        save(path, b"new")
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(WriteError, match="no permission to write in its folder"):
            save(tmp_path / "b.ttl", b"new")
    finally:
        tmp_path.chmod(0o755)


def test_a_disk_that_is_really_full_leaves_the_old_file(tmp_path: Path) -> None:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)], capture_output=True)
    if mounted.returncode:
        pytest.skip("this system lets nobody mount a small disk")
    try:
        path = tmp_path / "a.ttl"
        path.write_bytes(b"old")
        with pytest.raises(WriteError, match="the disk is full"):
            save(path, b"x" * 200_000)
        assert path.read_bytes() == b"old" and only(tmp_path) == ["a.ttl"]
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)
