// node sign.mjs DOCUMENTS: signs the credentials in a JSON list with @digitalbazaar/vc and prints the
// processor's seconds that one takes, after a first ten that are not counted.
import {readFile} from 'node:fs/promises';
import {World} from './world.mjs';

const world = new World('.', 'http://localhost:8000/');
const log = console.log;
console.log = console.error;
const {DataIntegrityProof} = await import('@digitalbazaar/data-integrity');
const {cryptosuite} = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const Ed25519Multikey = await import('@digitalbazaar/ed25519-multikey');
const vc = await import('@digitalbazaar/vc');

const documents = JSON.parse(await readFile(process.argv[2], 'utf8'));
const controller = documents[0].issuer.id;
const keyPair = await Ed25519Multikey.generate({controller});
const sign = (credential) =>
  vc.issue({
    credential: structuredClone(credential),
    suite: new DataIntegrityProof({signer: keyPair.signer(), cryptosuite}),
    documentLoader: world.loader,
  });
for (const document of documents.slice(0, 10)) await sign(document);
const before = process.cpuUsage();
for (const document of documents) await sign(document);
const {user, system} = process.cpuUsage(before);
log((user + system) / 1e6 / documents.length);
