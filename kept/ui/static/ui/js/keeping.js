// After a promise is marked as kept: the focus goes to the next one's button, and it is said aloud.
import { say } from "./say.js";

const BUTTON = "button[data-keep]";
let pressed = null;

// A desk shows its promises twice, folded and beside; only what is seen can be gone to.
const buttons = () => [...document.querySelectorAll(BUTTON)].filter((one) => one.checkVisibility());

function remember({ detail }) {
  const button = detail.requestConfig?.elt.querySelector?.(BUTTON);
  // Whoever has gone elsewhere meanwhile is left in peace.
  const isHere = button?.contains(document.activeElement);
  pressed = button && detail.xhr.status < 400 ? { at: buttons().indexOf(button), isHere } : null;
}

function goOn() {
  if (!pressed) return;
  const { at, isHere } = pressed;
  pressed = null;
  const card = document.querySelector(".promise.just[data-said]");
  say(card?.dataset.said);
  if (!isHere) return;
  const left = buttons();
  const next = left[Math.min(at, left.length - 1)] ?? card ?? document.getElementById("page");
  next?.focus();
}

export function startKeeping() {
  document.addEventListener("htmx:beforeSwap", remember);
  document.addEventListener("htmx:afterSettle", goOn);
}
