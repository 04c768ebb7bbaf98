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
  const settled = button?.id.replace("keep", "promise");
  pressed = button && detail.xhr.status < 400 ? { at: buttons().indexOf(button), isHere, settled } : null;
}

function goOn() {
  if (!pressed) return;
  const { at, isHere, settled } = pressed;
  pressed = null;
  const card = document.querySelector(".promise.just[data-said]");
  say(card?.dataset.said);
  if (!isHere) return;
  const left = buttons();
  // The pane around it may have come anew before this: then its line stands where the card stood.
  const done = card ?? document.getElementById(settled) ?? document.getElementById("page");
  (left[Math.min(at, left.length - 1)] ?? done)?.focus();
}

export function startKeeping() {
  document.addEventListener("htmx:beforeSwap", remember);
  document.addEventListener("htmx:afterSettle", goOn);
}
