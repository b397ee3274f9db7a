"""Errors of the house in the person's language."""

from __future__ import annotations

import pytest

from audio.errors import (
    DeviceError,
    DeviceGoneError,
    DeviceTakenError,
    ModelMissingError,
    NoDeviceError,
    NoSoundSystemError,
    SpeechServerError,
)
from simulator.app.troubles import trouble_in_words, without_options
from simulator.app.wording import Wording
from simulator.language import Language

DUTCH = Wording(Language.DUTCH)


@pytest.mark.parametrize(
    ("fault", "said", "detail"),
    [
        (NoSoundSystemError("x"), "geen werkend geluid", ""),
        (NoDeviceError("x", "microphone"), "geen microfoon gevonden", ""),
        (NoDeviceError("x", "speaker"), "geen koptelefoon of luidspreker gevonden", ""),
        (DeviceGoneError("x", "microphone", "Jabra [1]"), "Jabra [1] is losgeraakt", ""),
        (DeviceTakenError("x", "speaker", "Jabra"), "Jabra is in gebruik", ""),
        (DeviceError("It broke. Pass --typed."), "doet het niet", "It broke."),
        (ModelMissingError("Run 'callsim models install x'."), "ontbreekt", "Run 'callsim models install x'."),
        (SpeechServerError("No answer from localhost:10300."), "spraakserver", "No answer from localhost:10300."),
        (ValueError("Something else."), "Something else.", ""),
    ],
)
def test_an_error_in_dutch(fault: Exception, said: str, detail: str) -> None:
    trouble = trouble_in_words(str(fault), fault, DUTCH)
    assert said in trouble.sentence
    assert trouble.detail == detail


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("No microphone matches 'usb'. Found: [1] Built-in. Pass --microphone 4, or --typed.",
         "No microphone matches 'usb'. Found: [1] Built-in."),
        ("Plug in a headset and start again, or pass --typed.", "Plug in a headset and start again."),
        ("Version 1.5 is old. Get 2.0!", "Version 1.5 is old. Get 2.0!"),
        ("", ""),
    ],
)  # fmt: skip
def test_options_of_the_command_line_are_left_out(text: str, left: str) -> None:
    assert without_options(text) == left
