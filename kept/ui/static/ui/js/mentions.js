// Mentions in a note: behind an @ the names that fit are offered. The arrows walk them, Enter or Tab
// takes one, Escape leaves what was typed. Typed in full without any of it, a name calls as well.

const MENU = "#mentions";
const plain = (text) =>
  text.normalize("NFKD").replace(/\p{Diacritic}/gu, "").toLocaleLowerCase();
const isNote = (field) => field.matches?.("#write") && field.form?.dataset.kind === "note";
const menuOf = (field) => field.form?.querySelector(MENU);
const rows = (menu) => [...menu.querySelectorAll("[data-words]")];
const showing = (menu) => rows(menu).filter((row) => !row.hidden);
let left = -1;

// Where the @ before the cursor stands and what is typed behind it; nothing where there is none.
function typed(field) {
  if (field.selectionStart !== field.selectionEnd) return null;
  const before = field.value.slice(0, field.selectionStart);
  const found = /(?:^|[^\p{L}\p{N}_.@/])@([^\n@]{0,40})$/u.exec(before);
  return found && { at: before.length - found[1].length - 1, words: found[1] };
}

async function load(menu, url) {
  if (menu.dataset.state) return;
  menu.dataset.state = "asked";
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    menu.replaceChildren(...page.body.childNodes);
    menu.dataset.state = "there";
  } catch {
    delete menu.dataset.state;
  }
}

function close(field) {
  const menu = menuOf(field);
  if (!menu || menu.hidden) return;
  menu.hidden = true;
  for (const name of ["aria-controls", "aria-autocomplete", "aria-activedescendant"]) {
    field.removeAttribute(name);
  }
}

function choose(field, menu, row) {
  for (const one of rows(menu)) one.setAttribute("aria-selected", String(one === row));
  field.setAttribute("aria-activedescendant", row.id);
  // Within the list alone: the page stays where it is.
  const list = row.parentElement;
  const over = row.offsetTop + row.offsetHeight - list.clientHeight;
  list.scrollTop = Math.max(over, Math.min(list.scrollTop, row.offsetTop));
}

function narrow(field, menu, words) {
  const wanted = plain(words);
  for (const row of rows(menu)) {
    const name = plain(row.dataset.words);
    row.hidden = !(name.startsWith(wanted) || name.split(/\s+/).some((part) => part.startsWith(wanted)));
  }
  const fits = showing(menu);
  // A name that stands there in full needs no menu, and neither does what fits nobody.
  if (!fits.length || (fits.length === 1 && plain(fits[0].dataset.words) === wanted.trimEnd())) {
    close(field);
    return;
  }
  menu.hidden = false;
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", "mentions-list");
  choose(field, menu, fits[0]);
  const said = menu.querySelector("[data-mentions-said]");
  said.textContent =
    fits.length === 1 ? said.dataset.one : said.dataset.many.replace("{n}", fits.length);
}

async function follow(field) {
  const menu = menuOf(field);
  const url = field.form.querySelector("[data-mentions]")?.dataset.mentions;
  if (!menu || !url) return;
  const found = typed(field);
  if (!found) left = -1;
  if (!found || found.at === left) {
    close(field);
    return;
  }
  await load(menu, url);
  const now = typed(field);
  if (menu.dataset.state === "there" && now) narrow(field, menu, now.words);
}

function put(field, row) {
  const found = typed(field);
  if (!found) return;
  field.setRangeText(`@${row.dataset.words} `, found.at, field.selectionStart, "end");
  close(field);
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function onKey(event) {
  const field = event.target;
  if (event.isComposing || !isNote(field)) return;
  const menu = menuOf(field);
  if (!menu || menu.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
  const fits = showing(menu);
  const at = fits.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(field, menu, fits[(at + step + fits.length) % fits.length]);
  else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && fits[at]) put(field, fits[at]);
  else if (event.key === "Escape") {
    left = typed(field)?.at ?? -1;
    close(field);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

export function startMentions() {
  document.addEventListener("input", (event) => {
    if (isNote(event.target)) follow(event.target);
  });
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("focusout", (event) => {
    if (isNote(event.target)) close(event.target);
  });
  // The field keeps the cursor while a name is pressed.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.(`${MENU} [data-words]`)) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const row = event.target.closest?.(`${MENU} [data-words]`);
    if (row) put(row.closest("form").elements.text, row);
    const button = event.target.closest?.("[data-mentions]");
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    const field = button.form.elements.text;
    field.focus();
    const before = field.value.slice(0, field.selectionStart);
    field.setRangeText(/(^|\s)$/.test(before) ? "@" : " @", field.selectionStart, field.selectionEnd, "end");
    left = -1;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, true);
}
