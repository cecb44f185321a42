// The machine-readable report: the same members as `badgesite verify --json`.
import type { Json } from "./json.ts";
import type { Report } from "./judge.ts";
import { factsToShow, withDetail } from "./say.ts";
import { issuerHost } from "./facts.ts";

const RULES_VERSION = "1"; // of docs/reference/verification.md

/** `used`: SHA-256 (hex) of all that was looked at, by address; the file itself at "". */
export function toJson(file: string, report: Report, now: number, used: ReadonlyMap<string, string>): Json {
  const facts = factsToShow(report);
  const issuer = report.signed?.issuer ?? report.facts?.issuer ?? null;
  return {
    file,
    verdict: report.verdict,
    stack: report.stack?.outcome ?? null,
    checks: report.checks.map((check) => ({
      code: check.code,
      result: check.result,
      reason: check.reason,
      message: withDetail(check),
    })),
    form: report.form,
    rules: RULES_VERSION,
    checkedAt: new Date(now).toISOString(),
    issuer: issuer === null ? null : { id: issuer, domain: issuerHost(issuer) || null },
    facts: facts && {
      id: facts.id || null,
      badge: facts.badge || null,
      achievement: facts.achievement || null,
      description: facts.description || null,
      learner: facts.learner || null,
      issuerCallsItself: facts.issuerName || null,
      validFrom: facts.begins || null,
      validUntil: facts.ends || null,
      evidence: facts.evidence.map(({ url }) => url).filter(Boolean),
      ...(facts.limits ? { limits: facts.limits } : {}),
    },
    withdrawal: report.withdrawal && { ...report.withdrawal },
    stackMessage: report.stack?.message ?? null,
    parts: (report.stack?.parts ?? []).map(({ url, outcome, message, badge }) => ({ url, outcome, message, badge: badge || null })),
    inner: report.inner.map((each) => toJson(file, each, now, new Map())),
    lists: { ...report.lists },
    used: Object.fromEntries([...used].filter(([, digest]) => digest !== "").map(([address, digest]) => [address, `sha256:${digest}`])),
  };
}
