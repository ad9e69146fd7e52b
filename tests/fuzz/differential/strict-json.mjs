/**
 * JSON by RFC 8259, strictly: no duplicate keys, no byte before or after the value but white space, UTF-8 without a
 * byte order mark, no unpaired surrogate. Numbers stay text, so that 64-bit overflow can be detected.
 *
 * @typedef {{kind: 'object', entries: Map<string, Value>} | {kind: 'array', items: Value[]} | {kind: 'string', text: string}
 *   | {kind: 'number', text: string} | {kind: 'boolean' | 'null'}} Value
 */

/** Why a text is invalid; `rule` is one word for counting. */
export class Refusal extends Error {
  /** @param {string} rule @param {string} message */
  constructor(rule, message = rule) {
    super(message);
    this.rule = rule;
  }
}

const NUMBER = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
);

/**
 * @param {Uint8Array} bytes
 * @param {number} mostDepth   maximum nesting of objects and arrays
 * @returns {Value}
 */
export function parseStrictJson(bytes, mostDepth) {
  let text = '',
    at = 0;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal('utf8');
  }
  const skip = () => {
    while (' \t\n\r'.includes(text[at] ?? '?')) at++;
  };
  /** @param {string} letter */
  const take = (letter) => {
    if (text[at] !== letter) throw new Refusal('json', `expected ${letter} at ${at}`);
    at++;
  };
  /** @param {RegExp} form */
  const match = (form) => {
    form.lastIndex = at;
    const found = form.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  };

  function string() {
    take('"');
    let out = '';
    for (;;) {
      out += match(PLAIN);
      if (text[at] !== '\\') break;
      const letter = text[at + 1];
      at += 2;
      if (letter === 'u') {
        const digits = text.slice(at, at + 4);
        if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new Refusal('json', 'a wrong \\u');
        out += String.fromCharCode(parseInt(digits, 16));
        at += 4;
      } else {
        const plain = ESCAPES.get(letter);
        if (plain === undefined) throw new Refusal('json', 'an unknown escape');
        out += plain;
      }
    }
    take('"');
    if (!out.isWellFormed()) throw new Refusal('json', 'half of a surrogate pair');
    return out;
  }

  /** @param {number} depth @returns {Value} */
  function value(depth) {
    skip();
    const letter = text[at];
    if (letter === '{' || letter === '[') {
      if (depth === mostDepth) throw new Refusal('depth');
      at++;
      return letter === '{' ? object(depth + 1) : array(depth + 1);
    }
    if (letter === '"') return { kind: 'string', text: string() };
    for (const [word, kind] of /** @type {const} */ ([
      ['true', 'boolean'],
      ['false', 'boolean'],
      ['null', 'null'],
    ])) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return { kind };
      }
    }
    const number = match(NUMBER);
    if (number === '') throw new Refusal('json', `no value at ${at}`);
    if (!Number.isFinite(Number(number))) throw new Refusal('json', 'a number beyond all doubles');
    return { kind: 'number', text: number };
  }

  /** Reads items with `one`, separated by commas, up to the closing character. @param {string} close @param {() => void} one */
  function list(close, one) {
    skip();
    if (text[at] !== close) {
      for (;;) {
        one();
        skip();
        if (text[at] !== ',') break;
        at++;
        skip();
      }
    }
    take(close);
  }

  /** @param {number} depth @returns {Value} */
  function object(depth) {
    /** @type {Map<string, Value>} */
    const entries = new Map();
    list('}', () => {
      const key = string();
      skip();
      take(':');
      if (entries.has(key)) throw new Refusal('duplicate');
      entries.set(key, value(depth));
    });
    return { kind: 'object', entries };
  }

  /** @param {number} depth @returns {Value} */
  function array(depth) {
    /** @type {Value[]} */
    const items = [];
    list(']', () => void items.push(value(depth)));
    return { kind: 'array', items };
  }

  const whole = value(0);
  skip();
  if (at !== text.length) throw new Refusal('json', 'something follows the value');
  return whole;
}
