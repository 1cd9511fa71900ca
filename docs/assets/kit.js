// What a kit does in the reader's browser: ticks, edited drafts, copy, counter, filter, progress.
// Nothing leaves the device. What it says comes from the page, in the language of the page. What
// it keeps is named after the kit, not its address, so that a moved kit finds it again.
// @ts-check
(() => {
  "use strict";

  const SAID_FOR = 5000, BACK_TAKES = 1500; // milliseconds

  /** @typedef {{name: string, known: Record<string, string>}} Person what the profile knows of a contact */
  /** @typedef {{who: string, step: string, day: string}} Taken a step that was ticked here */

  // What Material and the loader of a sealed kit leave in the window.
  const host = /** @type {any} */ (window);

  // Of the page that is open; `start` fills them in.
  let kit = "";
  /** @type {Record<string, string>} */
  let words = {};
  /** @type {{order: string[], before: Record<string, string[]>, needs: Record<string, string[]>}} all steps,
   *  those that cannot come before one of them, and those of which one has to be there for it */
  let rules = { order: [], before: {}, needs: {} };
  /** @type {Map<string, Person>} */
  let people = new Map();

  /** @param {ParentNode} root @param {string} what @returns {HTMLElement[]} */
  const all = (root, what) => [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(what))];
  /** @param {ParentNode} root @param {string} what @returns {HTMLElement | null} */
  const one = (root, what) => root.querySelector(what);
  /** @param {string} text @param {Record<string, string | number>} values put in for {name} */
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

  // What the browser refuses to store is kept until the page is left.
  /** @type {Map<string, string | null>} */
  const unkept = new Map();

  /** @param {string} name @returns {string | null} */
  const read = (name) => {
    const held = unkept.get(kit + name);
    if (held !== undefined) return held;
    try { return localStorage.getItem(kit + name); } catch { return null; }
  };

  /** @param {string} name @param {string | null} value null removes */
  const write = (name, value) => {
    try {
      if (value === null) localStorage.removeItem(kit + name);
      else localStorage.setItem(kit + name, value);
      unkept.delete(kit + name);
    } catch {
      // Storage is off or full: the page works, and says that it will not remember.
      const told = unkept.size > 0;
      unkept.set(kit + name, value);
      if (!told) say(words.unkept, true);
    }
  };

  /** @param {string} kind @returns {string[]} the names of all of this kit that is stored */
  const names = (kind) => {
    let stored = /** @type {string[]} */ ([]);
    try { stored = Object.keys(localStorage); } catch { /* as above */ }
    const found = [...new Set([...stored, ...unkept.keys()])].filter((name) => name.startsWith(kit + kind));
    return found.map((name) => name.slice(kit.length)).filter((name) => read(name) !== null);
  };

  const keeps = () => {
    try {
      localStorage.setItem(kit, "");
      localStorage.removeItem(kit);
      return true;
    } catch { return false; }
  };

  /** A short fingerprint of a text (FNV-1a), to notice that the profile moved on. */
  const fingerprint = (/** @type {string} */ text) => {
    let hash = 0x811c9dc5;
    for (let at = 0; at < text.length; at++) {
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
    }
    return hash.toString(36);
  };

  /** Today where the reader is, as 2026-11-26. */
  const today = () => {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  };
  /** @param {string} day 2026-11-26 */
  const written = (day) => new Date(`${day}T12:00`).toLocaleDateString(words.locale, { dateStyle: "long" });

  /** A place for what is said; it has to be there before anything is said. */
  const startLive = (/** @type {Element} */ root) => {
    if (document.getElementById("kit-live")) return;
    const live = document.createElement("div");
    live.id = "kit-live";
    live.className = "kit-live";
    live.setAttribute("role", "status");
    root.append(live);
  };

  let saying = 0;
  // Show a sentence and have it read out.
  /** @param {string} text @param {boolean} [stays] until the next one */
  const say = (text, stays) => {
    const live = document.getElementById("kit-live");
    if (!live) return;
    // The same words again are read out only if they differ.
    live.textContent = live.textContent === text ? `${text}\u00a0` : text;
    clearTimeout(saying);
    if (!stays) saying = setTimeout(() => { live.textContent = ""; }, SAID_FOR);
  };

  /** @param {string} text @returns {Promise<boolean>} whether it is on the clipboard now */
  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const focused = /** @type {HTMLElement | null} */ (document.activeElement);
      const area = document.createElement("textarea");
      area.value = text;
      area.className = "kit-hidden";
      document.body.append(area);
      area.select();
      let done = false;
      try { done = document.execCommand("copy"); } catch { /* not allowed either */ }
      area.remove();
      focused?.focus();
      return done;
    }
  };

  // Copy and say so on the button; where that is not allowed, select the text and say how.
  /** @param {HTMLElement} button @param {string} text @param {HTMLTextAreaElement} [area] that shows it */
  const copy = async (button, text, area) => {
    if (await copied(text)) return confirmOn(button, words.copied);
    let shown = area ?? /** @type {HTMLTextAreaElement | null} */ (one(button.parentElement ?? document, ".kit-copy"));
    if (!shown) {
      shown = document.createElement("textarea");
      shown.className = "kit-copy";
      shown.readOnly = true;
      shown.rows = 6;
      shown.setAttribute("aria-label", button.textContent ?? "");
      button.after(shown);
    }
    if (!area) shown.value = text;
    shown.focus();
    shown.select();
    say(words.byhand, true);
  };

  /** Say on the button itself, and to a screen reader, that it worked. */
  const confirmOn = (/** @type {HTMLElement} */ button, /** @type {string} */ text) => {
    const before = button.dataset.kitBefore ?? button.textContent ?? "";
    button.dataset.kitBefore = before;
    button.textContent = text;
    say(text);
    setTimeout(() => { button.textContent = before; }, 1500);
  };

  // Show a button, and say what it does.
  /** @param {ParentNode} root @param {string} what @param {(button: HTMLElement) => void} does */
  const startButton = (root, what, does) => {
    const button = one(root, what);
    if (!button) return null;
    button.hidden = false;
    button.onclick = () => does(button);
    return button;
  };

  // Ticks that are only remembered: of rules, and of actions that are no step of an ask.
  const startTicks = (/** @type {ParentNode} */ root) => {
    for (const box of /** @type {HTMLInputElement[]} */ (all(root, "[data-kit-tick]"))) {
      const name = `tick:${box.dataset.kitTick}`;
      box.checked = read(name) !== null;
      box.onchange = () => {
        write(name, box.checked ? today() : null);
        refresh(root);
      };
    }
  };

  // Steps: ticked here, they wait to be written into the profile. `step:jo.asked` holds the day,
  // and the day of that step that the profile knew: once it knows another one, the tick is over.

  /** @param {string} name of what is stored @returns {Taken & {base: string}} */
  const takenOf = (name) => {
    const [who, step] = name.slice("step:".length).split(".");
    const [day, base = ""] = (read(name) ?? "").split(" ");
    return { who, step, day, base };
  };
  const taken = () => names("step:").map(takenOf);
  /** @param {string} who @param {string[]} steps @returns {string[]} the days on which one of them was ticked */
  const days = (who, steps) => taken().filter((each) => each.who === who && steps.includes(each.step)).map((each) => each.day);

  // Forget ticks that the profile holds by now, and those that it could not take.
  /** @param {boolean} everybody is on this page */
  const settle = (everybody) => {
    for (const name of names("step:")) {
      const { who, step, base } = takenOf(name);
      const person = people.get(who);
      if (!person && !everybody) continue;
      const known = person?.known ?? {};
      const needs = rules.needs[step];
      const unmet = needs && !needs.some((each) => known[each]) && !days(who, needs).length;
      if (!person || unmet || (known[step] ?? "") !== base) write(name, null);
    }
  };

  // The days that a step can have had: after what is known, and in order with what else is ticked.
  /** @param {string} who @param {string} step */
  const span = (who, step) => {
    const earlier = Object.keys(rules.before).filter((each) => rules.before[each].includes(step));
    const known = Object.values(people.get(who)?.known ?? {});
    const first = [...known, ...days(who, earlier)].sort().pop() ?? "";
    const last = [today(), ...days(who, rules.before[step] ?? [])].sort()[0];
    return { first, last: last < first ? first : last };
  };

  /** @param {string} who @param {string} step @param {string | null} day null takes it back */
  const take = (who, step, day) => {
    const { first, last } = span(who, step);
    const fitting = day && (day < first ? first : day > last ? last : day);
    write(`step:${who}.${step}`, fitting && `${fitting} ${people.get(who)?.known[step] ?? ""}`);
  };

  /** @param {Taken[]} steps @returns {string} lines to paste at the end of the profile */
  const yaml = (steps) => [
    ...(words.haslog ? [] : ["log:"]),
    ...steps.map(({ who, step, day }) => `  - {who: ${who}, ${step}: ${day}}`),
  ].join("\n");
  /** @param {Taken} each */
  const told = ({ who, step }) => fill(words[step], { name: people.get(who)?.name ?? who });
  /** @param {Taken} one @param {Taken} other */
  const inOrder = (one, other) => one.day.localeCompare(other.day) || rules.order.indexOf(one.step) - rules.order.indexOf(other.step);

  /** Show the steps of one moment: what is ticked, on which day, and the lines for the profile. */
  const startSteps = (/** @type {HTMLElement} */ block, /** @type {ParentNode} */ root) => {
    block.hidden = false;
    const shown = /** @type {Taken[]} */ ([]);
    for (const row of all(block, "[data-kit-step]")) {
      const { kitStep = "" } = row.dataset;
      const [who, step] = kitStep.split(".");
      const box = /** @type {HTMLInputElement} */ (row.querySelector("[type=checkbox]"));
      const date = /** @type {HTMLInputElement | null} */ (row.querySelector("[type=date]"));
      const is = read(`step:${kitStep}`) === null ? null : takenOf(`step:${kitStep}`);
      const needs = rules.needs[step];
      const known = people.get(who)?.known ?? {};
      row.hidden = !is && Boolean(needs) && !needs.some((each) => known[each]) && !days(who, needs).length;
      box.checked = Boolean(is);
      box.onchange = () => {
        take(who, step, box.checked ? today() : null);
        say(box.checked ? words.ticked : words.unticked);
        refresh(root);
      };
      if (is) shown.push(is);
      if (!date) continue;
      const { first, last } = span(who, step);
      const label = /** @type {HTMLElement} */ (date.closest("label"));
      label.hidden = !is;
      date.min = first;
      date.max = last;
      date.value = is?.day ?? "";
      date.onchange = () => {
        take(who, step, date.value || today());
        refresh(root);
      };
    }
    const lines = one(block, "[data-kit-lines]");
    const code = lines && one(lines, "code");
    if (!lines || !code) return;
    lines.hidden = !shown.length;
    code.textContent = yaml(shown.sort(inOrder));
    startButton(lines, "[data-kit-copy]", (button) => copy(button, `${code.textContent}\n`));
  };

  /** Show what is ticked and not in the profile yet, and the button that copies it. */
  const startProgress = (/** @type {HTMLElement} */ box, /** @type {ParentNode} */ root) => {
    const steps = taken().sort(inOrder);
    const others = all(box, "[data-kit-other]").flatMap((each) => {
      const { kitOther = "", kitLabel = "" } = each.dataset;
      const day = read(`tick:${kitOther}`);
      return day === null ? [] : [{ name: `tick:${kitOther}`, day, text: kitLabel }];
    });
    const done = [
      ...steps.map((each) => ({ name: `step:${each.who}.${each.step}`, day: each.day, text: told(each) })),
      ...others,
    ];
    box.hidden = !done.length;
    one(box, "ul")?.replaceChildren(...done.map(({ name, day, text }) => {
      const item = document.createElement("li");
      const undo = document.createElement("button");
      undo.type = "button";
      undo.className = "kit-button";
      undo.textContent = words.undo;
      undo.setAttribute("aria-label", `${words.undo}: ${text}`);
      undo.onclick = () => {
        write(name, null);
        say(words.unticked);
        refresh(root);
      };
      item.append(`${text}, ${written(day)} `, undo);
      return item;
    }));
    const { kitTitle = "", kitHow = "" } = box.dataset;
    startButton(box, "[data-kit-send]", (button) => {
      // All but the steps is a comment, so that the whole of it can be pasted into the profile.
      const lines = [fill(kitTitle, { day: written(today()) }), ...done.map(({ day, text }) => `${written(day)}: ${text}`)];
      const comment = [...lines, ...(steps.length ? ["", kitHow] : [])].map((line) => `# ${line}`.trim());
      copy(button, [...comment, ...(steps.length ? [yaml(steps)] : []), ""].join("\n"));
    });
  };

  /** What is ticked leaves the list of what to do next, and what comes after it moves up. */
  const startNext = (/** @type {HTMLElement} */ list) => {
    let left = Number(list.dataset.kitNext);
    for (const item of all(list, "li")) {
      const { kitUntil } = item.dataset;
      item.hidden = left === 0 || Boolean(kitUntil && read(kitUntil) !== null);
      if (!item.hidden) left -= 1;
    }
  };

  /** Show again what depends on ticks. */
  const refresh = (/** @type {ParentNode} */ root) => {
    people = new Map(all(root, "[data-kit-contact]").map((each) => {
      const { kitContact = "", kitName = "", kitKnown = "" } = each.dataset;
      const known = kitKnown.split(" ").filter(Boolean).map((step) => step.split("="));
      return [kitContact, { name: kitName, known: Object.fromEntries(known) }];
    }));
    settle(Boolean(one(root, "[data-kit-progress]")));
    for (const block of all(root, "[data-kit-steps]")) startSteps(block, root);
    for (const list of all(root, "[data-kit-next]")) startNext(list);
    for (const box of all(root, "[data-kit-progress]")) startProgress(box, root);
  };

  // The file that e-mail programs open: how it is made up stands in components/draft.html.
  /** @param {string} head its headers, a line each @param {string} text */
  const emlOf = (head, text) => {
    const bytes = new TextEncoder().encode(`${text.replace(/\n/g, "\r\n")}\r\n`);
    const body = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    const lines = [...head.trim().split("\n"), "Content-Transfer-Encoding: base64", "", ...body.match(/.{1,76}/g) ?? [], ""];
    return `data:message/rfc822;charset=utf-8,${encodeURIComponent(lines.join("\r\n"))}`;
  };

  const startDraft = (/** @type {HTMLElement} */ draft) => {
    const area = draft.querySelector("textarea");
    const count = one(draft, "[data-kit-count]");
    if (!area || !count) return;
    const { kitDraft, kitMost, kitUnit } = draft.dataset;
    const name = `draft:${kitDraft}`;
    const aside = `aside:${kitDraft}`; // the text that was on the screen before this one
    const original = area.defaultValue;
    const most = Number(kitMost);
    const moved = one(draft, "[data-kit-moved]");
    const mail = /** @type {HTMLAnchorElement | null} */ (one(draft, "[data-kit-mail]"));
    const file = /** @type {HTMLAnchorElement | null} */ (one(draft, "[data-kit-eml]"));
    const long = one(draft, "[data-kit-long]");
    const printed = one(draft, ".kit-draft__print");
    /** The kit's text that the edited one began as. */
    let base = fingerprint(original);
    let wasOver = false;

    const show = () => {
      const text = area.value;
      const length = kitUnit === "words" ? text.split(/\s+/).filter(Boolean).length : text.length;
      const isOver = most > 0 && length > most;
      const over = isOver ? fill(words.over, { count: length - most }) : "";
      count.textContent = `${length}${most ? ` / ${most}` : ""} ${count.dataset.kitCount}${over}`;
      count.classList.toggle("kit-draft__count--over", isOver);
      if (isOver && !wasOver && document.activeElement === area) say(count.textContent);
      wasOver = isOver;
      if (printed) printed.textContent = text;
      if (mail) {
        const subject = one(draft, "[data-kit-subject]")?.textContent ?? "";
        const body = text.replace(/\n/g, "\r\n");
        mail.href = `mailto:${encodeURIComponent(mail.dataset.kitMail ?? "").replace("%40", "@")}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
        mail.hidden = mail.href.length > Number(mail.dataset.kitMailMost);
        if (long) long.hidden = !mail.hidden;
      }
      if (file) file.href = emlOf(file.dataset.kitEml ?? "", text);
      const mine = read(aside);
      if (reset) reset.hidden = text === original;
      if (back) back.hidden = mine === null || mine === text;
      if (moved) moved.hidden = text === original || base === fingerprint(original);
    };
    const keep = () => {
      write(name, area.value === original ? null : `${base}:${area.value}`);
      show();
    };
    // Change the whole text; the one before it can be brought back.
    /** @param {string} text @param {string} news */
    const change = (text, news) => {
      write(aside, area.value === original ? null : area.value);
      area.value = text;
      base = fingerprint(original);
      keep();
      area.focus();
      say(news);
    };

    const reset = startButton(draft, "[data-kit-reset]", () => change(original, words.reset));
    const back = startButton(draft, "[data-kit-back]", () => change(read(aside) ?? original, words.back));
    startButton(draft, "[data-kit-new]", () => change(original, words.reset));
    startButton(draft, "[data-kit-mine]", () => {
      base = fingerprint(original);
      keep();
      area.focus();
    });
    startButton(draft, "[data-kit-copy]", (button) => copy(button, area.value, area));
    const saved = read(name);
    const mark = saved?.indexOf(":") ?? -1;
    if (saved !== null && mark > 0) {
      base = saved.slice(0, mark);
      area.value = saved.slice(mark + 1);
    } else if (document.activeElement === area && area.value !== original) {
      keep(); // typed before this ran
    } else if (keeps()) {
      area.value = original;
    }
    area.oninput = keep;
    show();
  };

  const startFilter = (/** @type {ParentNode} */ root) => {
    const chips = one(root, "[data-kit-filter]");
    if (!chips) return;
    const buttons = all(chips, "[data-kit-show]");
    for (const button of buttons) {
      button.onclick = () => {
        for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
        for (const group of all(root, "[data-kit-group]")) {
          group.hidden = Boolean(button.dataset.kitShow) && group.dataset.kitGroup !== button.dataset.kitShow;
        }
      };
    }
  };

  const startForget = (/** @type {ParentNode} */ root) => startButton(root, "[data-kit-forget]", (button) => {
    for (const name of names("")) write(name, null);
    confirmOn(button, words.forgotten);
  });

  /** What the loader of a sealed kit offers: to forget the key, or to keep it on this device. */
  const startLock = (/** @type {ParentNode} */ root) => {
    const sealed = host.kitgen;
    if (!sealed) return;
    startButton(root, "[data-kit-lock]", sealed.lock);
    const remember = startButton(root, "[data-kit-remember]", (button) => {
      sealed.remember(!sealed.remembered());
      button.setAttribute("aria-pressed", String(sealed.remembered()));
    });
    remember?.setAttribute("aria-pressed", String(sealed.remembered()));
  };

  /** What scrolls has to be reachable with the keyboard. */
  const startScrollers = (/** @type {ParentNode} */ root) => {
    for (const wrap of all(root, ".md-typeset__scrollwrap, .tabbed-labels")) {
      if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
    }
  };

  /** A link to something folded away unfolds it; not every browser does so. */
  const unfold = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target?.closest("details:not([open])");
    if (!target || !fold) return;
    fold.setAttribute("open", "");
    target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);

  // From a file the index of the search cannot be loaded.
  if (location.protocol === "file:") document.documentElement.classList.add("kit-from-file");

  // To go back is Material's after instant navigation; it may not be there yet.
  let shown = host.kitgen?.opened ?? location.pathname;
  const keepUp = () => { if (shown !== location.pathname) location.reload(); };
  addEventListener("popstate", () => setTimeout(keepUp, BACK_TAKES));

  /** Start the page that is open; done twice, it changes nothing. */
  const start = () => {
    const mark = one(document, "[data-kit]");
    const root = document.querySelector("article");
    if (!mark || !root) return;
    kit = `kitgen:${mark.dataset.kit}:`;
    // A desk has nothing to tick or to copy, so no words for it.
    words = JSON.parse(mark.dataset.kitWords ?? "{}");
    rules = JSON.parse(mark.dataset.kitRules ?? '{"order": [], "before": {}, "needs": {}}');
    startLive(root);
    startTicks(root);
    for (const draft of all(root, "[data-kit-draft]")) startDraft(draft);
    refresh(root);
    startFilter(root);
    startForget(root);
    startLock(root);
    startScrollers(root);
    unfold();
    // Material names the field of its search, but not the dialog around it.
    const search = one(document, ".md-search__input")?.getAttribute("aria-label");
    if (search) one(document, ".md-search[role=dialog]")?.setAttribute("aria-label", search);
  };

  /** Colours as Material has them: the button that fits, and dark where this device is. */
  const startPalette = () => {
    const inputs = /** @type {HTMLInputElement[]} */ (all(document, ".md-option"));
    let kept = null;
    try { kept = host.__md_get("__palette"); } catch { /* storage is off */ }
    const chosen = inputs[kept?.index ?? 0];
    if (!chosen) return;
    chosen.checked = true;
    /** @type {HTMLElement} */ (chosen.nextElementSibling).hidden = false;
    const fits = inputs.find((each) => each !== chosen && matchMedia(each.dataset.mdColorMedia ?? "").matches);
    if (kept || !fits) return;
    document.body.dataset.mdColorScheme = fits.dataset.mdColorScheme;
    const color = { media: chosen.dataset.mdColorMedia }; // the next page begins with it
    try { host.__md_set("__palette", { index: 0, color }); } catch { /* as above */ }
  };

  // Material's script takes a slow phone half a second, and a kit can be read without it. It runs at
  // the first sign of a reader; what only it can answer is held until then.
  const SIGNS = ["pointerdown", "pointermove", "keydown", "focusin", "scroll", "resize"];
  const startTheme = () => {
    const waiting = /** @type {HTMLScriptElement | null} */ (one(document, "script[type='kit/later']"));
    if (!waiting) return;
    document.documentElement.classList.remove("no-js");
    startPalette();
    /** @type {(() => void) | null} */
    let again = null;
    /** @param {any} event a click */
    const hold = (event) => {
      const asked = event.target.closest("[for^=__palette], [for=__search]");
      if (!asked) return;
      event.preventDefault();
      again = () => asked.control?.checked || asked.click();
    };
    const done = () => {
      removeEventListener("click", hold, true);
      document.dispatchEvent(new Event("DOMContentLoaded")); // Material waits for it, too late
      // It fires again on instant navigation; from a file it never does.
      if (host.document$ && location.protocol !== "file:") host.document$.subscribe(() => { shown = location.pathname; start(); });
      else start();
      again?.();
    };
    const load = () => {
      for (const sign of SIGNS) removeEventListener(sign, load, true);
      const script = document.createElement("script");
      script.onload = script.onerror = done;
      script.integrity = waiting.integrity;
      script.src = waiting.src;
      waiting.replaceWith(script);
    };
    addEventListener("click", hold, true);
    for (const sign of SIGNS) addEventListener(sign, load, true);
    // It marks what a search found, and lays out sidebars.
    if (location.search || matchMedia("(min-width: 60em)").matches) load();
  };

  keepUp();
  start();
  startTheme();
  // A page that Back brings as it was left does not know what was ticked since.
  addEventListener("pageshow", (event) => { if (event.persisted) start(); });
})();
