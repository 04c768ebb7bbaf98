// Dialogs are on the page already; here they open, and give the focus back.

export function open(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  for (const other of document.querySelectorAll("dialog[open]")) other.close();
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("kept:open"));
}

export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      event.preventDefault();
      open(opener.dataset.opens);
    } else if (event.target.matches?.("dialog[open]")) {
      // A click on the dialog itself, not on what is in it, fell on the ground behind.
      const box = event.target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right
        && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside) event.target.close();
    }
  });
  if (["#help", "#palette"].includes(location.hash)) open(location.hash.slice(1));
}
