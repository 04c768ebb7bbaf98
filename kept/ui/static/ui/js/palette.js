// The palette: every view and everything this page can do, by name. Ctrl+K or Cmd+K.
import { open } from "./dialog.js";

const dialog = () => document.getElementById("palette");
const options = () => [...dialog().querySelectorAll('[role="option"]')];
const showing = () => options().filter((option) => !option.hidden);

function choose(option) {
  const find = dialog().querySelector("input");
  for (const one of options()) one.ariaSelected = String(one === option);
  if (option) find.setAttribute("aria-activedescendant", option.id);
  else find.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

const plain = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

function narrow() {
  const words = plain(dialog().querySelector("input").value).split(/\s+/).filter(Boolean);
  for (const option of options()) {
    const told = plain(`${option.textContent} ${option.dataset.words ?? ""}`);
    // What is many is there for whoever types.
    const isAsked = words.length > 0 || !("typed" in option.dataset);
    option.hidden = !isAsked || !words.every((word) => told.includes(word));
  }
  const left = showing();
  dialog().querySelector(".palette__none").hidden = left.length > 0;
  choose(left[0]);
}

function gatherActions() {
  for (const option of options()) if (option.action) option.remove();
  const list = dialog().querySelector('[role="listbox"]');
  const seen = new Set();
  const actions = [...document.querySelectorAll("[data-key], .thread__head .drop__in a")].filter((one) => {
    // What a folded menu holds can be done as well. Where there is room for it, it stands twice; of
    // letters each has its own.
    if (!(one.closest("details:not([open])") ?? one).checkVisibility()) return false;
    const what = one.closest("article") ? one : one.dataset.key ?? one.textContent;
    return !seen.has(what) && seen.add(what);
  });
  for (const [n, action] of actions.reverse().entries()) {
    const option = document.createElement("div");
    const name = action.cloneNode(true);
    for (const key of name.querySelectorAll("kbd, svg")) key.remove();
    const mark = action.querySelector("svg.i")?.cloneNode(true) ?? document.createElement("span");
    mark.classList.add("i"); // where an action has no mark, the room of one
    const key = document.createElement("kbd");
    key.textContent = action.dataset.key;
    option.append(mark, action.dataset.command || name.textContent.trim() || action.ariaLabel);
    if (action.dataset.key) option.append(key);
    option.role = "option";
    option.id = `action-${n}`;
    option.action = action;
    list.prepend(option);
  }
}

// Every setting: many lines, so they come when somebody opens the palette first.
async function fetchSettings() {
  const url = dialog().dataset.settingsUrl;
  if (!url) return;
  delete dialog().dataset.settingsUrl;
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const lines = new DOMParser().parseFromString(await answer.text(), "text/html");
    dialog().querySelector('[role="listbox"]').append(...lines.body.children);
    narrow();
  } catch {
    dialog().dataset.settingsUrl = url; // Not reached: the next time it opens.
  }
}

function run(option) {
  if (!option) return;
  dialog().close();
  if (option.action) option.action.click();
  else location.assign(option.dataset.href);
}

function onKey(event) {
  const left = showing();
  const at = left.findIndex((option) => option.ariaSelected === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && left.length) choose(left[(at + step + left.length) % left.length]);
  else if (event.key === "Enter") run(left[at]);
  else return;
  event.preventDefault();
}

export function startPalette() {
  if (!dialog()) return;
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open("palette");
    }
  });
  dialog().addEventListener("kept:open", () => {
    dialog().querySelector("input").value = "";
    gatherActions();
    narrow();
    fetchSettings();
  });
  dialog().addEventListener("input", narrow);
  dialog().addEventListener("keydown", onKey);
  dialog().addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option?.action) run(option);
  });
}
