// A batch typed by keyboard alone: Enter goes on from field to field and line to line, and what a line means stands beside it as soon as it
// is whole.
"use strict";

const form = document.querySelector("form[data-slips]");
const letters = ["h", "r", "q", "d", "m", "t"];
const most = Number(form.dataset.most);
const field = (letter, line) => form.elements[letter + line];
const rows = () => Number(form.elements.rows.value);
const placeOf = input => input.name?.match(/^([hrqdmt])(\d+)$/);
const rowOf = line => field("h", line).closest("tr");
const isEmpty = line => letters.every(letter => !field(letter, line).value.trim());
const isWhole = line => field("h", line).value.trim() && (field("r", line).value.trim() || field("r", line).placeholder);

let trying = false;
let again = false;

function add(count) {
  const model = rowOf(rows());
  for (let line = rows() + 1; count > 0 && line <= most; line++, count--) {
    const row = model.cloneNode(true);
    row.className = "";
    row.querySelector("th").textContent = line;
    row.querySelector(".said").replaceChildren();
    row.querySelectorAll("input").forEach(input => {
      input.name = input.name[0] + line;
      input.value = input.placeholder = "";
      input.removeAttribute("value");
    });
    model.parentNode.append(row);
    form.elements.rows.value = line;
  }
  if (rows() >= most) form.querySelector("[data-more]")?.remove();
}

function goTo(letter, line) {
  if (line > rows()) add(1);
  const next = field(letter, line) ?? form.querySelector("button.main");
  next.focus();
  next.select?.();
}

// What is left out is taken from the line above; it stands there in grey, to be seen and not typed.
function inherit(line) {
  for (const letter of ["r", "d"]) {
    let above = line - 1;
    while (above > 0 && !field(letter, above).value.trim()) above--;
    field(letter, line).placeholder = above > 0 ? field(letter, above).value : "";
  }
}

// Whenever a line is whole; never two questions at once, and the last answer is about the last that was typed.
async function tryAll() {
  again = true;
  if (trying) return;
  trying = true;
  while (again) {
    again = false;
    try {
      const answer = await fetch(form.dataset.slips, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (answer.ok) tell(await answer.json());
    } catch {
      // No connection: the page that checks will say it all.
    }
  }
  trying = false;
}

function tell(told) {
  const active = Number(placeOf(document.activeElement)?.[2] ?? 0);
  const byLine = new Map(told.lines.map(line => [line.line, line]));
  for (let line = 1; line <= rows(); line++) {
    const about = byLine.get(line);
    const said = rowOf(line).querySelector(".said");
    rowOf(line).classList.toggle("bad", line !== active && about?.problems.length > 0);
    said.replaceChildren();
    if (!about) continue;
    put(said, "strong", about.who).lang = "zh-CN";
    put(said, "span", about.what);
    if (about.claim) put(said, "span", about.claim, "hint");
    if (about.points !== undefined) {
      const sign = about.points > 0 ? "+" : about.points < 0 ? "−" : "";
      put(said, "b", sign + Math.abs(about.points), about.points < 0 ? "minus" : "plus");
    }
    if (line !== active || isWhole(line)) about.problems.forEach(problem => put(said, "p", "✗ " + problem, "error"));
    about.warnings.forEach(warning => put(said, "p", "⚠ " + warning, "look"));
  }
  form.querySelector("[data-total]").textContent = told.total;
}

function put(parent, kind, words, look = "") {
  const part = parent.appendChild(document.createElement(kind));
  part.textContent = words;
  part.className = look;
  parent.append(" ");
  return part;
}

form.addEventListener("keydown", event => {
  const place = placeOf(event.target);
  if (!place || event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  const [, letter, line] = place;
  const at = letters.indexOf(letter);
  if (event.shiftKey || at === letters.length - 1) goTo("h", Number(line) + 1);
  else goTo(letters[at + 1], Number(line));
});

// A draft has as many lines as were typed.
form.addEventListener("filling", event => {
  const lines = Math.max(0, ...event.detail.filter(([, value]) => value).map(([name]) => Number(placeOf({ name })?.[2] ?? 0)));
  if (lines > rows()) add(lines - rows());
});
form.addEventListener("filled", tryAll);

form.addEventListener("focusin", event => placeOf(event.target) && inherit(Number(placeOf(event.target)[2])));
form.addEventListener("taken", event => placeOf(event.target) && isWhole(Number(placeOf(event.target)[2])) && tryAll());
form.addEventListener("change", event => {
  // One chosen among several that fit stands for what was typed.
  const chosen = event.target.name.match(/^p([hr])(\d+)$/);
  if (chosen && event.target.value) field(chosen[1], chosen[2]).value = event.target.value;
  const line = Number(chosen?.[2] ?? placeOf(event.target)?.[2] ?? 0);
  if (line > 0 && (isWhole(line) || isEmpty(line))) tryAll();
});

form.querySelector("[data-more]")?.addEventListener("click", event => {
  event.preventDefault();
  const first = rows() + 1;
  add(Number(event.target.dataset.more));
  goTo("h", first);
});

field("h", 1).focus();
