// Builds the console alone, by the renderer's part of the one configuration.
import { build } from 'vite';
import config from '../../electron.vite.config.ts';

const { renderer } = config;
await build({ ...renderer, configFile: false, logLevel: 'error', build: { ...renderer.build, emptyOutDir: true } });
