// node verify.mjs SITE BASE [SCHEMA]: verifies SITE/credentials/*/credential.json with two independent
// verifiers, offline. One line of JSON a credential; exit 1 when a signature is not accepted by both.
import {readFile, readdir} from 'node:fs/promises';
import path from 'node:path';
import {World} from './world.mjs';

const [folder, base, schema] = process.argv.slice(2);
if (!folder || !base) {
  console.error('usage: node verify.mjs SITE BASE [SCHEMA]');
  process.exit(2);
}
const world = new World(folder, base, schema);
globalThis.fetch = world.fetch; // before the libraries are loaded, which keep what they find
console.log = console.error; // they talk

const {DataIntegrityProof} = await import('@digitalbazaar/data-integrity');
const {cryptosuite} = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const vc = await import('@digitalbazaar/vc');
const {checkStatus} = await import('@digitalbazaar/vc-bitstring-status-list');
const core = await import('@digitalcredentials/verifier-core');

/** Digital Bazaar's library, in safe mode, with the published contexts. */
async function byDigitalBazaar(credential) {
  const suite = new DataIntegrityProof({cryptosuite});
  const documentLoader = world.loader;
  // On its first day, so that the answer is about the signature and not about today.
  const now = new Date(Date.parse(credential.validFrom) + 1000);
  const result = await vc.verifyCredential({
    credential,
    suite,
    documentLoader,
    now,
    checkStatus: async () => ({verified: true}), // asked for by itself below
  });
  const status = credential.credentialStatus
    ? await checkStatus({
        credential,
        documentLoader,
        suite: new DataIntegrityProof({cryptosuite}),
        verifyBitstringStatusListCredential: true,
      })
    : {verified: true, results: []};
  return {
    signature: result.verified,
    // `verified` says that the list could be read; each result has the bit.
    withdrawn: status.verified ? status.results.some(each => each.status) : null,
    error: [result.error, status.error].filter(Boolean).map(inWords).join('; ') || null,
  };
}

/** The Digital Credentials Consortium's verifier, with the contexts of its own packages. */
async function byVerifierCore(credential) {
  const result = await core.verifyCredential({credential, knownDIDRegistries: []});
  const step = id => result.log?.find(each => each.id === id);
  const [checked] = result.additionalInformation?.[0]?.results ?? [];
  return {
    signature: step('valid_signature')?.valid ?? false,
    expired: step('expiration') ? !step('expiration').valid : null,
    withdrawn: step('revocation_status')?.valid === undefined ? null : !step('revocation_status').valid,
    schema: checked?.result?.valid ?? null,
    error: result.errors?.map(inWords).join('; ') ?? step('revocation_status')?.error?.message ?? null,
  };
}

function inWords(error) {
  const causes = error.errors?.map(inWords) ?? (error.cause ? [inWords(error.cause)] : []);
  return [error.message, ...causes].join(': ');
}

let refused = 0;
for (const name of (await readdir(path.join(folder, 'credentials'))).sort()) {
  const file = `credentials/${name}/credential.json`;
  const text = await readFile(path.join(folder, file), 'utf8').catch(() => null);
  if (text === null) continue; // a tombstone has a page only
  const bazaar = await byDigitalBazaar(JSON.parse(text));
  const consortium = await byVerifierCore(JSON.parse(text));
  if (!bazaar.signature || !consortium.signature) refused += 1;
  process.stdout.write(JSON.stringify({file, bazaar, consortium}) + '\n');
}
process.exitCode = refused ? 1 : 0;
