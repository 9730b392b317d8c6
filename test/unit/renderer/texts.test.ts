import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../support/entry.ts';

type Tree = { readonly [key: string]: string | Tree };

const LOCALES = path.join(ROOT, 'renderer/app/locales');
const catalogue = (language: string): Tree => JSON.parse(fs.readFileSync(path.join(LOCALES, `${language}.json`), 'utf8'));

const flatten = (tree: Tree, prefix = ''): Map<string, string> =>
  new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );

/** Keys as code asks for them: a text in the plural is one key. */
const asked = (texts: Map<string, string>) => new Set([...texts.keys()].map((key) => key.replace(/_(one|other)$/, '')));

function sources(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    return entry.isDirectory() ? sources(name) : /\.tsx?$/.test(name) ? [fs.readFileSync(name, 'utf8')] : [];
  });
}

const code = sources(path.join(ROOT, 'renderer')).join('\n');
/** Keys written out, anywhere: also those chosen by a condition. */
const literal = new Set([...code.matchAll(/'([a-z][A-Za-z]*(?:\.[A-Za-z_-]+)+)'/g)].map((match) => match[1]!));
/** Keys put together, such as t(`state.${state}`): everything that fits counts as used. */
const patterns = [...code.matchAll(/`([a-z][A-Za-z]*\.[^`\s]*\$\{[^`]*)`/g)].map(
  (match) =>
    new RegExp(
      `^${match[1]!
        .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '§')
        .replaceAll('.', '\\.')
        .replaceAll('§', '[A-Za-z_-]+')}$`,
    ),
);

const en = flatten(catalogue('en'));
const others = fs
  .readdirSync(LOCALES)
  .map((file) => path.basename(file, '.json'))
  .filter((language) => language !== 'en');

test('there is a second language', () => {
  expect(others).toContain('de');
});

test('every text is used', () => {
  const unused = [...asked(en)].filter((key) => !literal.has(key) && !patterns.some((pattern) => pattern.test(key)));
  expect(unused).toEqual([]);
});

test('every text asked for exists', () => {
  const called = [...code.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => match[1]!);
  expect(called.filter((key) => !asked(en).has(key))).toEqual([]);
  expect(called.length).toBeGreaterThan(50);
});

describe.each(others)('%s', (language) => {
  const texts = flatten(catalogue(language));

  test('has the same keys', () => {
    expect([...texts.keys()].sort()).toEqual([...en.keys()].sort());
  });

  test('fills in the same figures, and leaves nothing empty', () => {
    const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
    for (const [key, text] of en) expect({ key, holes: holes(texts.get(key) ?? '') }).toEqual({ key, holes: holes(text) });
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});
