// Promises in a draft are offered as one writes. Alt+1 and Alt+2 take one, Alt+B both, Alt+A all of
// more; with Shift, or by Delete on its card, one is dismissed.
import { later } from "./post.js";

const FIELD = "textarea[data-offers-url]";
const PANEL = (field) => field.dataset.offersTarget || "#offers";

async function look(field) {
  const said = `${field.value}\n${field.form?.elements.leaves?.value ?? ""}`;
  if (!field.isConnected || said === field.lookedAt) return;
  field.lookedAt = said;
  try {
    // Asked from outside the form, so that the form's own htmx attributes do not apply.
    await htmx.ajax("POST", field.dataset.offersUrl, {
      source: "#said",
      target: PANEL(field),
      swap: "outerHTML",
      values: {
        text: field.value,
        kind: field.form.dataset.draftKind ?? "REPLY",
        leaves: field.form.elements.leaves?.value ?? "",
        asked: [...field.form.querySelectorAll('[name="asked"]')].map((input) => input.value),
      },
    });
  } catch {
    // Not reached: the next word typed asks again.
    field.lookedAt = null;
  }
}

function onKey(event) {
  const form = event.target.closest?.("form:has([data-offers-url])");
  if (!form) return;
  if (event.altKey && !event.ctrlKey && !event.metaKey) {
    // Its letter; the place of the key only where with Alt it writes another sign.
    const place = /^(?:Digit|Key)(\w)$/.exec(event.code)?.[1];
    const key = /^(?:[a-z\d]|\p{L})$/iu.test(event.key) ? event.key : place;
    const kind = event.shiftKey ? "data-dismiss-offer" : "data-offer";
    const button = key && form.querySelector(`[${kind}="${CSS.escape(key.toLowerCase())}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  } else if (event.key === "Delete" && event.target.closest(".offers .promise")) {
    const dismiss = event.target.closest(".promise").querySelector('[name="dismiss"]');
    if (!dismiss) return;
    event.preventDefault();
    dismiss.click();
  }
}

export function startOffers() {
  const soon = later(400, look);
  document.addEventListener("input", (event) => {
    if (event.target.matches(FIELD)) soon(event.target);
    // Another moment of leaving is another moment to count from.
    const field = event.target.name === "leaves" && event.target.form.querySelector(FIELD);
    if (field) soon(field);
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    // Answering a card takes its button away; the next card is next, and then the letter.
    if (document.activeElement !== document.body || !detail.elt?.closest?.("#offers")) return;
    const next = document.querySelector("#offers [data-offer]") ?? document.querySelector(FIELD);
    next?.focus({ preventScroll: true });
  });
}
