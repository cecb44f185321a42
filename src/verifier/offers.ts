// What a credential's page offers beyond its links: made when a visitor opens the place for it, so that no
// page carries it and readers without JavaScript see nothing that would not work. site.js runs the buttons.
import { h } from "./dom.ts";
import { t } from "./language.ts";

/** Fill the place with the ways that fit its name. */
export function offer(place: HTMLElement): void {
  const inside = place.querySelector<HTMLElement>(".inside") ?? place.appendChild(h("div", { class: "inside actions" }));
  if (place.dataset["offers"] === "share") offerSharing(inside);
  else offerDownloads(inside);
}

function offerSharing(inside: HTMLElement): void {
  const title = document.querySelector<HTMLMetaElement>('meta[property="og:title"]')?.content ?? document.title;
  const page = document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href ?? location.href;
  const isOver = document.querySelector(".if-current")?.hasAttribute("hidden") ?? false; // past its last day
  const link = (words: string, address: string, values: Readonly<Record<string, string>>) => {
    const query = Object.entries(values).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return h("a", { class: "btn", href: `${address}?${query.join("&")}` }, words);
  };
  inside.dataset["expired"] = t("expired");
  inside.append(
    h(
      "div",
      { class: "group if-current", hidden: isOver },
      heading(t("Share on")),
      link("X", "https://twitter.com/intent/tweet", { text: title, url: page }),
      link("Facebook", "https://www.facebook.com/sharer/sharer.php", { u: page }),
      link(t("E-mail"), "mailto:", { subject: title, body: page }),
    ),
    button("share", "mail", t("E-mail: expired"), "if-expired"),
    ...("share" in navigator ? [button("share", "device", t("Other apps"))] : []),
    heading(t("Copy the code for")),
    button("share", "html", "HTML"),
    button("share", "markdown", "Markdown"),
    button("share", "signature", t("E-mail signature")),
    button("share", "frame", t("Card")),
    button("share", "component", t("Live card")),
  );
}

/** Pictures with the badge inside are made here, where the host does not have them already. */
function offerDownloads(inside: HTMLElement): void {
  const isThere = (kind: string) => inside.querySelector(`[href="badge.${kind}"]`) !== null;
  const { uuid = "" } = document.querySelector<HTMLElement>("main")?.dataset ?? {};
  for (const each of inside.querySelectorAll("a")) each.download = uuid + each.pathname.replace(/.*\./, ".");
  inside.dataset["words"] = t("Saved");
  inside.dataset["failed"] = t("Not saved");
  inside.append(
    ...["png", "svg"].filter((kind) => !isThere(kind)).map((kind) => button("downloads", kind, t("{kind} picture", { kind: kind.toUpperCase() }))),
    button("verify-keep", "", t("Copy that checks itself"), "wide"),
  );
}

function heading(words: string): HTMLElement {
  return h("p", { class: "wide small muted" }, words);
}

function button(run: string, as: string, words: string, kind = ""): HTMLElement {
  return h("button", { class: kind ? `btn ${kind}` : "btn", type: "button", "data-run": run, "data-as": as }, words);
}
