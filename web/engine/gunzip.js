/** Unpacking what people drop on the page, within bounds. */
import { EngineError } from './engine-error.js';

/** @param {Uint8Array} bytes */
export const isGzip = (bytes) => bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The shortest member: a header of 10 bytes, two of an empty content, a trailer of 8. */
const SHORTEST_MEMBER = 20;
/**
 * Places that look like the beginning of a member and are none. Compressed data has one in 2^27 bytes, so that more of them
 * are an attempt to keep the processor busy.
 */
const MOST_FALSE_BEGINNINGS = 20;

/**
 * Where a member may begin from `from` on: the magic, deflate, and no reserved flag (RFC 1952, section 2.3). The end of the
 * file where there is none.
 * @param {Uint8Array} packed
 * @param {number} from
 */
function nextBeginning(packed, from) {
  for (let at = packed.indexOf(0x1f, from); at !== -1; at = packed.indexOf(0x1f, at + 1)) {
    if (packed[at + 1] === 0x8b && packed[at + 2] === 8 && packed[at + 3] < 32) return at;
  }
  return packed.length;
}

/**
 * Unpacks a gzip file of one or more members, whose contents follow one another (RFC 1952, section 2.2). Stops as soon as
 * it is longer than its own header says, so that a small file cannot fill the memory.
 * @param {Uint8Array} packed
 * @param {(head: Uint8Array) => number} sizeFromHead  the whole size, from the first bytes (32 where there are as many)
 * @returns {Promise<Uint8Array>}
 */
export async function gunzip(packed, sizeFromHead) {
  /** @type {Uint8Array[]} */
  let chunks = [];
  let size = 0, limit = 0, mistaken = 0;
  for (let begin = 0; begin < packed.length; ) {
    // The browser unpacks one member and refuses what follows it, but does not tell where it ended: another beginning is
    // tried for the end, and the next one where the member is not whole there.
    let end = begin;
    for (;;) {
      end = nextBeginning(packed, Math.max(begin + SHORTEST_MEMBER, end + 1));
      const member = await unpackMember(packed.subarray(begin, end), (part, ofMember) => {
        const all = size + ofMember;
        if (limit === 0 && all >= 32) limit = sizeFromHead(headOf(chunks, part));
        if (limit !== 0 && all > limit) throw new EngineError('gzipTooLong', { expected: limit });
      });
      if (member) {
        chunks = chunks.concat(member.chunks);
        size += member.size;
        break;
      }
      mistaken += 1;
      if (end >= packed.length || mistaken > MOST_FALSE_BEGINNINGS) {
        throw new EngineError('gzipUnreadable');
      }
    }
    begin = end;
  }
  return join(chunks, size);
}

/**
 * @param {Uint8Array} bytes
 * @param {(chunks: Uint8Array[], size: number) => void} check  of what there is so far; what it throws ends all
 * @returns {Promise<{chunks: Uint8Array[], size: number} | null>}  null where the bytes are not one whole member
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
    // Node ignores what follows a member; a browser does not. The member's own last number is its size.
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

/** What a member says of the size of its content, modulo 2^32. @param {Uint8Array} member */
const sizeOf = (member) => new DataView(member.buffer, member.byteOffset + member.length - 4).getUint32(0, true);

/** @param {Uint8Array[]} before @param {Uint8Array[]} chunks */
function headOf(before, chunks) {
  const first = [...before, ...chunks];
  return join(first, first.reduce((sum, { length }) => sum + length, 0)).subarray(0, 32);
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} size
 */
function join(chunks, size) {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
