// The panes of the desk after a swap: title, place in the list, and the one pane of a phone.

// After one's own letter the eye belongs at the end of the thread, where it now stands.
let isSent = false;

function opened(thread) {
  if (!thread) return;
  if (thread.dataset.title) document.title = thread.dataset.title;
  const desk = thread.closest(".desk");
  if (desk && thread.dataset.conversation) desk.dataset.open = "thread";
  const list = document.getElementById("list");
  if (!list || !thread.dataset.conversation) return;
  list.dataset.at = thread.dataset.conversation;
  for (const row of list.querySelectorAll("[data-row]")) {
    const isThis = row.dataset.row === thread.dataset.conversation;
    row.ariaCurrent = isThis ? "true" : null;
    if (isThis) delete row.dataset.unread;
  }
  if (isSent) thread.querySelector(".letters")?.lastElementChild?.scrollIntoView({ block: "nearest" });
  isSent = false;
  // Where the list is hidden the focus must not stay in it; where both show, j and k go on.
  // Nor may it leave the words somebody writes.
  if (list.checkVisibility() || thread.contains(document.activeElement)) return;
  thread.focus({ preventScroll: true });
}

// A row that was refreshed away while its answer came is asked for the place of the other panes,
// and knows of none: they are put where they belong.
function putInPlace({ detail }) {
  const place = detail.content?.id && document.getElementById(detail.content.id);
  if (!place) return;
  place.replaceWith(detail.content);
  htmx.process(detail.content);
}

export function startPanes() {
  // Under many views the one that is open may lie beneath the foot of their column.
  document.querySelector(".views__group [aria-current]")?.scrollIntoView({ block: "nearest" });
  document.addEventListener("htmx:oobErrorNoTarget", putInPlace);
  document.addEventListener("htmx:load", (event) => {
    // Either may come first: the conversation, or the list beside it.
    if (["thread", "list"].includes(event.target.id)) opened(document.getElementById("thread"));
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const isLetter = detail.requestConfig?.elt.matches("form[data-draft-url]");
    isSent = Boolean(isLetter) && detail.xhr.status < 400;
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    // Nothing one wrote stays on a shared machine.
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("kept:")) localStorage.removeItem(key);
    }
  });
  document.addEventListener("click", (event) => {
    // What a menu opens beside it stands beneath it.
    if (event.target.closest(".drop__in a")) event.target.closest(".drop").open = false;
  });
  document.addEventListener("keydown", (event) => {
    const drop = event.key === "Escape" && event.target.closest?.("details.drop[open]");
    if (!drop) return;
    drop.open = false;
    drop.querySelector("summary").focus();
  });
}
