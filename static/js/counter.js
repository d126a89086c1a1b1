// The counter: scans go to the scan field whatever has the focus, acts change the page in place so
// that nothing scanned meanwhile is lost, and the focus goes to where the next act begins.
"use strict";

const TWICE_MS = 150; // the same scan again within this time is the scanner stuttering
const PIN_DIGITS = 6;
let isBusy = false;
window.turns = 0; // how often the page was changed in place
let lastScan = { text: "", at: -TWICE_MS };

function counter() {
  return document.querySelector(".counter-page");
}

// One scan after the other; those that come while an act is under way wait for it.
function playScans() {
  while (!isBusy && window.scansWaiting.length) {
    const text = window.scansWaiting.shift();
    const now = performance.now();
    const isStutter = text === lastScan.text && now - lastScan.at < TWICE_MS;
    lastScan = { text, at: now };
    if (!isStutter) enter(text);
  }
}
window.addEventListener("scan", playScans);

function enter(text) {
  const field = document.getElementById("scan");
  if (!field) {
    window.scansWaiting.unshift(text);
    lastScan.text = "";
    turnTo(counter().dataset.counter);
    return;
  }
  field.value = text;
  field.form.requestSubmit();
}

// An act or a page of the counter replaces what is shown, without leaving the page.
async function turnTo(address, sent) {
  isBusy = true;
  try {
    const answer = await fetch(address, sent || {});
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(".counter-page");
    if (!fresh) {
      window.location.assign(answer.url);
      return;
    }
    const kept = keptWords();
    counter().replaceWith(fresh);
    giveBack(kept);
    document.title = page.title;
    if (!sent || answer.redirected) window.history.replaceState(null, "", answer.url);
    document.dispatchEvent(new Event("page:replaced"));
  } catch {
    sayLost();
  }
  isBusy = false;
  window.turns += 1;
  begin();
  playScans();
}

// What was typed into a field of data-kept stays while more goods are scanned.
function keptWords() {
  return new Map([...counter().querySelectorAll("[data-kept]")].map((field) => [field.id, field.value]));
}

function giveBack(kept) {
  counter().querySelectorAll("[data-kept]").forEach((field) => {
    if (!field.value) field.value = kept.get(field.id) || "";
  });
}

function sayLost() {
  const told = document.createElement("p");
  told.className = "errors";
  told.setAttribute("role", "alert");
  told.textContent = counter().dataset.lost;
  document.querySelector("#main .errors")?.remove();
  document.getElementById("main").prepend(told);
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.closest(".counter-page")) return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form, event.submitter));
  if (form.method === "post") turnTo(form.action, { method: "POST", body: fields });
  else turnTo(`${form.action.split("?")[0]}?${fields}`);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest(".counter-page a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.pathname !== new URL(counter().dataset.counter, link.href).pathname) return;
  event.preventDefault();
  turnTo(link.href);
});

// data-key="F9" on a button or link is pressed by that key.
document.addEventListener("keydown", (event) => {
  if (event.repeat || !/^F\d+$/.test(event.key)) return;
  const control = document.querySelector(`[data-key="${event.key}"]`);
  if (!control) return;
  event.preventDefault();
  control.click();
});

// Six digits typed by hand into the field of a PIN are the whole of it. Five or six in the scan
// field may be a PIN typed astray, so nobody reads them there.
document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.id === "scan") field.classList.toggle("covered", /^\d{5,6}$/.test(field.value));
  if (!("sendsItself" in field.dataset) || window.isScanning()) return;
  if (new RegExp(`^\\d{${PIN_DIGITS}}$`).test(field.value)) field.form.requestSubmit();
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
  else field.dispatchEvent(new Event("input", { bubbles: true }));
});

// The focus stands where the next act begins, after a refusal too: the page says where.
function begin() {
  const asked = document.getElementById(counter().dataset.focus);
  const isSaid = asked && "kept" in asked.dataset && asked.value;
  const field = (isSaid ? document.getElementById("credential") : asked) || document.getElementById("scan");
  if (field) field.focus();
}
begin();
playScans();
