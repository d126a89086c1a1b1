// The scanner of the counter: it types as a keyboard does, only faster than any hand. Loaded before
// all else, so that nothing scanned while the page is still coming is lost. Each scan is told by a
// "scan" event of the window; those nobody hears yet wait in `window.scansWaiting`.
"use strict";

(() => {
  // Between two keys; a scanner sends one in 1 to 30 ms. A very slow machine may be told otherwise.
  const FASTEST_HAND_MS = window.fastestHandMs || 50;
  const LEAST = 4; // so many characters and Enter are a scan
  const LEAST_ALONE = 6; // so many without Enter, of a scanner that sends none
  const SILENCE_MS = Math.max(120, FASTEST_HAND_MS); // a key that may yet belong to it is waited for
  const PLAIN = { Minus: "-", Equal: "=", Slash: "/", Period: ".", Comma: ",", Semicolon: ";", Quote: "'" };
  const SHIFTED = { Minus: "_", Equal: "+", Slash: "?", Semicolon: ":", Digit7: "&", Digit5: "%", Digit3: "#" };
  let run = null;
  let timer = 0;
  window.scansWaiting = [];

  // With a Chinese input method on, the key is not told; its place on the board is.
  function characterOf(event) {
    if (event.key.length === 1) return event.key;
    if (event.key !== "Process" && event.key !== "Unidentified") return "";
    const { code, shiftKey } = event;
    if (shiftKey && SHIFTED[code]) return SHIFTED[code];
    if (/^(Digit|Numpad)\d$/.test(code)) return code.slice(-1);
    if (/^Key[A-Z]$/.test(code)) return shiftKey ? code.slice(-1) : code.slice(-1).toLowerCase();
    return PLAIN[code] || "";
  }

  function begin(event, character) {
    const field = event.target instanceof HTMLInputElement ? event.target : null;
    run = { text: character, last: event.timeStamp, field, before: field && field.value, isComposed: false };
  }

  // The field that had the focus gets back what stood in it: a PIN half typed, or nothing.
  function finish() {
    const { text, field, before, isComposed } = run;
    run = null;
    clearTimeout(timer);
    if (field && isComposed) field.blur();
    if (field && field.isConnected) field.value = before;
    window.scansWaiting.push(text);
    window.dispatchEvent(new Event("scan"));
  }

  // What comes in faster than a hand types is no PIN yet.
  window.isScanning = () => run !== null && run.text.length > 2;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.repeat) {
      run = null;
      return;
    }
    const isFast = run !== null && event.timeStamp - run.last <= FASTEST_HAND_MS;
    if (event.key === "Enter" || event.key === "Tab") {
      if (isFast && run.text.length >= LEAST) {
        event.preventDefault();
        event.stopImmediatePropagation();
        finish();
      }
      run = null;
      return;
    }
    const character = characterOf(event);
    if (!character) return;
    if (isFast) {
      run.text += character;
      run.last = event.timeStamp;
    } else {
      begin(event, character);
    }
    if (event.key.length !== 1) run.isComposed = true;
    if (isFast && character === " " && !run.field) event.preventDefault();
    clearTimeout(timer);
    if (run.text.length >= LEAST_ALONE) timer = setTimeout(() => run && finish(), SILENCE_MS);
  }, true);
})();
