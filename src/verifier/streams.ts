// Bytes that come in pieces: read up to a limit, unpacked as they come. Without the detour over a Blob,
// for which a browser asks another process.

/** All of it in one piece; null when there is more than `most`. Raises what the stream raises. */
export async function readAll(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      reader.cancel().catch(() => undefined);
      return null;
    }
    pieces.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const SLICE = 4_096; // each may become a thousand times as much before the reader can say stop

/** What was packed; `gzip` is of one member, and in both forms nothing may follow. */
export function unpacked(packed: Uint8Array<ArrayBuffer>, form: "gzip" | "deflate"): ReadableStream<Uint8Array> {
  const { readable, writable } = new DecompressionStream(form);
  // What goes wrong in writing is raised to whoever reads.
  feed(writable.getWriter(), packed).catch(() => undefined);
  return readable;
}

async function feed(writer: WritableStreamDefaultWriter<BufferSource>, packed: Uint8Array<ArrayBuffer>): Promise<void> {
  for (let at = 0; at < packed.length; at += SLICE) await writer.write(packed.subarray(at, at + SLICE));
  await writer.close();
}
