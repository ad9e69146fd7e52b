// The table of scripts/compare-seeds.sh: reads its JSON files <latent>-<seed>.json from a folder.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = process.argv[2];
const rows = [
  ['reconstruction, nats', (r) => r.reconstruction],
  ['centredness ‖mean‖/√d', (r) => r.latent.centredness],
  ['spread', (r) => r.latent.spread],
  ['KL of the codes to N(0, I), nats', (r) => r.latent.moment_matched_kl],
  ['MMD² to N(0, I)', (r) => r.latent.mmd],
  ['k-NN accuracy, k = 10', (r) => r.latent.knn_accuracy],
  ['silhouette by label', (r) => r.latent.silhouette],
  ['classifier confidence of prior samples', (r) => r.sample_quality.classifier_confidence],
  ['label entropy of prior samples (ln 10 = 2.303)', (r) => r.sample_quality.label_entropy],
  ['distance of samples to the nearest training digit', (r) => r.sample_quality.nearest_distance],
  ['unevenness of paths', (r) => r.smoothness.unevenness],
  ['recognisable frames on paths', (r) => r.smoothness.recognisable],
];

function cell(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const digits = Math.abs(mean) >= 10 ? 2 : 3;
  return `${mean.toFixed(digits)} ± ${Math.sqrt(variance).toFixed(digits)}`;
}

const columns = [];
for (const latent of [2, 8]) {
  const reports = await Promise.all(
    [1, 2, 3].map(async (seed) => JSON.parse(await readFile(join(folder, `${latent}-${seed}.json`), 'utf8'))),
  );
  for (const [index, name] of ['AE', 'VAE'].entries()) {
    columns.push({ title: `${name}, ${latent}-D`, reports: reports.map((report) => report[index]) });
  }
}
console.log(`| | ${columns.map(({ title }) => title).join(' | ')} |`);
console.log(`|---|${columns.map(() => '---').join('|')}|`);
for (const [name, value] of rows) {
  console.log(`| ${name} | ${columns.map(({ reports }) => cell(reports.map(value))).join(' | ')} |`);
}
