// The rules of errors in src/, as functions of text: each has a code, and the parameters that its sentence names.
import { withoutComments } from './rules.mjs';

/** The codes in error_codes.h with the names of the parameters in their sentences: Map of code to sorted names. */
export function errorCodesOf(text) {
  const rows = [...text.replaceAll(/\\\n/g, '\n').matchAll(/\bX\((\w+),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)/g)];
  return new Map(
    rows.map(([, code, sentence]) => [
      code,
      [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort(),
    ]),
  );
}

/** The end of what is opened at `start` by (, { or [: the place of its counterpart. Strings and characters are skipped. */
function endOf(text, start) {
  let depth = 0;
  for (let i = start; i < text.length; ++i) {
    if (text[i] === '"') {
      for (++i; text[i] !== '"'; ++i) if (text[i] === '\\') ++i;
    } else if (text[i] === "'" && /^'(\\.|[^'\\])'/.test(text.slice(i, i + 4))) {
      i += text[i + 1] === '\\' ? 3 : 2;
    } else if ('({['.includes(text[i])) {
      ++depth;
    } else if (')}]'.includes(text[i]) && --depth === 0) {
      return i;
    }
  }
  return -1;
}

/** The names in `{{"name", value}, …}`, sorted; null where the text at `start` is no such list. */
function namesAt(text, start) {
  if (text[start] !== '{') return null;
  const end = endOf(text, start),
    names = [];
  for (let i = start + 1; i < end; ++i) {
    if (text[i] !== '{') continue;
    const name = text.slice(i).match(/^\{\s*"(\w+)"\s*,/)?.[1];
    if (name === undefined) return null;
    names.push(name);
    i = endOf(text, i);
  }
  return names.sort();
}

/**
 * What is wrong with the errors of src/<path>.
 * @param {Map<string, string[]>} codes  errorCodesOf()
 */
export function errorFaults(path, source, codes) {
  // Without macros: they stand for codes that are written elsewhere.
  const text = withoutComments(source).replaceAll(/^[ \t]*#define(?:.*\\\n)*.*/gm, '');
  const faults = [];
  const at = (index) => `src/${path}: ${text.slice(index, index + 70).replaceAll(/\s+/g, ' ')}`;
  const check = (index, code, names) => {
    if (!codes.has(code)) faults.push(`${at(index)} … ${code} is no code`);
    else if (names === null) faults.push(`${at(index)} … expected {{"name", value}, …} behind the code`);
    else if (String(names) !== String(codes.get(code)))
      faults.push(`${at(index)} … ${code} expects {${codes.get(code)}}, got {${names}}`);
  };
  // Thrown is what has a code, what was caught, or that memory is short.
  for (const { index, 1: what } of text.matchAll(/\bthrow\b\s*([^;]*)/g)) {
    if (!/^($|error$|(ArgumentError|ResourceError|FormatError)\(|std::bad_alloc\(\)$)/.test(what.trim()))
      faults.push(`${at(index)} … has no code`);
  }
  const returned = [...text.matchAll(/\breturn ErrorCode::(\w+);/g)].map(([, code]) => code);
  // ErrorCode::a, {…} or x ? ErrorCode::a : ErrorCode::b, {…}.
  for (const { index, 0: whole, 1: code, 2: other } of text.matchAll(
    /(?<!return )\bErrorCode::(\w+)(?:\s*:\s*ErrorCode::(\w+))?(?!\w)/g,
  )) {
    const before = text.slice(0, index);
    if (/\w\s*:\s*$/.test(before) || /error_code_name\(|error_message\(|[=!]= $/.test(before.slice(-16))) continue;
    const comma = text.slice(index + whole.length).match(/^\s*,\s*/);
    const names = comma && namesAt(text, index + whole.length + comma[0].length);
    if (names && /\bin_format\(\s*$/.test(before)) names.push('reason');
    for (const one of [code, other]) if (one !== undefined) check(index, one, names && [...names].sort());
  }
  // A code that a function of the same file chooses.
  for (const { index, 0: whole } of text.matchAll(
    /\b(?:ArgumentError|ResourceError|FormatError|ErrorReason)[({](?=[\w*]+(?:\(\w*\))?, \{)(?!ErrorCode)/g,
  )) {
    const start = index + whole.length;
    if (text.startsWith('ErrorCode code', start)) continue;
    const list = text.indexOf('{', start);
    if (returned.length === 0) faults.push(`${at(index)} … expected functions that return its codes in the same file`);
    for (const code of returned) check(index, code, namesAt(text, list));
  }
  return faults;
}
