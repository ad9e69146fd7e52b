// Every code that an error of latentpad can have, with the names of its parameters, read from the sources.
import { readFileSync, readdirSync } from 'node:fs';
import { errorCodesOf } from '../../structure/error-rules.mjs';
import { SENTENCES as DATA_SENTENCES } from '../../../web/data/data-error.js';
import { SENTENCES } from '../../../web/engine/engine-error.js';

const ROOT = new URL('../../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, ROOT), 'utf8');

export const namesIn = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();

/** invalid_argument is invalidArgument. */
const camel = (code) => code.replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** The JavaScript of the page: paths below web/ with their texts. */
export const webSources = readdirSync(new URL('web/', ROOT), { recursive: true })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.js'))
  .map((path) => ({ path, text: read(`web/${path}`) }));

/** Those of src/base/error_codes.h. */
export const coreCodes = new Map(
  [...errorCodesOf(read('src/base/error_codes.h'))].map(([code, names]) => [camel(code), names]),
);

/** Those of web/engine/engine-error.js. */
export const engineCodes = new Map(Object.entries(SENTENCES).map(([code, sentence]) => [code, namesIn(sentence)]));

/** Those of new PageError('code', { parameters }, …), anywhere in web/. */
export const pageCodes = new Map(
  webSources
    .flatMap(({ text }) => [...text.matchAll(/new PageError\('([\w.]+)',\s*\{([^{}]*)\}/g)])
    .map(([, code, params]) => [
      code,
      params
        .split(',')
        .map((part) => part.split(':')[0].trim())
        .filter(Boolean)
        .sort(),
    ]),
);

/** Those of web/data/data-error.js. */
const dataCodes = new Map(Object.entries(DATA_SENTENCES).map(([code, sentence]) => [code, namesIn(sentence)]));

export const allCodes = new Map([...coreCodes, ...engineCodes, ...pageCodes, ...dataCodes]);
