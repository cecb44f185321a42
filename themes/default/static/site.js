// Theme, copy, print and what depends on today. Loaded in <head>, so that no page flashes in the wrong theme.
(() => {
  "use strict";
  const root = document.documentElement;
  const here = document.currentScript.src;
  // What is said in the languages of the site stands before this script (`siteWords`, written by the build).
  const languages = Object.keys(self.siteWords ?? {});
  const spoken = languages.includes(root.lang) ? root.lang : languages[0];
  const words = self.siteWords?.[spoken] ?? {};
  root.dataset.copied = words.copied ?? "✓";
  const stored = () => {
    try { return localStorage.getItem("theme"); } catch { return null; }
  };
  const chosen = stored();
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;

  root.dataset.script = ""; // what is only for readers without JavaScript disappears

  // The day in the issuer's time zone, as YYYY-MM-DD: days written on the site are days there.
  const today = () => {
    const options = { year: "numeric", month: "2-digit", day: "2-digit" };
    let parts;
    try {
      parts = new Intl.DateTimeFormat("en", { ...options, timeZone: root.dataset.zone }).formatToParts();
    } catch {
      parts = new Intl.DateTimeFormat("en", options).formatToParts();
    }
    const part = (type) => parts.find((each) => each.type === type).value;
    return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
  };

  // Parts of drawings have no attribute `hidden`.
  const hide = (each, away) => {
    if (!(each instanceof SVGElement)) each.hidden = away;
    else if (away) each.setAttribute("display", "none");
    else each.removeAttribute("display");
  };
  const showToday = () => {
    const now = today();
    for (const each of document.querySelectorAll("[data-from],[data-before],[data-until],[data-after]")) {
      const { from, before, until, after } = each.dataset;
      const away = (from && now < from) || (before && now >= before) || (until && now > until) || (after && now <= after);
      hide(each, Boolean(away));
    }
    // A page of many pieces has its days once (`data-turns`); a piece has their numbers: from-before.
    for (const each of document.querySelectorAll("[data-turn]")) {
      const days = each.closest("[data-turns]").dataset.turns.split(" ");
      const [from, before] = each.dataset.turn.split("-");
      hide(each, Boolean((from && now < days[from - 1]) || (before && now >= days[before - 1])));
    }
    for (const each of document.querySelectorAll("[data-lapses]")) each.classList.toggle("lapsed", now > each.dataset.lapses);
    for (const each of document.querySelectorAll(".level")) {
      const state = each.querySelector(":scope > .no > [data-level]:not([hidden])");
      if (!state) continue;
      each.classList.remove("done", "now", "later");
      each.classList.add(state.dataset.level);
    }
  };

  const copy = async (button) => {
    const label = button.querySelector("span") ?? button;
    const before = label.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy || document.querySelector("link[rel=canonical]").href);
      label.textContent = root.dataset.copied;
    } catch {
      label.textContent = words.notCopied ?? "✗";
    }
    setTimeout(() => { label.textContent = before; }, 1600);
  };

  // Sharing, downloads and copies: each a module of its own, loaded when its button is pressed.
  const run = async (button) => {
    button.setAttribute("aria-busy", "true");
    const label = button.querySelector("span") ?? button;
    const before = label.textContent;
    try {
      const { run } = await import(new URL(`${button.dataset.run}.js`, here).href);
      label.textContent = (await run(button)) ?? before;
    } catch {
      label.textContent = button.closest("[data-failed]")?.dataset.failed ?? words.notCopied ?? "✗";
    }
    button.removeAttribute("aria-busy");
    setTimeout(() => { label.textContent = before; }, 2400);
  };

  // The search box and its index are fetched when they are first asked for.
  const search = async (button) => {
    if (!button) return;
    button.setAttribute("aria-busy", "true");
    try {
      const box = await import(new URL("search.js", here));
      await box.open({ root: new URL("../", here).href, language: spoken });
    } catch { // offline before the first search
      const said = document.createElement("p");
      said.className = "said";
      said.setAttribute("role", "status");
      said.textContent = words.notFetched ?? "✗";
      button.after(said);
      setTimeout(() => said.remove(), 4000);
    }
    button.removeAttribute("aria-busy");
  };
  const isWriting = (target) => target instanceof Element && target.closest("input,textarea,select,[contenteditable]");

  // What works with this script only is made by it, unless a theme has put it elsewhere.
  const equip = () => {
    const bar = document.querySelector(".site-header > .wrap");
    const tool = (name, label, ...icons) => {
      if (!bar || bar.querySelector(`[data-${name}]`)) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "icon-btn";
      button.setAttribute("aria-label", label);
      button.setAttribute(`data-${name}`, "");
      for (const kind of icons) {
        const icon = document.createElement("i");
        icon.className = `icon i-${kind}`;
        button.append(icon);
      }
      bar.append(button);
      return button;
    };
    tool("search", words.search ?? "Search", "search")?.setAttribute("aria-keyshortcuts", "/");
    tool("theme-toggle", words.theme ?? "Theme", "moon to-dark", "sun to-light");
  };

  // At once, before what a page waits for: a form that no script has taken sends what was typed to the host.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-check]")) return;
    event.preventDefault();
    // In the fragment, which is never sent: the server does not learn what is being checked.
    location.href = `${form.action}#url=${encodeURIComponent(new FormData(form).get("url"))}`;
  });

  addEventListener("DOMContentLoaded", () => {
    equip();
    showToday();
    addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      event.preventDefault();
      void search(document.querySelector("[data-search]"));
    });
    for (const each of document.querySelectorAll("[data-theme-toggle],[data-copy],[data-print],[data-search],[data-run]"))
      each.hidden = each.dataset.as === "device" && !navigator.share;
    document.addEventListener("keydown", (event) => {
      const open = document.querySelector(".languages[open]");
      if (event.key !== "Escape" || !open) return;
      open.open = false;
      open.querySelector("summary").focus();
    });
    document.addEventListener("click", (event) => {
      if (!(event.target instanceof Element)) return;
      if (event.target.closest("[data-theme-toggle]")) {
        root.dataset.theme = isDark() ? "light" : "dark";
        try { localStorage.setItem("theme", root.dataset.theme); } catch { /* a private window keeps nothing */ }
      }
      void search(event.target.closest("[data-search]"));
      const language = event.target.closest(".languages a");
      if (language) {
        try { localStorage.setItem("language", language.hreflang); } catch { /* as above */ }
        if ("stay" in language.dataset) {
          event.preventDefault(); // this page is in one language; its check speaks the chosen one
          location.reload();
        }
      }
      const open = document.querySelector(".languages[open]");
      if (open && !open.contains(event.target)) open.open = false;
      const button = event.target.closest("[data-copy]");
      if (button) void copy(button);
      const runner = event.target.closest("[data-run]:not([aria-busy])");
      if (runner) void run(runner);
      if (event.target.closest("[data-print]")) print();
    });
  });
})();
