"""Atomic file writing: a temporary file is written, flushed, read back, then renamed over the old file."""

from __future__ import annotations

import errno
import os
import stat
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from graph.errors import WriteError

_PART = ".part"


def save(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``; links are followed, and an existing file keeps its permissions.

    Raises :class:`~graph.errors.WriteError` with one sentence; the old file is then unchanged.
    """
    save_all([(path, data)])


def save_all(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write several files that belong together: no old file is replaced before all new ones are safely on disk."""
    ready: list[tuple[Path, Path, Path]] = []
    try:
        for path, data in files:
            target = _target(Path(path))
            beside = part_beside(target)
            ready.append((beside, target, Path(path)))
            try:
                _write(beside, target, data)
            except OSError as error:
                raise _refusal(Path(path), error) from error
        for beside, target, path in ready:
            try:
                beside.replace(target)
            except OSError as error:
                raise _refusal(path, error, replacing=True) from error
    finally:
        for beside, _, _ in ready:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
    for folder in {target.parent for _, target, _ in ready}:
        _flush_folder(folder)


def part_beside(target: Path) -> Path:
    """A hidden file to write before it replaces ``target``; clears those in its folder whose program was killed.

    Its name holds this computer, since a folder can be shared, and the process.
    """
    import platform  # no start writes a file

    here = f"{zlib.crc32(platform.node().encode()):08x}"
    with suppress(OSError):
        for left in target.parent.glob(f".*.{here}-*{_PART}"):
            number = left.name.removesuffix(_PART).rpartition(f".{here}-")[2].partition("-")[0]
            if number.isdigit() and int(number) != os.getpid() and not _runs(int(number)):
                left.unlink(missing_ok=True)
    return target.with_name(f".{target.name[:80]}.{here}-{os.getpid()}-{os.urandom(4).hex()}{_PART}")


def _runs(process: int) -> bool:
    import psutil  # slow, and hardly ever needed

    return process <= 0 or psutil.pid_exists(process)


def _target(path: Path) -> Path:
    """File to replace, with links followed; raises :class:`WriteError` where it cannot be a regular, writable file."""
    try:
        target = Path(os.path.realpath(path))
        mode = target.stat().st_mode
    except FileNotFoundError:
        return target
    except (OSError, ValueError) as error:
        raise _refusal(path, error) from error
    if stat.S_ISDIR(mode):
        raise WriteError(f"{path} could not be saved: it is a folder. Choose a file name inside it.")
    if not stat.S_ISREG(mode):
        raise WriteError(f"{path} could not be saved: it is a device or a pipe, not a file. Choose another name.")
    if not os.access(target, os.W_OK):
        raise WriteError(f"{path} could not be saved: the file is write-protected. Choose another name.")
    return target


def _write(beside: Path, target: Path, data: bytes) -> None:
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if beside.read_bytes() != data:
        raise OSError(errno.EIO, "the file on disk differs from the data written")
    with suppress(FileNotFoundError):
        beside.chmod(stat.S_IMODE(target.stat().st_mode))


def _flush_folder(folder: Path) -> None:
    """Flush the renaming to disk; some systems cannot flush a folder, and the file itself is complete either way."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refusal(path: Path, error: Exception, replacing: bool = False) -> WriteError:
    number = getattr(error, "errno", None)
    if number in (errno.ENOSPC, errno.EDQUOT):
        why = "the disk is full. Free some space, or choose another folder."
    elif number == errno.ENOENT:
        why = "its folder does not exist. Create the folder, or choose another."
    elif number == errno.ENOTDIR:
        why = "a part of its path is a file, not a folder. Choose another folder."
    elif number == errno.ENAMETOOLONG:
        why = "its name is too long. Choose a shorter one."
    elif number == errno.EROFS:
        why = "the disk is read-only. Choose another folder."
    elif number in (errno.EACCES, errno.EPERM):
        why = (
            "another program holds the file open. Close it there and save again."
            if replacing
            else "you have no permission to write in its folder. Choose another folder."
        )
    else:
        why = f"{getattr(error, 'strerror', None) or error}. Choose another place and save again."
    return WriteError(f"{path} could not be saved: {why}")
