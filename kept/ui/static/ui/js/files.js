// Files of a letter: chosen, dropped or pasted, they go to the draft at once. A pasted picture leaves
// its mark where the cursor stood, and is seen there by whoever gets the letter.
import { post } from "./post.js";
import { say, word } from "./say.js";

const FORM = "form[data-files-url]";

function mark(form, names) {
  const field = form.elements.text;
  // On a line of its own, so that it is no part of what was said before it.
  const before = field.value.slice(0, field.selectionStart);
  const after = field.value.slice(field.selectionEnd);
  const words = [
    before && !before.endsWith("\n") ? "\n\n" : "",
    names.map((name) => `[picture: ${name}]`).join("\n"),
    after.startsWith("\n") ? "" : "\n",
  ].join("");
  field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

async function add(form, files, isPasted = false) {
  if (!files.length) return;
  const data = new FormData(form);
  data.delete("enclosed");
  for (const file of files) data.append("enclosed", file, file.name);
  form.classList.add("is-busy");
  try {
    const answer = await post(form.dataset.filesUrl, data);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const panel = page.querySelector("#files");
    const added = panel.dataset.added?.split("/") ?? [];
    form.querySelector("#files").replaceWith(panel);
    htmx.process(panel);
    if (isPasted && added.length) mark(form, added);
    if (added.length) say(added.join(", "));
  } catch {
    say(word("unsent"));
  } finally {
    form.classList.remove("is-busy");
  }
}

export function startFiles() {
  document.addEventListener("change", async (event) => {
    const form = event.target.matches?.('input[type="file"]') && event.target.closest(FORM);
    if (!form) return;
    const files = [...event.target.files];
    await add(form, files);
    event.target.value = "";
  });
  document.addEventListener("paste", (event) => {
    const form = event.target.closest?.(FORM);
    const files = [...(event.clipboardData?.files ?? [])];
    if (!form || !files.length) return;
    event.preventDefault();
    const arePictures = event.target.name === "text" && files.every((file) => file.type.startsWith("image/"));
    add(form, files, arePictures);
  });
  document.addEventListener("dragover", (event) => {
    const form = event.target.closest?.(FORM);
    if (!form || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    const form = event.target.closest?.(FORM);
    if (form && !form.contains(event.relatedTarget)) form.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const form = event.target.closest?.(FORM);
    if (!form || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    form.classList.remove("is-over");
    add(form, [...event.dataTransfer.files]);
  });
}
