(() => {
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
const dictionary = encode("</article>\n</div>\n<script>var target=document.getElementById(location.hash.slice(1));target&&target.name&&(target.checked=target.name.startsWith(\"__tabbed_\"))</script>\n</div>\n<button type=\"button\" class=\"md-top md-icon\" data-md-component=\"top\" hidden>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\"><path d=\"M13 20h-2V8l-5.5 5.5-1.42-1.42L12 4.16l7.92 7.92-1.42 1.42L13 8z\"/></svg>\nBack to top\n</button>\n</main>\n<footer class=\"md-footer\">\n<nav class=\"md-footer__inner md-grid\" aria-label=\"Footer\" >\n<a href=\"index.html\" class=\"md-footer__link md-footer__link--prev\" aria-label=\"Previous: Start\">\n<div class=\"md-footer__button md-icon\">\n<path d=\"M20 11v2H8l5.5 5.5-1.42 1.42L4.16 12l7.92-7.92L13.5 5.5 8 11z\"/></svg>\n</div>\n<div class=\"md-footer__title\">\n<span class=\"md-footer__direction\">\nPrevious\n</span>\n<div class=\"md-ellipsis\">\nStart\n</div>\n</div>\n</a>\n\n\n\nNext\n</span>\n\nRecommendations and endorsements\n</div>\n</div>\n\n<path d=\"M4 11v2h12l-5.5 5.5 1.42 1.42L19.84 12l-7.92-7.92L10.5 5.5 16 11z\"/></svg>\n</div>\n</a>\n</nav>\n<div class=\"md-footer-meta md-typeset\">\n<div class=\"md-footer-meta__inner md-grid\">\n<div class=\"md-copyright\">\n</div>\n</div>\n</div>\n</footer>\n</div>\n<div class=\"md-dialog\" data-md-component=\"dialog\">\n<div class=\"md-dialog__inner md-typeset\"></div>\n</div>\n<script id=\"__config\" type=\"application/json\"></script>\n</script>\n</script>\n</body>\n</html>\n<!doctype html>\n<html lang=\"en\" class=\"no-js\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta name=\"description\" content=\"A private kit for asking for LinkedIn recommendations\">\n\n<meta name=\"generator\" content=\"mkdocs-1.6.1, mkdocs-material-9.8.1\">\n<title></title>\n\n\n\n<script>__md_scope=new URL(\".\",location),__md_hash=e=>[...e].reduce(((e,_)=>(e<<5)-e+_.charCodeAt(0)),0),__md_get=(e,_=localStorage,t=__md_scope)=>JSON.parse(_.getItem(t.pathname+\".\"+e)),__md_set=(e,_,t=localStorage,a=__md_scope)=>{try{t.setItem(a.pathname+\".\"+e,JSON.stringify(_))}catch(e){}}</script>\n<meta name=\"robots\" content=\"noindex, nofollow, noarchive\">\n<meta name=\"referrer\" content=\"no-referrer\">\n</head>\n<body dir=\"ltr\" data-md-color-scheme=\"default\" data-md-color-primary=\"custom\" data-md-color-accent=\"custom\">\n<input class=\"md-toggle\" data-md-toggle=\"drawer\" type=\"checkbox\" id=\"__drawer\" autocomplete=\"off\">\n<input class=\"md-toggle\" data-md-toggle=\"search\" type=\"checkbox\" id=\"__search\" autocomplete=\"off\">\n<label class=\"md-overlay\" for=\"__drawer\"></label>\n<div data-md-component=\"skip\">\n<a href=\"#how-to-ask-for-a-recommendation\" class=\"md-skip\">\nSkip to content\n</a>\n</div>\n<div data-md-component=\"announce\">\n</div>\n<header class=\"md-header md-header--shadow md-header--lifted\" data-md-component=\"header\">\n<nav class=\"md-header__inner md-grid\" aria-label=\"Header\">\n\n<path d=\"M9 5a4 4 0 0 1 4 4 4 4 0 0 1-4 4 4 4 0 0 1-4-4 4 4 0 0 1 4-4m0 10c2.67 0 8 1.34 8 4v2H1v-2c0-2.66 5.33-4 8-4m7.76-9.64c2.02 2.2 2.02 5.25 0 7.27l-1.68-1.69c.84-1.18.84-2.71 0-3.89zM20.07 2c3.93 4.05 3.9 10.11 0 14l-1.63-1.63c2.77-3.18 2.77-7.72 0-10.74z\"/></svg>\n</a>\n<label class=\"md-header__button md-icon\" for=\"__drawer\">\n<path d=\"M3 6h18v2H3zm0 5h18v2H3zm0 5h18v2H3z\"/></svg>\n</label>\n<div class=\"md-header__title\" data-md-component=\"header-title\">\n<div class=\"md-header__ellipsis\">\n<div class=\"md-header__topic\">\n<span class=\"md-ellipsis\"></span>\n</div>\n<div class=\"md-header__topic\" data-md-component=\"header-topic\">\n\nGuide\n</span>\n</div>\n</div>\n</div>\n<form class=\"md-header__option\" data-md-component=\"palette\">\n<input class=\"md-option\" data-md-color-media=\"(prefers-color-scheme)\" data-md-color-scheme=\"default\" data-md-color-primary=\"custom\" data-md-color-accent=\"custom\"  aria-label=\"Use light colours\"  type=\"radio\" name=\"__palette\" id=\"__palette_0\">\n<label class=\"md-header__button md-icon\" title=\"Use light colours\" for=\"__palette_1\" hidden>\n<path d=\"m14.3 16-.7-2h-3.2l-.7 2H7.8L11 7h2l3.2 9zM20 8.69V4h-4.69L12 .69 8.69 4H4v4.69L.69 12 4 15.31V20h4.69L12 23.31 15.31 20H20v-4.69L23.31 12zm-9.15 3.96h2.3L12 9z\"/></svg>\n</label>\n<input class=\"md-option\" data-md-color-media=\"(prefers-color-scheme: light)\" data-md-color-scheme=\"default\" data-md-color-primary=\"custom\" data-md-color-accent=\"custom\"  aria-label=\"Use dark colours\"  type=\"radio\" name=\"__palette\" id=\"__palette_1\">\n<label class=\"md-header__button md-icon\" title=\"Use dark colours\" for=\"__palette_2\" hidden>\n<path d=\"M12 7a5 5 0 0 1 5 5 5 5 0 0 1-5 5 5 5 0 0 1-5-5 5 5 0 0 1 5-5m0 2a3 3 0 0 0-3 3 3 3 0 0 0 3 3 3 3 0 0 0 3-3 3 3 0 0 0-3-3m0-7 2.39 3.42C13.65 5.15 12.84 5 12 5s-1.65.15-2.39.42zM3.34 7l4.16-.35A7.2 7.2 0 0 0 5.94 8.5c-.44.74-.69 1.5-.83 2.29zm.02 10 1.76-3.77a7.131 7.131 0 0 0 2.38 4.14zM20.65 7l-1.77 3.79a7.02 7.02 0 0 0-2.38-4.15zm-.01 10-4.14.36c.59-.51 1.12-1.14 1.54-1.86.42-.73.69-1.5.83-2.29zM12 22l-2.41-3.44c.74.27 1.55.44 2.41.44.82 0 1.63-.17 2.37-.44z\"/></svg>\n</label>\n<input class=\"md-option\" data-md-color-media=\"(prefers-color-scheme: dark)\" data-md-color-scheme=\"slate\" data-md-color-primary=\"custom\" data-md-color-accent=\"custom\"  aria-label=\"Use the colours of this device\"  type=\"radio\" name=\"__palette\" id=\"__palette_2\">\n<label class=\"md-header__button md-icon\" title=\"Use the colours of this device\" for=\"__palette_0\" hidden>\n<path d=\"m17.75 4.09-2.53 1.94.91 3.06-2.63-1.81-2.63 1.81.91-3.06-2.53-1.94L12.44 4l1.06-3 1.06 3zm3.5 6.91-1.64 1.25.59 1.98-1.7-1.17-1.7 1.17.59-1.98L15.75 11l2.06-.05L18.5 9l.69 1.95zm-2.28 4.95c.83-.08 1.72 1.1 1.19 1.85-.32.45-.66.87-1.08 1.27C15.17 23 8.84 23 4.94 19.07c-3.91-3.9-3.91-10.24 0-14.14.4-.4.82-.76 1.27-1.08.75-.53 1.93.36 1.85 1.19-.27 2.86.69 5.83 2.89 8.02a9.96 9.96 0 0 0 8.02 2.89m-1.64 2.02a12.08 12.08 0 0 1-7.8-3.47c-2.17-2.19-3.33-5-3.49-7.82-2.81 3.14-2.7 7.96.31 10.98 3.02 3.01 7.84 3.12 10.98.31\"/></svg>\n</label>\n</form>\n<script>var palette=__md_get(\"__palette\");if(palette&&palette.color){if(\"(prefers-color-scheme)\"===palette.color.media){var media=matchMedia(\"(prefers-color-scheme: light)\"),input=document.querySelector(media.matches?\"[data-md-color-media='(prefers-color-scheme: light)']\":\"[data-md-color-media='(prefers-color-scheme: dark)']\");palette.color.media=input.getAttribute(\"data-md-color-media\"),palette.color.scheme=input.getAttribute(\"data-md-color-scheme\"),palette.color.primary=input.getAttribute(\"data-md-color-primary\"),palette.color.accent=input.getAttribute(\"data-md-color-accent\")}for(var[key,value]of Object.entries(palette.color))document.body.setAttribute(\"data-md-color-\"+key,value)}</script>\n<label class=\"md-header__button md-icon\" for=\"__search\">\n<path d=\"M9.5 3A6.5 6.5 0 0 1 16 9.5c0 1.61-.59 3.09-1.56 4.23l.27.27h.79l5 5-1.5 1.5-5-5v-.79l-.27-.27A6.52 6.52 0 0 1 9.5 16 6.5 6.5 0 0 1 3 9.5 6.5 6.5 0 0 1 9.5 3m0 2C7 5 5 7 5 9.5S7 14 9.5 14 14 12 14 9.5 12 5 9.5 5\"/></svg>\n</label>\n<div class=\"md-search\" data-md-component=\"search\" role=\"dialog\">\n<label class=\"md-search__overlay\" for=\"__search\"></label>\n<div class=\"md-search__inner\" role=\"search\">\n<form class=\"md-search__form\" name=\"search\">\n<input type=\"text\" class=\"md-search__input\" name=\"query\" aria-label=\"Search\" placeholder=\"Search\" autocapitalize=\"off\" autocorrect=\"off\" autocomplete=\"off\" spellcheck=\"false\" data-md-component=\"search-query\" required>\n<label class=\"md-search__icon md-icon\" for=\"__search\">\n</svg>\n</svg>\n</label>\n<nav class=\"md-search__options\" aria-label=\"Search\">\n<button type=\"reset\" class=\"md-search__icon md-icon\" title=\"Clear\" aria-label=\"Clear\" tabindex=\"-1\">\n<path d=\"M19 6.41 17.59 5 12 10.59 6.41 5 5 6.41 10.59 12 5 17.59 6.41 19 12 13.41 17.59 19 19 17.59 13.41 12z\"/></svg>\n</button>\n</nav>\n</form>\n<div class=\"md-search__output\">\n<div class=\"md-search__scrollwrap\" tabindex=\"0\" data-md-scrollfix>\n<div class=\"md-search-result\" data-md-component=\"search-result\">\n<div class=\"md-search-result__meta\">\nInitializing search\n</div>\n<ol class=\"md-search-result__list\" role=\"presentation\"></ol>\n</div>\n</div>\n</div>\n</div>\n</div>\n</nav>\n<nav class=\"md-tabs\" aria-label=\"Tabs\" data-md-component=\"tabs\">\n<div class=\"md-grid\">\n<ul class=\"md-tabs__list\">\n<li class=\"md-tabs__item\">\n<a href=\"index.html\" class=\"md-tabs__link\">\nStart\n</a>\n</li>\n<li class=\"md-tabs__item md-tabs__item--active\">\n\nGuide\n</a>\n</li>\n\n\nCoverage\n</a>\n</li>\n\n\nPlan\n</a>\n</li>\n\n\nDrafts\n</a>\n</li>\n</ul>\n</div>\n</nav>\n</header>\n<div class=\"md-container\" data-md-component=\"container\">\n<main class=\"md-main\" data-md-component=\"main\">\n<div class=\"md-main__inner md-grid\">\n<div class=\"md-sidebar md-sidebar--primary\" data-md-component=\"sidebar\" data-md-type=\"navigation\" >\n<div class=\"md-sidebar__scrollwrap\">\n<div class=\"md-sidebar__inner\">\n<nav class=\"md-nav md-nav--primary md-nav--lifted\" aria-label=\"Navigation\" data-md-level=\"0\">\n<label class=\"md-nav__title\" for=\"__drawer\">\n\n</svg>\n</a></label>\n<ul class=\"md-nav__list\" data-md-scrollfix>\n<li class=\"md-nav__item\">\n<a href=\"index.html\" class=\"md-nav__link\">\n\nStart\n</span>\n</a>\n</li>\n<li class=\"md-nav__item md-nav__item--active md-nav__item--section md-nav__item--nested\">\n<input class=\"md-nav__toggle md-toggle \" type=\"checkbox\" id=\"__nav_2\" checked>\n<label class=\"md-nav__link\" for=\"__nav_2\" id=\"__nav_2_label\" tabindex=\"\">\n\nGuide\n</span>\n<span class=\"md-nav__icon md-icon\"></span>\n</label>\n<nav class=\"md-nav\" data-md-level=\"1\" aria-labelledby=\"__nav_2_label\" aria-expanded=\"true\">\n<label class=\"md-nav__title\" for=\"__nav_2\">\n</span>\nGuide\n</label>\n\n<li class=\"md-nav__item md-nav__item--active\">\n<input class=\"md-nav__toggle md-toggle\" type=\"checkbox\" id=\"__toc\">\n<label class=\"md-nav__link md-nav__link--active\" for=\"__toc\">\n\nGuide\n</span>\n</span>\n</label>\n\n\nGuide\n</span>\n</a>\n<nav class=\"md-nav md-nav--secondary\" aria-label=\"Table of contents\">\n<label class=\"md-nav__title\" for=\"__toc\">\n</span>\nTable of contents\n</label>\n<ul class=\"md-nav__list\" data-md-component=\"toc\" data-md-scrollfix>\n\n<a href=\"#who\" class=\"md-nav__link\">\n\nWho to ask\n</span>\n</a>\n<nav class=\"md-nav\" aria-label=\"Who to ask\">\n<ul class=\"md-nav__list\">\n\n<a href=\"#first\" class=\"md-nav__link\">\n\nWho to ask first\n</span>\n</a>\n</li>\n</ul>\n</nav>\n</li>\n\n<a href=\"#private\" class=\"md-nav__link\">\n\nAsk in private first\n</span>\n</a>\n</li>\n\n<a href=\"#ask\" class=\"md-nav__link\">\n\nAsk on LinkedIn\n</span>\n</a>\n</li>\n\n<a href=\"#after\" class=\"md-nav__link\">\n\nAfter you have asked\n</span>\n</a>\n</li>\n\n<a href=\"#manage\" class=\"md-nav__link\">\n\nShow, hide, reorder, ask for a revision\n</span>\n</a>\n</li>\n\n<a href=\"#give\" class=\"md-nav__link\">\n\nGive one too\n</span>\n</a>\n</li>\n\n<a href=\"#do\" class=\"md-nav__link\">\n\nDo and do not\n</span>\n</a>\n<nav class=\"md-nav\" aria-label=\"Do and do not\">\n\n\n<a href=\"#do-this\" class=\"md-nav__link\">\n\nDo\n</span>\n</a>\n</li>\n\n<a href=\"#not-this\" class=\"md-nav__link\">\n\nDo not\n</span>\n</a>\n</li>\n</ul>\n</nav>\n</li>\n\n<a href=\"#may-not\" class=\"md-nav__link\">\n\nWhen someone may not write one\n</span>\n</a>\n</li>\n\n<a href=\"#sources\" class=\"md-nav__link\">\n\nSources\n</span>\n</a>\n</li>\n</ul>\n</nav>\n</li>\n\n\n</span>\n</a>\n</li>\n\n\n\nAbout this kit\n</span>\n</a>\n</li>\n</ul>\n</nav>\n</li>\n\n\n\nCoverage\n</span>\n</a>\n</li>\n<li class=\"md-nav__item md-nav__item--pruned md-nav__item--nested\">\n\n\nPlan\n</span>\n</span>\n</a>\n</li>\n\n\n\nDrafts\n</span>\n</span>\n</a>\n</li>\n</ul>\n</nav>\n</div>\n</div>\n</div>\n<div class=\"md-sidebar md-sidebar--secondary\" data-md-component=\"sidebar\" data-md-type=\"toc\" >\n\n\n\n\n</span></label>\n\n\n\n</span>\n</a>\n\n\n\n\n</span>\n</a>\n</li>\n</ul>\n</nav>\n</li>\n\n\n</span>\n</a>\n</li>\n\n\n</span>\n</a>\n</li>\n\n\n</span>\n</a>\n</li>\n\n\n</span>\n</a>\n</li>\n\n\n</span>\n</a>\n</li>\n\n\n</span>\n</a>\n\n\n\n\n\nDo\n</span>\n</a>\n</li>\n\n\n\nDo not\n</span>\n</a>\n</li>\n</ul>\n</nav>\n</li>\n\n\n</span>\n</a>\n</li>\n\n\n\nSources\n</span>\n</a>\n</li>\n</ul>\n</nav>\n</div>\n</div>\n</div>\n<div class=\"md-content\" data-md-component=\"content\">\n</article>\n</div>\n<script></script>\n</div>\n\n</svg>\nZurück zum Seitenanfang\n</button>\n</main>\n\n<nav class=\"md-footer__inner md-grid\" aria-label=\"Fußzeile\" >\n<a href=\"index.html\" class=\"md-footer__link md-footer__link--prev\" aria-label=\"Zurück: Start\">\n\n</svg>\n</div>\n\n\nZurück\n</span>\n\nStart\n</div>\n</div>\n</a>\n\n\n\nWeiter\n</span>\n\nEmpfehlungen und Bestätigungen\n</div>\n</div>\n\n</svg>\n</div>\n</a>\n</nav>\n\n\n\n</div>\n</div>\n</div>\n</footer>\n</div>\n\n</div>\n</div>\n</script>\n</script>\n</script>\n</body>\n</html>\n\n<html lang=\"de\" class=\"no-js\">\n<head>\n\n\n<meta name=\"description\" content=\"Ein privates Kit, um LinkedIn-Empfehlungen zu bitten\">\n\n\n<title></title>\n\n\n\n<script>(e<</script>\n\n\n</head>\n\n\n\n</label>\n\n<a href=\"#wie-du-um-eine-empfehlung-bittest\" class=\"md-skip\">\nZum Inhalt\n</a>\n</div>\n\n</div>\n\n<article class=\"md-content__inner md-typeset\">\n                \n                  \n\n\n\n<h1 id=\"contact\"></h1>\n<p><strong></strong></p>\n<h2 id=\"send\">What to send</h2>\n</span><section data-search-exclude>\n<div class=\"tabbed-set tabbed-alternate\" data-tabs=\"1:7\">\n<input id=\"__tabbed_1_1\" name=\"__tabbed_1\" type=\"radio\">\n<input checked=\"checked\" id=\"__tabbed_1_2\" name=\"__tabbed_1\" type=\"radio\">\n<input id=\"__tabbed_1_3\" name=\"__tabbed_1\" type=\"radio\">\n<h1 id=\"coverage\">Coverage</h1>\n<p>What your recommendations cover so far, and what is missing. Each rule says what it counted, and where it comes from.</p>\n<h2 id=\"matrix\">Who could speak about what</h2>\n<div class=\"kit-figure\">\n<svg class=\"kit-matrix\" data-search-exclude style=\"max-width:429px\" viewBox=\"0 0 286 288\" role=\"group\" aria-labelledby=\"matrix-title\" aria-describedby=\"matrix-text\">\n<title id=\"matrix-title\">Coverage by position and view</title>\n<desc id=\"matrix-text\">Each cell says whether a recommendation was received, asked for, can be asked for, or nobody is there yet. Choose a cell to see the person, or who could fill it. The same is in the table below.</desc>\n<foreignObject x=\"66\" width=\"70\" height=\"44\" aria-hidden=\"true\"><div class=\"kit-matrix__position\"><span></span></div></foreignObject>\n<foreignObject x=\"140\" width=\"70\" height=\"44\" aria-hidden=\"true\"><span></span></div>\n<foreignObject x=\"214\" width=\"70\" height=\"44\" aria-hidden=\"true\"><span></span></div>\n<foreignObject y=\"48\" width=\"60\" height=\"48\" aria-hidden=\"true\"><div class=\"kit-matrix__head\">Manager</div>\n<g class=\"kit-cell kit-cell--empty\">\n<rect x=\"66\" y=\"50\" width=\"70\" height=\"44\" rx=\"8\"/>\n<foreignObject x=\"66\" y=\"50\" width=\"70\" height=\"44\"><span><span class=\"kit-hidden\"></span>Nobody yet</span></a>\n</g>\n<g class=\"kit-cell kit-cell--possible\">\n<rect x=\"140\" y=\"50\" width=\"70\" height=\"44\" rx=\"8\"/>\n<foreignObject x=\"140\" y=\"50\" width=\"70\" height=\"44\"><span></span>Can ask</span></a>\n</g>\n\n<rect x=\"214\" y=\"50\" width=\"70\" height=\"44\" rx=\"8\"/>\n<foreignObject x=\"214\" y=\"50\" width=\"70\" height=\"44\"><span></span>Nobody yet</span></a>\n</g>\n<foreignObject y=\"96\" width=\"60\" height=\"48\" aria-hidden=\"true\">Colleague</div>\n\n<rect x=\"66\" y=\"98\" width=\"70\" height=\"44\" rx=\"8\"/>\n<foreignObject x=\"66\" y=\"98\" width=\"70\" height=\"44\"><span></span>Nobody yet</span></a>\n</g>\n\n<rect x=\"140\" y=\"98\" width=\"70\" height=\"44\" rx=\"8\"/>\n<foreignObject x=\"140\" y=\"98\" width=\"70\" height=\"44\"><span></span>Can ask</span></a>\n</g>\n<g class=\"kit-cell kit-cell--received\">\n<rect x=\"214\" y=\"98\" width=\"70\" height=\"44\" rx=\"8\"/>\n<foreignObject x=\"214\" y=\"98\" width=\"70\" height=\"44\"><span></span>Received</span></a>\n</g>\n<foreignObject y=\"144\" width=\"60\" height=\"48\" aria-hidden=\"true\">Report</div>\n\n<rect x=\"66\" y=\"146\" width=\"70\" height=\"44\" rx=\"8\"/>\n<foreignObject x=\"66\" y=\"146\" width=\"70\" height=\"44\"><span></span>Nobody yet</span></a>\n</g>\n\n<rect x=\"140\" y=\"146\" width=\"70\" height=\"44\" rx=\"8\"/>\n<foreignObject x=\"140\" y=\"146\" width=\"70\" height=\"44\"><span></span>Can ask</span></a>\n</g>\n\n<rect x=\"214\" y=\"146\" width=\"70\" height=\"44\" rx=\"8\"/>\n<foreignObject x=\"214\" y=\"146\" width=\"70\" height=\"44\"><span></span>Nobody yet</span></a>\n</g>\n<foreignObject y=\"192\" width=\"60\" height=\"48\" aria-hidden=\"true\">Customer</div>\n\n<rect x=\"66\" y=\"194\" width=\"70\" height=\"44\" rx=\"8\"/>\n<foreignObject x=\"66\" y=\"194\" width=\"70\" height=\"44\"><span></span>Nobody yet</span></a>\n</g>\n\n<rect x=\"140\" y=\"194\" width=\"70\" height=\"44\" rx=\"8\"/>\n<foreignObject x=\"140\" y=\"194\" width=\"70\" height=\"44\"><span></span>Nobody yet</span></a>\n</g>\n\n<rect x=\"214\" y=\"194\" width=\"70\" height=\"44\" rx=\"8\"/>\n<foreignObject x=\"214\" y=\"194\" width=\"70\" height=\"44\"><span></span>Nobody yet</span></a>\n</g>\n<foreignObject y=\"240\" width=\"60\" height=\"48\" aria-hidden=\"true\">Mentor</div>\n\n<rect x=\"66\" y=\"242\" width=\"70\" height=\"44\" rx=\"8\"/>\n<foreignObject x=\"66\" y=\"242\" width=\"70\" height=\"44\"><span></span>Nobody yet</span></a>\n</g>\n\n<rect x=\"140\" y=\"242\" width=\"70\" height=\"44\" rx=\"8\"/>\n<foreignObject x=\"140\" y=\"242\" width=\"70\" height=\"44\"><span></span>Nobody yet</span></a>\n</g>\n<g class=\"kit-cell kit-cell--waiting\">\n<rect x=\"214\" y=\"242\" width=\"70\" height=\"44\" rx=\"8\"/>\n<foreignObject x=\"214\" y=\"242\" width=\"70\" height=\"44\"><span></span>Asked</span></a>\n</g>\n</svg>\n</div>\n<details class=\"kit-details\">\n<summary>The same as a table, with names</summary>\n<div class=\"kit-scroll\" role=\"region\" aria-label=\"Coverage by position and view\" tabindex=\"0\">\n<table data-search-exclude>\n<thead><tr><th scope=\"col\">Position</th>Manager</th>Colleague</th>Report</th>Customer</th>Mentor</th></tr></thead>\n<tbody>\n<tr><th scope=\"row\"></th>\n<td>Nobody yet Who could fill this?</span></a></td>\n<td>Nobody yet </span></a></td>\n<td>Nobody yet </span></a></td>\n<td>Nobody yet </span></a></td>\n<td>Nobody yet </span></a></td>\n</tr>\n<tr></th>\n<td>Can ask: </a></td>\n<td>Can ask: </a></td>\n<td>Can ask: </a></td>\n<td>Nobody yet </span></a></td>\n<td>Nobody yet </span></a></td>\n</tr>\n<tr></th>\n<td>Nobody yet </span></a></td>\n<td>Received: </a></td>\n<td>Nobody yet </span></a></td>\n<td>Nobody yet </span></a></td>\n<td>Asked: </a></td>\n</tr>\n</tbody>\n</table>\n</div>\n</details>\n<h2 id=\"rules\">The rules</h2>\n<p>Each says what is missing, and why that matters.</p>\n<section class=\"kit-rule kit-rule--gap\">\n<h3 class=\"kit-rule__name\" id=\"C1\">Recommendations in all</h3>\n<span class=\"kit-badge kit-badge--gap\" data-search-exclude>Gap</span>\n<p></p>\n<p class=\"kit-why\"><h1 id=\"how-to-ask-for-a-recommendation\">How to ask for a recommendation</h1>\n<p>Here is all it is: you ask someone who saw your work\nto write a few sentences about it, and you leave them free to say no.</p>\n<p>You ask in two steps. First in private. Then, after a yes, on LinkedIn.\nYour drafts</a> have the words for both.</p>\n<p>The small marks lead to the sources at the end of the page: who says so, when it was checked, and\nhow far to trust it.</p>\n<h2 id=\"who\">Who to ask</h2>\n<p>Aim for 5 to\n10 recommendations.<sup class=\"kit-cite\" data-search-exclude><a href=\"#source-1\" role=\"doc-noteref\">1</a></sup>\nThink of past and present customers, colleagues and employers.</p>\n<ul>\n<li>For each former position that matters, get up to\n  2.<a href=\"#source-2\" role=\"doc-noteref\">2</a></sup></li>\n<li>Have at least 1 from someone who managed you. In an\n  experiment, a former manager's words were received better than those of someone the person had\n  led.<a href=\"#source-3\" role=\"doc-noteref\">3</a>, <a href=\"#source-4\" role=\"doc-noteref\">4</a></sup></li>\n<li>Mix at least 3 kinds of people: managers, peers, people\n  you led, customers, mentors.<a href=\"#source-5\" role=\"doc-noteref\">5</a></sup></li>\n<li>Keep some of them fresh, from the last\n  3 years.<a href=\"#source-6\" role=\"doc-noteref\">6</a></sup></li>\n<li>Visitors see the 2 most recent ones first. Let\n  strong ones come last.<a href=\"#source-7\" role=\"doc-noteref\">7</a>, <a href=\"#source-8\" role=\"doc-noteref\">8</a></sup></li>\n</ul>\n<p>Coverage</a> shows what you have and what is missing.</p>\n<h3 id=\"first\">Who to ask first</h3>\n<p>Start with these, for these reasons.</p>\n<ul>\n<li></a></li>\n</ul>\n<h2 id=\"private\">Ask in private first</h2>\n<p>Write, call or speak to the person before you send anything on LinkedIn. It gives them room to say\nno, and some who asked this way tell of quick\nanswers.<a href=\"#source-9\" role=\"doc-noteref\">9</a>, <a href=\"#source-10\" role=\"doc-noteref\">10</a></sup> Good moments: right after a project, or when one\nof you leaves.<a href=\"#source-11\" role=\"doc-noteref\">11</a></sup></p>\n<p>Say this:</p>\n<ol>\n<li>Where you know each other from: the position, the project, the period.</li>\n<li>Why you ask them and nobody else.</li>\n<li>What you want to be recommended for: 2 to\n   4 points they can choose\n   from.<a href=\"#source-12\" role=\"doc-noteref\">12</a>, <a href=\"#source-13\" role=\"doc-noteref\">13</a></sup></li>\n<li>That a no is fine, and needs no reason.</li>\n<li>Thank you.</li>\n</ol>\n<p></p>\n<p>Keep it under 120 words.<a href=\"#source-14\" role=\"doc-noteref\">14</a></sup> Say that\n3 to 6 sentences are\nplenty.<a href=\"#source-15\" role=\"doc-noteref\">15</a></sup> About\n50% of people answer, by one adviser's\nestimate.<a href=\"#source-16\" role=\"doc-noteref\">16</a></sup> Silence is common, and no verdict on you.</p>\n<h2 id=\"ask\">Ask on LinkedIn</h2>\n<p>Send the request after the yes. Check two things first:</p>\n<ul>\n<li>You are connected on LinkedIn.<a href=\"#source-17\" role=\"doc-noteref\">17</a></sup> If not, connect first. A note\n  with your invitation can have 300\n  characters.<a href=\"#source-18\" role=\"doc-noteref\">18</a></sup></li>\n<li>The position it is about stands on your profile.<a href=\"#source-19\" role=\"doc-noteref\">19</a></sup></li>\n</ul>\n<p>Each request goes to 1 person and is about\n1 position.<a href=\"#source-20\" role=\"doc-noteref\">20</a>, <a href=\"#source-21\" role=\"doc-noteref\">21</a></sup></p>\n<div class=\"tabbed-set tabbed-alternate\" data-tabs=\"1:2\"><input checked=\"checked\" id=\"__tabbed_1_1\" name=\"__tabbed_1\" type=\"radio\" /><input id=\"__tabbed_1_2\" name=\"__tabbed_1\" type=\"radio\" /><div class=\"tabbed-labels\"><label for=\"__tabbed_1_1\">LinkedIn today</label><label for=\"__tabbed_1_2\">Classic path</label></div>\n<div class=\"tabbed-content\">\n<div class=\"tabbed-block\">\n<ol>\n<li>Open the person&#39;s LinkedIn profile.</li>\n<li>Open the menu “More”. On a phone, look for three dots.</li>\n<li>Choose “Request a recommendation”.</li>\n<li>Say how you know them, and pick your position at the time.</li>\n<li>Go on with “Next” or “Continue”, delete the prefilled text and put in your own.</li>\n<li>Read it through and choose “Send”.<a href=\"#source-22\" role=\"doc-noteref\">22</a></sup></li>\n</ol>\n<p>The page of each draft says which relationship and which position to pick.</p>\n<p>These are your positions:</p>\n<ul>\n<li></li>\n<li></li>\n<li></li>\n<li></li>\n</ul>\n<div class=\"admonition note\">\n<p class=\"admonition-title\">Labels may differ</p>\n<p>Checked on 22 November 2026. Confidence:\nmedium. Two sources agree on the way; it could not be tried on the live site, so labels may differ.\nIf you are stuck, open <a href=\"https://www.linkedin.com/help/linkedin/answer/a546682\">LinkedIn's help article</a>.<a href=\"#source-23\" role=\"doc-noteref\">23</a></sup></p>\n</div>\n<details class=\"note\">\n<summary>Is there a way from your own profile?</summary>\n<p>Possibly. The sources are weak, so take this as a hint\nonly.<a href=\"#source-24\" role=\"doc-noteref\">24</a></sup></p>\n<ol>\n<li>Open your own profile and find the Recommendations section.</li>\n<li>Choose the plus sign or “Ask for a recommendation”, then the person.</li>\n<li>If there is no such section, look under “Add profile section”.</li>\n</ol>\n</details>\n</div>\n\n<div class=\"admonition warning\">\nOlder interface, no longer there</p>\n<p>LinkedIn looked like this around 2013 to 2014. The steps are\nkept for anyone who comes from an older guide.<a href=\"#source-25\" role=\"doc-noteref\">25</a>, <h1 id=\"wie-du-um-eine-empfehlung-bittest\">Wie du um eine Empfehlung bittest</h1>\n<p>Mehr ist es nicht: Du bittest\njemanden, der deine Arbeit gesehen hat, ein paar Sätze darüber zu schreiben, und machst ein Nein\nleicht.</p>\n<p>Du bittest in zwei Schritten. Zuerst privat. Dann, nach einem Ja, auf LinkedIn.\nDeine Entwürfe</a> haben die Worte für beides.</p>\n<p>Die kleinen Ziffern führen zu den Quellen am Ende der Seite, und dazu, wie sicher sie sind.</p>\nWen du fragst</h2>\n<p>Ein gutes Ziel sind 5 bis\n10 Empfehlungen.1</a></sup>\nDenk an Kundschaft, Kollegium und Arbeitgeber, von früher und von heute.</p>\n<ul>\n<li>Für jede frühere Station, die zählt, bis zu\n  2.2</a></sup></li>\n<li>Mindestens 1 von jemandem, der dich geführt hat. In\n  einem Experiment kamen die Worte einer früheren Führungskraft besser an als die von jemandem, der\n  geführt worden war.3</a>, 4</a></sup></li>\n<li>Mindestens 3 verschiedene Blickwinkel: Menschen, die dich\n  geführt haben, aus dem Team, von dir geführte, Kundschaft,\n  Mentoring.5</a></sup></li>\n<li>Einige aus letzter Zeit, aus den letzten\n  3 Jahren.6</a></sup></li>\n<li>Zuerst sieht man die 2 neuesten. Lass starke zuletzt\n  kommen.7</a>, 8</a></sup></li>\n</ul>\n<p>Der Überblick</a> zeigt, was du hast und was fehlt.</p>\nMit wem du anfängst</h3>\n<p></p>\n<ul>\n<li></a></li>\n<li></a></li>\n</ul>\nZuerst privat fragen</h2>\n<p>Schreib, ruf an oder sprich mit der Person, bevor du auf LinkedIn etwas sendest. So bleibt Raum für\nein Nein, und wer so gefragt hat, erzählt manchmal von schnellen\nAntworten.9</a>, 10</a></sup> Gute Momente: gleich nach einem Projekt,\noder wenn jemand von euch geht.11</a></sup></p>\n<p>Sag das:</p>\n<ol>\n<li>Woher ihr euch kennt: die Station, das Projekt, die Zeit.</li>\n<li>Warum du gerade diese Person fragst.</li>\n<li>Wofür du empfohlen werden möchtest: 2 bis\n   4 Punkte zur\n   Auswahl.12</a>, 13</a></sup></li>\n<li>Dass ein Nein in Ordnung ist und keinen Grund braucht.</li>\n<li>Danke.</li>\n</ol>\n<p></p>\n<p>Bleib unter 120 Wörtern.14</a></sup> Sag, dass\n3 bis 6 Sätze\ngenügen.15</a></sup> Etwa\n50 % der Gefragten antworten, so schätzt es\njemand, der dazu berät.16</a></sup> Schweigen ist häufig und kein Urteil über dich.</p>\nAuf LinkedIn bitten</h2>\n<p>Sende die Anfrage nach dem Ja. Prüfe vorher zwei Dinge:</p>\n<ul>\n<li>Ihr seid auf LinkedIn vernetzt.17</a></sup> Wenn nicht, vernetzt euch zuerst.\n  Eine Nachricht zur Einladung darf 300 Zeichen\n  haben.18</a></sup></li>\n<li>Die Station, um die es geht, steht in deinem Profil.19</a></sup></li>\n</ul>\n<p>Jede Anfrage geht an 1 Person und betrifft\n1 Station.20</a>, 21</a></sup></p>\nLinkedIn heute</label>Früherer Weg</label></div>\n\n\n<ol>\n<li>Öffne das LinkedIn-Profil der Person.</li>\n<li>Öffne das Menü „More“ (mehr). Auf dem Telefon sind es drei Punkte.</li>\n<li>Wähle „Request a recommendation“ (um eine Empfehlung bitten).</li>\n<li>Sag, woher du die Person kennst, und wähle deine Station damals.</li>\n<li>");
const { length } = dictionary;
const opening = Uint8Array.of(0x78, 1, 0, ...[length, ~length].flatMap((size) => [size, size >> 8]), ...dictionary);

/** @param {ArrayBuffer} plain a packed file */
const unpack = async (plain) => {
  const head = new DataView(plain);
  const packed = new Blob([opening, new Uint8Array(plain, 8, head.getUint32(0))]);
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
    return false; // cut short
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
const lockedPage = "<style>\nmain > p, form { display: none; }\n[data-state=nokey] [data-for~=nokey], [data-state=wrong] [data-for~=wrong], [data-state=damaged] [data-for~=damaged], [data-state=passphrase] [data-for~=passphrase], [data-state=mistyped] [data-for~=mistyped], [data-state=insecure] [data-for~=insecure], [data-state=old] [data-for~=old], [data-state=framed] [data-for~=framed] { display: block; }\nlabel { display: block; margin: 1rem 0 .3rem; font-weight: 600; }\ninput, button { box-sizing: border-box; width: 100%; min-height: 44px; padding: .4rem .7rem; border: 1px solid #6b7a76; border-radius: .4rem; font: inherit; }\nbutton { margin-top: 1rem; border-color: transparent; background: #0b4f47; color: #fff; font-weight: 700; }\n[hidden], [data-state=passphrase] #with-link, [data-state=mistyped] #with-link { display: none; }\n</style>\n<h1>Private page</h1>\n<p data-for=\"nokey\">Open this page with the whole link that you were given; the part after the # is the key. Or paste the link or the key here.</p>\n<p data-for=\"wrong\">This key does not open the page. The link may be an old one, or not complete. Ask for a new one, or paste another here.</p>\n<p data-for=\"mistyped\">Link and passphrase do not open the page together. Type the passphrase again; if that does not help, ask for a new link.</p>\n<p data-for=\"damaged\">The page did not arrive whole. Load it again.</p>\n<p data-for=\"passphrase\">This page needs its passphrase, too. You were given it apart from the link.</p>\n<p data-for=\"insecure\">Browsers open this page only over a secure connection (https).</p>\n<p data-for=\"old\">This browser is too old to open the page. A current one does.</p>\n<p data-for=\"framed\">This page does not open inside another one.</p>\n<form data-for=\"nokey wrong passphrase mistyped\">\n<div id=\"with-link\"><label for=\"link\">Link or key</label>\n<input id=\"link\" name=\"link\" autocomplete=\"off\" autocapitalize=\"off\" spellcheck=\"false\"></div>\n<div id=\"with-passphrase\"><label for=\"passphrase\">Passphrase</label>\n<input id=\"passphrase\" name=\"passphrase\" type=\"password\" autocomplete=\"off\"></div>\n<button>Open</button>\n</form>\n";

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
  await Promise.all([...document.querySelectorAll("link[rel=stylesheet]")].map((link) => new Promise((done) => {
    if (/** @type {HTMLLinkElement} */ (link).sheet) return done(null);
    link.addEventListener("load", done);
    link.addEventListener("error", done);
  })));
  const size = Math.max(4000, Math.ceil(html.length / 20)); // each lays out the whole page again
  for (let at = head.length; at < html.length; at += size) {
    document.write(html.slice(at, at + size));
    await new Promise((done) => setTimeout(done));
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
start();
})();
