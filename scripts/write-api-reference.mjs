// The reference of the engine's interface, from the types and comments in web/engine/: one module for each entry of the package,
// `messages` with the data that they take and return, and `engine-error` with the codes of errors. The client's methods are
// generated from the table of calls (calls.js), so their types are resolved here first, into build/api/client-methods.ts. Needs no
// network, and the modules of the core for their types.

import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { Application } from 'typedoc';

const kRoot = resolve(import.meta.dirname, '..');
const kEngine = join(kRoot, 'web/engine');
const kWork = join(kRoot, 'build/api');

/** The entries of the package, as scripts/pack-engine.mjs names them, and the modules that define their types. */
const kEntries = ['engine', 'client', 'exact', 'exact-client', 'measures', 'element'];
const kTypes = ['messages', 'engine-error'];

/** @type {ts.CompilerOptions} */
const kOptions = {
  allowJs: true,
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  skipLibCheck: true,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
};

/** An interface with the client's methods, as text. */
function clientMethods() {
  const program = ts.createProgram([join(kEngine, 'calls.js')], kOptions);
  const checker = program.getTypeChecker();
  const source = /** @type {ts.SourceFile} */ (program.getSourceFile(join(kEngine, 'calls.js')));
  const exported = checker.getExportsOfModule(/** @type {ts.Symbol} */ (checker.getSymbolAtLocation(source)));
  /** @param {string} name */
  const named = (name) => /** @type {ts.Symbol} */ (exported.find((symbol) => symbol.name === name));
  /** @param {ts.Symbol | undefined} symbol */
  const commentOf = (symbol) => {
    const text = ts.displayPartsToString(symbol?.getDocumentationComment(checker));
    if (!text) throw new Error(`expected a comment of ${symbol?.name} in calls.js`);
    return `/**\n * ${text.replaceAll('\n', '\n * ')}\n */`;
  };
  const methods = checker.getDeclaredTypeOfSymbol(named('CallMethods')),
    rows = checker.getTypeOfSymbol(named('calls'));
  const { NoTruncation, UseFullyQualifiedType } = ts.TypeFormatFlags;
  const members = checker.getPropertiesOfType(methods).map((method) => {
    const type = checker.getTypeOfSymbol(method);
    const signature = checker.signatureToString(
      type.getCallSignatures()[0],
      undefined,
      NoTruncation | UseFullyQualifiedType,
    );
    const types = signature
      .replaceAll(/import\("[^"]*\/slices"\)\.LongOptions/g, 'CallOptions')
      .replaceAll('/latentpad-exact")', '/latentpad-exact.mjs")');
    return `${commentOf(rows.getProperty(method.name))}\n${method.name}${types};\n`;
  });
  return [
    '/** The methods of an EngineClient that make a request to its worker. @module client-methods */',
    '/** A promise of each reply; the arguments of all may have CallOptions. */',
    `export interface ClientMethods {\n${members.join('\n')}}`,
    `${commentOf(named('CallOptions'))}\nexport interface CallOptions {
      /** See above. */
      signal?: AbortSignal;
      /** See above. */
      onProgress?: (progress: {done: number, total: number}) => void;
    }`,
  ].join('\n\n');
}

/** @param {string} output   folder, replaced as a whole */
export async function writeReference(output) {
  rmSync(kWork, { recursive: true, force: true });
  mkdirSync(kWork, { recursive: true });
  writeFileSync(join(kWork, 'client-methods.ts'), clientMethods());
  const files = [
    ...[...kEntries, ...kTypes].map((name) => join(kEngine, `${name}.js`)),
    join(kWork, 'client-methods.ts'),
  ];
  const config = join(kWork, 'tsconfig.json');
  const { lib, ...options } = kOptions;
  writeFileSync(
    config,
    JSON.stringify({
      compilerOptions: {
        ...options,
        target: 'es2023',
        module: 'esnext',
        moduleResolution: 'bundler',
        lib: ['es2023', 'esnext.disposable', 'dom', 'dom.iterable'],
      },
      files,
    }),
  );
  const app = await Application.bootstrapWithPlugins({
    entryPoints: files,
    tsconfig: config,
    basePath: kEngine,
    name: 'latentpad-engine',
    readme: join(kEngine, 'PACKAGE.md'),
    disableSources: true,
    excludePrivate: true,
    excludeInternal: true,
    logLevel: 'Error',
    githubPages: false,
    // Types of modules that have no page of their own are shown by their names.
    validation: { notExported: false },
  });
  const project = await app.convert();
  if (!project || app.logger.hasErrors()) throw new Error('the comments in web/engine/ could not be read');
  const part = `${output}.part`;
  await app.generateDocs(project, part);
  if (app.logger.hasErrors()) throw new Error('the reference could not be written');
  // Whole or not at all.
  rmSync(output, { recursive: true, force: true });
  renameSync(part, output);
}
