// For every page; each works without it. A form is sent once, however often its button is tapped; print buttons appear where printing
// works.
"use strict";

document.addEventListener("submit", event => {
  const form = event.target;
  // A form that is answered with a file stays on the screen and may be sent again.
  if (!form.matches("[data-once]:not([data-stays])")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.querySelectorAll("button").forEach(button => button.setAttribute("aria-disabled", "true"));
});

// Come back to by the browser's own button: the form may be sent again, under its old key, and so counts once.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(form => {
  delete form.dataset.sent;
  form.querySelectorAll("button").forEach(button => button.removeAttribute("aria-disabled"));
}));

document.querySelectorAll("[data-print]").forEach(button => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// What went wrong is read first, by eyes and by screen readers.
document.getElementById("problem")?.focus();
