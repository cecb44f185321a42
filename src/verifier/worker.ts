// The worker: canonicalisation apart from the page, so that a hostile document can be stopped.
// It says 0 when it listens. One message in: a document and its proof. One message out: what `canonicalize` gives, or why not.
import { canonicalize, type Lossless } from "./canonicalize.ts";
import { Failed, Unknown } from "./checks.ts";
import type { JsonObject } from "./json.ts";

export interface Question {
  readonly number: number;
  readonly document: JsonObject;
  readonly proofConfig: JsonObject | null;
}
export interface Answer {
  readonly number: number;
  readonly lossless?: Lossless;
  readonly failed?: string;
  readonly unknown?: string;
}

addEventListener("message", (event: MessageEvent<Question>) => {
  const { number, document, proofConfig } = event.data;
  const answer = (content: Omit<Answer, "number">) => postMessage({ number, ...content });
  canonicalize(document, proofConfig).then(
    (lossless) => answer({ lossless }),
    (error: unknown) => {
      if (error instanceof Failed) answer({ failed: error.reason });
      else answer({ unknown: error instanceof Unknown ? error.reason : "unexpected" });
    },
  );
});

postMessage({ number: 0 } satisfies Answer); // loaded and listening
