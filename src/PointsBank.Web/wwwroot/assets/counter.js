// At the counter: households appear while one types, goods are counted at once by touch or keyboard. Without it each tap is a page.
"use strict";

const isCard = text => /^\s*p[bv]\s*[:：]/i.test(text) || /^\s*\d+\s*[-－]\s*[2-9a-z]{6}\s*$/i.test(text) || text.trim().length > 24;
const isTyping = () => document.activeElement?.matches("input, select, textarea");
const field = document.querySelector("[data-find]");
const till = document.querySelector("[data-till]");

// Whatever is typed anywhere on the page, by hand or by a scanner, goes into the one field.
document.addEventListener("keydown", event => {
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.altKey || event.metaKey || isTyping()) return;
  if (till && "+-=−＋－".includes(event.key)) return;
  (till?.elements.pick ?? field)?.focus();
});

if (field) {
  const box = document.getElementById("hits");
  let timer, asking;

  const look = async () => {
    const text = field.value.trim();
    asking?.abort();
    // A card's secret is posted and never asked for by address.
    if (!text || isCard(text)) return box.replaceChildren();
    asking = new AbortController();
    try {
      const answer = await fetch(`${field.dataset.find}?q=${encodeURIComponent(text)}`, { signal: asking.signal });
      if (answer.ok) box.innerHTML = await answer.text();
    } catch {
      // Asked again, or no network: Enter asks the page itself.
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 120);
  });

  // Enter takes the first, if the list is the one for what stands there.
  field.form.addEventListener("submit", event => {
    clearTimeout(timer);
    const list = box.querySelector("[data-for]");
    const first = list?.dataset.for === field.value.trim() && list.querySelector("a.hit");
    if (!first) return;
    event.preventDefault();
    event.stopPropagation();
    // Of several that are called the same none is chosen for the user: the arrow keys or a tap do.
    if (!list.hasAttribute("data-alike")) location.href = first.href;
  });

  document.addEventListener("keydown", event => {
    const hits = [...box.querySelectorAll("a.hit")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !hits.length) return;
    event.preventDefault();
    (hits[hits.indexOf(document.activeElement) + step] ?? field).focus();
  });
}

if (till) {
  const pick = till.elements.pick;
  const check = till.querySelector("[data-check]");
  const ways = till.querySelectorAll("[data-check], [data-also]");
  const goods = [...till.querySelectorAll(".good")].map(box => ({
    box,
    code: box.dataset.code,
    price: Number(box.dataset.price),
    stock: Number(box.dataset.stock),
    words: box.dataset.words,
    count: box.querySelector("input"),
    add: box.querySelector("[name=add]"),
    line: till.querySelector(`[data-line="${box.dataset.code}"]`),
  }));
  let last;

  const taken = good => Number(good.count.value);
  const left = () => goods.reduce((sum, good) => sum - good.price * taken(good), Number(till.dataset.till));
  const hasMore = good => good.price > 0 && taken(good) < Math.min(good.stock, 1000);
  const canAdd = good => hasMore(good) && good.price <= left();

  const show = () => {
    const rest = left();
    const total = Number(till.dataset.till) - rest;
    for (const good of goods) {
      const count = taken(good);
      const off = !canAdd(good);
      good.box.classList.toggle("taken", count > 0);
      // Not disabled, or the keyboard would lose its place.
      good.add.disabled = false;
      if (off) good.add.setAttribute("aria-disabled", "true");
      else good.add.removeAttribute("aria-disabled");
      good.box.querySelector("[data-off=stock]").hidden = hasMore(good);
      good.box.querySelector("[data-off=points]").hidden = !hasMore(good) || good.price <= rest;
      good.box.querySelector("output").value = count;
      good.box.querySelector(".good-count").hidden = count === 0;
      good.line.hidden = count === 0;
      good.line.querySelector("b").textContent = count;
    }
    till.querySelector("[data-total]").textContent = total;
    till.querySelector("[data-left]").textContent = rest;
    till.querySelector("[data-left]").parentElement.classList.toggle("minus", rest < 0);
    till.querySelector("[data-empty]").hidden = total > 0;
    ways.forEach(button => { button.disabled = total === 0; });
    remember();
  };

  // Back from the next page the basket stands in the address; where a card was read the page is not asked for by address.
  const remember = () => {
    if (till.elements.card) return;
    const query = goods.filter(taken).map(good => `q.${good.code}=${good.count.value}`).join("&");
    history.replaceState(null, "", till.getAttribute("action") + (query && "?" + query));
  };

  const change = (good, by) => {
    if (!good || (by > 0 ? !canAdd(good) : taken(good) === 0)) return false;
    good.count.value = taken(good) + by;
    last = good;
    show();
    return true;
  };

  const matches = () => {
    const text = pick.value.trim().toLowerCase();
    if (!text || isCard(text)) return text ? [] : goods;
    const rank = good => {
      const [code, initials] = good.words.split(" ");
      return code === text ? 0 : code.startsWith(text) ? 1 : initials.startsWith(text) ? 2 : good.words.includes(text) ? 3 : 4;
    };
    return goods.map(good => [rank(good), good]).filter(([fit]) => fit < 4).sort(([one], [other]) => one - other).map(([, good]) => good);
  };

  const filter = () => {
    const found = matches();
    const all = found.length === 0 || found.length === goods.length;
    goods.forEach(good => {
      good.box.hidden = !all && !found.includes(good);
      good.box.classList.toggle("first", !all && good === found[0]);
    });
  };

  till.addEventListener("click", event => {
    const button = event.target.closest("[name=add], [name=take]");
    if (!button) return;
    event.preventDefault();
    const good = goods.find(known => known.code === button.value);
    change(good, button.name === "add" ? 1 : -1);
    if (button.name === "take" && taken(good) === 0) good.add.focus();
  });

  pick.addEventListener("input", filter);
  pick.addEventListener("keydown", event => {
    if (event.key !== "Enter" || event.isComposing || isCard(pick.value)) return;
    event.preventDefault();
    if (!pick.value.trim()) return check.disabled ? undefined : check.click();
    if (!change(matches()[0], 1)) return pick.select();
    pick.value = "";
    filter();
  });

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || (document.activeElement === pick && pick.value)) return;
    const by = "+=＋".includes(event.key) ? 1 : "-−－".includes(event.key) ? -1 : 0;
    if (!by) return;
    event.preventDefault();
    change(goods.find(good => good.box.contains(document.activeElement)) ?? last, by);
  });

  // Arrows walk over the tiles, up and down by rows.
  till.addEventListener("keydown", event => {
    const shown = goods.filter(good => !good.box.hidden);
    const at = shown.findIndex(good => good.box.contains(document.activeElement));
    const columns = shown.findIndex(good => good.box.offsetTop > shown[0].box.offsetTop);
    const row = columns < 1 ? shown.length : columns;
    if (at < 0 && (event.key !== "ArrowDown" || document.activeElement !== pick)) return;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: at < 0 ? 1 : row, ArrowUp: -row }[event.key];
    if (!step) return;
    event.preventDefault();
    (shown[at + step]?.add ?? (step < 0 ? pick : null))?.focus();
  });

  till.querySelector("[data-keys]").hidden = !matchMedia("(hover: hover)").matches;
  addEventListener("pageshow", show);
  show();
}
