/** Unpacks gzip files of untrusted origin, with limits on size and time. */
import { EngineError } from './engine-error.js';

/** @param {Uint8Array} bytes */
export const isGzip = (bytes) => bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Bytes of the shortest member: a header of 10, empty content of 2, a trailer of 8. */
const SHORTEST_MEMBER = 20;
/**
 * The largest number of places that look like the start of a member but are not. Compressed data has one in 2^27 bytes; a file
 * with more is made to waste time.
 */
const MAX_FALSE_STARTS = 20;

/**
 * The next place at or after `from` where a member may start: the magic number, the method deflate, and no reserved flag (RFC
 * 1952, section 2.3). The end of the file if there is none.
 * @param {Uint8Array} packed
 * @param {number} from
 */
function nextStart(packed, from) {
  for (let at = packed.indexOf(0x1f, from); at !== -1; at = packed.indexOf(0x1f, at + 1)) {
    if (packed[at + 1] === 0x8b && packed[at + 2] === 8 && packed[at + 3] < 32) return at;
  }
  return packed.length;
}

/**
 * Unpacks a gzip file of one or more members, whose contents are concatenated (RFC 1952, section 2.2). Stops as soon as the
 * content is longer than its own header states, so that a small file cannot fill the memory.
 * @param {Uint8Array} packed
 * @param {(head: Uint8Array) => number} sizeFromHead  the size of the content, from its first bytes (32 if there are as many)
 * @param {AbortSignal} [signal]
 * @returns {Promise<Uint8Array>}
 */
export async function gunzip(packed, sizeFromHead, signal) {
  /** @type {Uint8Array[]} */
  let chunks = [];
  let size = 0,
    falseStarts = 0;
  /** Until the content's first bytes are known. @type {number | null} */
  let limit = null;
  for (let begin = 0; begin < packed.length;) {
    // DecompressionStream unpacks one member and fails on what follows it, but does not report where the member ended. So
    // the next start of a member is tried as the end, then the one after that.
    let end = begin;
    for (;;) {
      end = nextStart(packed, Math.max(begin + SHORTEST_MEMBER, end + 1));
      const member = await unpackMember(packed.subarray(begin, end), (part, ofMember) => {
        signal?.throwIfAborted();
        const all = size + ofMember;
        if (limit === null && all >= 32) limit = sizeFromHead(headOf(chunks, part));
        if (limit !== null && all > limit) throw new EngineError('gzipTooLong', { expected: limit });
      });
      if (member) {
        chunks = chunks.concat(member.chunks);
        size += member.size;
        break;
      }
      falseStarts += 1;
      if (end >= packed.length || falseStarts > MAX_FALSE_STARTS) {
        throw new EngineError('gzipUnreadable');
      }
    }
    begin = end;
  }
  return join(chunks, size);
}

/**
 * @param {Uint8Array} bytes
 * @param {(chunks: Uint8Array[], size: number) => void} check  called with the content so far; if it throws, unpacking ends
 * @returns {Promise<{chunks: Uint8Array[], size: number} | null>}  null if the bytes are not one complete member
 */
async function unpackMember(bytes, check) {
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  for (;;) {
    let part;
    try {
      part = await reader.read();
    } catch {
      return null;
    }
    // Node ignores bytes after a member, browsers do not. The member's last four bytes hold its size.
    if (part.done) return sizeOf(bytes) === size % 2 ** 32 ? { chunks, size } : null;
    chunks.push(part.value);
    size += part.value.length;
    try {
      check(chunks, size);
    } catch (error) {
      await reader.cancel();
      throw error;
    }
  }
}

/** The size of a member's content, modulo 2^32, from its trailer. @param {Uint8Array} member */
const sizeOf = (member) => new DataView(member.buffer, member.byteOffset + member.length - 4).getUint32(0, true);

/** @param {Uint8Array[]} before @param {Uint8Array[]} chunks */
function headOf(before, chunks) {
  const first = [...before, ...chunks];
  return join(
    first,
    first.reduce((sum, { length }) => sum + length, 0),
  ).subarray(0, 32);
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} size   of all, in bytes
 */
export function join(chunks, size) {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
