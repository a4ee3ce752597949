// Judging by keys and without leaving the page: a form opens in a dialog, what it moved is shown there, too.
// Without this script the same links lead to the same forms as pages.
"use strict";
(() => {
  const ITEMS = "[data-item], .fates tbody tr:not(.group), .incidents > li, .hits > li, .reports > li";
  const OPEN = "[data-open], a.fig, th a, a[href]";
  const AGAIN = 1000; // milliseconds between two looks at whether the account is settled
  const PAGES = { j: "/judgements", a: "/add", l: "/alerts", s: "/search" };
  let chosen = null, judged = false, timer = 0;

  const say = (text) => { const live = document.getElementById("live"); if (live) { live.hidden = false; live.textContent = text; } };
  const items = () => [...document.querySelectorAll(ITEMS)].filter((item) => item.closest("main") && item.getClientRects().length);

  // --- moving through figures and claims ---
  const choose = (item) => {
    chosen?.classList.remove("chosen");
    chosen = item;
    if (!item) return;
    item.classList.add("chosen");
    if (!item.hasAttribute("tabindex")) item.tabIndex = -1;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  };
  const current = () => (chosen && document.contains(chosen) ? chosen : null);
  // a page that took over what is new keeps what was chosen
  const kept = () => {
    if (!chosen) return;
    const there = document.contains(chosen) ? chosen : items().find((item) => item.dataset.claim && item.dataset.claim === chosen.dataset.claim);
    if (!there) return;
    const focused = document.activeElement === document.body || document.activeElement === chosen;
    chosen = there;
    chosen.classList.add("chosen");
    if (!chosen.hasAttribute("tabindex")) chosen.tabIndex = -1;
    if (focused) chosen.focus({ preventScroll: true });
  };
  for (const name of ["desk:updated", "desk:shown"]) document.addEventListener(name, kept);
  const step = (by) => {
    const all = items();
    if (!all.length) return;
    const at = all.indexOf(current() || document.activeElement?.closest?.(ITEMS));
    choose(all[Math.min(all.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by))]);
  };
  const enter = () => {
    const target = current()?.querySelector(OPEN);
    if (target) target.click();
    return Boolean(target);
  };
  // the key's link in what is chosen; on a page about one claim, in that
  const act = (key) => {
    const all = items(), here = current() || all[0];
    const target = here?.querySelector(`[data-key="${key}"]`) || document.querySelector(`main .stand [data-key="${key}"]`);
    if (target) target.click(); else say("Nothing to judge here: open a figure or a claim first.");
  };
  const undo = () => {
    const there = document.querySelector('dialog[open] [data-key="u"]') || current()?.querySelector('[data-key="u"]') || document.querySelector('#judged [data-key="u"]');
    const last = sessionStorage.getItem("judged");
    if (there) there.form?.requestSubmit(there);
    else if (last) ask(`/judged/${last}`); else say("Nothing was judged in this window yet.");
  };

  // --- the dialog ---
  const dialog = () => {
    let found = document.getElementById("judging-dialog");
    if (!found) {
      if (!document.querySelector('link[href="/static/evidence.css"]')) {
        const sheet = document.createElement("link");
        sheet.rel = "stylesheet"; sheet.href = "/static/evidence.css";
        document.head.append(sheet);
      }
      found = document.createElement("dialog");
      found.id = "judging-dialog"; found.className = "judging-dialog";
      found.addEventListener("close", closed);
      document.body.append(found);
    }
    return found;
  };
  const closed = () => {
    clearTimeout(timer);
    dialog().replaceChildren();
    if (judged) { judged = false; window.desk?.refresh ? window.desk.refresh("The page shows what was judged.") : location.reload(); }
  };
  const show = (page) => {
    const section = page.getElementById("judging") || page.getElementById("judged");
    if (!section) { say(page.querySelector("main p")?.textContent || "The desk did not understand that."); return false; }
    const box = dialog();
    box.replaceChildren(document.importNode(section, true));
    box.setAttribute("aria-labelledby", section.getAttribute("aria-labelledby"));
    if (!box.open) box.showModal();
    const first = box.querySelector("[role=alert]") ? box.querySelector("#why") : box.querySelector("[data-first], .buttons button, .buttons a");
    first?.focus();
    box.querySelector(".foreseen")?.scrollIntoView({ block: "nearest" });
    watch(box);
    return true;
  };
  const fetched = async (url, options = {}) => {
    const answer = await fetch(url, { headers: { Accept: "text/html" }, ...options });
    if (new URL(answer.url).pathname === "/login") { location.href = answer.url; return null; }
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };
  const ask = async (url) => {
    const [path, query] = url.split("?");
    const full = new URLSearchParams(query || "");
    if (!full.has("back")) full.set("back", location.pathname + location.search);
    try {
      const page = await fetched(`${path}?${full}`);
      if (page) show(page);
    } catch { location.href = url; }
  };
  const unsent = (form) => { delete form.dataset.sent; form.removeAttribute("aria-busy"); };
  const send = async (form, button) => {
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
    const fields = new URLSearchParams(new FormData(form, button || undefined));
    try {
      const page = await fetched(button?.getAttribute("formaction") || form.getAttribute("action"), { method: "POST", body: fields });
      const done = page?.getElementById("judged");
      if (done) { judged = true; sessionStorage.setItem("judged", done.dataset.number); }
      if (page && !show(page)) unsent(form);
    } catch { unsent(form); say("The desk does not answer; nothing was judged."); }
  };
  // what was judged is settled in a moment: look again until it is
  const watch = (place) => {
    clearTimeout(timer);
    const section = place.querySelector("#judged[data-unsettled]");
    if (section) timer = setTimeout(() => again(place, section), AGAIN);
  };
  const again = async (place, section) => {
    try {
      const fresh = (await fetched(section.dataset.self))?.getElementById("judged");
      if (fresh && document.contains(section)) {
        const held = document.activeElement && section.contains(document.activeElement) ? document.activeElement.textContent : "";
        const mine = document.importNode(fresh, true);
        section.replaceWith(mine);
        if (held) [...mine.querySelectorAll("button, a")].find((one) => one.textContent === held)?.focus();
        if (!("unsettled" in mine.dataset)) say(mine.querySelector(".moved")?.textContent.replace(/\s+/g, " ") || "Settled: no figure moved.");
      }
    } catch { /* it is asked again */ }
    watch(place);
  };

  // --- what is clicked and sent ---
  document.addEventListener("click", (event) => {
    const plain = !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    const target = event.target.closest?.("a");
    if (!target || !plain) return;
    if (target.matches("[data-close]") && target.closest("dialog")) { event.preventDefault(); dialog().close(); return; }
    if (target.matches("[data-judge]") && window.HTMLDialogElement) {
      event.preventDefault();
      const item = target.closest(ITEMS);
      if (item) choose(item);
      ask(target.getAttribute("href"));
    }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches('form[action^="/judge/"]') || event.defaultPrevented) return;
    if (!form.closest("dialog") && !form.matches(".undo")) return; // a form that is a page of its own stays one
    event.preventDefault();
    send(form, event.submitter);
  });

  // --- keys ---
  const typing = (target) => target.closest?.("input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  let before = "";
  document.addEventListener("keydown", (event) => {
    // a reason is one line: Enter sends it
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.id === "why") {
      event.preventDefault();
      event.target.form.requestSubmit(event.target.form.querySelector("button.strong"));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) { before = ""; return; }
    const pair = before === "g";
    before = event.key === "g" ? "g" : "";
    if (event.defaultPrevented) return;
    const inside = document.querySelector("dialog[open]");
    let done = true;
    if (pair && event.key === "u") document.querySelector("[data-up]")?.click();
    else if (pair && PAGES[event.key]) location.href = PAGES[event.key];
    else if (pair) done = false;
    else if (event.key === "u") undo();
    else if (inside) done = false;
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Enter" && event.target === current()) done = enter();
    else if ("axsnbe".includes(event.key) && event.key.length === 1) act(event.key);
    else done = false;
    if (done) event.preventDefault();
  });

  // a page that was asked for by its address, too, follows until it is settled
  watch(document);
  if (document.querySelector("#added-waiting")) setTimeout(() => location.reload(), 1500);
})();
