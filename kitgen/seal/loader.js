// Opens a sealed page: takes the key from the link, unseals the page and writes it in. Nothing is
// sent anywhere. All kits share this file. Its format, KG2, is in SECURITY.md.
// @ts-check

/** @typedef {Uint8Array} Bytes */

const settings = /** @type {HTMLScriptElement} */ (document.querySelector("script[data-check]")).dataset;
const folder = new URL(".", location.href).href;
const slot = `kitgen-key:${new URL(folder).pathname}`;
const locked = "locked"; // stands in localStorage for the key
// In a link, or bare; what mail programs append is passed over.
const keyIn = /(?:(?:^|[#&?])k=|^[^#\w]*)([\w-]{43})/;

/** @param {string} text @returns {Bytes} */
const encode = (text) => new TextEncoder().encode(text);
const magic = encode("KG2\0");

/** @param {string} text letters up to 255 @returns {Bytes} */
const bytesOf = (text) => {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
};

/** @param {string} text base64 or base64url @returns {Bytes} */
const decode = (text) =>
  bytesOf(atob(text.replace(/-/g, "+").replace(/_/g, "/")));

/** @param {ArrayBuffer} bytes */
const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** @param {Bytes[]} parts short ones @returns {Bytes} each after its length */
const prefixed = (...parts) =>
  new Uint8Array(parts.flatMap((part) => [0, 0, 0, 0, 0, 0, part.length >> 8, part.length & 255, ...part]));

// What pages have in common: a packed file points to it, so it goes first, as a stored block.
const dictionary = encode("[[dictionary]]");
const { length } = dictionary;
const opening = Uint8Array.of(0x78, 1, 0, ...[length, ~length].flatMap((size) => [size, size >> 8]));

/** @param {ArrayBuffer} plain a packed file */
const unpack = async (plain) => {
  const head = new DataView(plain);
  const packed = new Blob([opening, dictionary, new Uint8Array(plain, 8, head.getUint32(0))]);
  const all = await new Response(packed.stream().pipeThrough(new DecompressionStream("deflate"))).blob();
  const turned = length + head.getUint32(4);
  return new Blob([all.slice(turned), all.slice(length, turned)]).text();
};

/** @type {CryptoKey} */
let fileKey;

/** @param {string} address inside the kit @param {Bytes} sealed */
const unseal = async (address, sealed) => {
  if (magic.some((byte, at) => sealed[at] !== byte)) throw new Error("not sealed");
  const iv = sealed.subarray(4, 16);
  const additionalData = prefixed(magic, encode(address));
  return unpack(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, fileKey, sealed.subarray(16)));
};

/** @param {string} key tells a wrong one from a damaged file */
const fits = async (key) => {
  try {
    return base64(await crypto.subtle.digest("SHA-256", prefixed(encode("check"), decode(key)))) === settings.check;
  } catch {
    return false;
  }
};

/** @param {string} key the link's @param {string} passphrase @returns {Promise<string>} the files' */
const withPassphrase = async (key, passphrase) => {
  /** @param {Bytes} from @param {any} how */
  const derive = async (from, how) => crypto.subtle.deriveBits(
    { hash: "SHA-256", ...how }, await crypto.subtle.importKey("raw", from, how.name, false, ["deriveBits"]), 256);
  const stretched = await derive(encode(passphrase.trim().normalize().toLowerCase()),
    { name: "PBKDF2", salt: encode(folder.split("/").slice(-2)[0]), iterations: settings.passphrase });
  return base64(await derive(new Uint8Array([...decode(key), ...new Uint8Array(stretched)]),
    { name: "HKDF", salt: encode("kitgen/v1"), info: prefixed(encode("passphrase")) }));
};

/** @param {"sessionStorage" | "localStorage"} storage @param {string | null} [value] null removes */
const kept = (storage, value) => {
  try {
    if (value) window[storage].setItem(slot, value);
    if (value === null) window[storage].removeItem(slot);
    return window[storage].getItem(slot);
  } catch {
    return null;
  }
};
const isLocked = () => kept("localStorage") === locked;

// What is seen when the page does not open: locked.html.
const lockedPage = "[[locked]]";

/** @param {string} state why it does not open: one of locked.html */
const show = (state) => {
  const main = /** @type {HTMLElement} */ (document.querySelector("main"));
  if (!main.querySelector("form")) {
    main.innerHTML = lockedPage;
    for (const form of document.forms) form.onsubmit = submit;
    /** @type {HTMLElement} */ (main.querySelector("#with-passphrase")).hidden = !settings.passphrase;
  }
  document.documentElement.dataset.state = state;
};

/** Take the key out of the address bar, the anchor stays. @returns {string} the key */
const takeKey = () => {
  const [, key = ""] = /^#k(?:=|%3D)([^&]{0,43})/i.exec(location.hash) ?? [];
  const [, anchor] = /&a=([^&]*)/.exec(location.hash) ?? [];
  if (key) history.replaceState(history.state, "", location.href.split("#")[0] + (anchor ? `#${anchor}` : ""));
  return key;
};

/** @param {string} url @returns {string} its address in this kit */
const addressOf = (url) => {
  const [whole] = new URL(url, folder).href.split(/[?#]/);
  const name = whole.startsWith(folder) ? whole.slice(folder.length) || "index" : "";
  return name && !name.includes(".") ? `${name}.html` : name; // as some hosts do
};

/** Let the theme's XMLHttpRequests read unsealed files. */
const serveUnsealed = () => {
  const { open, send } = XMLHttpRequest.prototype;
  /** @type {Record<string, string>} */
  const names = JSON.parse(settings.files ?? "{}");
  /** @param {string} address */
  const read = async (address) => {
    const file = names[address] ?? address;
    const answer = await fetch(folder + file);
    const sealed = file.endsWith(".html")
      ? decode(/id="kit-sealed">([^<]*)/.exec(await answer.text())?.[1] ?? "")
      : new Uint8Array(await answer.arrayBuffer());
    const text = await unseal(file, sealed);
    return URL.createObjectURL(new Blob([text.replaceAll("https://kit.invalid/", folder)]));
  };
  XMLHttpRequest.prototype.open = function (/** @type {string} */ method, /** @type {string | URL} */ url) {
    open.call(this, method, url, true);
    const address = addressOf(String(url));
    this.send = async () => {
      if (address) open.call(this, method, await read(address).catch(() => "blob:"), true);
      send.call(this);
    };
  };
};

/**
 * Write a page bit by bit, as from a network, once its style is there: a phone answers in between.
 * @param {string} html
 */
const writeInBits = async (html) => {
  const [head] = /^[^]*?<body/.exec(html) ?? [""];
  document.write(head);
  const links = [...document.querySelectorAll("link")].filter((link) => link.rel === "stylesheet" && !link.sheet);
  await Promise.all(links.map((link) => new Promise((done) => { link.onload = link.onerror = done; })));
  for (let at = head.length; at < html.length;) {
    const size = Math.max(3000, html.length / (document.hidden ? 1 : 24));
    document.write(html.slice(at, at += size));
    await new Promise((done) => {
      requestAnimationFrame(() => setTimeout(done)); // a tab behind has no frames
      setTimeout(done, document.hidden ? 0 : 200);
    });
  }
};

/** Only once the page is written: document.open() removes all listeners. */
const watch = () => {
  // A link pasted into an open kit does not reload it; the theme is not to see its key.
  for (const type of ["popstate", "hashchange"]) {
    addEventListener(type, (event) => {
      if (!takeKey()) return;
      event.stopImmediatePropagation();
      document.getElementById(location.hash.slice(1))?.scrollIntoView();
    }, true);
  }
  // Lock holds in every tab, and for pages kept for Back: in Firefox with their own storage.
  for (const type of ["pageshow", "storage"]) {
    addEventListener(type, () => { if (isLocked()) location.reload(); });
  }
};

/** @param {string} key one that fits */
const openPage = async (key) => {
  fileKey = await crypto.subtle.importKey("raw", decode(key), "AES-GCM", false, ["decrypt"]);
  const sealed = document.getElementById("kit-sealed")?.textContent ?? "";
  let html = await unseal(addressOf(location.href), decode(sealed));
  if (location.protocol === "file:") html = html.replace(/ integrity="[^"]*"/g, "");
  kept("sessionStorage", key);
  if (isLocked()) kept("localStorage", null);
  serveUnsealed();
  const kit = {
    opened: location.pathname, // Back may lead away before all is written
    lock() {
      kept("sessionStorage", null);
      kept("localStorage", locked);
      location.replace(`${folder}index.html`);
    },
    /** @param {boolean} on */
    remember(on) { kept("localStorage", on ? key : null); },
    remembered: () => kept("localStorage") === key,
  };
  Object.defineProperty(window, "kitgen", { value: Object.freeze(kit) });
  document.open();
  await writeInBits(html);
  document.close();
  watch();
};

let link = takeKey();
const tryToOpen = async (passphrase = "") => {
  if (isLocked()) kept("sessionStorage", null);
  const given = link && passphrase ? await withPassphrase(link, passphrase) : link;
  for (const key of [given, kept("sessionStorage"), kept("localStorage")]) {
    if (key && await fits(key)) return openPage(key).catch(() => show("damaged"));
  }
  show(!link ? "nokey" : !settings.passphrase ? "wrong" : passphrase ? "mistyped" : "passphrase");
};

/** @param {SubmitEvent} event of the form of a locked page */
const submit = (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const [typed, passphrase] = [...new FormData(form).values()].map(String);
  [, link = link] = keyIn.exec(typed) ?? [];
  tryToOpen(passphrase);
};

const start = () => {
  if (self !== top) return show("framed");
  if (!crypto.subtle) return show("insecure");
  if (!self.DecompressionStream) return show("old");
  addEventListener("hashchange", () => {
    link = takeKey() || link;
    tryToOpen();
  });
  tryToOpen();
};
setTimeout(start);
