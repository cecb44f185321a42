// The page of a credential that is no longer in the issuer's records: checks the signed list only.
import { couldNotCheck, Failed, failed, passed, Unknown, type Check } from "./checks.ts";
import { isSet } from "./bits.ts";
import { dayInWords } from "./days.ts";
import { byId, h, icon, seal } from "./dom.ts";
import { Web } from "./fetch.ts";
import { t } from "./language.ts";
import type { Page } from "./page.ts";
import type { Setting } from "./secured.ts";
import { openList } from "./status.ts";
import { loadReasons, sentence } from "./strings.ts";
import { statementAt, type Withdrawal } from "./withdrawal.ts";

export async function showTombstonePage({ main, place, canonicalize }: Page): Promise<void> {
  const { statusList = "", place: number = "", uuid = "" } = main.dataset;
  const sources = new Web(place);
  const setting: Setting = { sources, canonicalize, now: Date.now() };
  const check = await checkPlace(place.base + statusList, Number(number), place.did, setting);
  await loadReasons([check]);
  const said = await statementAt(`${place.base}credentials/${uuid}/withdrawn.json`, sources);
  const isWithdrawn = check.result === "failed";
  showBanner(isWithdrawn, said, check);
  const rows = byId("checks");
  rows?.replaceChildren(
    h(
      "li",
      { class: isWithdrawn ? "bad" : "warn" },
      h("span", { class: "mark" }, icon(isWithdrawn ? "cross" : "alert")),
      h("strong", {}, t("The issuer has not withdrawn it")),
      h("span", { class: "result" }, isWithdrawn ? t("On the issuer's list") : t("Could not check")),
      h("span", { class: "why" }, sentence(check)),
    ),
  );
  const replaced = isWithdrawn && said?.kind === "replaced";
  document.documentElement.dataset["verdict"] = replaced ? "replaced" : isWithdrawn ? "revoked" : "could-not-check";
}

async function checkPlace(url: string, place: number, did: string, setting: Setting): Promise<Check> {
  try {
    const { bits } = await openList(url, did, setting);
    return isSet(bits, place) ? failed("status", "revoked") : passed("status");
  } catch (error) {
    const known = error instanceof Failed || error instanceof Unknown;
    return couldNotCheck("status", known ? error.reason : "unexpected");
  }
}

function showBanner(isWithdrawn: boolean, said: Withdrawal | null, check: Check): void {
  const banner = byId("verdict");
  if (banner === null) return;
  const reason = said?.reason?.replace(/[.\s]+$/, "");
  const given = reason ? ` ${t("Reason given by the issuer: {reason}.", { reason })}` : "";
  const gone = said?.on ? t("The issuer withdrew this badge on {day}", { day: dayInWords(said.on) }) : t("The issuer withdrew this badge");
  const open = check.result === "passed" ? t("The signed list does not show it as withdrawn.") : sentence(check);
  const [headline, words] = isWithdrawn
    ? [gone, t("Do not rely on it. The signed list of the issuer says so.") + given]
    : [t("We could not check everything"), `${t("This badge is not in the issuer's records.")} ${open}`];
  banner.setAttribute("role", "status");
  banner.className = `verdict verdict-${isWithdrawn ? "bad" : "warn"}`;
  banner.replaceChildren(
    seal(isWithdrawn ? "octagon" : "triangle"),
    h("div", {}, h("h1", {}, headline), h("p", {}, words)),
    h("div", { class: "when" }, h("b", {}, isWithdrawn ? t("Withdrawn") : t("Not checked")), t("on your device")),
  );
}
