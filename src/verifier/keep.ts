// "Keep a copy": one HTML file with the credential, all that its check looks at, its picture and the
// verifier. The check runs once more and what it reads is what the copy holds; assets/kept.txt is the
// file around it, the same for all badges of the site (docs/how-to/sharing.md).
import { canonicalizeInWorker } from "./bounded.ts";
import { Web } from "./fetch.ts";
import { judge } from "./judge.ts";
import type { KeptData } from "./kept-data.ts";
import { save } from "./save.ts";
import type { Answer, Sources } from "./sources.ts";

const PLACE = "<!--kept-->";

/** Make the copy and offer it; the words for the button's label when that is done. */
export async function run(button: HTMLElement): Promise<string> {
  const main = document.querySelector<HTMLElement>("main");
  const { root = "", did = "", base = "", uuid = "", picture = "" } = main?.dataset ?? {};
  const web = new Web({ root: new URL(root, location.href).href, did, base, known: new Map() });
  const kept = new Map<string, Uint8Array>();
  const sources: Sources = { own: did, base, known: web.known, get: (url) => keeping(kept, url, web) };
  const credential = `${base}credentials/${uuid}/credential.json`;
  const data = await needed(sources, credential);
  await judge(data, { sources, canonicalize: canonicalizeInWorker, now: Date.now() });
  const drawn = await needed(web, `${base}${picture}badge.svg`);
  const around = new TextDecoder().decode(await needed(web, `${base}assets/kept.txt`));
  const content: KeptData = {
    kept: today(),
    did,
    base,
    page: `${base}credentials/${uuid}/`,
    credential,
    files: Object.fromEntries([...kept].sort().map(([url, bytes]) => [url, base64(bytes)])),
    picture: base64(drawn),
  };
  const json = JSON.stringify(content).replaceAll("<", "\\u003c");
  const block = `<script type="application/json" id="kept">${json}</script>`;
  save(`${uuid}.html`, "text/html", new TextEncoder().encode(around.replace(PLACE, () => block)));
  return button.closest<HTMLElement>("[data-words]")?.dataset["words"] ?? "Saved";
}

async function keeping(kept: Map<string, Uint8Array>, url: string, web: Web): Promise<Answer> {
  const answer = await web.get(url);
  if ("data" in answer) kept.set(url, answer.data);
  return answer;
}

async function needed(sources: Pick<Sources, "get">, url: string): Promise<Uint8Array> {
  const answer = await sources.get(url);
  if (!("data" in answer)) throw new Error(answer.why);
  return answer.data;
}

/** The day on this device, as the issuer's pages would write it. */
function today(): string {
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function base64(data: Uint8Array): string {
  let text = "";
  for (let at = 0; at < data.length; at += 32_768) text += String.fromCharCode(...data.subarray(at, at + 32_768));
  return btoa(text);
}
