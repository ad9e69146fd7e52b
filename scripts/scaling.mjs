// Measures training with several processes on this machine, and prints the tables of docs/scaling.md:
//   node scripts/scaling.mjs [--turns N]      default 5; the program must be built with Open MPI
// Predictions are calculated from the measured times of a step and from the sizes of the messages.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'build/native/latentpad');
const data = join(root, 'build/data/digits.bin.gz');
const folder = mkdtempSync(join(tmpdir(), 'latentpad-scaling-'));
const turns = process.argv[2] === '--turns' ? Number(process.argv[3]) : 5;
const IMAGES = 9000;

/** Number of parameters of a VAE 784-hidden-latent. */
const parametersOf = (hidden, latent) => {
  const sizes = [784, ...hidden];
  const pairs = (list) => list.slice(1).reduce((sum, out, i) => sum + out * list[i] + out, 0);
  return pairs(sizes) + 2 * (hidden.at(-1) * latent + latent) + pairs([latent, ...hidden.toReversed(), 784]);
};
const NETS = [
  { name: '784-400-20', hidden: [400], latent: 20 },
  { name: '784-1024-1024-64', hidden: [1024, 1024], latent: 64 },
].map((net) => ({ ...net, parameters: parametersOf(net.hidden, net.latent) }));

/** Milliseconds of one step, training included and evaluation not. */
function stepTime(net, batch, steps, { processes = 0, shards = 1 } = {}) {
  const epochs = String((steps * batch) / IMAGES);
  const train = [
    'train',
    '--data',
    data,
    '--validation',
    '1000',
    '--hidden',
    net.hidden.join(),
    '--latent',
    net.latent,
  ];
  const run = ['--batch', batch, '--shards', shards, '--epochs', epochs, '--threads', 1, '--json'];
  const out = ['--out', join(folder, 'weights.safetensors')];
  const mpirun = ['--allow-run-as-root', '--oversubscribe', '--bind-to', 'none', '-n', processes];
  const command = [...train, ...run, ...out].map(String);
  const text = processes
    ? execFileSync('mpirun', [...mpirun.map(String), program, ...command], { stdio: ['ignore', 'pipe', 'ignore'] })
    : execFileSync(program, command, { stdio: ['ignore', 'pipe', 'ignore'] });
  return (1000 * batch) / JSON.parse(text).images_per_second;
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
/** Medians of several measurements, which alternate, since the machine's speed changes. */
function medians(tasks) {
  const times = tasks.map(() => []);
  for (let turn = 0; turn < turns; ++turn) tasks.forEach((task, i) => times[i].push(task()));
  return times.map((list) => ({ median: median(list), best: Math.min(...list) }));
}

const row = (cells) => console.log(`| ${cells.join(' | ')} |`);
const table = (head, rows) => {
  row(head);
  row(head.map(() => '---'));
  rows.forEach(row);
  console.log();
};
const round = (x, digits = 2) => (x >= 100 ? x.toFixed(0) : x >= 10 && digits > 0 ? x.toFixed(1) : x.toFixed(digits));

/** Latency of a message in seconds, and bytes per second of one process in one direction. */
const NETWORKS = [
  { name: 'Ethernet, 1 Gbit/s', latency: 50e-6, bandwidth: 0.117e9 },
  { name: 'Ethernet, 10 Gbit/s', latency: 20e-6, bandwidth: 1.17e9 },
  { name: 'InfiniBand, 100 Gbit/s', latency: 1.5e-6, bandwidth: 11.5e9 },
];

/** Milliseconds to sum the gradients of N shards by N processes: two exchanges of all with all, in N − 1 rounds each. */
const exchangeTime = (net, processes, { latency, bandwidth }) => {
  const rounds = processes - 1;
  const bytes = (4 * net.parameters * rounds) / processes;
  return 1000 * (2 * (rounds * latency + bytes / bandwidth) + Math.ceil(Math.log2(processes)) * latency);
};

try {
  console.log(`${cpus()[0].model}, ${cpus().length} processors, one thread for each process, ${turns} turns\n`);
  for (const net of NETS) {
    const steps = net.parameters > 1e6 ? 20 : 150;
    console.log(
      `### ${net.name}: ${net.parameters} parameters, a gradient of ${round((4 * net.parameters) / 1e6)} MB\n`,
    );
    const counts = [1, 2, 4];
    for (const batch of [128, 1024]) {
      const few = Math.max(5, Math.round((steps * 64) / batch));
      const [alone, ...shared] = medians([
        () => stepTime(net, batch, few),
        ...counts.map((processes) => () => stepTime(net, batch, few, { processes, shards: 4 })),
      ]);
      console.log(`A batch of ${batch}, measured:\n`);
      table(
        ['processes', 'shards', 'step, ms (best)', 'speed-up'],
        [
          ['without mpirun', 1, `${round(alone.median)} (${round(alone.best)})`, ''],
          ...shared.map((time, i) => [
            counts[i],
            4,
            `${round(time.median)} (${round(time.best)})`,
            round(shared[0].median / time.median),
          ]),
        ],
      );
    }
    const batches = [1, 4, 8, 16, 32, 64, 128, 512, 1024].filter((batch) => steps > 20 || batch < 1024);
    const times = medians(
      batches.map((batch) => () => stepTime(net, batch, Math.max(5, Math.round((steps * 32) / (batch + 32))))),
    );
    table(['images in a step of one process', ...batches], [['ms', ...times.map((time) => round(time.median))]]);
    /** Between measured batches on a line, beyond them in proportion. */
    const stepOf = (images) => {
      const after = batches.findIndex((batch) => batch >= images);
      if (after === 0) return times[0].median;
      if (after < 0) return (times.at(-1).median * images) / batches.at(-1);
      const [a, b] = [batches[after - 1], batches[after]];
      return times[after - 1].median + ((times[after].median - times[after - 1].median) * (images - a)) / (b - a);
    };
    for (const batch of [1024, 8192]) {
      console.log(`A batch of ${batch}, speed-up over one process (efficiency), predicted:\n`);
      table(
        ['processes', 'images each', ...NETWORKS.map(({ name }) => name)],
        [2, 4, 8, 16, 32, 64, 128, 256, 512, 1000]
          .filter((processes) => processes <= batch)
          .map((processes) => [
            processes,
            round(batch / processes, 0),
            ...NETWORKS.map((network) => {
              const gain = stepOf(batch) / (stepOf(batch / processes) + exchangeTime(net, processes, network));
              return `${round(gain)} (${round((100 * gain) / processes, 0)} %)`;
            }),
          ]),
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
