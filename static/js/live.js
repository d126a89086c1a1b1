// Pages that stay open: the countdown of a code, parts that fetch themselves again, a screen that stays on.
"use strict";

const AGAIN_MS = 5000; // a code that could not be fetched is asked for again
const counting = new WeakMap(); // what counts down: when it is over, by the clock that nobody sets

// <p data-countdown="38" data-words="签到码，{n} 秒后换" data-lost="没连上网">: says how long, in words. At its end
// the part it stands in fetches itself, or the page; what comes in by that counts again.
async function count(words) {
  if (!counting.has(words)) counting.set(words, performance.now() + Number(words.dataset.countdown) * 1000);
  const left = Math.max(0, Math.ceil((counting.get(words) - performance.now()) / 1000));
  if (!words.dataset.isLost) words.textContent = words.dataset.words.replace("{n}", left);
  if (left > 0 || document.hidden) return;
  counting.set(words, performance.now() + AGAIN_MS);
  const part = words.closest("[data-refresh-seconds]");
  if (!part) window.location.reload();
  else if (!(await refresh(part.id)) && words.dataset.lost) {
    words.dataset.isLost = "yes";
    words.textContent = words.dataset.lost;
  }
}
if (document.querySelector("[data-countdown]")) {
  setInterval(() => document.querySelectorAll("[data-countdown]").forEach(count), 1000);
}

// <section id="lanes" data-refresh-seconds="15">: fetched from the same address, only while seen.
// What says data-refresh-with="lanes" follows it. Someone typing in it, or with a question open in it, is left in peace.
// Says whether the page came. Whoever changes what is in the part hears "part:replaced".
async function refresh(id) {
  const part = document.getElementById(id);
  if (!part || document.hidden || part.querySelector("details[open]")) return true;
  const held = part.contains(document.activeElement) ? document.activeElement : null;
  if (held && held.matches("input, textarea, select")) return true;
  let page;
  try {
    const answer = await fetch(window.location.href, { headers: { "X-Refresh": id } });
    if (!answer.ok || answer.redirected) return false;
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return false;
  }
  document.querySelectorAll(`[data-refresh-with="${id}"]`).forEach((other) => {
    const its = page.getElementById(other.id);
    if (its && !its.isEqualNode(other)) other.replaceChildren(...its.childNodes);
  });
  const fresh = page.getElementById(id);
  if (!fresh || fresh.isEqualNode(part)) return true;
  part.replaceChildren(...fresh.childNodes);
  if (held && held.id) {
    const same = document.getElementById(held.id);
    if (same) same.focus({ preventScroll: true });
  }
  document.dispatchEvent(new Event("part:replaced"));
  return true;
}
document.querySelectorAll("[data-refresh-seconds]").forEach((part) => {
  setInterval(() => refresh(part.id), Number(part.dataset.refreshSeconds) * 1000);
});

// <main data-awake>: the screen stays on while the page is seen, where the browser can do that.
async function stayAwake() {
  if (document.hidden || !navigator.wakeLock) return;
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // An empty battery says no: the screen goes dark as it would.
  }
}
if (document.querySelector("[data-awake]")) {
  document.addEventListener("visibilitychange", stayAwake);
  stayAwake();
}
