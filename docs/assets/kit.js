// What a kit does in the reader's browser: ticks, edited drafts, copy, counter, filter, progress.
// Nothing leaves the device. Keys are per kit, not per address, so a moved kit keeps them.
// @ts-check
(() => {
  "use strict";

  /** @param {string} name @returns {string | null} */
  const read = (name) => {
    try { return localStorage.getItem(name); } catch { return null; }
  };

  /** @param {string} name @param {string | null} value */
  const write = (name, value) => {
    try {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
    } catch { /* storage is off: the page works, it only does not remember */ }
  };

  /** Return the names of all that is stored. */
  const names = () => {
    try { return Object.keys(localStorage); } catch { return []; }
  };

  /** A short fingerprint of a text (FNV-1a), to notice that the profile moved on. */
  const fingerprint = (/** @type {string} */ text) => {
    let hash = 0x811c9dc5;
    for (let at = 0; at < text.length; at++) {
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
    }
    return hash.toString(36);
  };

  /** A place for what is said to a screen reader; it has to be there before anything is said. */
  const startLive = (/** @type {Element} */ root) => {
    if (document.getElementById("kit-live")) return;
    const live = document.createElement("div");
    live.id = "kit-live";
    live.className = "kit-hidden";
    live.setAttribute("role", "status");
    root.append(live);
  };

  /** @param {string} words */
  const announce = (words) => {
    const live = document.getElementById("kit-live");
    if (live) live.textContent = words;
  };

  /** @param {string} text @returns {Promise<boolean>} whether it is on the clipboard now */
  const copy = async (text) => {
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
      const copied = document.execCommand("copy");
      area.remove();
      focused?.focus();
      return copied;
    }
  };

  /** Say on the button itself, and to a screen reader, that it worked. */
  const confirmOn = (/** @type {HTMLElement} */ button, /** @type {string} */ words) => {
    const before = button.dataset.kitWords ?? button.textContent ?? "";
    button.dataset.kitWords = before;
    button.textContent = words;
    announce(words);
    setTimeout(() => { button.textContent = before; }, 1500);
  };

  /** @param {string} kit @param {ParentNode} root */
  const startTicks = (kit, root) => {
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("[data-kit-tick]"))) {
      const name = `${kit}tick:${box.dataset.kitTick}`;
      box.checked = read(name) !== null;
      box.onchange = () => write(name, box.checked ? new Date().toISOString().slice(0, 10) : null);
    }
  };

  /** @param {string} kit @param {HTMLElement} draft @param {Record<string, string>} words */
  const startDraft = (kit, draft, words) => {
    const area = draft.querySelector("textarea");
    const count = /** @type {HTMLElement | null} */ (draft.querySelector("[data-kit-count]"));
    if (!area || !count) return;
    const name = `${kit}draft:${draft.dataset.kitDraft}`;
    const original = area.defaultValue;
    const most = Number(draft.dataset.kitMost);
    const unit = draft.dataset.kitUnit ?? "";
    const unitWord = (count.textContent ?? "").trim().split(" ").pop() ?? "";
    const moved = /** @type {HTMLElement | null} */ (draft.querySelector("[data-kit-moved]"));
    const mail = /** @type {HTMLAnchorElement | null} */ (draft.querySelector("[data-kit-mail]"));
    const printed = draft.querySelector(".kit-draft__print");

    const show = () => {
      const length = unit === "words" ? area.value.split(/\s+/).filter(Boolean).length : area.value.length;
      count.textContent = `${length}${most ? ` / ${most}` : ""} ${unitWord}`;
      count.classList.toggle("kit-draft__count--over", most > 0 && length > most);
      if (printed) printed.textContent = area.value;
      if (mail) {
        const subject = draft.querySelector("[data-kit-subject]")?.textContent ?? "";
        const body = area.value.replace(/\n/g, "\r\n");
        mail.href = `mailto:${encodeURIComponent(mail.dataset.kitMail ?? "").replace("%40", "@")}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
      }
    };

    const saved = read(name);
    const mark = saved?.indexOf(":") ?? -1;
    if (saved !== null && mark > 0) {
      area.value = saved.slice(mark + 1);
      if (moved) moved.hidden = saved.slice(0, mark) === fingerprint(original);
    }
    area.oninput = () => {
      write(name, area.value === original ? null : `${fingerprint(original)}:${area.value}`);
      show();
    };
    show();

    const copyButton = /** @type {HTMLElement | null} */ (draft.querySelector("[data-kit-copy]"));
    if (copyButton) {
      copyButton.hidden = false;
      copyButton.onclick = async () => {
        if (await copy(area.value)) confirmOn(copyButton, words.copied);
        else area.select(); // so that it can be copied by hand
      };
    }
    const reset = /** @type {HTMLElement | null} */ (draft.querySelector("[data-kit-reset]"));
    if (reset) {
      reset.hidden = false;
      reset.onclick = () => {
        area.value = original;
        write(name, null);
        if (moved) moved.hidden = true;
        show();
        area.focus();
      };
    }
  };

  /** @param {ParentNode} root */
  const startFilter = (root) => {
    const chips = /** @type {HTMLElement | null} */ (root.querySelector("[data-kit-filter]"));
    if (!chips) return;
    chips.hidden = false;
    const buttons = /** @type {NodeListOf<HTMLElement>} */ (chips.querySelectorAll("[data-kit-show]"));
    for (const button of buttons) {
      button.onclick = () => {
        for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
        for (const group of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-kit-group]"))) {
          group.hidden = Boolean(button.dataset.kitShow) && group.dataset.kitGroup !== button.dataset.kitShow;
        }
      };
    }
  };

  /** @param {string} kit @param {ParentNode} root @param {Record<string, string>} words */
  const startProgress = (kit, root, words) => {
    const button = /** @type {HTMLElement | null} */ (root.querySelector("[data-kit-progress]"));
    if (!button) return;
    button.hidden = false;
    button.onclick = async () => {
      const lines = [words.progress];
      for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("[data-kit-tick]:checked"))) {
        const day = read(`${kit}tick:${box.dataset.kitTick}`) ?? "";
        lines.push(`- ${day}: ${box.closest("label")?.textContent?.trim().replace(/\s+/g, " ") ?? ""}`);
      }
      if (await copy(lines.join("\n"))) confirmOn(button, words.copied);
    };
  };

  /** @param {string} kit @param {ParentNode} root @param {Record<string, string>} words */
  const startForget = (kit, root, words) => {
    const button = /** @type {HTMLElement | null} */ (root.querySelector("[data-kit-forget]"));
    if (!button) return;
    button.hidden = false;
    button.onclick = () => {
      for (const name of names()) {
        if (name.startsWith(kit)) write(name, null);
      }
      confirmOn(button, words.forgotten);
    };
  };

  /** What the loader of a sealed kit offers: to forget the key, or to keep it on this device. */
  const startLock = (/** @type {ParentNode} */ root) => {
    const sealed = /** @type {any} */ (window).kitgen;
    const lock = /** @type {HTMLElement | null} */ (root.querySelector("[data-kit-lock]"));
    const remember = /** @type {HTMLElement | null} */ (root.querySelector("[data-kit-remember]"));
    if (!sealed || !lock || !remember) return;
    const show = () => remember.setAttribute("aria-pressed", String(sealed.remembered()));
    lock.hidden = remember.hidden = false;
    lock.onclick = sealed.lock;
    remember.onclick = () => {
      sealed.remember(!sealed.remembered());
      show();
    };
    show();
  };

  /** What scrolls has to be reachable with the keyboard; Material's tables and rows of tabs are not. */
  const startScrollers = (/** @type {ParentNode} */ root) => {
    for (const wrap of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".md-typeset__scrollwrap, .tabbed-labels"))) {
      if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
    }
  };

  /** A link to something folded away unfolds it; not every browser does that by itself. */
  const unfold = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target?.closest("details:not([open])");
    if (!target || !fold) return;
    fold.setAttribute("open", "");
    target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);

  // The index of the search cannot be loaded by a page opened from a file: show no way into it.
  if (location.protocol === "file:") document.documentElement.classList.add("kit-from-file");

  const start = () => {
    const mark = /** @type {HTMLElement | null} */ (document.querySelector("[data-kit]"));
    const root = document.querySelector("article");
    if (!mark || !root) return;
    const kit = `kitgen:${mark.dataset.kit}:`;
    const words = { ...mark.dataset };
    startLive(root);
    startTicks(kit, root);
    for (const draft of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-kit-draft]"))) {
      startDraft(kit, draft, /** @type {Record<string, string>} */ (words));
    }
    startFilter(root);
    startProgress(kit, root, /** @type {Record<string, string>} */ (words));
    startForget(kit, root, /** @type {Record<string, string>} */ (words));
    startLock(root);
    startScrollers(root);
    unfold();
    // Material names the field of its search, but not the dialog around it.
    const search = document.querySelector(".md-search__input")?.getAttribute("aria-label");
    if (search) document.querySelector(".md-search[role=dialog]")?.setAttribute("aria-label", search);
  };

  // Material's document$ fires again on instant navigation, but never in a page opened from a file.
  const pages = /** @type {any} */ (window).document$;
  if (pages && location.protocol !== "file:") pages.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
