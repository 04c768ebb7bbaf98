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

function narrow() {
  const wanted = dialog().querySelector("input").value.trim().toLocaleLowerCase();
  for (const option of options()) {
    option.hidden = !option.textContent.toLocaleLowerCase().includes(wanted);
  }
  const left = showing();
  dialog().querySelector(".palette__none").hidden = left.length > 0;
  choose(left[0]);
}

function gatherActions() {
  for (const option of options()) if (option.action) option.remove();
  const list = dialog().querySelector('[role="listbox"]');
  const keyed = [...document.querySelectorAll("[data-key]")];
  const actions = keyed.filter((one) => one.checkVisibility());
  for (const [n, action] of actions.reverse().entries()) {
    const option = document.createElement("div");
    const name = action.cloneNode(true);
    for (const key of name.querySelectorAll("kbd, svg")) key.remove();
    const mark = action.querySelector("svg.i")?.cloneNode(true) ?? document.createElement("span");
    mark.classList.add("i"); // where an action has no mark, the room of one
    const key = document.createElement("kbd");
    key.textContent = action.dataset.key;
    option.append(mark, action.dataset.command || name.textContent.trim() || action.ariaLabel, key);
    option.role = "option";
    option.id = `action-${n}`;
    option.action = action;
    list.prepend(option);
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
  });
  dialog().addEventListener("input", narrow);
  dialog().addEventListener("keydown", onKey);
  dialog().addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option?.action) run(option);
  });
}
