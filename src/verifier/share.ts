// What a learner copies into another page, a README or a mail, and the device's own way to share. Made
// from what the page says of itself when a button is pressed. A module of its own, without the verifier.

interface Shown {
  readonly title: string;
  readonly isOver: boolean;
  readonly page: string;
  readonly picture: string;
  readonly base: string;
  readonly uuid: string;
}

const CODES: Readonly<Record<string, (shown: Shown) => string>> = {
  html: ({ title, page, picture }) =>
    `<a href="${html(page)}"><img src="${html(picture)}.svg" alt="${html(title)}" width="160" height="160"></a>`,
  markdown: ({ title, page, picture }) => `[![${markdown(title)}](${picture}.png)](${page})`,
  signature: ({ title, page, picture }) =>
    `<a href="${html(page)}"><img src="${html(picture)}.png" alt="" width="72" height="72"></a><br><a href="${html(page)}">${html(title)}</a>`,
  // The card has no script; `#expired` tells it what the day of copying knows.
  frame: ({ title, isOver, base, uuid }) =>
    `<iframe src="${html(base)}embed/${uuid}/${isOver ? "#expired" : ""}" title="${html(title)}" width="460" height="160" loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox" style="border:0;max-width:100%"></iframe>`,
  component: ({ title, page, base, uuid }) =>
    `<script type="module" src="${html(base)}badge-card.js"></script>\n<badge-card src="${html(base)}credentials/${uuid}/credential.json"><a href="${html(page)}">${html(title)}</a></badge-card>`,
};

/** Share or copy as the button says; the words for its label when that is done. */
export async function run(button: HTMLElement): Promise<string> {
  const { as = "" } = button.dataset;
  const expired = button.closest<HTMLElement>("[data-expired]")?.dataset["expired"] ?? "expired";
  const shown = whatIsShown(expired);
  if (as === "device") {
    await navigator.share({ title: shown.title, url: shown.page }).catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    });
    return button.textContent ?? "";
  }
  if (as === "mail") {
    location.href = `mailto:?subject=${encodeURIComponent(shown.title)}&body=${encodeURIComponent(shown.page)}`;
    return button.textContent ?? "";
  }
  const code = CODES[as]?.(shown) ?? "";
  if (as === "signature") await copyRich(code, `${shown.title}: ${shown.page}`);
  else await navigator.clipboard.writeText(code);
  return document.documentElement.dataset["copied"] ?? "✓";
}

/** What the page says of itself; a badge that has expired is never shared without that word. */
function whatIsShown(expired: string): Shown {
  const { base = "", uuid = "", picture = "" } = document.querySelector<HTMLElement>("main")?.dataset ?? {};
  const title = document.querySelector<HTMLMetaElement>('meta[property="og:title"]')?.content ?? document.title;
  const isOver = document.documentElement.dataset["verdict"] === "expired" || document.querySelector(".if-current[hidden]") !== null;
  const page = document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href ?? location.href;
  return { title: isOver ? `${title} (${expired})` : title, isOver, page, picture: `${base}${picture}badge`, base, uuid };
}

/** Copied so that a mail program takes the picture and the link, an editor the words. */
async function copyRich(code: string, plain: string): Promise<void> {
  const blob = (type: string, text: string) => new Blob([text], { type });
  const item = { "text/html": blob("text/html", code), "text/plain": blob("text/plain", plain) };
  await navigator.clipboard.write([new ClipboardItem(item)]);
}

function html(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function markdown(text: string): string {
  return text.replace(/[\\[\]()*_`<>]/g, "\\$&");
}
