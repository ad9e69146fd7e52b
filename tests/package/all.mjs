// Runs every test file in one process, so that all share one packed engine and the browsers. A single one:
// node --test tests/package/NAME.test.mjs
import { importTests } from '../support/import-tests.mjs';

await importTests(import.meta.dirname);
