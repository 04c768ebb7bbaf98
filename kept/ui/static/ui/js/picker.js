// The quick field of tags: what is typed narrows the buttons beneath, the arrows walk them, and Enter
// takes the first that fits. What fits nothing is sent as it was typed.

const FORM = "form[data-picker]";
const plain = (text) =>
  text.normalize("NFKD").replace(/\p{Diacritic}/gu, "").toLocaleLowerCase().trim();
const picks = (form) => [...form.querySelectorAll("[data-pick]")];
const showing = (form) => picks(form).filter((one) => !one.hidden);
// With a comma several are meant, and they go as they were typed.
const isOne = (field) => Boolean(field.value.trim()) && !field.value.includes(",");

export function narrow(field, within = field.form, kind = "[data-pick]") {
  const wanted = plain(field.value.split(",").at(-1)).split(/\s+/);
  const rows = [...within.querySelectorAll(kind)];
  for (const row of rows) {
    const text = plain(row.textContent);
    row.hidden = !wanted.every((part) => text.includes(part));
  }
  const said = within.querySelector("[data-picker-said]");
  const many = rows.filter((row) => !row.hidden).length;
  const words = { 0: said.dataset.none, 1: said.dataset.one }[many] ?? said.dataset.many;
  said.textContent = field.value.trim() ? words.replace("{n}", many) : "";
}

function take(field) {
  const wanted = plain(field.value);
  const fits = showing(field.form).filter((one) => plain(one.textContent).startsWith(wanted));
  return fits.find((one) => plain(one.textContent) === wanted) ?? fits[0];
}

function onKey(event) {
  const form = event.target.closest?.(FORM);
  if (!form) return;
  const field = form.querySelector("input[name=names]");
  const walk = [field, ...showing(form)];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = walk.indexOf(event.target);
  if (step && at >= 0) {
    walk[(at + step + walk.length) % walk.length].focus();
  } else if (event.key === "Enter" && event.target === field && isOne(field) && take(field)) {
    take(field).click();
  } else if (event.key === "Escape") {
    const menu = form.closest("#menu");
    if (!menu) return;
    menu.replaceChildren();
    document.getElementById("thread")?.focus({ preventScroll: true });
  } else {
    return;
  }
  event.preventDefault();
}

export function startPicker() {
  document.addEventListener("input", (event) => {
    if (event.target.matches?.(`${FORM} input[name=names]`)) narrow(event.target);
  });
  document.addEventListener("keydown", onKey);
}
