// Lighthouse's four figures for pages of a site, from a browser of this machine. Prints; exit 1 below the bar.
// node measure.mjs CHROMIUM NAME=ADDRESS …
import lighthouse from "lighthouse";
import { launch } from "chrome-launcher";

const BAR = 95;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const [chromePath, ...pages] = process.argv.slice(2);

const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
let low = 0;
console.log(["page".padEnd(12), ...CATEGORIES.map((each) => each.padStart(15))].join(""));
try {
  for (const page of pages) {
    const [name, address] = page.split(/=(.*)/s);
    const { lhr } = await lighthouse(address, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error" });
    const figures = CATEGORIES.map((each) => Math.round((lhr.categories[each]?.score ?? 0) * 100));
    low += figures.filter((each) => each < BAR).length;
    console.log([name.padEnd(12), ...figures.map((each) => String(each).padStart(15))].join(""));
    for (const audit of Object.values(lhr.audits)) {
      const counts = CATEGORIES.some((each) => lhr.categories[each]?.auditRefs.some(({ id, weight }) => id === audit.id && weight > 0));
      if (counts && audit.score !== null && audit.score < 0.9) console.log(`    ${audit.id}: ${audit.displayValue ?? audit.title}`);
    }
  }
} finally {
  chrome.kill();
}
process.exit(low > 0 ? 1 : 0);
