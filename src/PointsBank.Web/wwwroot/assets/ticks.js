// Ticks all or none at once, and counts; without it each box is ticked by itself.
"use strict";

document.querySelectorAll("form[data-ticks]").forEach(form => {
  const boxes = [...form.querySelectorAll("input[name=tick]")];
  // Where nothing is left to tick, nothing is counted.
  const told = form.querySelector("[data-ticked]");
  if (!told) return;
  const count = () => {
    told.textContent = form.dataset.ticks.replace("{count}", boxes.filter(box => box.checked).length);
  };
  form.querySelectorAll("[data-tick]").forEach(button => {
    button.hidden = false;
    button.addEventListener("click", () => {
      boxes.forEach(box => { box.checked = button.dataset.tick === "all"; });
      count();
    });
  });
  form.addEventListener("change", count);
  count();
});
