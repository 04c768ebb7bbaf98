// Light, dark or as the system has it: at once here, and remembered for every other screen.
import { post } from "./post.js";

export function startTheme() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-theme-form]");
    const value = event.submitter?.value;
    if (!form || !value) return;
    event.preventDefault();
    const root = document.documentElement;
    if (value === "AUTO") delete root.dataset.theme;
    else root.dataset.theme = value.toLowerCase();
    for (const button of form.querySelectorAll("button")) {
      button.ariaPressed = String(button.value === value);
    }
    const data = new FormData(form);
    data.set("theme", value);
    post(form.action, data);
  });
}
