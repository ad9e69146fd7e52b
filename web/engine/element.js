/**
 * `<latentpad-vae src="weights.safetensors">`: the latent plane of a model, and beside it what the point under the pointer decodes
 * to. For a page of any kind: one script tag, and no other code.
 *
 * Attributes: `src`, the address of weights with a code (VAE, AE), or of the index of several files; `range`, the plane's half side
 * in units of z, 3 unless given; `wasm-url` as of createClient(); `label`, its accessible name. Further
 * dimensions of a code stay 0. Events: `ready`, once the first picture is drawn; `error`, an ErrorEvent whose message is also shown.
 * Importing it defines the element; where there are no elements, as on a server, it does nothing.
 */
import { createClient } from './client.js';
import { downloadWeights } from './download.js';
import { EngineError } from './engine-error.js';

const RANGE = 3,
  /** Of the range, for each press of an arrow key. */
  STEP = 1 / 20;
/** @type {Record<string, [number, number]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

const MARKUP = `
  <style>
    :host { display: inline-flex; gap: 0.75rem; align-items: start; width: 20rem; max-width: 100%; }
    div { position: relative; flex: 1; aspect-ratio: 1; border: 1px solid; cursor: crosshair; touch-action: none; }
    div:focus-visible { outline: 2px solid; outline-offset: 2px; }
    i { position: absolute; width: 0.6rem; height: 0.6rem; margin: -0.3rem; border-radius: 50%; background: currentColor; pointer-events: none; }
    svg { position: absolute; inset: 0; width: 100%; height: 100%; fill: none; stroke: currentColor; stroke-dasharray: 1 2; opacity: 0.5; pointer-events: none; }
    canvas { flex: 1; width: 50%; background: #fff; aspect-ratio: 1; border: 1px solid; image-rendering: pixelated; }
    p { margin: 0; }
    [hidden] { display: none; }
  </style>
  <div tabindex="0" role="application" hidden><svg viewBox="-1 -1 2 2"></svg><i></i></div>
  <canvas role="img" hidden></canvas>
  <p role="status">…</p>`;

const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

export class LatentpadVae extends Base {
  static observedAttributes = ['src', 'range'];

  /** @type {import('./client.js').EngineClient | null} */
  #client = null;
  /** Of the weights that are being fetched: newer ones, or the element's removal, end the request. */
  #loading = new AbortController();
  #latentDim = 2;
  /** The Gaussians of the prior, in the plane; N(0, I) until there is a model. */
  #components = [{ weight: 1, mean: [0, 0], sigma: [1, 1] }];
  /** The point, in units of the range. @type {[number, number]} */
  #at = [0, 0];

  connectedCallback() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    root.innerHTML = MARKUP;
    const plane = this.#part('div');
    plane.setAttribute(
      'aria-label',
      this.getAttribute('label') ?? 'Latent plane: move the pointer or press arrow keys',
    );
    plane.addEventListener('pointerdown', (event) => plane.setPointerCapture(event.pointerId));
    plane.addEventListener('pointermove', ({ clientX, clientY }) => {
      const { left, top, width, height } = plane.getBoundingClientRect();
      this.#move(2 * ((clientX - left) / width) - 1, 1 - 2 * ((clientY - top) / height));
    });
    plane.addEventListener('keydown', (event) => {
      const way = WAYS[event.key];
      if (!way) return;
      event.preventDefault();
      this.#move(this.#at[0] + STEP * way[0], this.#at[1] + STEP * way[1]);
    });
    this.#drawPrior();
    void this.#load();
  }

  disconnectedCallback() {
    this.#loading.abort();
    this.#client?.dispose();
    this.#client = null;
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    if (!this.isConnected || before === value || !this.shadowRoot?.childElementCount) return;
    if (name === 'src') return void this.#load();
    this.#drawPrior();
    void this.#decode();
  }

  get #range() {
    const range = Number(this.getAttribute('range') ?? RANGE);
    return range > 0 && range < Infinity ? range : RANGE;
  }

  /** @template {keyof HTMLElementTagNameMap} Name @param {Name} name @returns {HTMLElementTagNameMap[Name]} */
  #part(name) {
    return /** @type {HTMLElementTagNameMap[Name]} */ (/** @type {ShadowRoot} */ (this.shadowRoot).querySelector(name));
  }

  async #load() {
    const source = this.getAttribute('src');
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    try {
      if (!source) throw new EngineError('sourceMissing');
      this.#client ??= createClient({ wasmUrl: this.getAttribute('wasm-url') ?? undefined, threads: 1 });
      const client = this.#client;
      const bytes = await downloadWeights(source, { engine: client, signal }),
        { config } = await client.loadModel({ bytes, signal });
      if (signal.aborted) return;
      if (!(config.latentDim > 0)) throw new EngineError('codeMissing', { file: source, model: config.model });
      const { weights, means, sigmas } = await client.prior();
      if (signal.aborted) return;
      this.#latentDim = config.latentDim;
      const inPlane = (/** @type {Float32Array} */ values, /** @type {number} */ k, /** @type {number} */ otherwise) =>
        [0, 1].map((d) => (d < config.latentDim ? values[k * config.latentDim + d] : otherwise));
      this.#components = weights.map((weight, k) => ({
        weight,
        mean: inPlane(means, k, 0),
        sigma: inPlane(sigmas, k, 1),
      }));
      this.#drawPrior();
      const canvas = this.#part('canvas');
      canvas.width = config.width ?? 28;
      canvas.height = config.height ?? 28;
      for (const part of /** @type {const} */ (['div', 'canvas'])) this.#part(part).hidden = false;
      this.#part('p').hidden = true;
      await this.#decode();
      this.dispatchEvent(new Event('ready'));
    } catch (error) {
      if (this.isConnected && !signal.aborted) this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {string} message */
  #fail(message) {
    for (const part of /** @type {const} */ (['div', 'canvas'])) this.#part(part).hidden = true;
    const text = this.#part('p');
    text.textContent = message;
    text.hidden = false;
    this.dispatchEvent(new ErrorEvent('error', { message }));
  }

  /** @param {number} x @param {number} y */
  #move(x, y) {
    this.#at = [Math.max(-1, Math.min(1, x)), Math.max(-1, Math.min(1, y))];
    void this.#decode();
  }

  /**
   * Circles at 1, 2, … standard deviations of N(0, I), or of each Gaussian of a learned prior an ellipse at one, fainter the
   * less weight it has and the more there are.
   */
  #drawPrior() {
    const scale = 1 / this.#range,
      heaviest = Math.max(...this.#components.map(({ weight }) => weight)),
      opacity = Math.max(0.1, Math.min(1, 16 / this.#components.length)),
      count = this.#components.length > 1 ? 1 : Math.min(10, Math.floor(this.#range));
    const ellipses = this.#components.flatMap(({ weight, mean, sigma }) =>
      Array.from({ length: count }, (_, i) => {
        const ellipse = document.createElementNS('http://www.w3.org/2000/svg', 'ellipse');
        const [cx, cy, rx, ry] = [mean[0], -mean[1], (i + 1) * sigma[0], (i + 1) * sigma[1]];
        for (const [name, value] of Object.entries({ cx, cy, rx, ry }))
          ellipse.setAttribute(name, String(value * scale));
        ellipse.setAttribute('stroke-opacity', String((weight / heaviest) * opacity));
        ellipse.setAttribute('vector-effect', 'non-scaling-stroke');
        return ellipse;
      }),
    );
    /** @type {ShadowRoot} */ (this.shadowRoot).querySelector('svg')?.replaceChildren(...ellipses);
  }

  async #decode() {
    const [x, y] = this.#at,
      mark = this.#part('i');
    mark.style.left = `${50 * (1 + x)}%`;
    mark.style.top = `${50 * (1 - y)}%`;
    const z = new Float32Array(this.#latentDim);
    z.set([x * this.#range, y * this.#range].slice(0, this.#latentDim));
    // A conditional model decodes the label 0.
    const pixels = await this.#client?.decode(z, 0).catch(() => null);
    if (!pixels || !this.isConnected) return;
    const canvas = this.#part('canvas'),
      image = new ImageData(canvas.width, canvas.height);
    pixels.forEach((ink, i) => image.data.set([0, 0, 0, Math.round(255 * ink)], 4 * i));
    canvas.getContext('2d')?.putImageData(image, 0, 0);
    canvas.setAttribute('aria-label', `z = ${Array.from(z.subarray(0, 2), (value) => value.toFixed(2)).join(', ')}`);
  }
}

if (globalThis.customElements && !customElements.get('latentpad-vae'))
  customElements.define('latentpad-vae', LatentpadVae);
