// Single keys. Off while somebody types, and off for whoever switched them off (WCAG 2.1.4).
import { open } from "./dialog.js";

const ROWS = "[data-row], a.item--link";
const GO_MS = 1500;
let going = 0;

const isTyping = (element) =>
  element?.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]");

const shown = (element) => element.checkVisibility?.() ?? true;

// What a folded menu holds has its key, too, as long as the menu itself is there.
const within = (element) => shown(element.closest("details:not([open])") ?? element);

function move(step) {
  const rows = [...document.querySelectorAll(ROWS)].filter(shown);
  const active = document.activeElement;
  // From the box of a row one goes on from that row.
  let at = rows.indexOf(active.closest?.(ROWS) ?? active.closest?.("li")?.querySelector(ROWS));
  if (at < 0) at = rows.findIndex((row) => row.ariaCurrent);
  const next = rows[at < 0 ? 0 : at + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function openRow() {
  const row = document.activeElement.closest?.(ROWS) ?? document.querySelector("[data-row]");
  row?.click();
}

function use(element) {
  const form = element.closest("[data-draft-url]");
  if (form && element.ariaCurrent) {
    // Already writing this kind: the way to it is the field itself.
    form.scrollIntoView({ block: "nearest" });
    form.querySelector("textarea")?.focus();
  } else if (element.matches("input, textarea, select")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

// Of letters each has its own: the one that is read, which is the one with the focus, else the last
// that begins on the screen.
function nearest(found) {
  const read = document.activeElement?.closest("article");
  const within = found.find((one) => read?.contains(one));
  const onScreen = found.filter((one) => {
    const { top, bottom } = (one.closest("article") ?? one).getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  });
  return within ?? (found[0].closest("article") ? onScreen.at(-1) ?? found.at(-1) : found[0]);
}

function go(key) {
  const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
  going = 0;
  if (link) link.click();
  return Boolean(link);
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.repeat && !"jk".includes(event.key)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.body.dataset.keys === "off") return;
  const key = event.key;
  let done = true;
  if (Date.now() - going < GO_MS) done = go(key);
  else if (key === "g") going = Date.now();
  else if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if (key === "o") openRow();
  else if (key === "?") open("help");
  else {
    const found = [...document.querySelectorAll("[data-key]")].filter(
      (one) => one.dataset.key === key && within(one));
    done = found.length > 0;
    if (done) use(nearest(found));
  }
  if (done) event.preventDefault();
}

export function startKeys() {
  document.addEventListener("keydown", onKey);
}
