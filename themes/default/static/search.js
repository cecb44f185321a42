// The search box: fetched when somebody asks for it, reads assets/search.<language>.json and nothing else.
const here = new URL(".", import.meta.url);
const MOST = 12;
const letters = (text) =>
  (text.toLowerCase().normalize("NFKD").replace(/\p{Mn}/gu, "").match(/[\p{L}\p{N}]+/gu) ?? []);
// Files of learners are called by the hex of their names' first two letters, as the build does it.
const keyOf = (word) =>
  [...new TextEncoder().encode([...word].slice(0, 2).join(""))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

let box; // dialog, input, list, status, and what was read

const fetched = async (path) => {
  const answer = await fetch(new URL(path, here));
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};

const element = (name, attributes = {}, ...content) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
};

// Every word that was typed begins a word of the name, or one of the words that an item may have besides;
// names that begin with it come first, and what is found by other words stays in its order.
const score = ([, name, , also = ""], typed) => {
  const words = letters(name);
  let total = 0;
  for (const [place, each] of typed.entries()) {
    const found = words.findIndex((word) => word.startsWith(each));
    if (found < 0 && !` ${also}`.includes(` ${each}`)) return 0;
    total += found < 0 ? 0.1 : (words[found] === each ? 3 : 1) + (found === place ? 2 : 0);
  }
  return total < 1 ? total : total + 1 / (1 + words.length);
};

const shardsFor = async (typed) => {
  const keys = new Set(typed.filter((word) => [...word].length > 1).map(keyOf).filter((key) => box.shards.has(key)));
  const read = await Promise.all([...keys].map((key) => (box.read[key] ??= fetched(`search/${key}.json`))));
  const seen = new Map(read.flatMap((each) => each.items).map((item) => [item[2], item]));
  return [...seen.values()];
};

const matches = async (text) => {
  const typed = letters(text);
  if (!typed.length) return [];
  const all = [...box.items, ...(await shardsFor(typed))];
  const ranked = all.map((item) => [score(item, typed), item]).filter(([points]) => points > 0);
  return ranked.sort((a, b) => b[0] - a[0]).map(([, item]) => item);
};

const choose = (place) => {
  const options = [...box.list.children];
  box.chosen = options.length ? (place + options.length) % options.length : -1;
  for (const [at, each] of options.entries()) each.setAttribute("aria-selected", String(at === box.chosen));
  const now = options[box.chosen];
  if (now) {
    box.input.setAttribute("aria-activedescendant", now.id);
    now.scrollIntoView({ block: "nearest" });
  } else box.input.removeAttribute("aria-activedescendant");
};

const show = (found, asked) => {
  box.list.replaceChildren(...found.slice(0, MOST).map(([kind, name, path], place) =>
    element("a", { role: "option", id: `found-${place}`, href: box.root + path, tabindex: "-1", "aria-selected": "false" },
      element("bdi", {}, name), element("small", {}, box.words[kind] ?? ""))));
  box.list.hidden = !found.length;
  box.input.setAttribute("aria-expanded", String(found.length > 0));
  choose(found.length ? 0 : -1);
  const count = found.length === 1 ? box.words.one : box.words.many.replace("{n}", String(found.length));
  box.status.textContent = !asked ? box.words.keys : found.length ? count : box.words.none;
};

const search = async () => {
  const asked = box.input.value.trim();
  const turn = ++box.turn;
  try {
    const found = await matches(asked);
    if (turn === box.turn) show(found, asked);
  } catch {
    if (turn === box.turn) { show([], ""); box.status.textContent = box.words.failed; }
  }
};

// A field that is closed with its box keeps the focus until the next frame: `/` would be written into it.
const shut = () => {
  box.dialog.close();
  box.input.blur();
};

const keys = (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) { event.preventDefault(); choose(box.chosen + step); }
  if (event.key === "Escape") { event.preventDefault(); shut(); } // a search field would only empty itself
  if (event.key === "Enter") {
    event.preventDefault();
    box.list.children[box.chosen]?.click();
  }
};

const build = (root, index) => {
  const { words } = index;
  const input = element("input", { class: "input", type: "search", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "found", "aria-label": words.hint, placeholder: words.hint });
  const list = element("div", { id: "found", role: "listbox", "aria-label": words.title });
  const status = element("p", { class: "small muted", role: "status" });
  const close = element("button", { type: "button", class: "icon-btn", "aria-label": words.close }, element("i", { class: "icon i-cross" }));
  const dialog = element("dialog", { class: "search", "aria-label": words.title },
    element("div", { class: "search-field" }, element("i", { class: "icon i-search" }), input, close), list, status);
  input.addEventListener("input", () => void search());
  input.addEventListener("keydown", keys);
  close.addEventListener("click", shut);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[role=option]")) shut();
  });
  document.body.append(dialog);
  return { dialog, input, list, status, words, root, items: index.items, shards: new Set(index.shards), read: {}, turn: 0, chosen: -1 };
};

const styled = () => new Promise((done) => {
  const sheet = element("link", { rel: "stylesheet", href: new URL("search.css", here).href });
  sheet.onload = sheet.onerror = done;
  document.head.append(sheet);
});

export const open = async ({ root, language }) => {
  if (!box) {
    const [index] = await Promise.all([fetched(`search.${language}.json`), styled()]);
    box ??= build(root, index);
  }
  if (box.dialog.open) return;
  box.dialog.showModal();
  box.input.select();
  void search();
};
