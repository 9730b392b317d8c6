import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../support/entry.ts';

interface Locked {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };

/** A place in node_modules and every place above it, the nearest first. */
const upwards = (place: string): string[] => (place === '' ? [''] : [place, ...upwards(place.slice(0, Math.max(0, place.lastIndexOf('node_modules/') - 1)))]);

const found = (from: string, name: string) => upwards(from).some((place) => packages[`${place && `${place}/`}node_modules/${name}`]?.version);

test('the lock names every package of every platform, so that `npm ci` takes it everywhere', () => {
  const missing = Object.entries(packages).flatMap(([place, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !found(place, name))
      .map((name) => `${place || 'the project'} needs ${name}`),
  );
  expect(missing).toEqual([]);
});

test('the project names exact versions', () => {
  const { dependencies, devDependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  expect(loose).toEqual([]);
});
