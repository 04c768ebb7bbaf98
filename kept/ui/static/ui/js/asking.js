// While somebody types a question: its words and their values, in a list under the field. Arrows
// choose, Enter or Tab takes, Escape closes; the arrow down opens it, and so shows every word there is.
import { say, word } from "./say.js";

const WAIT_MS = 120;
const FIELD = "input[data-offers]";
let timer = 0;
let asked = null;

const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));
const options = (field) => [...(listOf(field)?.querySelectorAll('[role="option"]') ?? [])];
const isOpen = (field) => field.getAttribute("aria-expanded") === "true";

function prepare(field) {
  if (field.role === "combobox") return;
  const list = document.createElement("div");
  list.id = `${field.id}-offers`;
  list.role = "listbox";
  list.className = "offers-box";
  list.hidden = true;
  list.ariaLabel = word("suggestions");
  field.after(list);
  field.role = "combobox";
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) take(field, option);
  });
}

function choose(field, option) {
  for (const one of options(field)) one.ariaSelected = String(one === option);
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function close(field) {
  asked?.abort();
  clearTimeout(timer);
  if (!isOpen(field)) return;
  listOf(field).hidden = true;
  field.setAttribute("aria-expanded", "false");
  choose(field, null);
}

function take(field, option) {
  const { start, end, put } = option.dataset;
  // In signs, as the server counts them.
  const signs = [...field.value];
  const before = signs.slice(0, start).join("");
  field.value = `${before}${put}${signs.slice(end).join("").trimStart()}`;
  const caret = before.length + put.length;
  field.setSelectionRange(caret, caret);
  close(field);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

async function open(field) {
  asked?.abort();
  asked = new AbortController();
  const url = new URL(field.dataset.offers, location.href);
  url.searchParams.set("q", field.value);
  url.searchParams.set("at", [...field.value.slice(0, field.selectionStart)].length);
  let fresh = "";
  try {
    const answer = await fetch(url, { signal: asked.signal, headers: { "HX-Request": "true" } });
    if (answer.ok) fresh = await answer.text();
  } catch {
    return; // Another letter was typed, or nobody answered: it is a field like any other.
  }
  if (document.activeElement !== field) return;
  const list = listOf(field);
  list.innerHTML = fresh;
  const count = options(field).length;
  if (!count) {
    close(field);
    return;
  }
  if (!isOpen(field)) say(word("offered").replace("{n}", count));
  list.hidden = false;
  field.setAttribute("aria-expanded", "true");
  choose(field, null);
}

function onKey(event) {
  const field = event.target.closest?.(FIELD);
  if (!field || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!isOpen(field)) {
    if (event.key !== "ArrowDown") return;
    open(field);
  } else if (step) {
    const all = options(field);
    const at = all.findIndex((option) => option.ariaSelected === "true");
    choose(field, all[(at < 0 && step < 0 ? all.length : at) + step] ?? null);
  } else if (event.key === "Escape") {
    close(field);
  } else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) {
    const chosen = options(field).find((option) => option.ariaSelected === "true");
    if (!chosen) return;
    take(field, chosen);
  } else {
    return;
  }
  event.preventDefault();
}

export function startAsking() {
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches?.(FIELD)) prepare(target);
  });
  document.addEventListener("focusout", ({ target }) => {
    if (target.matches?.(FIELD) && target.role === "combobox") close(target);
  });
  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.(FIELD)) return;
    prepare(target);
    clearTimeout(timer);
    // Between two pieces nothing is begun yet: what was found shall stay in sight.
    const begun = /\S$/.test(target.value.slice(0, target.selectionStart));
    timer = setTimeout(() => (begun ? open(target) : close(target)), WAIT_MS);
  });
  document.addEventListener("keydown", onKey);
  const focused = document.activeElement;
  if (focused?.matches?.(FIELD)) prepare(focused);
}
