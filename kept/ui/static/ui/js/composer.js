// The composer: saves as one writes, sends with Ctrl+Enter, and keeps unsent words in this browser
// until the server has said that it has them.
import { later, post } from "./post.js";
import { say, word } from "./say.js";

const FORM = "form[data-draft-url]";
const KEPT = new Set(["text", "to", "cc", "bcc", "sender", "leaves", "original", "keep"]);
const keyOf = (form) => `kept:draft:${form.dataset.draftKey}`;
const text = (form) => form.elements.text;
// The form whose words a request carries away: its own, or that of a macro or a play asked for in it.
const sentBy = (element) =>
  element?.matches(FORM)
    ? element
    : element?.closest("[data-picker=macros], [data-plays]")?.closest(FORM);

function keep(form) {
  try {
    if (text(form).value) localStorage.setItem(keyOf(form), text(form).value);
    else localStorage.removeItem(keyOf(form));
  } catch {
    // No room or not allowed here: the server's copy is the one that counts.
  }
}

async function save(form) {
  if (!form.isConnected || form.sending) return;
  const told = form.querySelector(".composer__saved");
  const sent = text(form).value;
  const data = new FormData(form);
  // Files go their own way, as soon as they are chosen.
  data.delete("enclosed");
  data.delete("place");
  data.set("kind", form.dataset.draftKind ?? "");
  form.saving = new AbortController();
  try {
    const answer = await post(form.dataset.draftUrl, data, form.saving.signal);
    if (!answer.ok) throw new Error(String(answer.status));
    const words = new DOMParser().parseFromString(await answer.text(), "text/html");
    const whom = words.querySelector("#whom");
    whom?.remove();
    if (whom) form.querySelector("#whom")?.replaceWith(whom);
    told?.replaceChildren(...words.body.childNodes);
    if (text(form).value === sent) localStorage.removeItem(keyOf(form));
  } catch {
    if (!form.isConnected || form.sending) return;
    if (told) told.textContent = word("unsaved");
    setTimeout(save, 10_000, form);
  }
}

function restore(form) {
  const kept = localStorage.getItem(keyOf(form));
  if (!kept || kept === text(form).value) return;
  text(form).value = kept;
  say(word("restored"));
  save(form);
  text(form).dispatchEvent(new Event("input", { bubbles: true }));
}

export function startComposer() {
  const soon = later(800, save);
  document.addEventListener("input", (event) => {
    const form = KEPT.has(event.target.name) && event.target.closest(FORM);
    if (!form) return;
    keep(form);
    soon(form);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest?.(FORM);
    if (!form) return;
    event.preventDefault();
    // A true click: htmx takes a form's verb and values from the button that was clicked last, which
    // may be one of the offers.
    (form.querySelector("[data-send='']") ?? form.querySelector(".composer__send")).click();
  });
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    const form = sentBy(detail.elt);
    if (!form) return;
    // A draft saved after its letter was sent would rise from the dead.
    form.sending = true;
    form.saving?.abort();
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    // Before the fresh form looks for words that were kept here: these have been sent.
    const form = sentBy(detail.requestConfig?.elt);
    if (form && detail.xhr.status < 300) localStorage.removeItem(keyOf(form));
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const form = sentBy(detail.elt);
    if (!form) return;
    form.sending = false;
    // Whoever is led to another page has left the words with the server; nothing is swapped then.
    const status = detail.xhr?.status ?? 0;
    if (status >= 200 && status < 300) localStorage.removeItem(keyOf(form));
  });
  const look = (root) => {
    const forms = root.matches?.(FORM) ? [root] : root.querySelectorAll(FORM);
    for (const form of forms) restore(form);
  };
  look(document);
  document.addEventListener("htmx:load", (event) => look(event.target));
}
