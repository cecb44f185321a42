// Canonicalisation in a worker that is ended after two seconds: a hostile document cannot hold the page.
import type { Canonicalize, Lossless } from "./canonicalize.ts";
import { Failed, Unknown } from "./checks.ts";
import type { Answer, Question } from "./worker.ts";

const MAX_TIME = 2_000;
const MOST_KNOWN = 16; // documents, for a badge, its parts and their status lists

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

// A worker's address is a sink of Trusted Types. This policy lets through one address: the worker's.
const address = new URL("verify-worker.js", import.meta.url).href;
const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
const policy = trustedTypes?.createPolicy("badgesite-worker", {
  createScriptURL(url) {
    if (url !== address) throw new TypeError("only the verifier's own worker");
    return url;
  },
});

interface Waiting {
  readonly take: (lossless: Lossless) => void;
  readonly refuse: (error: Error) => void;
}

class Bounded {
  private worker: Worker | null = null;
  private ready = Promise.resolve();
  private asked = 0;
  private readonly waiting = new Map<number, Waiting>();
  private readonly known = new Map<string, Lossless>();

  /** Load the worker, so that it is there when the first document arrives. */
  start(): void {
    if (this.worker !== null) return;
    const worker = new Worker(policy?.createScriptURL(address) ?? address, { type: "module" });
    this.worker = worker;
    this.ready = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Answer>) => (data.number === 0 ? resolve() : this.settle(data));
      worker.onerror = () => {
        reject(new Unknown("unexpected"));
        this.end(new Unknown("unexpected"));
      };
    });
    this.ready.catch(() => undefined);
  }

  /** What came of the same document a moment ago comes of it again: a second look pays only for what can have changed. */
  readonly canonicalize: Canonicalize = async (document, proofConfig) => {
    const key = JSON.stringify([document, proofConfig]);
    const lossless = this.known.get(key) ?? (await this.ask(document, proofConfig));
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(key, lossless);
    return lossless;
  };

  private readonly ask: Canonicalize = async (document, proofConfig) => {
    this.start();
    const number = ++this.asked;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // The question waits at the worker's door; the two seconds are for the work, not for loading.
    void this.ready.then(() => (timer = setTimeout(() => this.end(new Failed("too-complex")), MAX_TIME)), () => undefined);
    try {
      return await new Promise<Lossless>((take, refuse) => {
        this.waiting.set(number, { take, refuse });
        this.worker?.postMessage({ number, document, proofConfig } satisfies Question);
      });
    } finally {
      clearTimeout(timer);
      this.waiting.delete(number);
    }
  };

  private settle({ number, lossless, failed, unknown }: Answer): void {
    const waiting = this.waiting.get(number);
    if (lossless !== undefined) waiting?.take(lossless);
    else waiting?.refuse(failed === undefined ? new Unknown(unknown ?? "unexpected") : new Failed(failed));
  }

  private end(error: Error): void {
    this.worker?.terminate();
    this.worker = null;
    for (const { refuse } of this.waiting.values()) refuse(error);
  }
}

const bounded = new Bounded();
export const startWorker = (): void => bounded.start();
export const canonicalizeInWorker: Canonicalize = bounded.canonicalize;
