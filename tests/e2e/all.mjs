// Runs every test file in one process, so that all share one browser. A single one: node --test tests/e2e/NAME.test.mjs
import { importTests } from '../support/import-tests.mjs';

await importTests(import.meta.dirname);
