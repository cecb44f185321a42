// The only module that touches the network: this site's own files, and the hosts that the visitor
// agreed to ask. Bounded in time and size, without cookies, referrer or redirects.
import { t } from "./language.ts";
import { instant } from "./dates.ts";
import type { Answer, Sources } from "./sources.ts";
import { readAll } from "./streams.ts";

const MAX_TIME = 10_000;
const MAX_OWN = 1_000_000;
const MAX_FOREIGN = 200_000;

/** Where this page is, and whose it is. */
export interface Place {
  /** The site's root as this page sees it, a slash at its end. */
  readonly root: string;
  readonly did: string;
  /** The site's published address, a slash at its end. */
  readonly base: string;
  readonly known: ReadonlyMap<string, string>;
}

/** Sources that ask over the network, each address once. */
export class Web implements Sources {
  readonly own: string;
  readonly base: string;
  readonly known: ReadonlyMap<string, string>;
  /** Hosts that a check would have had to ask, and that nobody has agreed to. */
  readonly wanted = new Set<string>();
  /** SHA-256 (hex) of what was read, by address: for the report. */
  readonly digests = new Map<string, string>();
  private readonly agreed: ReadonlySet<string>;
  private readonly root: string;
  private readonly answers = new Map<string, Promise<Answer>>();

  constructor({ root, did, base, known }: Place, agreed: ReadonlySet<string> = new Set()) {
    this.root = root;
    this.own = did;
    this.base = base;
    this.known = known;
    this.agreed = agreed;
  }

  get(url: string): Promise<Answer> {
    const known = this.answers.get(url);
    if (known !== undefined) return known;
    const asked = this.ask(url).then(async (answer) => {
      if ("data" in answer) this.digests.set(url, await sha256(answer.data));
      return answer;
    });
    this.answers.set(url, asked);
    return asked;
  }

  isNewest(list: string, published: string): boolean {
    if (isLoopback(location.hostname)) return true; // there, an address is whoever works on a site now
    try {
      const before = instant(localStorage.getItem(list));
      const now = instant(published) ?? 0;
      if (before !== null && now < before) return false;
      localStorage.setItem(list, published);
    } catch {
      // nothing can be kept in this browser
    }
    return true;
  }

  private async ask(url: string): Promise<Answer> {
    const here = this.atHome(url);
    if (here !== null) return read(here, MAX_OWN, { cache: "no-cache" });
    const host = foreignHost(url);
    if (host === null) return { why: t("its address is not one that a browser may ask") };
    if (!this.agreed.has(host)) {
      this.wanted.add(host);
      return { why: t("{host} was not asked", { host }) };
    }
    return read(url, MAX_FOREIGN, { mode: "cors", referrerPolicy: "no-referrer" });
  }

  /** The address on this page's own origin of one of the site's own files, else null. */
  private atHome(url: string): string | null {
    if (this.base === "" || !url.startsWith(this.base) || !isHome(this.base)) return null;
    // Only an address that is written as it is asked: `./` and the like are another one to other readers.
    const here = this.root + url.slice(this.base.length);
    return new URL(here).href === here ? here : null;
  }
}

/** Whether this page is served by the site itself, or by this machine for a look at it. */
export function isHome(base: string): boolean {
  const { host, hostname } = location;
  return isLoopback(hostname) || (base !== "" && new URL(base).host === host);
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\]|.+\.localhost)$/.test(hostname);
}

/** The host of an address that may be asked at all: https, a name with a dot, no port, no number. */
export function foreignHost(address: string): string | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const { protocol, hostname, port, username, password } = url;
  if (protocol !== "https:" || port !== "" || username !== "" || password !== "") return null;
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(hostname) || /\.[0-9]+$/.test(hostname)) return null;
  return /\.(local|localhost|internal|lan|home|arpa|onion)$/.test(hostname) ? null : hostname;
}

/** What is at an address, bounded in time and size; never raises. */
export async function read(url: string, limit: number, options: RequestInit): Promise<Answer> {
  try {
    const signal = AbortSignal.timeout(MAX_TIME);
    const response = await fetch(url, { credentials: "omit", redirect: "error", signal, ...options });
    const { status } = response;
    if (!response.ok) return { why: t("the answer was {status}", { status }), status };
    const data = response.body ? await readAll(response.body, limit) : new Uint8Array();
    return data === null ? { why: t("the answer was too long") } : { data };
  } catch (error) {
    if (!navigator.onLine) return { why: t("this device is offline") };
    if (error instanceof DOMException && error.name === "TimeoutError") return { why: t("there was no answer in 10 seconds") };
    const host = new URL(url).host;
    return { why: t("{host} did not answer, or does not let browsers ask", { host }) };
  }
}

/** SHA-256 in hex; "" where the page has no cryptography (it was not opened over https). */
export async function sha256(data: Uint8Array): Promise<string> {
  if (globalThis.crypto?.subtle === undefined) return "";
  const hash = await crypto.subtle.digest("SHA-256", new Uint8Array(data));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

