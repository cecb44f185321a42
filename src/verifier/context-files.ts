// The context files themselves: the two that a site's own badges use are at hand, the rest come in
// a chunk of their own when a badge asks for one. Nothing here, or anywhere, loads from the network.
import credentialsV2 from "../badgesite/_built/contexts/credentials-v2.json" with { type: "json" };
import openBadges from "../badgesite/_built/contexts/open-badges-3.0.3.json" with { type: "json" };

const AT_HAND: ReadonlyMap<string, object> = new Map<string, object>([
  ["https://www.w3.org/ns/credentials/v2", credentialsV2],
  ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", openBadges],
]);

/** The built-in context of this address; raises for any other. */
export async function contextFile(url: string): Promise<object> {
  const found = AT_HAND.get(url) ?? (await import("./context-files-more.ts")).MORE.get(url);
  if (found === undefined) throw new Error(`no context is built in for ${url}`);
  return found;
}
