// Selecting rows: x on the one with the focus, with Shift all between it and the one before; a click on
// a box does the same. What is selected stays so while the list is fetched anew, until it was acted on.

const list = () => document.getElementById("list");
const boxes = () => [...(list()?.querySelectorAll(".pick input") ?? [])];
const picked = () => boxes().filter((box) => box.checked);
let last = "";
let kept = null;

function show() {
  const pane = list();
  const told = pane?.querySelector("[data-picked]");
  if (!told) return;
  const many = picked().length;
  const words = many === 1 ? told.dataset.one : told.dataset.many;
  told.textContent = words.replace("{n}", many);
  if (many) pane.dataset.selecting = "";
  // What was chosen for other rows is no longer meant.
  pane.querySelector("#bulk-menu")?.replaceChildren();
}

function mark(box, isOn, isRange) {
  const all = boxes();
  const from = isRange ? all.findIndex((one) => one.value === last) : -1;
  const to = all.indexOf(box);
  const between = from < 0 ? [box] : all.slice(Math.min(from, to), Math.max(from, to) + 1);
  for (const one of between) one.checked = isOn;
  last = box.value;
  show();
}

function clear() {
  for (const box of boxes()) box.checked = false;
  const pane = list();
  if (pane) delete pane.dataset.selecting;
  pane?.querySelector("#bulk-menu")?.replaceChildren();
  last = "";
}

function onKey(event) {
  if (event.defaultPrevented) return;
  if (event.key === "Escape" && list()?.dataset.selecting !== undefined) {
    const menu = list().querySelector("#bulk-menu");
    if (menu?.childElementCount) menu.replaceChildren();
    else if (list().contains(event.target) || event.target === document.body) clear();
    return;
  }
  if (event.key.toLowerCase() !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.body.dataset.keys === "off" || event.isComposing) return;
  if (event.target.closest?.("textarea, select, dialog[open], input:not([type=checkbox])")) return;
  const row = event.target.closest?.("#list li") ?? list()?.querySelector("[aria-current]")?.closest("li");
  const box = row?.querySelector(".pick input");
  if (!box) return;
  event.preventDefault();
  mark(box, event.shiftKey || !box.checked, event.shiftKey);
}

export function startBulk() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.(".pick input");
    if (box) mark(box, box.checked, event.shiftKey);
    const link = event.target.closest?.("[data-select], [data-select-all], [data-select-none]");
    if (!link || !list()) return;
    event.preventDefault();
    if (link.matches("[data-select-none]")) {
      clear();
      list().querySelector("[data-select]")?.focus();
      return;
    }
    list().dataset.selecting = "";
    const all = link.matches("[data-select-all]");
    for (const one of boxes()) if (all) one.checked = true;
    show();
    boxes()[0]?.focus();
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target?.id !== "list") return;
    // What was acted on is selected no more; what a nudge fetches anew stays as it was.
    const isDone = detail.requestConfig?.elt?.closest?.("[data-bulk-act]") && detail.xhr.status < 300;
    const isSelecting = !isDone && list()?.dataset.selecting !== undefined;
    kept = isSelecting ? picked().map((box) => box.value) : null;
  });
  document.addEventListener("htmx:load", (event) => {
    if (event.target.id !== "list" || !kept) return;
    list().dataset.selecting = "";
    for (const box of boxes()) box.checked = kept.includes(box.value);
    kept = null;
    show();
  });
}
