// The words of the page's scripts, and the region that reads changes aloud.

const region = () => document.getElementById("said");

export const word = (name) => region()?.dataset[name] ?? "";

export function say(text) {
  const said = region();
  if (!said || !text) return;
  // The same sentence twice is read only when the region was empty between.
  said.textContent = "";
  setTimeout(() => { said.textContent = text; }, 50);
}
