// What a device of the mobile shop knows and has handed out: on its disk before the screen says so, and sent until it is answered.
"use strict";

const tripStore = (() => {
  let opened;

  const open = () => opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open("pointsbank-trip", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("kept");
      asked.result.createObjectStore("households", { keyPath: "id" });
      asked.result.createObjectStore("goods", { keyPath: "code" });
      asked.result.createObjectStore("slips", { keyPath: "number", autoIncrement: true });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });

  const answered = request => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

  // A change counts when it lies on the disk, whole or not at all.
  const change = async (stores, work) => {
    const transaction = (await open()).transaction(stores, "readwrite", { durability: "strict" });
    const ended = new Promise((done, fail) => {
      transaction.oncomplete = done;
      transaction.onabort = () => fail(transaction.error ?? new Error("not kept"));
    });
    ended.catch(() => { });
    let value;
    try {
      value = await work(name => transaction.objectStore(name));
    } catch (refused) {
      transaction.abort();
      throw refused;
    }
    await ended;
    return value;
  };

  const all = async name => answered((await open()).transaction(name).objectStore(name).getAll());
  const kept = async name => answered((await open()).transaction("kept").objectStore("kept").get(name));
  const keep = (name, value) => change(
    ["kept"], store => answered(value === undefined ? store("kept").delete(name) : store("kept").put(value, name)));
  const isOpen = slip => slip.state === "waiting" || slip.state === "sending";

  const hex = async text => [...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))]
    .map(byte => byte.toString(16).padStart(2, "0")).join("");

  // The device keeps its token before it asks to be taken, so that a lost answer loses nothing.
  const prepare = async base => {
    const known = await kept("device");
    if (known?.base === base && !known.closed) return hex(known.token);
    if ((await all("slips")).some(isOpen)) throw new Error("unsent");
    const token = [...crypto.getRandomValues(new Uint8Array(32))].map(byte => byte.toString(16).padStart(2, "0")).join("");
    await change(["kept", "households", "goods", "slips"], async store => {
      for (const name of ["kept", "households", "goods", "slips"]) await answered(store(name).clear());
      await answered(store("kept").put({ base, token, closingKey: crypto.randomUUID() }, "device"));
    });
    return hex(token);
  };

  // The book's own numbers, less what it has not heard of yet.
  const take = packed => change(["kept", "households", "goods", "slips"], async store => {
    const slips = await answered(store("slips").getAll());
    const { households, goods, ...rest } = packed;
    await answered(store("kept").put(rest, "package"));
    await answered(store("households").clear());
    await answered(store("goods").clear());
    for (const household of households) {
      const id = `${household.village}/${household.number}`;
      const open = slips.filter(slip => slip.household === id && isOpen(slip)).reduce((sum, slip) => sum + slip.points, 0);
      await answered(store("households").add({ ...household, id, left: household.points - open }));
    }
    for (const good of goods) {
      // What was refused is gone from the box all the same.
      const gone = slips.filter(slip => isOpen(slip) || slip.state === "refused").flatMap(slip => slip.items)
        .filter(item => item.goods === good.code).reduce((sum, item) => sum + item.quantity, 0);
      await answered(store("goods").add({ ...good, left: Math.max(0, good.pieces - gone) }));
    }
  });

  // Points and pieces are counted down in the very change that keeps the slip.
  const handOut = async (id, items, card) => {
    const key = crypto.randomUUID();
    const proof = card ? await hex(`${key}:${card}`) : undefined;
    return change(["households", "goods", "slips"], async store => {
      const household = await answered(store("households").get(id));
      const lines = [];
      for (const { goods, quantity } of items) {
        const good = await answered(store("goods").get(goods));
        if (!good || good.left < quantity) throw new Error("goods");
        await answered(store("goods").put({ ...good, left: good.left - quantity }));
        lines.push({ nameZh: good.nameZh, nameEn: good.nameEn, unitZh: good.unitZh, quantity, points: good.price * quantity });
      }
      const points = lines.reduce((sum, line) => sum + line.points, 0);
      if (!household || lines.length === 0 || household.left < points) throw new Error("points");
      await answered(store("households").put({ ...household, left: household.left - points }));
      const slip = {
        key, household: id, village: household.village, of: household.number, head: household.head, group: household.group,
        items, lines, points, left: household.left - points, by: card ? "token" : "booklet", proof,
        servedAt: new Date().toISOString(), state: "waiting",
      };
      slip.number = await answered(store("slips").add(slip));
      return slip;
    });
  };

  // Only what was never sent can be taken back here; the book knows the rest.
  const takeBack = number => change(["households", "goods", "slips"], async store => {
    const slip = await answered(store("slips").get(number));
    if (slip?.state !== "waiting") throw new Error("sent");
    const household = await answered(store("households").get(slip.household));
    if (household) await answered(store("households").put({ ...household, left: household.left + slip.points }));
    for (const { goods, quantity } of slip.items) {
      const good = await answered(store("goods").get(goods));
      if (good) await answered(store("goods").put({ ...good, left: good.left + quantity }));
    }
    await answered(store("slips").put({ ...slip, state: "void" }));
  });

  const mark = (number, changes, from) => change(["slips"], async store => {
    const slip = await answered(store("slips").get(number));
    if (!from.includes(slip.state)) return false;
    await answered(store("slips").put({ ...slip, ...changes }));
    return true;
  });

  // Older browsers have no AbortSignal.timeout.
  const after = milliseconds => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), milliseconds);
    return controller.signal;
  };

  const call = async (device, method, path, body, key) => {
    const headers = { Authorization: `Bearer ${device.token}`, "Accept-Language": document.documentElement.lang };
    if (key) headers["Idempotency-Key"] = key;
    if (body) headers["Content-Type"] = "application/json";
    const answer = await fetch(
      device.base + path, { method, headers, body: body && JSON.stringify(body), cache: "no-store", signal: after(20_000) });
    if (answer.status === 401 || answer.status === 403) throw new Error("shut");
    if (answer.status === 408 || answer.status === 429 || answer.status >= 500) throw new Error("later");
    return { isDone: answer.ok, value: await answer.json() };
  };

  const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

  // A line that comes and goes: a few attempts, and the rest another time.
  const insist = async work => {
    for (let attempt = 1; ; attempt++)
      try {
        return await work();
      } catch (lost) {
        if (lost.message === "shut" || attempt === 4) throw lost;
        await pause(40 * attempt);
      }
  };

  const tell = async (device, slip) => {
    // Once it may have left the device it can no longer be taken back here.
    if (!await mark(slip.number, { state: "sending" }, ["waiting", "sending"])) return;
    const body = {
      village: slip.village, household: slip.of, items: slip.items, servedAt: slip.servedAt,
      authorisedBy: slip.proof ? { by: slip.by, proof: slip.proof } : { by: slip.by },
    };
    const { isDone, value } = await insist(() => call(device, "POST", "/hand-outs", body, slip.key));
    await mark(slip.number, isDone
      ? { state: "settled", redemption: value.redemption.number, checkCode: value.redemption.checkCode }
      : { state: "refused", why: [value.title, value.detail].filter(Boolean).join(" "), code: value.code }, ["sending"]);
  };

  // One window at a time sends; a second one would only repeat it.
  const synchronise = onProgress => navigator.locks.request("pointsbank-trip", { ifAvailable: true }, async lock => {
    const device = await kept("device");
    if (!lock || !device || device.closed) return;
    for (let waiting; (waiting = (await all("slips")).filter(isOpen)).length > 0;)
      for (const slip of waiting) {
        await tell(device, slip);
        onProgress?.();
      }
    const { isDone, value } = await insist(() => call(device, "GET", "/package"));
    if (isDone) await take(value);
  });

  const close = () => navigator.locks.request("pointsbank-trip", async () => {
    const device = await kept("device");
    if ((await all("slips")).some(isOpen)) throw new Error("unsent");
    const { isDone, value } = await insist(() => call(device, "POST", "/closing", {}, device.closingKey));
    if (!isDone && value.code !== "wrong_device_state") throw new Error(value.title);
    await keep("device", { ...device, closed: true });
  });

  return { all, kept, keep, hex, isOpen, prepare, handOut, takeBack, synchronise, close };
})();
