// Taps at the board: each is kept in this browser before it is sent, with a key and the second it was made, so that
// without network none is lost and with it each arrives once. What the server refuses meanwhile stands on top until
// the leader decides. Kept are numbers and moments, no names; page.js throws away what is over. (Decision 0039.)
"use strict";

(() => {
  const bar = document.querySelector("[data-taps]");
  if (!bar) return;
  const board = bar.closest("main");
  const ACTS = ["arrive", "leave", "miss", "undo"];
  const LANES = ["lanes", "counts"];
  const AWAY_MS = 8000; // no answer so long is no network
  const AGAIN_MS = 15000;
  const NAME = `wuse-taps:${bar.dataset.person}:${bar.dataset.shift}`;
  const here = window.location.pathname;
  const begun = { date: Date.now(), steady: performance.now() };
  const asDrawn = new WeakMap(); // what stood in a row before a kept tap was shown there
  const kept = read();
  let token = tokenOf(document);
  let isStale = !bar.dataset.fresh; // the page itself came out of this browser
  let isSignedOut = false;
  let isSending = false;
  let sent = 0;
  window.turns = Date.now(); // grows with each change in place, and with each page

  function tokenOf(page) {
    const field = page.querySelector("[name=csrf_token]");
    return field ? field.value : "";
  }
  function read() {
    try {
      return JSON.parse(localStorage.getItem(NAME)) || { ahead: 0, taps: [] };
    } catch {
      return { ahead: 0, taps: [] };
    }
  }
  function keep() {
    try {
      if (kept.taps.length) localStorage.setItem(NAME, JSON.stringify({ ...kept, until: Date.now() + 3 * 86400000 }));
      else localStorage.removeItem(NAME);
    } catch {
      // A browser that keeps nothing still sends.
    }
  }

  // The moment by the server's clock, however wrong this one is; set back meanwhile, the steady one is right.
  function moment() {
    const date = Math.max(Date.now(), begun.date + performance.now() - begun.steady);
    return Math.floor((date + kept.ahead) / 1000);
  }
  function learnClock(page) {
    kept.ahead = Number(page.dataset.now) * 1000 - Date.now();
    try {
      const life = (Number(page.dataset.until) - Number(page.dataset.now)) * 1000;
      localStorage.setItem(`wuse-board:${here}`, JSON.stringify({ ahead: kept.ahead, until: Date.now() + life }));
    } catch {
      // As above.
    }
  }

  const waiting = () => kept.taps.filter((tap) => !tap.refused);
  const rowOf = (tap) => document.querySelector(`#lanes [data-sign-up="${tap.signUp}"]`);
  const aKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  function add(signUp, act, version, more = {}) {
    kept.taps.push({ key: aKey(), signUp, act, version, at: moment(), ...more });
    keep();
    send();
  }
  function drop(tap) {
    kept.taps = kept.taps.filter((each) => each.key !== tap.key);
    keep();
  }

  // Sending: one after the other, and after the network was away only upon a fresh look at the list.
  async function send() {
    if (isSending) return;
    isSending = true;
    try {
      while (waiting().length && (await sendFirst(waiting()[0])));
    } finally {
      isSending = false;
      draw();
    }
  }
  async function sendFirst(tap) {
    if (isStale && !(await look())) return false;
    if (!tap.isSent) {
      const row = rowOf(tap);
      if (tap.follows && row) tap.version = row.dataset.version;
      tap.isSent = true;
      keep();
    }
    const heard = await ask(`${here.replace(/board$/, "attendance/")}${tap.signUp}`, {
      method: "POST",
      body: fieldsOf(tap),
      headers: tap.isKept ? { "X-Kept": "yes" } : {},
    });
    if (!heard || heard.answer.status >= 500) return away();
    const { answer, page, text } = heard;
    if (!page.getElementById("lanes")) return elsewhere(tap, answer, page);
    show(page, answer.ok ? ["said", ...LANES] : LANES);
    window.turns += 1;
    tellWorker({ page: text });
    if (answer.ok) {
      if (tap.isKept) sent += 1;
      drop(tap);
    } else {
      refuse(tap, page.querySelector("#said [role=alert] b").textContent.trim());
    }
    return true;
  }
  function fieldsOf(tap) {
    const fields = { csrf_token: token, request_key: tap.key, act: tap.act, version: tap.version, tapped_at: tap.at };
    return new URLSearchParams(tap.isSure ? { ...fields, is_sure: "1" } : fields);
  }
  async function ask(url, how) {
    try {
      const answer = await fetch(url, { ...how, signal: AbortSignal.timeout(AWAY_MS) });
      const text = await answer.text();
      return { answer, text, page: new DOMParser().parseFromString(text, "text/html") };
    } catch {
      return null;
    }
  }
  async function look() {
    const heard = await ask(here, { headers: { "X-Refresh": "lanes" } });
    if (!heard || heard.answer.status >= 500) return away();
    isSignedOut = !heard.page.getElementById("lanes");
    if (isSignedOut) return false;
    show(heard.page, LANES);
    isStale = false;
    return true;
  }
  function away() {
    waiting().forEach((tap) => { tap.isKept = true; });
    isStale = true;
    keep();
    return false;
  }
  // No board came back: a question to be answered, or somebody else is signed in.
  function elsewhere(tap, answer, page) {
    if (tap.isKept && (answer.status <= 401 || answer.redirected)) {
      isStale = true; // signed out, or a form of before: the next look at the list tells
      return false;
    }
    if (tap.isKept) {
      refuse(tap, (page.querySelector("main") || page.body).innerText.trim().slice(0, 200));
      return true;
    }
    drop(tap);
    const form = document.querySelector(`form[action$="/${tap.signUp}"] [name=act][value="${tap.act}"]`);
    if (form) form.form.submit();
    else window.location.assign(here);
    return false;
  }
  // What follows a refused tap of the same person was tapped upon it, and is for the leader to decide as well.
  function refuse(tap, words) {
    waiting().filter((each) => each.signUp === tap.signUp).forEach((each) => { each.refused = words; });
    keep();
  }
  function tellWorker(words) {
    const worker = navigator.serviceWorker && navigator.serviceWorker.controller;
    if (worker) worker.postMessage(words);
  }
  function show(page, parts) {
    parts.forEach((id) => document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes));
    learnClock(page.querySelector("[data-taps]"));
    token = tokenOf(page) || token;
    document.dispatchEvent(new Event("page:replaced"));
  }

  // Drawing: the rows tell what is kept, the bar how many and what to decide.
  function draw() {
    document.querySelectorAll("#lanes [data-sign-up]").forEach((row) => {
      if (asDrawn.has(row)) row.querySelector(".hand").replaceChildren(...asDrawn.get(row));
      restForms(row);
      asDrawn.delete(row);
    });
    const inHand = waiting().filter((tap) => tap.isKept);
    inHand.forEach(drawRow);
    const refused = kept.taps.filter((tap) => tap.refused);
    bar.querySelector("ul").replaceChildren(...refused.map(drawRefused));
    const told = bar.querySelector("p");
    told.querySelector("span").textContent = sayOf(inHand.length);
    told.classList.toggle("note--wait", inHand.length > 0);
    told.hidden = !inHand.length && !sent;
    told.querySelector("a").hidden = !isSignedOut;
    bar.hidden = told.hidden && !refused.length;
  }
  function sayOf(count) {
    if (!count) return bar.dataset.sent.replace("{n}", sent);
    return (isSignedOut ? bar.dataset.signedOut : bar.dataset.count).replace("{n}", count);
  }
  const clock = (tap) => new Date(tap.at * 1000).toLocaleTimeString("zh-CN", { timeZone: bar.dataset.zone, hour: "numeric", minute: "2-digit" });
  const wordsOf = (tap) => bar.dataset[tap.act].replace("{time}", clock(tap));

  function drawRow(tap) {
    const row = rowOf(tap);
    if (!row) return;
    const hand = row.querySelector(".hand");
    if (!asDrawn.has(row)) asDrawn.set(row, [...hand.childNodes]);
    const drawn = document.getElementById("kept-row").content.cloneNode(true);
    drawn.querySelector("span").textContent = wordsOf(tap);
    drawn.querySelector("[data-tap=drop]").addEventListener("click", () => { drop(tap); draw(); });
    const leave = drawn.querySelector("[data-tap=leave]");
    leave.hidden = tap.act !== "arrive";
    leave.addEventListener("click", () => add(tap.signUp, "leave", "", { follows: true, isKept: true }));
    hand.replaceChildren(drawn);
  }
  function drawRefused(tap) {
    const row = rowOf(tap);
    const drawn = document.getElementById("kept-refused").content.cloneNode(true);
    drawn.querySelector("b").textContent = row ? row.querySelector("b").textContent : "";
    drawn.querySelector("span").textContent = tap.refused;
    drawn.querySelector("[data-tap=drop]").addEventListener("click", () => { drop(tap); draw(); });
    const again = drawn.querySelector("[data-tap=again]");
    again.hidden = !row || !row.querySelector(`[name=act][value=${tap.act}]`);
    again.addEventListener("click", () => {
      Object.assign(tap, { key: aKey(), refused: "", isSent: false, follows: true, isSure: true });
      keep();
      send();
    });
    return drawn;
  }

  board.addEventListener("submit", (event) => {
    const form = event.target;
    const act = form.elements.act ? form.elements.act.value : "";
    const found = (form.getAttribute("action") || "").match(/\/attendance\/(\d+)$/);
    if (found && ACTS.includes(act) && !form.dataset.sent) {
      event.preventDefault();
      add(found[1], act, form.elements.version.value);
    } else if (!navigator.onLine && form.id !== "cards") {
      sayOnly(event);
    }
  });
  board.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='/']");
    if (link && !navigator.onLine) sayOnly(event);
  });
  function sayOnly(event) {
    event.preventDefault();
    event.stopPropagation();
    const told = bar.querySelector("p");
    told.querySelector("span").textContent = bar.dataset.only;
    told.hidden = bar.hidden = false;
    bar.scrollIntoView({ block: "nearest" });
  }

  if (bar.dataset.fresh) {
    learnClock(bar);
  } else {
    try {
      kept.ahead = JSON.parse(localStorage.getItem(`wuse-board:${here}`)).ahead;
    } catch {
      // This clock is all there is.
    }
  }
  const goOn = () => { if (waiting().length) send(); };
  window.addEventListener("online", goOn);
  document.addEventListener("visibilitychange", goOn);
  document.addEventListener("part:replaced", draw);
  setInterval(goOn, AGAIN_MS);
  draw();
  goOn();

  // Read again without network: a worker below the address of this board alone.
  if (navigator.serviceWorker) {
    const isKeptAlready = Boolean(navigator.serviceWorker.controller);
    const files = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((each) => each.href || each.src);
    const icons = document.querySelector("use[href]");
    if (icons) files.push(new URL(icons.getAttribute("href").split("#")[0], window.location.href).href);
    navigator.serviceWorker
      .register(bar.dataset.worker, { scope: here })
      .then(() => navigator.serviceWorker.ready)
      .then((ready) => ready.active.postMessage({ look: !isKeptAlready, files }))
      .catch(() => {}); // Without one the taps are kept all the same.
  }
})();
