// The only world the verifiers see: one folder served under one address, and our context files.
// Everything else is out of reach, so that a verification which needs another host fails.
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const packageFolder = path.resolve(here, '../../src/badgesite');

/** A site folder under its base address. */
export class World {
  constructor(folder, base, schema) {
    this.folder = path.resolve(folder);
    this.base = base;
    this.schema = schema;
  }

  /** The text behind an address; throws when it is out of reach. */
  async text(address) {
    if (this.schema && address.endsWith('/ob_v3p0_achievementcredential_schema.json')) {
      return readFile(this.schema, 'utf8');
    }
    // did:web resolvers ask by https even where the site is http://localhost.
    const bare = url => url.replace(/^https?:/, '').replace(/#.*$/, '');
    if (!bare(address).startsWith(bare(this.base))) {
      throw new Error(`out of reach: ${address}`);
    }
    const below = decodeURIComponent(bare(address).slice(bare(this.base).length));
    const place = path.resolve(this.folder, below);
    if (!place.startsWith(this.folder + path.sep)) throw new Error(`outside the site: ${address}`);
    return readFile(place, 'utf8');
  }

  /** The address of a did:web document (did:web method, Read). */
  didAddress(did) {
    const [host, ...folders] = did.split('#')[0].slice('did:web:'.length).split(':');
    const where = folders.length ? folders.join('/') : '.well-known';
    return `https://${decodeURIComponent(host)}/${where}/did.json`;
  }

  /** Replaces fetch for libraries that bring their own loader. */
  fetch = async request => {
    const address = typeof request === 'string' ? request : request.url ?? String(request);
    try {
      const headers = {'content-type': 'application/json'};
      return new Response(await this.text(address), {status: 200, headers});
    } catch (error) {
      return new Response(String(error), {status: 404, statusText: 'Not Found'});
    }
  };

  /** A JSON-LD document loader: our contexts, this site, its did:web, nothing else. */
  loader = async address => {
    const document = await this.#document(address);
    return {contextUrl: null, documentUrl: address, document, tag: 'static'};
  };

  async #document(address) {
    this.contexts ??= JSON.parse(await readFile(`${packageFolder}/contexts/digests.json`, 'utf8'));
    const known = this.contexts[address];
    if (known) {
      return JSON.parse(await readFile(`${packageFolder}/_built/contexts/${known.file}`, 'utf8'));
    }
    if (!address.startsWith('did:web:')) return JSON.parse(await this.text(address));
    const document = JSON.parse(await this.text(this.didAddress(address)));
    if (!address.includes('#')) return document;
    const method = document.verificationMethod.find(each => each.id === address);
    if (!method) throw new Error(`no such method: ${address}`);
    return {'@context': 'https://w3id.org/security/multikey/v1', ...method};
  }
}
