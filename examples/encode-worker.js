// A worker of your own with an engine in it: trains on the images that it is sent, then answers each picture with its code.
import { createEngine, ImageSet } from './node_modules/latentpad-engine/engine.js';

let model;
addEventListener('message', async ({ data: { images, side, picture } }) => {
  if (images) {
    const engine = await createEngine({ threads: 1 });
    const set = ImageSet.from(engine, { images, width: side, height: side });
    model = engine.createModel({ hidden: [64], latentDim: 2 }, { seed: 1, learningRate: 0.003 }, set);
    model.train(set, 300);
    return postMessage({ ready: true });
  }
  const { mu, logVar } = model.encode(Float32Array.from(picture, (byte) => byte / 255));
  postMessage({ mu, sigma: logVar.map((value) => Math.exp(value / 2)) });
});
