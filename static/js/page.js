// Every page: press once, errors in sight, questions that close, reading aloud, printing.
// The page works without any of it.
"use strict";

// A form marked data-press-once is sent once; its button says what is going on meanwhile.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-press-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter || form.querySelector("button[type=submit]");
  if (!button || !button.dataset.busy) return;
  // The name and value of the button must still be sent, so the words change afterwards.
  setTimeout(() => {
    button.dataset.rested = button.innerHTML;
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.busy;
  }, 0);
});

// Who signs out leaves nothing here: taps of a board not sent yet would go as well, and are asked about first.
document.addEventListener("submit", (event) => {
  const asked = event.target.querySelector("[data-unsent]");
  const isUnsent = asked && Object.keys(localStorage).some((name) => name.startsWith("wuse-taps:"));
  if (isUnsent && !window.confirm(asked.dataset.unsent)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

// What the board of a shift left in this browser goes when the shift is over.
async function forgetBoards() {
  for (const name of Object.keys(localStorage).filter((each) => each.startsWith("wuse-"))) {
    if (JSON.parse(localStorage.getItem(name)).until > Date.now()) continue;
    localStorage.removeItem(name);
    if (!name.startsWith("wuse-board:") || !navigator.serviceWorker) continue;
    await caches.delete(name);
    const address = new URL(name.slice("wuse-board:".length), window.location.href).href;
    const worker = await navigator.serviceWorker.getRegistration(address);
    if (worker && worker.scope === address) await worker.unregister();
  }
}
forgetBoards().catch(() => {}); // A browser that keeps nothing has nothing to forget.

// Coming back with the browser's own button finds everything as it was; so does what was not sent after all.
function restForms(within) {
  within.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button[data-rested]").forEach((button) => {
      button.innerHTML = button.dataset.rested;
      button.removeAttribute("aria-disabled");
      delete button.dataset.rested;
    });
  });
}
window.addEventListener("pageshow", () => restForms(document));

// A question opened in place stands in sight, above the bar at the bottom.
document.addEventListener("toggle", (event) => {
  const asked = event.target.matches("details.confirm[open]") && event.target.querySelector(".dialog");
  if (asked) asked.scrollIntoView({ block: "nearest" });
}, true);

// A question opened in place closes with Escape or its safe verb, and gives the focus back.
function closeOpened(details) {
  details.open = false;
  details.querySelector("summary").focus();
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const opened = event.target.closest("details.confirm[open], details.more[open]");
  if (opened) closeOpened(opened);
});
document.addEventListener("click", (event) => {
  const safe = event.target.closest("[data-close]");
  if (safe) {
    const opened = safe.closest("details");
    if (opened) {
      event.preventDefault();
      closeOpened(opened);
    }
  }
  if (event.target.closest("[data-print]")) window.print();
  const aloud = event.target.closest("[data-read-aloud]");
  if (aloud) readAloud(aloud);
  const copying = event.target.closest("[data-copy]");
  if (copying) copyWords(copying);
});

// data-copy="id" copies the words of that field; WeChat's browser knows only the old way.
async function copyWords(button) {
  const field = document.getElementById(button.dataset.copy);
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy");
  }
  button.querySelector("span").textContent = button.dataset.copied;
}

// data-read-aloud="id" reads that element line by line; a second press stops. What carries data-spoken is read as
// that says, so that the digits of a code come one by one; buttons and fields are not read.
const voice = window.speechSynthesis;
function linesOf(part) {
  const copy = part.cloneNode(true);
  part.after(copy);
  copy.querySelectorAll("[data-spoken]").forEach((each) => { each.textContent = each.dataset.spoken; });
  copy.querySelectorAll("form, .btn, .verdict, [hidden], .sr").forEach((each) => { each.remove(); });
  const lines = copy.innerText.split("\n").map((each) => each.trim()).filter(Boolean);
  copy.remove();
  return lines;
}
function readAloud(button) {
  const words = button.querySelector("b");
  if (button.dataset.rest) {
    voice.cancel();
    words.textContent = button.dataset.rest;
    delete button.dataset.rest;
    return;
  }
  const spoken = linesOf(document.getElementById(button.dataset.readAloud)).map((line) => {
    const said = new SpeechSynthesisUtterance(line);
    said.lang = document.documentElement.lang;
    said.rate = 0.85;
    return said;
  });
  if (!spoken.length) return;
  button.dataset.rest = words.textContent;
  words.textContent = button.dataset.stop;
  spoken[spoken.length - 1].onend = () => {
    if (!button.dataset.rest) return;
    words.textContent = button.dataset.rest;
    delete button.dataset.rest;
  };
  spoken.forEach((each) => { voice.speak(each); });
}
window.addEventListener("pagehide", () => { if (voice) voice.cancel(); });

// What only a script can do shows itself only when the script is here.
document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
document.querySelectorAll("[data-read-aloud]").forEach((button) => { button.hidden = !voice; });
document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });

// data-sends="id" presses that button once a file was chosen, and hides it: one tap less.
document.querySelectorAll("[data-sends]").forEach((field) => {
  const button = document.getElementById(field.dataset.sends);
  button.hidden = true;
  field.addEventListener("change", () => {
    if (field.files.length === 0) return;
    button.hidden = false;
    button.click();
  });
});

// data-reveals="id" shows what is typed in that field, and hides it again.
document.querySelectorAll("[data-reveals]").forEach((button) => {
  const field = document.getElementById(button.dataset.reveals);
  const words = { password: button.textContent, text: button.dataset.hide };
  button.hidden = false;
  button.addEventListener("click", () => {
    field.type = field.type === "password" ? "text" : "password";
    button.textContent = words[field.type];
    field.focus();
  });
});

// data-for-ages="14-17" shows itself when the field data-birthday holds the birthday of that age.
function ageOf(words) {
  const found = words.match(/^\s*(\d{4})\D*?(\d{1,2})\D*?(\d{1,2})\D*$/);
  if (!found) return null;
  const [year, month, day] = found.slice(1).map(Number);
  const now = new Date();
  const isAhead = now.getMonth() + 1 < month || (now.getMonth() + 1 === month && now.getDate() < day);
  return now.getFullYear() - year - (isAhead ? 1 : 0);
}
document.querySelectorAll("[data-birthday]").forEach((field) => {
  const parts = field.form.querySelectorAll("[data-for-ages]");
  field.addEventListener("change", () => {
    const age = ageOf(field.value);
    if (age === null) return;
    parts.forEach((part) => {
      const [least, most] = part.dataset.forAges.split("-");
      part.hidden = age < Number(least) || (most !== "" && age > Number(most));
    });
  });
});

// A reader of the screen hears a status only when it changes: what just happened is put in anew.
function sayAgain() {
  document.querySelectorAll("[data-say-again]").forEach((status) => {
    const said = [...status.childNodes];
    if (status.childElementCount) setTimeout(() => status.replaceChildren(...said), 300);
  });
}
sayAgain();
document.addEventListener("page:replaced", sayAgain);

const summary = document.querySelector(".errors[role=alert]");
if (summary) summary.focus();
