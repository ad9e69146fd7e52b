// Writes links.json: what the first version reads from each link of links.txt and of its article, and which model it
// takes for it.
//   node tests/compat/make-links.mjs FIRST        called by make.sh
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { here } from './files.mjs';
import { asJson } from './json.mjs';

const first = (name) => import(pathToFileURL(join(process.argv[2], 'web', name)));
const { parseLink } = await first('state/link.js');
const { planModel } = await first('state/link-run.js');
const { LINK_TABLE } = await first('state/link-table.js');
const { LINKS } = await first('article/links.js');

const used = new Set();
const written = readFileSync(join(here, 'links.txt'), 'utf8').split('\n').filter(Boolean);
const links = [...new Set([...written, ...Object.values(LINKS)])].map((link) => {
  const { values, faults } = parseLink(link);
  if (faults.length > 0) throw new Error(`${link}: ${JSON.stringify(faults)}`);
  Object.keys(values).forEach((key) => used.add(key));
  return { link, values: asJson(values), plan: asJson(planModel(values, null)) };
});
const missing = LINK_TABLE.map(({ key }) => key).filter((key) => !used.has(key));
if (missing.length > 0) throw new Error(`no link has ${missing.join(', ')}`);
writeFileSync(join(here, 'links.json'), `[\n${links.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);
