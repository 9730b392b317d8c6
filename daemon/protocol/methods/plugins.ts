import { z } from 'zod';
import { mutation, query } from '../method.ts';
import { Empty } from '../schemas/common.ts';

/** Its file's or folder's name, and with it the name of what it adds. */
const PluginName = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'expected small letters, digits and -, beginning with a letter');

/** How a plugin's methods are called. */
export const isPluginMethod = (method: string): boolean => /^plugin\.[a-z][a-z0-9-]*\.[a-z][a-z0-9_]*$/.test(method);

const Plugin = z
  .object({
    name: PluginName,
    file: z.string().meta({ description: 'What is run' }),
    state: z.enum(['disabled', 'running', 'failed', 'changed', 'refused', 'missing']),
    reason: z.string().nullable(),
    remedy: z.string().nullable(),
    changed: z.boolean().meta({ description: 'The file is not the one that was enabled' }),
    sha256: z.string().nullable().meta({ description: 'Of the file, or of all files of the folder, as they are now' }),
    adds: z.object({ methods: z.array(z.string()), channel: z.boolean(), strategy: z.boolean() }),
  })
  .meta({ id: 'Plugin' });
export type Plugin = z.infer<typeof Plugin>;

const Named = z.strictObject({ name: PluginName });

export const plugins = {
  'plugins.list': query({
    summary: 'Files in the plugins folder, what each adds and how it fares',
    role: 'operator',
    params: Empty,
    result: () => z.object({ folder: z.string(), items: z.array(Plugin) }),
    example: {},
  }),
  'plugins.enable': mutation({
    summary: 'Runs a plugin as its file is now, and again at every start until the file changes',
    role: 'owner',
    danger: 'Its code runs on this machine with the rights of your user.',
    params: Named,
    result: () => Plugin,
    example: { name: 'position-size' },
  }),
  'plugins.disable': mutation({
    summary: 'Stops a plugin and takes away what it added; messages for its channels wait, its trades stay guarded by the exits',
    role: 'owner',
    params: Named,
    result: () => Plugin,
    example: { name: 'position-size' },
  }),
  'plugins.reload': mutation({
    summary: 'Starts an enabled plugin anew, with its file as it is now',
    role: 'owner',
    danger: 'Its code runs on this machine with the rights of your user.',
    params: Named,
    result: () => Plugin,
    example: { name: 'position-size' },
  }),
};
