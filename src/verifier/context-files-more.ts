// Contexts of badges from elsewhere: earlier Open Badges 3.0, CLR 2.0, credentials v1, proof suites.
import clr from "../badgesite/_built/contexts/clr-2.0.1.json" with { type: "json" };
import credentialsV1 from "../badgesite/_built/contexts/credentials-v1.json" with { type: "json" };
import dataIntegrityV1 from "../badgesite/_built/contexts/data-integrity-v1.json" with { type: "json" };
import dataIntegrityV2 from "../badgesite/_built/contexts/data-integrity-v2.json" with { type: "json" };
import ed25519 from "../badgesite/_built/contexts/ed25519-2020-v1.json" with { type: "json" };
import openBadges1 from "../badgesite/_built/contexts/open-badges-3.0.1.json" with { type: "json" };
import openBadges2 from "../badgesite/_built/contexts/open-badges-3.0.2.json" with { type: "json" };

export const MORE: ReadonlyMap<string, object> = new Map<string, object>([
  ["https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", clr],
  ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json", openBadges1],
  ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json", openBadges2],
  ["https://w3id.org/security/data-integrity/v1", dataIntegrityV1],
  ["https://w3id.org/security/data-integrity/v2", dataIntegrityV2],
  ["https://w3id.org/security/suites/ed25519-2020/v1", ed25519],
  ["https://www.w3.org/2018/credentials/v1", credentialsV1],
]);
