// Bundles the verifier: node build.js OUT_DIR FIRST_LINE. Started by hatch_build.py.
// Two entries: the page's module (verify.js, split into what each page needs) and the worker.
import { build } from "esbuild";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [outdir, firstLine] = process.argv.slice(2);
const here = import.meta.dirname;

// Left out of jsonld.js: document loaders that open sockets, and steps we never take.
const LEFT_OUT = /^\.\/(platform|platform-browser|frame|fromRdf|flatten|JsonLdProcessor|RequestQueue|RDFC10Sync)(\.js)?$/;
const LIBRARIES = ["jsonld", "rdf-canonize"].map((name) => join("node_modules", name));
const trimmed = {
  name: "trimmed",
  setup(bundler) {
    bundler.onResolve({ filter: LEFT_OUT }, (args) => {
      const [jsonld, rdfCanonize] = LIBRARIES.map((folder) => args.importer.includes(folder));
      if (jsonld || (rdfCanonize && args.path.includes("Sync"))) return { path: join(here, "left-out.cjs") };
      return undefined;
    });
    // Contexts lie beside the sources in the hook's folder, and in _built/ in a working copy.
    bundler.onResolve({ filter: /_built\/contexts\// }, (args) => {
      const name = args.path.split("/").at(-1);
      const beside = join(here, "contexts", name);
      return { path: existsSync(beside) ? beside : join(here, "../badgesite/_built/contexts", name) };
    });
    // Loaded by the worker only when a badge from elsewhere asks for it; a file of its own.
    bundler.onResolve({ filter: /^\.\/context-files-more\.ts$/ }, (args) =>
      args.kind === "dynamic-import" ? { path: "./verify-contexts.js", external: true } : undefined,
    );
  },
};

const shared = {
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  platform: "browser",
  charset: "utf8",
  legalComments: "none",
  banner: { js: firstLine },
  plugins: [trimmed],
  absWorkingDir: here,
  logLevel: "warning",
  outdir,
};
await build({ ...shared, entryPoints: { verify: "page.ts" }, splitting: true, chunkNames: "verify-[name]-[hash]" });
await build({ ...shared, entryPoints: { "verify-worker": "worker.ts", "verify-contexts": "context-files-more.ts" } });

const bundled = ["jsonld", "rdf-canonize", "lru-cache", "yallist", "canonicalize", "setimmediate", "@noble/ed25519"];
const licences = bundled.map((name) => {
  const folder = join(here, "node_modules", name);
  const text = ["LICENSE", "LICENSE.txt", "LICENSE.md"].map((file) => join(folder, file)).find(existsSync);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return `${name} ${version} (${license})\n\n${text ? readFileSync(text, "utf8").trim() : ""}\n`;
});
mkdirSync(outdir, { recursive: true });
writeFileSync(join(outdir, "verify-licences.txt"), licences.join("\n----\n\n"));
