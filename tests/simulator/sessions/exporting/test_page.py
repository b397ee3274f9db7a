"""The page as a browser shows it: the call is there, its sound plays, its rose is drawn, and nothing else happens."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from simulator.language import Language
from simulator.sessions.exporting.material import Material
from simulator.sessions.exporting.page import debrief_page
from simulator.sessions.review import read_review
from simulator.sessions.store import SessionStore
from tests.simulator.sessions.exporting.browser import opened_browser
from tests.simulator.sessions.exporting.hostile import DOES, LINES, NAME, hold_hostile_call
from tests.simulator.sessions.held import hold_call

LOADED = """Promise.all([...document.querySelectorAll('audio')].map(sound => sound.readyState >= 2 ? sound.readyState
  : new Promise(tell => sound.addEventListener('loadeddata', () => tell(sound.readyState)))))"""
PLAYED = """(async () => {
  const [first, second] = document.querySelectorAll('button.play');
  const sounding = sound => new Promise(tell => sound.addEventListener('timeupdate', tell, {once: true}));
  const [one, two] = document.querySelectorAll('audio');
  first.click(); await sounding(one);
  const pressed = first.getAttribute('aria-pressed');
  second.click(); await sounding(two);
  const told = [pressed, one.paused, two.paused, second.getAttribute('aria-label')];
  second.click();
  return told;
})()"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A session of which every text tries to do something."""
    directory = tmp_path_factory.mktemp("sessions")
    session = SessionStore(directory).open(hold_hostile_call(directory))
    return Material(session, read_review(session.folder).review)


class Seen(HTMLParser):
    """What a parser makes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.headings: list[int] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag in ("h1", "h2", "h3"):
            self.headings.append(int(tag[1]))

    def handle_data(self, data):
        self.text += data


def test_text_is_never_markup(hostile):
    page = debrief_page(hostile, with_sound=False)
    seen = Seen(page)
    assert seen.tags.count("script") == 1
    assert not {"iframe", "img", "object", "embed", "link", "base", "form", "b"} & set(seen.tags)
    assert not [name for name, _ in seen.attributes if name.startswith("on") or name == "style"]
    addresses = [value for name, value in seen.attributes if name in ("href", "src", "action", "xlink:href")]
    assert all(value is not None and value.startswith("#") for value in addresses)
    assert DOES in seen.text
    assert LINES[0] in seen.text
    assert "{{ 7 * 7 }}" in seen.text
    assert "\u202e" not in page


def test_the_policy_names_the_only_style_and_the_only_script(hostile):
    (policy,) = (
        value for name, value in Seen(debrief_page(hostile)).attributes if name == "content" and "src" in value
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["media-src"] == "data:"
    assert rules["script-src"].startswith("'sha256-")
    assert rules["style-src"].startswith("'sha256-")
    assert "unsafe" not in policy


def test_headings_go_down_one_step_at_a_time(hostile):
    headings = Seen(debrief_page(hostile, with_sound=False)).headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))


@pytest.mark.parametrize("language", Language)
def test_the_page_speaks_both_languages(hostile, language):
    page = debrief_page(Material(hostile.session, hostile.review, language), with_sound=False)
    assert f'<html lang="{language.value}">' in page
    assert ("Van de trainer" in page) is (language is Language.DUTCH)
    assert ("From the trainer" in page) is (language is Language.ENGLISH)


def test_a_call_without_scores_sound_or_review_has_a_page_too(tmp_path):
    session = SessionStore(tmp_path).open(hold_call(tmp_path, ("Since when is it down?",)))
    for sound in (session.folder / "audio").iterdir():
        sound.write_bytes(b"no sound")
    page = debrief_page(Material(session))
    assert "This call has not been scored yet." in page
    assert "No sound of this call was kept." in page
    assert "<audio" not in page


def test_a_corrected_score_shows_both_and_comes_out(hostile):
    text = " ".join(Seen(debrief_page(hostile, with_sound=False)).text.split())
    assert "Jargon: 55 (Score by the program: not rated)" in text
    assert "Starts at 100, the points make it 55." in text
    assert "the program said none, the trainer says explained" in text


def test_a_browser_shows_the_call_plays_it_and_does_nothing_else(hostile, tmp_path):
    file = tmp_path / "debrief.html"
    file.write_text(debrief_page(hostile), encoding="utf-8")
    turns = len(hostile.record.turns)
    assert turns >= 5
    with opened_browser(tmp_path / "profile") as page:
        page.open(file)
        assert page.value("document.querySelectorAll('.turn .words').length") == turns
        assert DOES in page.value("document.querySelector('.turn.caller .words').innerText")
        assert NAME in page.value("document.querySelector('h1').innerText")
        assert page.value("document.querySelectorAll('script').length") == 1
        ready = page.value(LOADED)
        assert len(ready) == turns
        assert min(ready) >= 2
        assert page.value(PLAYED) == ["true", True, False, "Stop turn 2"]
        box = json.loads(page.value("JSON.stringify(document.querySelector('svg.rose').getBoundingClientRect())"))
        assert box["width"] > 300
        assert box["height"] > 200
        marks = page.value(
            "[...document.querySelectorAll('.rose .mark')].every(mark => mark.getBoundingClientRect().width > 3)"
        )
        assert marks
        assert page.value("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
        page.call("Emulation.setEmulatedMedia", media="print")
        assert page.value("getComputedStyle(document.querySelector('.play')).display") == "none"
        assert page.value("getComputedStyle(document.querySelector('audio')).display") == "none"
        assert page.complaints == []
        assert page.dialogs == []
        assert page.requests == [file.as_uri()]
