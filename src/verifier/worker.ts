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

let isIdle = true;
addEventListener("message", (event: MessageEvent<Question>) => {
  isIdle = false;
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

// The first document pays for reading the contexts: let that be this one, unless a badge waits at the door.
const thing = (type: string, more: JsonObject = {}): JsonObject => ({ id: "urn:x:x", type: [type], ...more });
const first: readonly [JsonObject, JsonObject] = [
  {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    ...thing("VerifiableCredential"),
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    issuer: thing("Profile"),
    credentialSubject: thing("AchievementSubject", {
      achievement: thing("Achievement", { criteria: { narrative: "x" }, image: thing("Image") }),
      identifier: [{ type: "IdentityObject", hashed: false }],
    }),
    evidence: [thing("Evidence")],
    credentialStatus: thing("BitstringStatusListEntry"),
  },
  { type: "DataIntegrityProof", cryptosuite: "eddsa-rdfc-2022" },
];
setTimeout(() => void (isIdle && canonicalize(...first).catch(() => undefined)));
