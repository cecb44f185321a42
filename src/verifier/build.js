// Bundles the verifier: node build.js OUT_DIR FIRST_LINE. Started by hatch_build.py.
// Two entries: the page's module (verify.js, split into what each page needs) and the worker.
import { build } from "esbuild";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [outdir, firstLine] = process.argv.slice(2);
const here = import.meta.dirname;

// json-ld.ts takes single steps of jsonld.js; what these would drag in without ever calling it.
const LEFT_OUT = /^\.\/RDFC10Sync(\.js)?$/;
const trimmed = {
  name: "trimmed",
  setup(bundler) {
    bundler.onResolve({ filter: LEFT_OUT }, () => ({ path: join(here, "left-out.cjs") }));
    for (const [name, path] of Object.entries({ "lru-cache": "lru.cjs", setimmediate: "set-immediate.cjs" }))
      bundler.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: join(here, path) }));
    // Its errors are never shown: the rule that stumbled has a sentence of its own. Codes stay.
    bundler.onLoad({ filter: /node_modules.jsonld.lib.[A-Za-z]+\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/'[A-Z][^'\n]* [^'\n]*'/g, "''"),
    }));
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

const bundled = ["jsonld", "rdf-canonize", "canonicalize", "@noble/ed25519"];
const licences = bundled.map((name) => {
  const folder = join(here, "node_modules", name);
  const text = ["LICENSE", "LICENSE.txt", "LICENSE.md"].map((file) => join(folder, file)).find(existsSync);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return `${name} ${version} (${license})\n\n${text ? readFileSync(text, "utf8").trim() : ""}\n`;
});
mkdirSync(outdir, { recursive: true });
writeFileSync(join(outdir, "verify-licences.txt"), licences.join("\n----\n\n"));
