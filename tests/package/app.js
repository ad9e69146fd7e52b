// What a user of the package writes: trains on the main thread and in the package's worker, and reports the checksums of the weights.
import { createEngine } from 'latentpad-engine';
import { createClient } from 'latentpad-engine/client';

const NET = { hidden: [400], latentDim: 20 };

async function run() {
  const bytes = new Uint8Array(await (await fetch('./digits.bin.gz')).arrayBuffer());

  const engine = await createEngine({ variant: 'exact', threads: 1 });
  const digits = await engine.loadDigits({ bytes });
  const model = engine.createModel(NET, { seed: 1 }, digits);
  model.train(digits, 20);

  const client = createClient({ variant: 'exact', threads: 2 });
  const { threads, fallback } = await client.ready;
  await client.loadDigits({ bytes });
  await client.createModel({ config: NET, training: { seed: 1 } });
  const { checksum } = await client.step(20);

  return { engine: model.checksum(), client: checksum, threads, fallback };
}

run().then(
  (result) => {
    window.result = result;
  },
  (error) => {
    window.result = { error: `${error.stack ?? error}` };
  },
);
