// Bundles the verifier: node build.js OUT_DIR FIRST_LINE. Started by hatch_build.py.
//
// verify.js         what every page with a check needs, and the way for the rest to reach it
// verify-worker.js  canonicalisation, with the two contexts of a site's own badges
// verify-NAME.js    loaded when a page or a badge needs it; shares verify.js instead of repeating it
// share.js, downloads.js   loaded when a button is pressed; without the verifier
// badge-card.js     the web component, everything in it but what old browsers and foreign badges need
// ../kept/kept.js   the script inside a kept copy, everything in it
import { build } from "esbuild";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const [outdir, firstLine] = process.argv.slice(2);
const here = import.meta.dirname;
const NOBLE = "@noble/ed25519";
const ON_DEMAND = ["elsewhere", "keep", "learn", "offers", "reasons", "stack", "stack-view", "svg", "tombstone-page", "unbake", "verify-page"];

// Packages replaced by a few lines of our own, and what is dragged in without ever being called.
const REPLACED = { setimmediate: "set-immediate.cjs", "./NQuads": "n-quads.cjs", "rdf-canonize": "rdf-canonize.cjs", "./url": "url.cjs" };
const trimmed = {
  name: "trimmed",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(setimmediate|\.\/NQuads|\.\/url|rdf-canonize)$/ }, ({ path }) => ({ path: join(here, REPLACED[path]) }));
    // Errors of jsonld.js are never shown: the rule that stumbled has a sentence of its own.
    onLoad({ filter: /node_modules.jsonld.lib.[A-Za-z]+\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/'(?:[A-Z][^'\n]* [^'\n]*|[^'\n]* [^'\n]*\.|jsonld\.[A-Z][a-zA-Z]*)'/g, "''"),
    }));
    // Read as text by JSON.parse, which is several times faster than a script of the same size.
    onLoad({ filter: /contexts.[a-z0-9.-]+\.json$/ }, ({ path }) => ({
      contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(readFileSync(path, "utf8"))))})`,
    }));
    // Contexts lie beside the sources in the hook's folder, and in _built/ in a working copy.
    onResolve({ filter: /_built\/contexts\// }, ({ path }) => {
      const beside = join(here, "contexts", basename(path));
      return { path: existsSync(beside) ? beside : join(here, "../badgesite/_built/contexts", basename(path)) };
    });
  },
};

// A dynamic import becomes the import of a file of its own.
const onDemand = {
  name: "on-demand",
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ path, kind }) => {
      if (kind !== "dynamic-import") return undefined;
      if (path === NOBLE) return { path: "./verify-ed25519.js", external: true };
      if (path === "./context-files-more.ts") return { path: "./verify-contexts.js", external: true };
      return { path: `./${fileName(basename(path, ".ts"))}.js`, external: true };
    });
  },
};

// In the files on demand, a module that is in verify.js already is imported from there.
const sharing = (modules) => ({
  name: "sharing",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/[a-z0-9-]+\.ts$/ }, ({ path, kind }) =>
      kind === "import-statement" && modules.has(basename(path)) ? { path: "./verify.js", external: true } : undefined,
    );
  },
});

// `all` is everything that the modules of verify.js export.
const all = (modules) => ({
  name: "all",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^all$/ }, () => ({ path: "all", namespace: "all" }));
    onLoad({ filter: /./, namespace: "all" }, () => ({
      contents: [...modules].map((name) => `export * from "./${name}";`).join("\n"),
      resolveDir: here,
    }));
  },
});

// What the files on demand import from verify.js, which names nothing else: names are bytes on every page.
function namesFromVerify(texts) {
  const clauses = texts.flatMap((text) => [...text.matchAll(/\bimport\{([^}]*)\}from"\.\/verify\.js"/g)]);
  return [...new Set(clauses.flatMap(([, names]) => names.split(",").map((name) => name.split(" as ")[0])))].sort();
}

function fileName(name) {
  return name.startsWith("verify-") ? name : `verify-${name}`;
}

const shared = {
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  platform: "browser",
  charset: "utf8",
  legalComments: "none",
  banner: { js: firstLine },
  absWorkingDir: here,
  logLevel: "warning",
  outdir,
};
const first = await build({ ...shared, entryPoints: ["page.ts"], plugins: [onDemand], metafile: true, write: false });
const modules = new Set(Object.keys(first.metafile.inputs));
const entries = Object.fromEntries(ON_DEMAND.map((name) => [fileName(name), `${name}.ts`]));
await build({ ...shared, entryPoints: entries, plugins: [onDemand, sharing(modules)] });
const wanted = namesFromVerify(Object.keys(entries).map((name) => readFileSync(join(outdir, `${name}.js`), "utf8")));
const stdin = { contents: `export {${wanted}} from "all";`, resolveDir: here, sourcefile: "verify.js" };
await build({ ...shared, stdin, plugins: [all(modules), onDemand], outdir: undefined, outfile: join(outdir, "verify.js") });
await build({
  ...shared,
  entryPoints: { "verify-worker": "worker.ts", "verify-contexts": "context-files-more.ts", "verify-ed25519": fileURLToPath(import.meta.resolve(NOBLE)) },
  plugins: [onDemand, trimmed],
});

await build({ ...shared, entryPoints: ["share.ts", "downloads.ts"] });

// The card stands at the site's root, what it loads on demand in assets/.
const besideAssets = {
  name: "beside-assets",
  setup({ onResolve }) {
    const later = { [NOBLE]: "ed25519", "./context-files-more.ts": "contexts" };
    onResolve({ filter: /./ }, ({ path, kind }) => {
      const name = kind === "dynamic-import" ? later[path] : undefined;
      return name === undefined ? undefined : { path: `./assets/verify-${name}.js`, external: true };
    });
  },
};
await build({ ...shared, entryPoints: ["badge-card.ts"], plugins: [besideAssets, trimmed] });
// Opened from a disk there is nothing to load: what would be loaded on demand is inside.
await build({ ...shared, format: "iife", entryPoints: ["kept.ts"], outdir: join(outdir, "../kept"), plugins: [trimmed] });

const licences = ["jsonld", "rdf-canonize", "canonicalize", NOBLE].map((name) => {
  const folder = join(here, "node_modules", name);
  const text = ["LICENSE", "LICENSE.txt", "LICENSE.md"].map((file) => join(folder, file)).find(existsSync);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return `${name} ${version} (${license})\n\n${text ? readFileSync(text, "utf8").trim() : ""}\n`;
});
mkdirSync(outdir, { recursive: true });
writeFileSync(join(outdir, "verify-licences.txt"), licences.join("\n----\n\n"));
