import type { z } from 'zod';
import { type MethodSpec, mutation, query } from '../protocol/method.ts';
import { JsonValue } from '../protocol/schemas/common.ts';
import { JsonText } from '../rpc/handler.ts';
import type { AnyHandler } from '../rpc/method-table.ts';
import { type Manifest, objectSchema } from './manifest.ts';
import type { PluginThread } from './thread.ts';

export interface PluginMethod {
  readonly name: string;
  readonly spec: MethodSpec;
  readonly handler: AnyHandler;
}

/** A plugin's methods as the dispatcher takes them: `plugin.<plugin>.<method>`. @throws Error for parameters that are no schema */
export function pluginMethods(plugin: string, methods: Manifest['methods'], thread: PluginThread): PluginMethod[] {
  return Object.entries(methods).map(([name, { summary, description, role, mutates, params, example }]) => ({
    name: `plugin.${plugin}.${name}`,
    spec: (mutates ? mutation : query)({
      summary,
      ...(description !== undefined && { description }),
      role,
      cost: 5,
      params: objectSchema(params, `methods.${name}.params`) as z.ZodType,
      result: () => JsonValue,
      example,
    }),
    handler: async (given: unknown) => new JsonText(await thread.method(name, given)),
  }));
}
