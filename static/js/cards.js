// Cards at the board: what a scanner types goes to the card field wherever the focus is, and the
// answer changes the page in place, so that the next card is not lost. Works with scans.js, live.js.
"use strict";

const SAME_CARD_MS = 3000; // the camera sees one card many times
const LOOK_MS = 250;
const CHANGED = ["said", "lanes", "counts"];
const cardForm = document.getElementById("cards");
let isReading = false;
window.cardsRead = 0; // how often the page was changed in place

// One card after the other; those read while one is under way wait for it.
async function playCards() {
  if (isReading || !cardForm) return;
  isReading = true;
  while (window.scansWaiting.length) await send(window.scansWaiting.shift());
  isReading = false;
}

async function send(text) {
  const field = cardForm.elements.card;
  field.value = text;
  const fields = new URLSearchParams(new FormData(cardForm));
  field.value = "";
  try {
    const answer = await fetch(cardForm.action, { method: "POST", body: fields });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("lanes")) {
      window.location.assign(answer.url);
      return;
    }
    CHANGED.forEach((id) => {
      document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
    });
    document.dispatchEvent(new Event("page:replaced"));
  } catch {
    sayCardLost(cardForm.dataset.lost);
  }
  window.cardsRead += 1;
}

function sayCardLost(words) {
  const told = document.createElement("p");
  told.className = "note note--bad";
  told.setAttribute("role", "alert");
  told.textContent = words;
  document.getElementById("said").replaceChildren(told);
}

window.addEventListener("scan", playCards);
if (cardForm) {
  cardForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = cardForm.elements.card.value.trim();
    if (!typed) return;
    window.scansWaiting.push(typed);
    playCards();
  });
  playCards();
}

// The camera, where the browser can read codes by itself.
const cameraButton = document.querySelector("[data-camera]");
let lastSeen = { text: "", at: -SAME_CARD_MS };

function noteSeen(text) {
  const now = performance.now();
  const isSame = text === lastSeen.text && now - lastSeen.at < SAME_CARD_MS;
  lastSeen = { text, at: now };
  if (isSame) return;
  window.scansWaiting.push(text);
  playCards();
}

async function look(video, detector) {
  if (video.hidden) return;
  try {
    const seen = await detector.detect(video);
    if (seen.length) noteSeen(seen[0].rawValue);
  } catch {
    // Not a picture yet: looked at again.
  }
  setTimeout(look, LOOK_MS, video, detector);
}

async function turnCamera() {
  const video = document.getElementById(cameraButton.dataset.camera);
  if (!video.hidden) {
    video.srcObject.getTracks().forEach((track) => track.stop());
    video.hidden = true;
    return;
  }
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.hidden = false;
    await video.play();
    look(video, new window.BarcodeDetector({ formats: ["qr_code"] }));
  } catch {
    sayCardLost(cardForm.dataset.noCamera);
  }
}
if (cameraButton && "BarcodeDetector" in window && navigator.mediaDevices) {
  cameraButton.hidden = false;
  cameraButton.addEventListener("click", turnCamera);
}
