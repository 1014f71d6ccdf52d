import pytest

from desktop_app.storage.folder_lock import lock_folder


def test_one_holds_a_folder_at_a_time(tmp_path):
    first = lock_folder(tmp_path)
    assert lock_folder(tmp_path) is None
    first.release()
    first.release()
    second = lock_folder(tmp_path)
    assert second is not None
    second.release()


def test_a_folder_that_is_not_there_cannot_be_locked(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        lock_folder(tmp_path / "nowhere")
