// A form of many rows: one more row without asking the server. Without script the button asks it.
"use strict";

const MOST_ROWS = 40;

function emptied(row, number) {
  const copy = row.cloneNode(true);
  copy.querySelectorAll("[name]").forEach((field) => {
    field.name = field.name.replace(/-\d+-/, `-${number}-`);
    field.id = field.name;
    field.value = "";
    field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+/, number + 1));
    field.setAttribute("aria-invalid", "false");
  });
  copy.querySelectorAll(".wrong").forEach((words) => words.remove());
  return copy;
}

function addRow(body) {
  const row = emptied(body.lastElementChild, body.children.length);
  body.append(row);
  return row.querySelector("[name]");
}

const more = document.querySelector("[data-more-rows]");
const body = document.querySelector("[data-rows]");
if (more && body) {
  more.addEventListener("click", (event) => {
    event.preventDefault();
    if (body.children.length < MOST_ROWS) addRow(body).focus();
  });
  // Something typed into the last row calls for the next one.
  body.addEventListener("change", (event) => {
    const isLast = event.target.closest("tr") === body.lastElementChild;
    if (isLast && event.target.value && body.children.length < MOST_ROWS) addRow(body);
  });
}
