// An open page follows the ledger: it hears of each new account, fetches itself anew and takes over what is different.
// What the reader holds stays: the place on the page, the focus, what is unfolded, what is being written.
"use strict";

(() => {
  const spoken = document.getElementById("live");
  const shown = () => document.getElementById("main");
  if (!spoken || !shown() || !window.fetch) return;

  const HIDDEN_FOR = 60000, POLL = 5000, LOST_AFTER = 20000, AGAIN = 600;
  const past = () => /[?&](as_of|known_by)=[^&]/.test(location.search);
  let last = shown().dataset.revision || "";
  let source = null, polling = 0, hiding = 0, losing = 0, fetching = false, lost = false;
  let pending = fresh();
  const line = document.createElement("aside");
  line.setAttribute("aria-label", "News");
  line.className = "news";
  line.id = "news";
  line.hidden = true;
  shown().after(line);

  function fresh() { return { reports: 0, figures: new Map(), whole: false, any: false }; }

  // --- hearing -----------------------------------------------------------------------------------

  function listen() {
    stop();
    if (!window.EventSource) { poll(); return; }
    source = new EventSource("/events" + (last ? "?since=" + encodeURIComponent(last) : ""));
    source.onopen = found;
    source.addEventListener("account", (event) => { found(); heard(JSON.parse(event.data)); });
    source.onerror = () => {
      missing();
      // a refusal ends a source for good; then the page asks by itself, and tries to listen again later
      if (source && source.readyState === EventSource.CLOSED) { stop(); poll(); setTimeout(listen, 60000); }
    };
  }

  function stop() {
    if (source) source.close();
    source = null;
    clearInterval(polling);
    polling = 0;
  }

  function poll() {
    polling = setInterval(async () => {
      try {
        const answer = await fetch("/events/since?since=" + encodeURIComponent(last), { cache: "no-store" });
        if (!answer.ok) { missing(); return; }
        found();
        if (answer.status === 200) for (const told of await answer.json()) heard(told);
      } catch { missing(); }
    }, POLL);
  }

  function missing() {
    if (!losing) losing = setTimeout(() => {
      lost = true;
      const at = new Date().toTimeString().slice(0, 5);
      say("No connection to the desk since " + at + ": what you see may be old.");
    }, LOST_AFTER);
  }

  function found() {
    clearTimeout(losing);
    losing = 0;
    if (lost) { lost = false; say(""); }
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    // a browser opens few connections to one place: a page that nobody sees gives its own up
    if (document.hidden) hiding = setTimeout(stop, HIDDEN_FOR);
    else if (!source && !polling) listen();
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  window.addEventListener("pagehide", stop);

  // --- what is new -------------------------------------------------------------------------------

  function concerns(told) {
    const one = location.pathname.match(/^\/incidents\/([^/]+)/);
    return told.whole || !one || told.incidents.includes(decodeURIComponent(one[1]));
  }

  function heard(told) {
    last = told.revision;
    if (!concerns(told)) return;
    pending.any = true;
    pending.whole = pending.whole || told.whole;
    pending.reports += told.reports_added;
    for (const moved of told.figures) pending.figures.set(moved.tally, moved);
    if (past()) say(told_of(pending, "New since") + " This page shows an earlier moment.");
    else if (busy()) offer();
    else refresh();
  }

  function count(n, one) { return n + " " + one + (n === 1 ? "" : "s"); }

  function told_of(news, lead) {
    const parts = [];
    if (news.reports) parts.push(count(news.reports, "new report"));
    if (news.figures.size) parts.push(count(news.figures.size, "figure") + " moved");
    return parts.length ? lead + ": " + parts.join(", ") + "." : lead + ": the account has changed.";
  }

  function in_words(news) {
    const moved = [...news.figures.values()].slice(0, 3).map((one) => one.label + " " + one.words);
    const more = news.figures.size > 3 ? "; and " + (news.figures.size - 3) + " more" : "";
    return told_of(news, "Updated") + (moved.length ? " " + moved.join("; ") + more + "." : "");
  }

  // true while something would be lost: words written, a field in use, a selection, a dialog
  function busy() {
    const at = document.activeElement;
    if (at && at.closest("main form") && at.matches("input, textarea, select")) return true;
    if (document.querySelector("dialog[open]")) return true;
    const selected = window.getSelection(), main = shown();
    if (selected && !selected.isCollapsed && main.contains(selected.anchorNode)) return true;
    return [...main.querySelectorAll("form input, form textarea")].some((field) =>
      field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
        : field.type !== "hidden" && field.value !== field.defaultValue);
  }

  function offer() {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "show";
    button.addEventListener("click", refresh);
    say(told_of(pending, "New").replace(/\.$/, ": "), button);
  }

  function say(words, button) {
    line.hidden = !words;
    line.replaceChildren(words, ...(button ? [button] : []));
    spoken.textContent = words;
  }

  // the slider, or going back, has shown another moment, as new as can be
  document.addEventListener("desk:shown", () => {
    last = shown().dataset.revision || last;
    pending = fresh();
    if (!lost) say("");
  });

  // --- taking over -------------------------------------------------------------------------------

  async function refresh(tries) {
    if (fetching) return;
    fetching = true;
    const news = pending;
    pending = fresh();
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok || new URL(answer.url).pathname === "/login") {
        say("This page cannot be brought up to date (" + answer.status + "): reload it.");
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.getElementById("main");
      if (!next) return;
      // an incident may be called otherwise once an earlier report is there: the page goes by its new name
      if (answer.redirected) history.replaceState(history.state, "", answer.url.split("#")[0] + location.hash);
      take(page, next);
      mark(news);
      say(in_words(news));
      const left = typeof tries === "number" ? tries : 10;
      // an account under another policy is made when somebody asks: the page may still show the one before
      if (older(next.dataset.revision, last) && left > 0) setTimeout(() => refresh(left - 1), AGAIN);
    } catch { missing(); } finally {
      fetching = false;
      if (pending.any) setTimeout(() => (busy() ? offer() : refresh()), 200);
    }
  }

  function older(one, other) {
    return Boolean(one && other) && one !== other;
  }

  function take(page, next) {
    const at = document.activeElement, bar = document.getElementById("bar"), newer = page.getElementById("bar");
    document.title = page.title;
    if (bar && newer && !bar.contains(at)) bar.replaceWith(document.importNode(newer, true));
    morph(shown(), next);
    if (at && at !== document.activeElement && document.contains(at)) at.focus({ preventScroll: true });
    if (window.htmx) window.htmx.process(document.body);
    document.dispatchEvent(new CustomEvent("desk:updated"));
  }

  function mark(news) {
    for (const id of news.figures.keys()) {
      const there = shown().querySelectorAll('[data-tally="' + CSS.escape(id) + '"], a[href^="/tallies/' + CSS.escape(id) + '"]');
      for (const one of there) {
        one.classList.add("just-moved");
        setTimeout(() => one.classList.remove("just-moved"), 60000);
      }
    }
  }

  // by what a node is known again: its id, its heading's, what it links to, what it folds
  function key(node) {
    if (node.nodeType !== 1) return "";
    if (node.id || node.dataset.key) return node.nodeName + "#" + (node.id || node.dataset.key);
    const named = node.getAttribute("aria-labelledby");
    if (named) return node.nodeName + "@" + named;
    if (node.nodeName === "FIGURE" && node.className) return "FIGURE." + node.className;
    if (node.nodeName === "DETAILS") return "DETAILS " + (node.querySelector("summary")?.textContent || "").replace(/\d+/g, "");
    if (node.nodeName === "LI" || node.nodeName === "TR" || node.nodeName === "ARTICLE") {
      const link = node.querySelector("a[href]");
      if (link) return node.nodeName + " " + link.getAttribute("href");
    }
    return "";
  }

  function morph(old, next) {
    if (old.nodeType !== 1) {
      if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
      return;
    }
    attributes(old, next);
    if (old.nodeName === "TEXTAREA") return;
    const rest = [...old.childNodes], keyed = new Map(), loose = new Map(), taken = new Set();
    for (const node of rest) {
      const k = key(node);
      if (k) { if (!keyed.has(k)) keyed.set(k, node); continue; }
      if (!loose.has(node.nodeName)) loose.set(node.nodeName, []);
      loose.get(node.nodeName).push(node);
    }
    for (const nodes of loose.values()) nodes.reverse();
    let place = old.firstChild;
    for (const child of [...next.childNodes]) {
      const k = key(child);
      let mine = k ? keyed.get(k) : loose.get(child.nodeName)?.pop();
      if (mine && (taken.has(mine) || mine.nodeName !== child.nodeName)) mine = undefined;
      if (!mine) { old.insertBefore(document.importNode(child, true), place); continue; }
      taken.add(mine);
      if (mine === place) place = place.nextSibling; else old.insertBefore(mine, place);
      if (!mine.isEqualNode(child)) morph(mine, child);
    }
    for (const node of rest) if (!taken.has(node)) node.remove();
  }

  function attributes(old, next) {
    for (const { name } of [...old.attributes]) {
      if (!next.hasAttribute(name) && !kept(old, name)) old.removeAttribute(name);
    }
    for (const { name, value } of [...next.attributes]) {
      if (old.getAttribute(name) !== value && !kept(old, name)) old.setAttribute(name, value);
    }
  }

  // what the reader did to a thing is the reader's: folds
  function kept(node, name) { return name === "open" && (node.nodeName === "DETAILS" || node.nodeName === "DIALOG"); }

  listen();
})();
