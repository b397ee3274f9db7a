from __future__ import annotations

import numpy as np
import pytest

from audio.tones import CADENCE_S, TONE_HZ, Tone, tone


@pytest.mark.parametrize("kind", Tone)
@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100])
def test_cadence_and_range(kind: Tone, rate_hz: int) -> None:
    chunk = tone(kind, rate_hz, periods=2)
    on_s, off_s = CADENCE_S[kind]
    assert chunk.duration_s == pytest.approx(2 * (on_s + off_s), abs=0.001)
    assert np.abs(chunk.samples).max() <= 0.25
    sounding = np.abs(chunk.samples) > 1e-4
    assert sounding[: round(on_s * rate_hz)].mean() > 0.8
    assert not sounding[round(on_s * rate_hz) : round((on_s + off_s) * rate_hz)].any()
    assert chunk.text == ""


@pytest.mark.parametrize("kind", [Tone.RING_BACK, Tone.BUSY, Tone.CONGESTION])
def test_the_network_speaks_at_425_hz(kind: Tone) -> None:
    chunk = tone(kind)
    count = round(CADENCE_S[kind][0] * chunk.sample_rate_hz)
    power = np.abs(np.fft.rfft(chunk.samples[:count]))
    assert np.fft.rfftfreq(count, 1 / chunk.sample_rate_hz)[power.argmax()] == pytest.approx(TONE_HZ, abs=2.0)


@pytest.mark.parametrize("kind", Tone)
def test_no_click(kind: Tone) -> None:
    samples = tone(kind, 44_100).samples
    assert abs(samples[0]) < 1e-6
    assert np.abs(np.diff(samples)).max() < 0.05


def test_wrong_arguments() -> None:
    with pytest.raises(ValueError, match="gong"):
        tone("gong")
    with pytest.raises(ValueError, match="at least once"):
        tone(Tone.BUSY, periods=0)
