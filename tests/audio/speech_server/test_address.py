import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.errors import SpeechServerError
from audio.speech_server import ServerAddress, is_address, parse_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("wyoming://localhost:10300", ServerAddress("localhost", 10300)),
        (
            " wyoming://10.0.0.7:10200?voice=nl_BE-nathalie-medium ",
            ServerAddress("10.0.0.7", 10200, "nl_BE-nathalie-medium"),
        ),
        ("wyoming://[::1]:10200?voice=a&speaker=p2", ServerAddress("::1", 10200, "a", "p2")),
    ],
)
def test_an_address_is_taken_apart(text, address):
    assert is_address(text)
    assert parse_address(text) == address
    assert parse_address(str(address)).port == address.port


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wyoming://localhost", "names no port. Write it like wyoming://speech.example:10300; recognisers are usually"),
        ("wyoming://:10300", "is no address of a speech server"),
        ("tcp://localhost:10300", "is no address of a speech server"),
        ("wyoming://localhost:ten", "is no address of a speech server"),
        ("wyoming://localhost:99999", "is no address of a speech server"),
        ("wyoming://localhost:10200?vioce=joe", "there is no 'vioce'. What can be given: voice, speaker."),
    ],
)
def test_what_is_no_address_is_said(text, said):
    with pytest.raises(SpeechServerError) as raised:
        parse_address(text)
    assert said in str(raised.value)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_whatever_is_typed_is_an_address_or_a_sentence(text):
    try:
        address = parse_address(f"wyoming://{text}")
    except SpeechServerError as fault:
        assert str(fault).endswith(".")
    else:
        assert 0 < address.port < 65_536
