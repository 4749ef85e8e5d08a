// Under a field that names a household, a rule or a member stands what fits, while it is typed: arrow keys choose, Enter, Tab or a tap
// takes. Without it the field is plain text, and the server finds out what is meant.
"use strict";

let shown = null;

// In a batch the fields are named by a letter and their line, and the form says where each letter's hits come from.
const lineOf = field => field.name.match(/^\w+?(\d+)$/)?.[1];
const hitsAddress = field => field.dataset?.hits
  ?? (/^[hrm]\d+$/.test(field.name) ? field.form?.dataset["hits" + field.name[0].toUpperCase()] : undefined);

function query(field) {
  const asked = new URLSearchParams({ q: field.value.trim() });
  const beside = (letter, name) => field.form.elements[letter + lineOf(field)] ?? field.form.elements[name];
  const [day, household] = [beside("d", "effectiveOn"), beside("h", "household")];
  if (day?.value || day?.placeholder) asked.set("on", day.value || day.placeholder);
  if (household && household !== field) asked.set("household", household.value);
  return asked;
}

async function ask(field, all = false) {
  const typed = field.value;
  if (!typed.trim() && !all) return hide();
  let found = [];
  try {
    const answer = await fetch(hitsAddress(field) + "?" + query(field));
    if (answer.ok) found = await answer.json();
  } catch {
    // No connection: what was typed is read by the server later.
  }
  if (field.value !== typed) return;
  if (document.activeElement === field) show(field, found);
  else if (found.length === 1) take(field, found[0]);
}

function show(field, found) {
  hide();
  if (found.length === 0) return;
  const list = document.createElement("ul");
  list.id = "hits";
  list.className = "hits";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.form.dataset.list ?? "");
  found.forEach((hit, at) => {
    const item = list.appendChild(document.createElement("li"));
    item.id = `hit-${at}`;
    item.setAttribute("role", "option");
    item.appendChild(document.createElement("b")).textContent = hit.words;
    item.appendChild(document.createElement("span")).textContent = hit.hint;
    item.addEventListener("pointerdown", event => {
      event.preventDefault();
      take(field, hit);
    });
  });
  field.closest("td, .field").append(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "true");
  field.setAttribute("aria-controls", list.id);
  shown = { field, list, found, at: -1 };
  // Of several that are called the same none is chosen for the user.
  if (!found[0].alike) mark(0);
}

function mark(at) {
  shown.at = (at + shown.found.length) % shown.found.length;
  [...shown.list.children].forEach((item, index) => item.setAttribute("aria-selected", index === shown.at));
  shown.list.children[shown.at].scrollIntoView({ block: "nearest" });
  shown.field.setAttribute("aria-activedescendant", `hit-${shown.at}`);
}

function take(field, hit) {
  hide();
  field.value = hit.value;
  field.dispatchEvent(new CustomEvent("taken", { bubbles: true, detail: hit }));
}

function hide() {
  if (!shown) return;
  shown.list.remove();
  shown.field.setAttribute("aria-expanded", "false");
  shown.field.removeAttribute("aria-activedescendant");
  shown = null;
}

document.addEventListener("input", event => {
  // What fitted the shorter text may not fit this one: whoever types on and presses Enter at once must not get it.
  if (shown?.field === event.target) hide();
  // Half a character of an input method is not yet what is meant.
  if (!event.isComposing && hitsAddress(event.target)) ask(event.target);
});
document.addEventListener("compositionend", event => hitsAddress(event.target) && ask(event.target));
document.addEventListener("focusout", event => shown?.field === event.target && hide());
// Before anybody else sees the key: what is taken is taken before the field is left.
document.addEventListener("keydown", event => {
  if (event.isComposing || !hitsAddress(event.target)) return;
  if (shown?.field !== event.target) {
    if (event.key === "ArrowDown") ask(event.target, true);
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(event.key === "ArrowDown" ? shown.at + 1 : Math.max(shown.at, 0) - 1);
  else if (event.key === "Enter" && shown.at < 0) event.stopImmediatePropagation();
  else if (event.key === "Enter") take(shown.field, shown.found[shown.at]);
  else if (event.key === "Escape") hide();
  else {
    if (event.key === "Tab" && shown.at >= 0) take(shown.field, shown.found[shown.at]);
    return;
  }
  event.preventDefault();
}, true);

// A number says little: the name behind it stands beside the field.
document.addEventListener("taken", event => {
  const field = event.target;
  const words = field.closest(".field")?.querySelector("[data-taken]");
  if (words) words.textContent = event.detail.words;
});
