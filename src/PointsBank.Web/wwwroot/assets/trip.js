// The mobile shop in the browser: find a household, hand out goods, print the slip, all without network; what was handed out is sent when
// there is one.
"use strict";

(async () => {
  const main = document.getElementById("main");
  const status = document.getElementById("trip-status");
  const words = await (await fetch("/trip/words")).json();
  let language = await tripStore.kept("language") ?? document.documentElement.lang;
  let busy = false;
  let under = null;
  let isHome = false;
  let trouble = "";

  const say = (key, facts = {}) => Object.entries(facts)
    .reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words[language][key] ?? key);
  const name = thing => language === "en" && thing.nameEn ? thing.nameEn : thing.nameZh;
  const time = instant => new Date(instant).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });

  // An element: its kind, what it has, and what stands in it. Text is only ever text.
  const make = (kind, has = {}, ...inside) => {
    const made = document.createElement(kind);
    for (const [key, value] of Object.entries(has))
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
    made.append(...inside.flat().filter(part => part !== undefined && part !== null && part !== false));
    return made;
  };
  const own = text => make("span", { lang: "zh-CN" }, text);
  const button = (key, act, look = "second", has = {}) => make("button", { type: "button", class: look, onclick: act, ...has }, say(key));

  const show = (heading, ...inside) => {
    isHome = false;
    const title = make("h1", { tabindex: "-1" }, heading);
    main.replaceChildren(title, ...inside.flat().filter(Boolean));
    document.title = typeof heading === "string" ? heading : title.textContent;
    title.focus();
    scrollTo(0, 0);
  };

  const bar = async () => {
    const slips = await tripStore.all("slips");
    const count = state => slips.filter(slip => state.includes(slip.state)).length;
    const waiting = count(["waiting", "sending"]);
    const refused = count(["refused"]);
    status.replaceChildren(...[
      make("span", { "data-waiting": waiting }, waiting ? say("app_waiting", { count: waiting }) : say("app_none_waiting")),
      make("span", { "data-settled": count(["settled"]) }, say("app_settled", { count: count(["settled"]) })),
      refused > 0 && make("strong", { class: "minus", "data-refused": refused }, say("app_refused", { count: refused })),
      trouble && make("strong", { class: trouble === "app_shut" ? "minus" : "mark", "data-trouble": trouble }, say(trouble)),
      busy && make("span", { "data-busy": true }, say("app_sending"))].filter(Boolean));
  };

  // Asked for while it is under way, it is the same one.
  const synchronise = () => under ??= send().finally(() => { under = null; });

  const send = async () => {
    [busy, trouble] = [true, ""];
    await bar();
    try {
      await tripStore.synchronise(() => bar());
    } catch (lost) {
      trouble = lost.message === "shut" ? "app_shut" : "app_no_network";
    }
    busy = false;
    await bar();
    if (document.querySelector(".trip-slips")) await slips();
  };

  const chrome = async () => {
    document.documentElement.lang = language;
    document.getElementById("trip-name").replaceChildren(say("app_title"));
    document.getElementById("trip-nav").replaceChildren(
      button("app_find", home, "quiet"), button("app_slips", slips, "quiet"), button("app_goods", goods, "quiet"),
      button("app_send", async () => { await slips(); await synchronise(); }, "quiet", { id: "trip-send" }),
      make("button", { type: "button", class: "quiet", lang: language === "en" ? "zh-CN" : "en", onclick: turn },
        language === "en" ? "中文" : "English"));
    await bar();
  };

  const turn = async () => {
    language = language === "en" ? "zh-CN" : "en";
    await tripStore.keep("language", language);
    await chrome();
    await home();
  };

  const cardOf = text => text.normalize("NFKC").trim().toLowerCase().replace(/^pb:\s*/, "");

  // By its card, its number, or the first letters of its head's name; a number that fits in full comes first.
  const find = (households, text) => {
    const typed = text.normalize("NFKC").trim().toLowerCase();
    if (!typed) return [];
    const rank = household => {
      if (String(household.number) === typed) return 0;
      if (household.initials === typed) return 1;
      if (String(household.number).startsWith(typed)) return 2;
      if (household.initials.startsWith(typed)) return 3;
      return household.group.includes(typed) || household.head.includes(typed) ? 4 : 9;
    };
    return households.map(household => [rank(household), household]).filter(([fit]) => fit < 9)
      .sort(([one], [other]) => one - other).slice(0, 12).map(([, household]) => household);
  };

  async function home() {
    await showHome();
    isHome = true;
  }

  async function showHome() {
    const [device, packed] = [await tripStore.kept("device"), await tripStore.kept("package")];
    const households = await tripStore.all("households");
    if (!isSecureContext || !navigator.serviceWorker) return show(say("app_title"), make("p", { class: "lead" }, say("app_insecure")));
    if (!device) return show(say("app_title"), make("p", { class: "lead" }, say("app_no_device")));
    if (device.closed) return show(say("app_closed"), make("p", { class: "lead" }, say("app_closed_lead")), await goodsTable());
    if (!packed)
      return show(say("app_title"), make("p", { class: "lead" }, say(trouble || "app_loading")), button("app_again", begin, "main"));
    const list = make("ul", { class: "found", id: "trip-found" });
    const missing = make("p", { class: "none", role: "status", hidden: true }, say("app_not_here"));
    const field = make("input", {
      id: "trip-find", type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: "200",
      enterkeyhint: "search", oninput: () => look(field.value),
    });
    const look = text => {
      const isCard = /^pb:/.test(text.normalize("NFKC").trim().toLowerCase()) || text.trim().length > 24;
      const hits = isCard ? [] : find(households, text);
      missing.hidden = isCard || !text.trim() || hits.length > 0;
      list.replaceChildren(...hits.map(household => make("li", {},
        make("button", { type: "button", class: "hit", "data-household": household.id, onclick: () => counter(household.id) },
          make("span", { class: "hit-no" }, household.number), make("span", { class: "hit-head" }, own(household.head)),
          own(household.group), make("strong", {}, say("app_points", { points: household.left }))))));
      return isCard;
    };
    const enter = async event => {
      event.preventDefault();
      if (!look(field.value)) return void list.querySelector("button")?.click();
      const card = await tripStore.hex(cardOf(field.value));
      const seen = await tripStore.hex(packed.salt + card);
      const household = households.find(known => known.card === seen);
      field.value = "";
      if (household) return counter(household.id, card);
      missing.hidden = false;
      missing.textContent = say("app_card_unknown");
    };
    show(own(packed.name), make("p", { class: "lead" }, say("app_lead", { from: packed.onDay, until: packed.untilDay })),
      make("div", { class: "find-box" }, make("form", { class: "plain", onsubmit: enter },
        make("label", { for: "trip-find" }, say("app_find_label")), make("span", { class: "hint" }, say("app_find_hint")),
        make("div", { class: "find-line" }, field, make("button", { class: "main" }, say("app_find")), camera(field))), missing, list));
    field.focus();
  }

  // The camera reads a card where the browser can.
  const camera = field => "BarcodeDetector" in window && navigator.mediaDevices && button("app_camera", async event => {
    const video = make("video", { playsinline: true, class: "camera" });
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      field.form.after(video);
      await video.play();
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      for (const until = Date.now() + 30_000; Date.now() < until && video.isConnected; await new Promise(requestAnimationFrame)) {
        const [found] = await detector.detect(video);
        if (!found) continue;
        field.value = found.rawValue;
        field.form.requestSubmit();
        return;
      }
    } catch {
      event.target.hidden = true;
    } finally {
      stream?.getTracks().forEach(track => track.stop());
      video.remove();
    }
  });

  async function counter(id, card, basket = {}) {
    const [household, shelf] = [(await tripStore.all("households")).find(known => known.id === id), await tripStore.all("goods")];
    const total = () => shelf.reduce((sum, good) => sum + good.price * (basket[good.code] ?? 0), 0);
    const sum = make("strong", { "data-total": true });
    const left = make("strong", { "data-left": true });
    const next = button("app_next", () => check(household, card, basket, shelf), "main", { id: "trip-next" });
    const tiles = shelf.map(good => {
      const count = make("output", {});
      const add = make("button", { type: "button", class: "good-add", "data-add": good.code, onclick: () => turnBy(good, 1) },
        make("span", { class: "good-sign", "aria-hidden": "true" }, good.emoji || "📦"), make("strong", { class: "good-name" }, name(good)),
        make("span", { class: "good-price" }, say("app_points", { points: good.price })),
        make("span", { class: "good-stock" }, say("app_left", { count: good.left })));
      const fewer = say("app_take_one", { goods: name(good) });
      const off = make("button", { type: "button", class: "second", "aria-label": fewer, onclick: () => turnBy(good, -1) }, "−");
      const counted = make("div", { class: "good-count" }, off, count);
      return { good, add, count, counted, box: make("div", { class: "good" }, add, counted) };
    });
    const turnBy = (good, by) => {
      const taken = basket[good.code] ?? 0;
      const most = Math.min(good.left, good.visitMost || good.left, 1000);
      if (taken + by < 0 || taken + by > most || (by > 0 && total() + good.price > household.left)) return;
      basket[good.code] = taken + by;
      refresh();
    };
    const refresh = () => {
      for (const { good, add, count, counted, box } of tiles) {
        const taken = basket[good.code] ?? 0;
        const most = Math.min(good.left, good.visitMost || good.left);
        count.textContent = taken;
        counted.hidden = taken === 0;
        box.classList.toggle("taken", taken > 0);
        if (taken >= most || total() + good.price > household.left) add.setAttribute("aria-disabled", "true");
        else add.removeAttribute("aria-disabled");
      }
      sum.textContent = total();
      left.textContent = household.left - total();
      next.disabled = total() === 0;
    };
    show([say("app_household", { number: household.number }), " ", own(household.head)],
      make("div", { class: "till-who" },
        make("p", {}, own(household.group), card && make("span", { class: "plus" }, " · ✓ ", say("app_card_read"))),
        make("div", { class: "big huge" }, make("span", { class: "big-label" }, say("app_allowance")),
          make("span", { class: "big-value", "data-number": "allowance" }, household.left))),
      make("div", { class: "goods" }, tiles.map(tile => tile.box)),
      shelf.length === 0 && make("p", { class: "none" }, say("app_no_goods")),
      make("div", { class: "till-bar" },
        make("p", { class: "till-sum", "aria-live": "polite" },
          make("span", {}, say("app_total"), " ", sum), make("span", {}, say("app_rest"), " ", left)),
        make("div", { class: "buttons" }, next, button("app_other_household", home))));
    refresh();
  }

  function check(household, card, basket, shelf) {
    const taken = shelf.filter(good => basket[good.code] > 0);
    const total = taken.reduce((sum, good) => sum + good.price * basket[good.code], 0);
    const agreed = !card && make("input", { type: "checkbox", id: "trip-booklet", onchange: () => allow() });
    const adult = taken.some(good => good.adultsOnly) && make("input", { type: "checkbox", id: "trip-adult", onchange: () => allow() });
    const wrong = make("p", { class: "banner warn", role: "alert", hidden: true });
    const confirm = button("app_confirm", async () => {
      if (confirm.disabled) return;
      confirm.disabled = true;
      try {
        const slip = await tripStore.handOut(household.id, taken.map(good => ({ goods: good.code, quantity: basket[good.code] })), card);
        await bar();
        slipPage(slip);
      } catch (refused) {
        wrong.hidden = false;
        wrong.textContent = say({ goods: "app_short_goods", points: "app_short_points" }[refused.message] ?? "app_not_kept");
      }
    }, "main", { id: "trip-confirm" });
    const allow = () => { confirm.disabled = (agreed && !agreed.checked) || (adult && !adult.checked); };
    show(say("app_check"), wrong,
      make("p", { class: "lead" }, say("app_household", { number: household.number }), " ", own(household.head)),
      linesTable(taken.map(good => ({ ...good, quantity: basket[good.code], points: good.price * basket[good.code] })), total),
      make("p", {}, say("app_rest"), " ", make("strong", {}, household.left - total)),
      card
        ? make("p", { class: "plus" }, "✓ ", say("app_card_read"))
        : make("label", { class: "tick" }, agreed, " ", make("span", {}, say("app_booklet_shown"))),
      adult && make("label", { class: "tick" }, adult, " ", make("span", {}, say("app_adult"))),
      make("div", { class: "buttons" }, confirm, button("app_change", () => counter(household.id, card, basket))));
    allow();
  }

  // The head of a table of goods: the good, and two columns of numbers.
  const tableHead = (first, second) => make("thead", {}, make("tr", {},
    make("th", { scope: "col" }, say("app_good")), make("th", { scope: "col", class: "num" }, say(first)),
    make("th", { scope: "col", class: "num" }, say(second))));

  const linesTable = (lines, total) => make("table", { class: "sale-lines" },
    tableHead("app_pieces", "app_points_column"),
    make("tbody", {}, lines.map(line => make("tr", {},
      make("th", { scope: "row" }, name(line)), make("td", { class: "num" }, line.quantity), make("td", { class: "num" }, line.points)))),
    make("tfoot", {}, make("tr", {}, make("th", { scope: "row", colspan: "2" }, say("app_total")), make("td", { class: "num" }, total))));

  const number = slip => String(slip.number).padStart(3, "0");

  async function slipPage(slip) {
    const packed = await tripStore.kept("package");
    show(say("app_slip_done"),
      make("section", { class: "trip-slip", "data-slip": slip.number },
        make("p", {}, make("strong", {}, language === "en" && packed.shopEn ? packed.shopEn : packed.shopZh), " · ", own(packed.name)),
        make("p", {},
          say("app_slip_number", { number: number(slip), trip: packed.trip, device: packed.device }), " · ", time(slip.servedAt)),
        make("p", {}, say("app_household", { number: slip.of }), " ", own(slip.head), " ", own(slip.group)),
        linesTable(slip.lines, slip.points),
        make("p", {}, say("app_rest_trip"), " ", make("strong", {}, slip.left)),
        make("p", { class: "hint" }, say("app_slip_hint")),
        make("p", { class: "sign" }, say("app_sign"))),
      make("div", { class: "buttons no-print" },
        button("app_other_household", home, "main", { id: "trip-again" }), button("app_print", () => print())));
  }

  async function slips() {
    const [packed, kept] = [await tripStore.kept("package"), (await tripStore.all("slips")).reverse()];
    const device = await tripStore.kept("device");
    const open = kept.filter(tripStore.isOpen).length;
    show(say("app_slips"),
      trouble && make("p", { class: "banner warn", role: "alert" }, say(trouble === "app_no_network" ? "app_no_network_lead" : trouble)),
      make("p", { class: "lead" }, say(open ? "app_slips_open" : "app_slips_told", { count: open })),
      make("div", { class: "buttons" }, button("app_send", synchronise, "main"),
        packed && !device?.closed && open === 0 && button("app_close", closing)),
      make("ul", { class: "trip-slips" }, kept.map(slipItem)));
  }

  const slipItem = slip => make("li", { class: slip.state === "refused" ? "banner warn" : "", "data-state": slip.state },
    make("div", {}, make("strong", {}, number(slip)), " · ", time(slip.servedAt), " · ", say("app_household", { number: slip.of }), " ",
      own(slip.head), " · ", say("app_points", { points: slip.points })),
    make("div", {}, slip.lines.map(line => `${name(line)} ×${line.quantity}`).join(" · ")),
    make("div", {}, make("strong", {}, say(`app_state_${slip.state}`)), slip.checkCode && ` ${slip.checkCode}`, slip.why && ` ${slip.why}`),
    slip.state === "waiting" && button("app_take_back", async () => {
      await tripStore.takeBack(slip.number).catch(() => { });
      await bar();
      await slips();
    }));

  const goodsTable = async () => make("table", { class: "sale-lines" },
    tableHead("app_pieces_left", "app_price"),
    make("tbody", {}, (await tripStore.all("goods")).map(good => make("tr", { "data-good": good.code },
      make("th", { scope: "row" }, `${good.emoji} ${name(good)}`), make("td", { class: "num" }, good.left),
      make("td", { class: "num" }, good.price)))));

  async function goods() {
    show(say("app_goods"), await goodsTable());
  }

  function closing() {
    show(say("app_close"), make("p", { class: "lead" }, say("app_close_lead")),
      make("div", { class: "buttons" }, button("app_close_confirm", async () => {
        try {
          await tripStore.close();
          trouble = "";
        } catch (lost) {
          trouble = lost.message === "shut" ? "app_shut" : "app_no_network";
          await bar();
          return slips();
        }
        await home();
      }, "main", { id: "trip-close" }), button("app_change", slips)));
  }

  async function begin() {
    await chrome();
    await home();
    await synchronise();
    // Whoever has begun to serve somebody meanwhile is not disturbed.
    if (isHome && !document.querySelector("#trip-find")?.value) await home();
  }

  addEventListener("online", synchronise);
  setInterval(async () => {
    if (navigator.onLine && (await tripStore.all("slips")).some(tripStore.isOpen)) await synchronise();
  }, 30_000);
  if (navigator.serviceWorker) await navigator.serviceWorker.register("/trip/worker.js", { scope: "/trip" }).catch(() => { });
  await begin();
  document.body.dataset.ready = "yes";
})();
