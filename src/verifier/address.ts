// Addresses as people give them: typed from paper, pasted, or inside a message that was shared with them.

const BADGE_PAGE = /\/(?:credentials|embed)\/([0-9a-f-]{36})(?:\/(?:index\.html)?)?$/;

/** The first link in a text, else the whole text with https:// before it; "" when that is no address. */
export function addressIn(text: string): string {
  const [link = `https://${text.trim()}`] = /https?:\/\/[^\s<>"]+/i.exec(text) ?? [];
  if (/\s/.test(link)) return "";
  const bare = link.replace(/[?#].*$/, "").replace(/[.,;:!?'’”»)\]}*]+$/, ""); // the sentence's own, not the link's
  try {
    return new URL(bare).href;
  } catch {
    return "";
  }
}

/** Where the badge of an address is: beside its page or its card, else there. */
export function fileAt(url: string): string {
  return url.replace(BADGE_PAGE, "/credentials/$1/credential.json");
}

/** The page that people see at an address of a site, in the form that a host does not send elsewhere. */
export function pageAt(url: string): string {
  return url.replace(BADGE_PAGE, "/credentials/$1/").replace(/\/index\.html$/, "/").replace(/\/([^/.]+)$/, "/$1/");
}
