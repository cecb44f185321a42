// Making elements. Text is always text: no markup is ever read from a string.
import { pieces } from "./language.ts";

type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | boolean>>;

/** An element with attributes (false: left out) and children (null: left out). */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

function drawing(size: number, kind: string, paths: readonly (readonly [string, string])[]): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", kind);
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("aria-hidden", "true");
  for (const [name, d] of paths) {
    const path = document.createElementNS(space, "path");
    if (name) path.setAttribute("class", name);
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

const ICONS = {
  tick: "M5 12.5l4.5 4.5L19 7.5",
  cross: "M6 6l12 12M18 6L6 18",
  alert: "M12 9v4.5M12 17v.1M10.3 4.3 2.7 17.5A2 2 0 0 0 4.4 20.5h15.2a2 2 0 0 0 1.7-3L13.7 4.3a2 2 0 0 0-3.4 0Z",
  minus: "M6 12h12",
  wait: "M6 12h.1M12 12h.1M18 12h.1",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  file: "M13 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V9ZM13 3.5V9h5.5",
} as const;

export type Icon = keyof typeof ICONS;

export function icon(name: Icon): SVGElement {
  return drawing(24, "icon", [["", ICONS[name]]]);
}

// The sign beside a verdict: an outline of its own for each kind, as colour alone says nothing.
const SEALS = {
  shield: ["M24 4.5 40.5 10v12.5C40.5 33 33.5 40.5 24 44 14.5 40.5 7.5 33 7.5 22.5V10Z", "M16 24l6 6 11-12"],
  clock: ["M24 3a21 21 0 1 0 0 42 21 21 0 0 0 0-42Z", "M24 13v12l7.5 4.5"],
  octagon: ["M15.3 3h17.4L45 15.3v17.4L32.7 45H15.3L3 32.7V15.3Z", "M16.5 16.5l15 15M31.5 16.5l-15 15"],
  triangle: ["M21.4 5.2 2.9 37.3A3 3 0 0 0 5.5 41.8h37a3 3 0 0 0 2.6-4.5L26.6 5.2a3 3 0 0 0-5.2 0Z", "M24 17v11.5M24 35v.2"],
  question: [
    "M24 3a21 21 0 1 0 0 42 21 21 0 0 0 0-42Z",
    "M17.5 18.5a6.5 6.5 0 1 1 9.5 5.8c-2 1.1-3 2.3-3 4.7M24 35.5v.2",
  ],
  sheet: ["M12 3h17l11 11v31H12a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3Z", "M17 23h15M17 30h15M17 37h9"],
  ring: ["", "M24 4a20 20 0 0 1 20 20"],
} as const;

export type Seal = keyof typeof SEALS;

export function seal(name: Seal): SVGElement {
  const [plate, glyph] = SEALS[name];
  return drawing(48, "seal", name === "ring" ? [["spinner", glyph]] : [["plate", plate], ["glyph", glyph]]);
}

/** A link to a web address; for any other address its text alone. */
export function link(url: string, text: string): HTMLElement {
  if (!/^https?:\/\//i.test(url)) return h("span", {}, text);
  return h("a", { href: url, rel: "noopener noreferrer nofollow" }, text);
}

/** A sentence with elements in its places. */
export function nodes(message: string, values: Readonly<Record<string, Node | string>>): (Node | string)[] {
  return pieces(message, values);
}

/** Offer text as a file. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function byId(id: string): HTMLElement | null {
  return document.getElementById(id);
}
