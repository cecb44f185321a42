// Files made in the browser when their button is pressed: a picture with the credential inside, or all
// badges of a backpack in one archive. The host keeps no such file. A module of its own, without the verifier.
import { bakePng, bakeSvg } from "./bake.ts";
import { save } from "./save.ts";
import { zip, type Entry } from "./zip.ts";

const README = `These badges are Open Badges 3.0. Each stands here twice: as JSON, and inside its picture.
Anybody can check them: drop a file on a page that checks badges, or run: badgesite verify FILE
`;

/** Do what the button says; the words for its label when that is done. */
export async function run(button: HTMLElement): Promise<string> {
  const { as = "" } = button.dataset;
  if (as === "zip") await saveAll();
  else await savePicture(as);
  return button.closest<HTMLElement>("[data-words]")?.dataset["words"] ?? "Saved";
}

async function savePicture(form: string): Promise<void> {
  const { root = "", picture = "", uuid = "" } = document.querySelector<HTMLElement>("main")?.dataset ?? {};
  const [credential, drawn] = await Promise.all([bytes("credential.json"), bytes(`${root}${picture}badge.${form}`)]);
  if (form === "png") save(`${uuid}.png`, "image/png", bakePng(drawn, credential));
  else save(`${uuid}.svg`, "image/svg+xml", bakeSvg(drawn, credential));
}

/** All badges on the wall: the signed file and the picture of each; of other issuers the file as it is. */
async function saveAll(): Promise<void> {
  const entries: Entry[] = [{ name: "README.txt", data: new TextEncoder().encode(README) }];
  for (const { address, picture, foreign } of await wall()) {
    const parts = new URL(address).pathname.split("/");
    if (foreign) {
      entries.push({ name: `other-issuers/${parts.at(-1) ?? ""}`, data: await bytes(address) });
      continue;
    }
    const credential = await bytes(`${address}credential.json`);
    const name = `${picture.split("/").at(-2)}-${parts.at(-2)?.slice(0, 8)}`;
    entries.push({ name: `${name}.json`, data: credential });
    entries.push({ name: `${name}.png`, data: bakePng(await bytes(picture), credential) });
  }
  const owner = document.querySelector("h1")?.textContent?.trim().replace(/[^\p{L}\p{M}\p{N}]+/gu, "-") ?? "";
  save(`${owner || "badges"}.zip`, "application/zip", zip(entries, new Date()));
}

interface Tile {
  readonly address: string;
  readonly picture: string;
  readonly foreign: boolean;
}

/** The tiles of this page, and of the pages that a long wall goes on over. */
async function wall(): Promise<Tile[]> {
  const pages: [Document, string][] = [[document, location.href]];
  for (const { href } of document.querySelectorAll<HTMLAnchorElement>(".pager a")) {
    pages.push([await parsed(href), href]);
  }
  return pages.flatMap(([page, base]) => [...page.querySelectorAll("a.tile")].map((tile) => tileOf(tile, base)));
}

/** A page of this site, read but not run. The policy of the page lets nothing else turn text into elements. */
function parsed(address: string): Promise<Document> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.onload = () => (request.responseXML ? resolve(request.responseXML) : reject(new Error(address)));
    request.onerror = () => reject(new Error(address));
    request.open("GET", address);
    request.send();
  });
}

function tileOf(tile: Element, base: string): Tile {
  const at = (each: Element | null, name: string) => new URL(each?.getAttribute(name) ?? "", base).href;
  const image = tile.querySelector("img");
  return {
    address: at(tile, "href"),
    picture: at(image, "src").replace(/[^/]*$/, "badge.png"),
    foreign: image === null || tile.hasAttribute("download"),
  };
}

async function bytes(address: string): Promise<Uint8Array> {
  const response = await fetch(address, { credentials: "omit" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
