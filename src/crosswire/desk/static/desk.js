// The desk's own script: the page follows the time slider, keys, and pages that take what is new without losing your
// place.  Everything here works without it, too, more slowly.
"use strict";
(() => {
  const WAIT = 250; // milliseconds that the slider rests before the page follows
  const root = document.documentElement;
  root.classList.add("scripted");
  let asked = null; // the request under way; a later one ends it

  const said = (text) => { const live = document.getElementById("live"); if (live) live.textContent = text; };

  // --- a page in place of a page: main and bar are exchanged, what was open stays open, focus stays where it was ---
  const open = () => new Set([...document.querySelectorAll("main details[open] > summary")].map((s) => s.textContent));
  const place = (found, id) => {
    const old = document.getElementById(id), fresh = found.getElementById(id);
    if (old && fresh) old.replaceWith(fresh); else if (old) old.remove();
    else if (fresh) document.getElementById("main").before(fresh);
    return fresh;
  };
  const follow = async (url, { push = false, keep = false } = {}) => {
    asked?.abort();
    const mine = (asked = new AbortController());
    root.classList.add("waiting");
    try {
      const answer = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine.signal.aborted) return false;
      if (!found.getElementById("main")) throw new Error("no page");
      if (answer.status === 503) return later(url, { push, keep }, answer);
      swap(found, keep);
      if (push && answer.url !== location.href) history.pushState({ desk: true }, "", answer.url);
      return answer.ok;
    } catch (error) {
      if (error.name !== "AbortError") said("The desk does not answer; what is shown is what was known before.");
      return false;
    } finally {
      if (asked === mine) { asked = null; root.classList.remove("waiting"); }
    }
  };
  const later = (url, how, answer) => {
    said("This account is still being made.");
    setTimeout(() => follow(url, how), 1000 * (Number(answer.headers.get("Retry-After")) || 2));
    return false;
  };
  const swap = (found, keep) => {
    const opened = open(), focused = document.activeElement?.id, [x, y] = [scrollX, scrollY];
    const sliding = focused === "stop";
    document.title = found.title;
    if (!document.activeElement?.closest?.("#top")) place(found, "top"); // its links keep the view, too
    if (!sliding) place(found, "bar"); else rebar(found);
    const main = place(found, "main");
    for (const summary of main.querySelectorAll("details > summary")) {
      if (opened.has(summary.textContent)) summary.parentElement.open = true;
    }
    window.htmx?.process(document.body);
    if (keep || sliding) scrollTo(x, y);
    if (focused && !sliding) document.getElementById(focused)?.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("desk:shown"));
  };
  // while the slider is held the bar stays, but for what it says
  const rebar = (found) => {
    const bar = document.getElementById("bar"), fresh = found.getElementById("bar");
    if (!bar || !fresh) return;
    for (const old of bar.querySelectorAll(".banner")) old.remove();
    bar.append(...fresh.querySelectorAll(".banner"));
    const [mine, theirs] = [bar.querySelector("#as_of"), fresh.querySelector("#as_of")];
    if (mine && theirs) mine.value = theirs.value;
  };

  // --- the slider ---
  const words = (value) => {
    const date = new Date(value.length === 10 ? value + "T00:00:00Z" : value);
    if (Number.isNaN(date.getTime())) return value;
    const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(date).replace(",", "");
    return value.length === 10 ? day : `${day}, ${value.slice(11, 16)} UTC`;
  };
  let timer = 0;
  const slid = (slider) => {
    const stops = slider.form.dataset.stops.split(" "), at = Number(slider.value);
    const now = at >= stops.length - 1;
    const text = now ? "now" : words(stops[at]);
    document.getElementById("stop-said").textContent = text;
    slider.setAttribute("aria-valuetext", text);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const url = new URL(location.href);
      url.searchParams.delete("as_of"); url.searchParams.delete("page"); url.hash = "";
      if (!now) url.searchParams.set("as_of", stops[at]);
      follow(url, { push: true, keep: true });
    }, WAIT);
  };
  document.addEventListener("input", (event) => { if (event.target.id === "stop") slid(event.target); });
  document.addEventListener("change", (event) => { if (event.target.id === "policy") event.target.form.requestSubmit(); });
  addEventListener("popstate", () => follow(location.href));

  // --- keys ---
  const typing = (target) => target.closest?.("input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]");
  let before = "";
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const pair = before + event.key;
    before = event.key === "g" ? "g" : "";
    const to = { "gi": () => document.querySelector(".home")?.click(), "gn": () => document.getElementById("to-now")?.click(),
      "?": () => document.getElementById("keys")?.showModal(), "/": () => document.getElementById("find-all")?.focus(),
      "t": () => document.getElementById("stop")?.focus() };
    const act = to[pair] || to[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // what is fetched when it comes into sight may still be made: it is asked for again
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status !== 503) return;
    const part = event.detail.elt, words = part.querySelector(".later");
    if (words) words.classList.add("working");
    setTimeout(() => window.htmx.trigger(part, "again"), 1000 * (Number(event.detail.xhr.getResponseHeader("Retry-After")) || 2));
  });
  // a trace or a disagreement that is led to is unfolded
  const unfold = () => {
    const found = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!found) return;
    for (let part = found; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    found.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();

  // what a page's other scripts may ask for: take what is new, saying so to readers who cannot see it
  window.desk = { refresh: async (text) => { const done = await follow(location.href, { keep: true }); if (done && text) said(text); return done; }, say: said };
})();
