// Pages that stay open: the countdown of a code, and parts that fetch themselves again.
"use strict";

// <p data-countdown="38" data-words="签到码，{n} 秒后换" data-then="reload">: says how long, in words.
document.querySelectorAll("[data-countdown]").forEach((words) => {
  const ends = Date.now() + Number(words.dataset.countdown) * 1000;
  const whole = Number(words.dataset.whole || words.dataset.countdown);
  const arc = document.querySelector("[data-countdown-arc]");
  const timer = setInterval(() => {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    words.textContent = words.dataset.words.replace("{n}", left);
    if (arc) arc.setAttribute("stroke-dasharray", `${(100.5 * left) / whole} 100.5`);
    if (left > 0) return;
    clearInterval(timer);
    const part = words.closest("[data-refresh-seconds]");
    if (part) refresh(part.id);
    else window.location.reload();
  }, 1000);
});

// <section id="lanes" data-refresh-seconds="15">: fetched from the same address, only while seen.
// What says data-refresh-with="lanes" follows it. Someone typing in it, or with a question open in it, is left in peace.
async function refresh(id) {
  const part = document.getElementById(id);
  if (!part || document.hidden || part.querySelector("details[open]")) return;
  const held = part.contains(document.activeElement) ? document.activeElement : null;
  if (held && held.matches("input, textarea, select")) return;
  let page;
  try {
    const answer = await fetch(window.location.href, { headers: { "X-Refresh": id } });
    if (!answer.ok || answer.redirected) return;
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return;
  }
  document.querySelectorAll(`[data-refresh-with="${id}"]`).forEach((other) => {
    const its = page.getElementById(other.id);
    if (its && !its.isEqualNode(other)) other.replaceChildren(...its.childNodes);
  });
  const fresh = page.getElementById(id);
  if (!fresh || fresh.isEqualNode(part)) return;
  part.replaceChildren(...fresh.childNodes);
  if (held && held.id) {
    const same = document.getElementById(held.id);
    if (same) same.focus({ preventScroll: true });
  }
}
document.querySelectorAll("[data-refresh-seconds]").forEach((part) => {
  setInterval(() => refresh(part.id), Number(part.dataset.refreshSeconds) * 1000);
});
