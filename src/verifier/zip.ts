// A ZIP archive whose entries are stored as they are (APPNOTE 6.3, method 0, names in UTF-8): pictures
// and their signatures do not get smaller. Less than 4 GB and 65,535 entries, which no backpack has.
import { join } from "./bake.ts";
import { crc32 } from "./crc32.ts";

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const UTF8 = 0x0800;

export interface Entry {
  readonly name: string;
  readonly data: Uint8Array;
}

/** The archive; `when` is the time of change that every entry gets. */
export function zip(entries: readonly Entry[], when: Date): Uint8Array<ArrayBuffer> {
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const { name, data } of entries) {
    const bytes = new TextEncoder().encode(name);
    // Time, date, checksum, the two sizes, length of the name, no extra field: shared by both headers.
    const about = [...dosTime(when), [crc32(data), 4], [data.length, 4], [data.length, 4], [bytes.length, 2], [0, 2]] as const;
    const header = join(numbers([LOCAL, 4], [VERSION, 2], [UTF8, 2], [0, 2], ...about), bytes);
    local.push(header, data);
    const place = [[0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]] as const;
    central.push(numbers([CENTRAL, 4], [VERSION, 2], [VERSION, 2], [UTF8, 2], [0, 2], ...about, ...place), bytes);
    offset += header.length + data.length;
  }
  const directory = join(...central);
  const count = entries.length;
  const end = numbers([END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [directory.length, 4], [offset, 4], [0, 2]);
  return join(...local, directory, end);
}

type Sized = readonly [value: number, bytes: 2 | 4];

/** Time and date as DOS wrote them: from 1980, in steps of two seconds. */
function dosTime(when: Date): [Sized, Sized] {
  const time = (when.getHours() << 11) | (when.getMinutes() << 5) | (when.getSeconds() >> 1);
  const year = Math.max(0, when.getFullYear() - 1980);
  return [[time, 2], [(year << 9) | ((when.getMonth() + 1) << 5) | when.getDate(), 2]];
}

/** Numbers, the low byte first. */
function numbers(...values: readonly Sized[]): Uint8Array {
  const made = new Uint8Array(values.reduce((sum, [, bytes]) => sum + bytes, 0));
  const view = new DataView(made.buffer);
  let at = 0;
  for (const [value, bytes] of values) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return made;
}
