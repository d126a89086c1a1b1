// Keeps the board of one shift readable without network until the shift is over. It stands below the address of
// that board alone, answers for nothing else, and knows no act: taps.js keeps those. (Decision 0039.)
"use strict";

const BOARD = new URL(self.registration.scope).pathname;
const NAME = `wuse-board:${BOARD}`;
const UNTIL = "X-Kept-Until";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(heard(event.data)));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const path = new URL(url).pathname;
  if (method !== "GET") return;
  if (path === BOARD) event.respondWith(boardFor(event.request, mode === "navigate"));
  else if (path.startsWith("/static/")) event.respondWith(fileFor(event.request));
});

// `files` the page needs; `look` at the board once; `page`: the board as an act left it.
async function heard({ look, files, page }) {
  const cache = await caches.open(NAME);
  const before = page && (await cache.match(BOARD));
  if (before) await keep(new Response(page, { headers: before.headers }));
  await Promise.all((files || []).map(async (each) => (await cache.match(each)) || cache.add(each)));
  if (look) await boardFor(BOARD, false);
}

// The network first; what was kept only to a page that is opened, and only until the shift is over.
async function boardFor(asked, isOpened) {
  try {
    const answer = await fetch(asked);
    if (answer.ok && !answer.redirected) await keep(answer.clone());
    else if ([401, 403, 404].includes(answer.status) || answer.redirected) await caches.delete(NAME);
    return answer;
  } catch (away) {
    const kept = isOpened && (await theKept());
    if (kept) return kept;
    throw away;
  }
}

async function keep(answer) {
  const page = await answer.text();
  const told = page.match(/data-now="(\d+)"\s+data-until="(\d+)"/);
  const lives = told ? (Number(told[2]) - Number(told[1])) * 1000 : 0;
  if (lives <= 0) {
    await caches.delete(NAME);
    return;
  }
  const headers = new Headers(answer.headers);
  ["Content-Encoding", "Content-Length"].forEach((name) => headers.delete(name));
  headers.set(UNTIL, String(Date.now() + lives));
  const cache = await caches.open(NAME);
  await cache.put(BOARD, new Response(page.replace('data-fresh="yes"', 'data-fresh=""'), { headers }));
}

async function theKept() {
  const kept = await caches.match(BOARD, { cacheName: NAME });
  if (kept && Date.now() < Number(kept.headers.get(UNTIL))) return kept;
  await caches.delete(NAME);
  return null;
}

async function fileFor(asked) {
  return (await caches.match(asked, { cacheName: NAME })) || fetch(asked);
}
