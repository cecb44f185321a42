// What templates mark with data-said and learn.ts says in the reader's language. No script has it: it is here
// for `make messages`, so that the catalogues that browsers load have these words too.
import { t } from "./language.ts";

export const said = [
  t("Add to LinkedIn"),
  t("All badges of this learner"),
  t("Backpack"),
  t("Badge file (JSON)"),
  t("Copy link"),
  t("Download"),
  t("Order waived"),
  t("Part of"),
  t("Post"),
  t("Print certificate"),
  t("Scan to open this check on another device."),
  t("Share and embed"),
  t("Signed list of withdrawn badges"),
  t("Technical details"),
  t("Valid until"),
  t("What was checked"),
];
