
"use strict";
// Without this script every turn keeps the browser's own player; with it a turn has one button.
const buttons = [...document.querySelectorAll("button.play")];
const soundOf = (button) => document.getElementById("sound-" + button.dataset.turn);
function show(button, playing) {
  button.textContent = playing ? "\u25A0" : "\u25B6";
  button.setAttribute("aria-pressed", String(playing));
  button.setAttribute("aria-label", playing ? button.dataset.stop : button.dataset.play);
}
for (const button of buttons) {
  const sound = soundOf(button);
  sound.controls = false;
  sound.setAttribute("data-quiet", "");
  button.hidden = false;
  sound.addEventListener("play", () => show(button, true));
  sound.addEventListener("pause", () => show(button, false));
  sound.addEventListener("ended", () => show(button, false));
  button.addEventListener("click", () => {
    if (!sound.paused) {
      sound.pause();
      return;
    }
    for (const other of buttons) if (other !== button) soundOf(other).pause();
    sound.currentTime = 0;
    sound.play().catch(() => show(button, false));
  });
}
