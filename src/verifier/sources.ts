// Where bytes come from beside the file itself. A source answers, or says why it has nothing.

/** The status is that of a server that answered, and had nothing. */
export type Answer = { readonly data: Uint8Array } | { readonly why: string; readonly status?: number };

export interface Sources {
  /** The DID of the site that checks (its own issuer is known to it), "" without one. */
  readonly own: string;
  /** The address of that site, a slash at its end, "" without one. */
  readonly base: string;
  /** Further issuers that it knows: identifier to name. */
  readonly known: ReadonlyMap<string, string>;
  /** Whether no newer list was at this address before, as far as is remembered; remembers this one. */
  isNewest?(list: string, published: string): boolean;
  /** What is at the address; never raises. */
  get(url: string): Promise<Answer>;
}
