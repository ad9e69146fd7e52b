// Interleaved measurements, and their results.
import { askNative } from './competitors.mjs';
import { rowName } from './setups.mjs';
import { median, ratioTo } from './stats.mjs';

/**
 * @typedef {object} Result
 * @property {string} work
 * @property {string} who         latentpad, pytorch, jax-js-DEVICE or tfjs-BACKEND
 * @property {string} where       chromium, firefox, node or native
 * @property {'exact' | 'fused' | null} arithmetic  null: a peer's
 * @property {number} threads
 * @property {number} value       median of the runs
 * @property {string} unit
 * @property {number[]} runs
 * @property {number} [operations]  of one call, if they are counted
 * @property {number} [bytes]
 * @property {number} [lossDifference]  of the first steps, as a share of the reference's losses (reference.mjs)
 * @property {Ratio} [ratio]      if it was measured in turns
 */
/** @typedef {ReturnType<typeof ratioTo> & {to: string}} Ratio  to the first entry, by its rowName */
/** @typedef {Omit<Result, 'value' | 'runs' | 'ratio'>} Row */
/** @typedef {{row: Row, measure: () => Promise<number[]>}} Entry  measure: the values of one turn */

/** Lets threads of the previous measurement go to sleep. */
const kPauseMs = 30;

/** With --until: at least as many rounds as a 95 % interval of the median needs, and at most. */
const kFewestRounds = 6;
const kMostRounds = 60;

/** Milliseconds of a loop of a fixed length in this process, a few on an idle machine. */
function timeFixedLoop() {
  const start = performance.now();
  let word = 1;
  for (let i = 0; i < 2e6; ++i) word = (Math.imul(word, 1664525) + 1013904223) | 0;
  const ms = performance.now() - start;
  // An engine must not omit the loop.
  return word === 0 ? NaN : ms;
}

/** @param {Ratio | undefined} ratio @param {number} until */
const isWider = (ratio, until) => ratio !== undefined && ratio.halfWidth > until;

/** @param {(Entry & {runs: number[]})[]} entries  measured in the same turns */
function withRatios(entries) {
  const timed = ({ row: { unit }, runs }) => ({ unit, runs });
  return entries.map((entry) => ({
    ...entry,
    ratio: { to: rowName(entries[0].row), ...ratioTo(timed(entry), timed(entries[0])) },
  }));
}

export class Measuring {
  /**
   * @param {import('./competitors.mjs').Competitors} competitors
   * @param {import('./browsers.mjs').Browsers} browsers
   * @param {typeof import('./setups.mjs').kModes.quick & {peers: boolean, until?: number}} mode
   *   until: repeat rounds until the interval of each ratio is at most ± this share
   */
  constructor(competitors, browsers, mode) {
    this.competitors = competitors;
    this.browsers = browsers;
    this.mode = mode;
    /** @type {Result[]} */
    this.results = [];
    /** @type {{row: Row, reason: string}[]} */
    this.leftOut = [];
    /** Milliseconds of the fixed loop in each turn. @type {number[]} */
    this.loopTimes = [];
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
   * no entry always follows the same one. The first round warms up and checks, and is not counted.
   * @param {Entry[]} entries
   */
  async inTurns(entries) {
    /** @type {(Entry & {runs: number[]})[]} */
    let able = entries.map((entry) => ({ ...entry, runs: [] }));
    this.nativeAnswers.clear();
    for (this.round = 0; this.needsRound(able); ++this.round) {
      for (const entry of this.round % 2 ? able : able.toReversed()) {
        await new Promise((done) => {
          setTimeout(done, kPauseMs);
        });
        if (this.round > 0) this.loopTimes.push(timeFixedLoop());
        try {
          const values = await entry.measure();
          if (this.round > 0) entry.runs.push(median(values));
        } catch (error) {
          this.leaveOut(entry.row, error);
          able = able.filter((other) => other !== entry);
        }
      }
    }
    for (const { row, runs, ratio } of withRatios(able))
      this.results.push({ ...row, value: median(runs), runs, ratio });
  }

  /** Whether this round is one of the mode's, or a ratio is still too uncertain. @param {(Entry & {runs: number[]})[]} able */
  needsRound(able) {
    const { rounds, until } = this.mode;
    if (this.round <= rounds) return true;
    if (until === undefined || this.round > kMostRounds) return false;
    return this.round <= kFewestRounds || withRatios(able).some(({ ratio }) => isWider(ratio, until));
  }

  /** The results whose ratio is still more uncertain than the mode wants. */
  get stillWider() {
    return this.results.filter(({ ratio }) => isWider(ratio, this.mode.until ?? Infinity));
  }

  /**
   * What the native program says of a workload. It times all workloads of its arguments at once, in each turn.
   * @param {Row} row @param {string[]} args @param {string} work  as the program names it
   */
  async askNative(row, args, work) {
    const command = ['--runs', `${this.mode.groups}`, ...args];
    const key = [this.round, row.arithmetic, row.threads, ...command].join(' ');
    if (!this.nativeAnswers.has(key)) this.nativeAnswers.set(key, askNative(row, command));
    const found = (await this.nativeAnswers.get(key)).find((answer) => answer.work === work);
    if (!found) throw new Error('the native program does not measure it');
    return found;
  }

  /**
   * An entry for the native program.
   * @param {Row} row @param {string[]} [args] @param {string} [work]  as the program names it
   */
  native(row, args = [], work = row.work) {
    return {
      row,
      measure: async () => {
        const { operations, bytes, runs } = await this.askNative(row, args, work);
        Object.assign(row, { operations, bytes });
        return runs;
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
