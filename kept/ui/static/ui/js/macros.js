// Macros in the composer: / at the beginning of a line opens them, what is typed narrows them, and the
// one that is chosen goes where the cursor stood. Escape leaves all as it was, with the slash typed.
import { narrow } from "./picker.js";

const PANEL = "[data-picker=macros]";
let isSlash = false;

const panel = () => document.querySelector(PANEL);
const showing = () => [...(panel()?.querySelectorAll("[data-pick-row]:not([hidden]) [data-pick]") ?? [])];

function remember(field) {
  const caret = field.form.elements.caret;
  // In signs, as the server counts them.
  if (caret) caret.value = [...field.value.slice(0, field.selectionStart)].length;
}

function close(withSlash) {
  const form = panel()?.closest("form");
  if (!form) return;
  form.querySelector("#macros").replaceChildren();
  const field = form.elements.text;
  field.focus();
  if (!withSlash) return;
  field.setRangeText("/", field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function walk(event) {
  const field = panel().querySelector("[data-picker-field]");
  const steps = [field, ...showing()];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = steps.indexOf(event.target);
  if (step && at >= 0) steps[(at + step + steps.length) % steps.length].focus();
  else if (event.key === "Enter" && event.target === field) showing()[0]?.click();
  else if (event.key === "Escape") close(isSlash && !field.value);
  else return;
  event.preventDefault();
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.target.closest?.(PANEL)) {
    walk(event);
    return;
  }
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.target;
  const button = field.matches?.("#write") && field.form.querySelector("[data-macros]");
  if (!button || document.body.dataset.keys === "off") return;
  const before = field.value.slice(0, field.selectionStart);
  if (before && !before.endsWith("\n")) return;
  event.preventDefault();
  isSlash = true;
  button.click();
}

export function startMacros() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-macros]");
    if (button) {
      remember(button.form.elements.text);
      if (event.detail) isSlash = false;
    }
    if (event.target.closest?.("[data-picker-close]")) close(false);
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-picker-field]")) narrow(event.target, panel(), "[data-pick-row]");
    // What is written moves the place where the words shall go.
    else if (event.target.matches?.("#write") && panel()) remember(event.target);
  });
}
