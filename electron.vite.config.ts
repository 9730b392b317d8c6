import fs from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import manifest from './package.json' with { type: 'json' };

const root = import.meta.dirname;
const at = (...parts: string[]) => path.join(root, ...parts);

/** Native or very large: left where npm put them. Everything else is bundled, so that the daemon starts fast. */
const external = ['electron', 'better-sqlite3', '@napi-rs/canvas', /^ccxt/];

/**
 * electron-vite declares `require` in every ES chunk that mentions it, which collides with a package that declares its
 * own (node-ipc's). Nothing of ours or bundled here needs that shim.
 */
const withoutShim: Plugin = {
  name: 'without-cjs-shim',
  configResolved({ plugins }) {
    const shim = plugins.findIndex((plugin) => plugin.name === 'vite:esm-shim');
    if (shim !== -1) (plugins as Plugin[]).splice(shim, 1);
  },
};

/**
 * An `import` of one of Node's own modules reads every export of it, and so loads what hangs there lazily: webcrypto on
 * `node:crypto`, promises and streams on `node:fs`, undici on `node:http`. Taken as an object, only what is used loads,
 * which spares a tenth of the daemon's start.
 */
const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  renderChunk: (code) =>
    code.replace(/^import (?:([\w$]+)|\* as ([\w$]+))?(?:, )?(?:\{ (.+) \})? from "(?:node:)?([\w/]+)";$/gm, (line, fallback, space, named, id) => {
      if (!builtinModules.includes(id)) return line;
      const names = named?.replaceAll(' as ', ': ');
      return [fallback, space, names && `{ ${names} }`]
        .filter(Boolean)
        .map((to) => `const ${to} = process.getBuiltinModule("node:${id}");`)
        .join(' ');
    }),
};

/**
 * Lets what connects run as soon as it is there, where as a part of the rest it would wait until all of that is read; and
 * has the browser fetch at once what the first page shows later: the chart's program and the font.
 */
const hurry: Plugin = {
  name: 'nightdesk:hurry',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {} }) {
      const file = (name: RegExp) => `./${Object.keys(bundle).find((each) => name.test(each))}`;
      const link = (attrs: Record<string, string | boolean>) => ({ tag: 'link', attrs: { crossorigin: true, ...attrs } });
      return [
        { tag: 'script', attrs: { type: 'module', crossorigin: true, src: file(/first-.*\.js$/) }, injectTo: 'head-prepend' },
        link({ rel: 'preload', as: 'font', type: 'font/woff2', href: file(/inter-latin-wght-normal-.*\.woff2$/) }),
        link({ rel: 'modulepreload', href: file(/equity-chart-.*\.js$/) }),
      ];
    },
  },
};

/** The icons of the installed app are those of the desktop's. */
const icons: Plugin = {
  name: 'nightdesk:icons',
  generateBundle() {
    const folder = at('resources/icons/app');
    for (const name of fs.readdirSync(folder)) this.emitFile({ type: 'asset', fileName: `icons/${name}`, source: fs.readFileSync(path.join(folder, name)) });
  },
};

export default defineConfig({
  main: {
    plugins: [withoutShim, lazyBuiltins],
    // Its plugins ask for grammY's other build, which brings a fetch of its own that Node has long had.
    resolve: { alias: [{ find: /^grammy$/, replacement: 'grammy/web' }] },
    build: {
      outDir: at('out/main'),
      externalizeDeps: false,
      license: { fileName: 'licenses.md' },
      target: 'node22',
      rolldownOptions: {
        input: {
          index: at('main/index.ts'),
          daemon: at('daemon/main.ts'),
          painter: at('daemon/channels/telegram/pictures/worker.ts'),
          plugin: at('daemon/plugins/runner.ts'),
          reports: at('daemon/engine/reports/worker.ts'),
          cli: at('daemon/cli/main.ts'),
        },
        external,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      externalizeDeps: false,
      rolldownOptions: { input: { index: at('preload/index.ts') }, external: ['electron'], output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    plugins: [react(), icons, hurry],
    define: { __VERSION__: JSON.stringify(manifest.version) },
    build: {
      outDir: at('out/renderer'),
      minify: true,
      license: { fileName: 'licenses.md' },
      rolldownOptions: {
        input: at('renderer/index.html'),
        output: {
          codeSplitting: {
            groups: [
              // What connects is a file of its own, small enough to run while the others are still being read.
              { name: 'first', test: /renderer\/app\/first\.ts/, priority: 1 },
              // Each file costs a browser more than its bytes: what is needed at once is one.
              { name: 'console', tags: ['$initial'] },
              { name: 'chart', test: /lightweight-charts|fancy-canvas/ },
            ],
          },
        },
      },
    },
  },
});
