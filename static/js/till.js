// The counter: function keys, the keypad, and the focus that always returns to the scan field.
"use strict";

// data-key="F9" on a button or link is pressed by that key.
document.addEventListener("keydown", (event) => {
  if (event.repeat || !/^F\d+$/.test(event.key)) return;
  const control = document.querySelector(`[data-key="${event.key}"]`);
  if (!control) return;
  event.preventDefault();
  control.click();
});

function fieldOf(pad) {
  return document.getElementById(pad.dataset.keypad);
}

document.addEventListener("click", (event) => {
  const key = event.target.closest("[data-keypad] button");
  if (!key) return;
  const pad = key.closest("[data-keypad]");
  if (key.dataset.target) {
    pad.dataset.keypad = key.dataset.target;
    pad.querySelectorAll("[data-target]").forEach((other) => other.classList.toggle("on", other === key));
    pad.dataset.fresh = "yes";
    fieldOf(pad).focus();
    fieldOf(pad).select();
    return;
  }
  const field = fieldOf(pad);
  if (!field) return;
  // The first digit after 件数, 编号 or PIN replaces what stood there, the next ones follow it.
  if (key.dataset.digit) field.value = (pad.dataset.fresh ? "" : field.value) + key.dataset.digit;
  delete pad.dataset.fresh;
  if ("erase" in key.dataset) field.value = field.value.slice(0, -1);
  if ("enter" in key.dataset) field.form.requestSubmit();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

// A scanner types as a keyboard does: keep the scan field ready unless someone is busy elsewhere.
const scan = document.querySelector("[data-scan]");
if (scan && !document.querySelector(".errors")) scan.focus();
