// node sign.mjs DOCUMENTS: signs the credentials in a JSON list with @digitalbazaar/vc and prints the
// seconds that one takes, after a first one that is not counted.
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
await sign(documents[0]);
const began = performance.now();
for (const document of documents) await sign(document);
log((performance.now() - began) / 1000 / documents.length);
