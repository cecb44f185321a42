// The worker: canonicalisation apart from the page, so that a hostile document can be stopped.
// One message in: a document. One message out: what `canonicalize` gives, or why not.
import { canonicalize, type Lossless } from "./canonicalize.ts";
import { Failed } from "./checks.ts";
import type { JsonObject } from "./json.ts";

export interface Question {
  readonly number: number;
  readonly document: JsonObject;
}
export interface Answer {
  readonly number: number;
  readonly lossless?: Lossless;
  readonly failed?: string;
  readonly unexpected?: string;
}

addEventListener("message", (event: MessageEvent<Question>) => {
  const { number, document } = event.data;
  canonicalize(document).then(
    (lossless) => postMessage({ number, lossless } satisfies Answer),
    (error: unknown) => {
      const reason = error instanceof Failed ? { failed: error.reason } : { unexpected: String(error) };
      postMessage({ number, ...reason } satisfies Answer);
    },
  );
});
