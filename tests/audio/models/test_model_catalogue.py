from __future__ import annotations

import re

import pytest

from audio.catalogue import (
    DEFAULT_MODELS,
    Engine,
    HubRoad,
    ModelSpec,
    PackageRoad,
    ReleaseRoad,
    catalogue,
    find_model,
    find_voice,
)
from audio.voices import parse_voice


def test_ids_are_unique_and_defaults_are_known() -> None:
    ids = [model.id for model in catalogue()]
    assert len(ids) == len(set(ids))
    assert all(find_model(model_id) for model_id in DEFAULT_MODELS)
    assert find_model("absent") is None


@pytest.mark.parametrize("model", catalogue(), ids=lambda model: model.id)
class TestEachModel:
    def test_digests_have_their_form(self, model: ModelSpec) -> None:
        for file in model.files:
            assert file.sha256 is None or re.fullmatch(r"[0-9a-f]{64}", file.sha256)
            assert file.md5 is None or re.fullmatch(r"[0-9a-f]{32}", file.md5)
            assert file.bytes is None or file.bytes > 0

    def test_some_road_leads_to_every_file(self, model: ModelSpec) -> None:
        for file in model.files:
            assert any(road.offers(file.name) for road in model.roads), file.name

    def test_a_revision_is_pinned_or_every_large_file_has_a_digest(self, model: ModelSpec) -> None:
        for road in model.roads:
            match road:
                case HubRoad(revision="main"):
                    large = [file for file in model.files if not file.name.endswith(".json")]
                    assert not any(file.pinned_on_first_use for file in large)
                case HubRoad(revision=revision):
                    assert re.fullmatch(r"[0-9a-f]{40}", revision)
                case PackageRoad(packages=packages, files=files):
                    known = {package.distribution for package in packages}
                    assert {part.distribution for parts in files.values() for part in parts} == known
                case ReleaseRoad(files=names):
                    assert set(names) <= {file.name for file in model.files}

    def test_only_settings_files_may_be_of_unknown_length(self, model: ModelSpec) -> None:
        if model.bytes is not None:
            assert all(file.bytes or file.name.endswith((".json", ".txt")) for file in model.files)
            assert model.bytes > 5_000_000

    def test_its_voices_can_be_named(self, model: ModelSpec) -> None:
        for voice in model.voices:
            name = parse_voice(f"{model.engine.value}:{voice.name}")
            assert name is not None
            assert name.model == model.id
            assert name.models[-1] == model.id
            assert name.sex is voice.sex
            assert parse_voice(voice.name) == name
        assert all(find_model(required) for required in model.requires)


def test_a_default_model_never_waits_for_a_closed_hub() -> None:
    for model_id in DEFAULT_MODELS:
        model = find_model(model_id)
        assert model is not None
        first = model.roads[0]
        assert isinstance(first, PackageRoad)
        assert all(first.offers(file.name) for file in model.files)


def test_a_voice_leads_to_its_model() -> None:
    model = find_voice(Engine.KOKORO, "jf_alpha")
    assert model is not None
    assert model.id == "kokoro-82m-int8"
    assert find_voice(Engine.PIPER, "jf_alpha") is None
