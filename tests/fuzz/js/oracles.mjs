// Invariants of every value that a parser accepts.
import assert from 'node:assert/strict';

/** Every number in the value is finite. @param {unknown} value @param {string} where */
export function expectFinite(value, where) {
  if (typeof value === 'number') assert.ok(Number.isFinite(value), `${where} is ${value}`);
  else if (ArrayBuffer.isView(value))
    assert.ok(/** @type {Float32Array} */ (value).every(Number.isFinite), `${where} holds a number that is not finite`);
  else if (value instanceof Set) expectFinite([...value], where);
  else if (value && typeof value === 'object')
    for (const [key, one] of Object.entries(value)) expectFinite(one, `${where}.${key}`);
}

const PROTOTYPES = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  String.prototype,
  Number.prototype,
  Map.prototype,
  Set.prototype,
];
const shapeOf = () =>
  PROTOTYPES.map((one) => Reflect.ownKeys(one).map((key) => [key, Object.getOwnPropertyDescriptor(one, key)?.value]));

/** Records the prototypes; the returned function throws if one has been changed. */
export function watchPrototypes() {
  const before = shapeOf();
  return () => assert.deepEqual(shapeOf(), before, 'a prototype was changed');
}

/** The value's prototype is Object's own. @param {object} value @param {string} where */
export function expectPlain(value, where) {
  assert.equal(Object.getPrototypeOf(value), Object.prototype, `the prototype of ${where} was changed`);
}
