// Interleaved measurements, and their results.
import { askNative } from './competitors.mjs';
import { median } from './stats.mjs';

/**
 * @typedef {object} Result
 * @property {string} work
 * @property {string} who         latentpad, pytorch or tfjs-BACKEND
 * @property {string} where       chromium, firefox, node or native
 * @property {'exact' | 'fused' | null} arithmetic  null: a peer's
 * @property {number} threads
 * @property {number} value       median of the runs
 * @property {string} unit
 * @property {number[]} runs
 */
/** @typedef {Omit<Result, 'value' | 'runs'>} Row */
/** @typedef {{row: Row, measure: () => Promise<number[]>}} Entry  measure: the values of one turn */

/** Lets threads of the previous measurement go to sleep. */
const kPauseMs = 30;

export class Measuring {
  /**
   * @param {import('./competitors.mjs').Competitors} competitors
   * @param {import('./browsers.mjs').Browsers} browsers
   * @param {typeof import('./setups.mjs').kModes.quick & {peers: boolean}} mode
   */
  constructor(competitors, browsers, mode) {
    this.competitors = competitors;
    this.browsers = browsers;
    this.mode = mode;
    /** @type {Result[]} */
    this.results = [];
    /** @type {{row: Row, reason: string}[]} */
    this.leftOut = [];
    this.round = 0;
    /** @type {Map<string, Promise<Result[]>>} */
    this.nativeAnswers = new Map();
  }

  /** The duration of each turn. */
  get turn() {
    const { groups, groupMs } = this.mode;
    return { groups, groupMs };
  }

  /** @param {Row} row @param {number[]} runs */
  add(row, runs) {
    this.results.push({ ...row, value: median(runs), runs });
  }

  /** @param {Row} row @param {Error} error */
  leaveOut(row, error) {
    this.leftOut.push({ row, reason: error.message });
  }

  ask(one, request) {
    return this.competitors.ask(one, request);
  }

  /**
   * Measures all entries in turn, so that changes of the machine's speed affect all; alternately forward and backward, so that
   * no entry always follows the same one. The first turn warms up and checks, and is not counted.
   * @param {Entry[]} entries
   */
  async inTurns(entries) {
    let able = entries.map((entry) => ({ ...entry, runs: /** @type {number[]} */ ([]) }));
    this.nativeAnswers.clear();
    for (this.round = 0; this.round <= this.mode.rounds; ++this.round) {
      for (const entry of this.round % 2 ? able : able.toReversed()) {
        await new Promise((done) => {
          setTimeout(done, kPauseMs);
        });
        try {
          const values = await entry.measure();
          if (this.round > 0) entry.runs.push(median(values));
        } catch (error) {
          this.leaveOut(entry.row, error);
          able = able.filter((other) => other !== entry);
        }
      }
    }
    for (const { row, runs } of able) this.add(row, runs);
  }

  /**
   * An entry for the native program, which times all workloads of its arguments at once, in each turn.
   * @param {Row} row @param {string[]} [args]
   */
  native(row, args = []) {
    return {
      row,
      measure: async () => {
        const command = ['--runs', `${this.mode.groups}`, ...args];
        const key = [this.round, row.arithmetic, row.threads, ...command].join(' ');
        if (!this.nativeAnswers.has(key)) this.nativeAnswers.set(key, askNative(row, command));
        const found = (await this.nativeAnswers.get(key)).find(({ work }) => work === row.work);
        if (!found) throw new Error('the native program does not measure it');
        return found.runs;
      },
    };
  }
}

/** All configurations of latentpad in these places. */
export const latentpad = (places, arithmetics, threadCounts) =>
  places.flatMap((where) =>
    arithmetics.flatMap((arithmetic) =>
      threadCounts.map((threads) => ({ who: 'latentpad', where, arithmetic, threads })),
    ),
  );
