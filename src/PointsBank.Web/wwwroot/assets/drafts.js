// Keeps what is typed into a form, in this browser alone, until it was sent and taken. A page that was reloaded or left offers it: "go on"
// or "drop it". Staff find it for a week, whoever reads a passbook on a shared screen until the window is closed. Secrets, files and hidden
// fields are never kept.
"use strict";

(() => {
  const DAYS_MAX = 7;
  const { who, draft, draftGo, draftDrop } = document.body.dataset;
  if (!who) return;
  const store = open(who.startsWith("staff:") ? "localStorage" : "sessionStorage");
  if (!store) return;
  const prefix = `draft ${who} `;
  const keyOf = form => prefix + new URL(form.action).pathname;

  // A browser may refuse to keep anything; the page works without.
  function open(kind) {
    try {
      window[kind].setItem("draft try", "1");
      window[kind].removeItem("draft try");
      return window[kind];
    } catch {
      return null;
    }
  }

  function read(key, from = store) {
    try {
      return JSON.parse(from.getItem(key));
    } catch {
      return null;
    }
  }

  function write(key, kept) {
    try {
      store.setItem(key, JSON.stringify(kept));
    } catch {
      // No room: what stands in the page is all there is.
    }
  }

  const keys = () => Object.keys(store).filter(key => key.startsWith(prefix));

  // The name of each field that a person fills in, with its value; of boxes and choices whether they are ticked.
  function fieldsOf(form) {
    const typed = [];
    for (const field of form.elements) {
      if (!field.name || ["hidden", "password", "file", "submit", "button"].includes(field.type)) continue;
      if (field.type === "checkbox" || field.type === "radio") typed.push([field.name, field.value, field.checked]);
      else typed.push([field.name, field.value]);
    }
    return typed;
  }

  const isFilled = ([, value, ticked]) => ticked === undefined ? value.trim() !== "" : ticked;
  const isSame = (one, other) => JSON.stringify(one.filter(isFilled)) === JSON.stringify(other.filter(isFilled));

  function fill(form, kept) {
    const typed = kept.typed;
    // A form whose lines grow makes room for them first.
    form.dispatchEvent(new CustomEvent("filling", { detail: typed }));
    for (const [name, value, ticked] of typed) {
      const found = form.elements[name];
      const fields = found instanceof RadioNodeList ? [...found] : found ? [found] : [];
      if (ticked !== undefined) fields.filter(field => field.value === value).forEach(field => field.checked = ticked);
      else if (fields.length > 0) fields[0].value = value;
    }
    // Under its old name: what was written after all, unseen, is not written twice.
    if (kept.name && form.elements.key) form.elements.key.value = kept.name;
    form.dispatchEvent(new CustomEvent("filled"));
  }

  function offer(form, kept) {
    const at = new Date(kept.at);
    const time = `${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;
    const day = at.toDateString() === new Date().toDateString() ? "" : `${at.getMonth() + 1}-${at.getDate()} `;
    const count = form.hasAttribute("data-slips")
      ? new Set(kept.typed.filter(isFilled).map(([name]) => name.slice(1))).size
      : kept.typed.filter(isFilled).length;
    const box = document.createElement("div");
    box.className = "banner look draft no-print";
    box.setAttribute("role", "status");
    const words = box.appendChild(document.createElement("p"));
    words.textContent = draft.replace("{time}", day + time).replace("{count}", count);
    const go = button(box, draftGo, "main", () => {
      fill(form, kept);
      box.remove();
      [...form.elements].find(field => field.name && field.type !== "hidden")?.focus();
    });
    go.dataset.draftGo = "";
    button(box, draftDrop, "second", () => {
      store.removeItem(keyOf(form));
      box.remove();
    }).dataset.draftDrop = "";
    form.before(box);
  }

  function button(parent, words, look, action) {
    const made = parent.appendChild(document.createElement("button"));
    made.type = "button";
    made.className = look;
    made.textContent = words;
    made.addEventListener("click", action);
    return made;
  }

  const nameOf = form => form.elements.key?.value ?? "";
  const sending = `sending ${who}`;

  const sent = () => read(sending, sessionStorage) ?? {};

  // What was sent is done with as soon as a page says that it was taken; the page that checks it carries the same name on. A draft that an
  // earlier try left under the same form is done with too.
  const taken = document.querySelector("[data-done]") ? sent() : {};
  for (const key of keys()) {
    const kept = read(key);
    if (!kept || Date.now() - kept.at > DAYS_MAX * 86_400_000 || (taken.name && (kept.name === taken.name || key === taken.from)))
      store.removeItem(key);
  }
  document.addEventListener("submit", ({ target }) => {
    const name = nameOf(target);
    if (!name) return;
    const from = sent().name === name ? sent().from : keyOf(target);
    sessionStorage.setItem(sending, JSON.stringify({ name, from }));
  });

  // Whoever may not send a form that somebody else filled in here is told that it is not lost.
  const isKept = name => [localStorage, sessionStorage].some(place => Object.keys(place).some(key => key.startsWith("draft ")
    && (key.endsWith(" " + location.pathname) || (name && read(key, place)?.name === name))));
  for (const told of document.querySelectorAll("[data-kept-draft]")) told.hidden = !isKept(told.dataset.keptDraft);

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const begun = fieldsOf(form);
    const kept = read(keyOf(form));
    // The page that goes back from a check is the same form under the same name, and holds what was typed already.
    if (kept && kept.name !== nameOf(form) && !isSame(kept.typed, begun)) offer(form, kept);
    const keep = () => {
      const typed = fieldsOf(form);
      if (typed.some(isFilled) && !isSame(typed, begun)) write(keyOf(form), { at: Date.now(), name: nameOf(form), typed });
    };
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
  }
})();
