import { onTestFinished } from 'vitest';
import { BotApi } from '../../../fakes/bot-api.ts';
import { tempFolder } from '../../../support/temp.ts';
import { Bench, type BenchOptions } from './desk.ts';

export { TOKEN } from '../../../fakes/bot-api.ts';
export { ADA, type Bench, GROUP, MALLORY, OWNER, PRIVATE } from './desk.ts';

/** A bench that ends with the test at hand. */
export async function openBench(options: Partial<BenchOptions> & { readonly api?: BotApi } = {}): Promise<Bench> {
  const api = options.api ?? (await BotApi.open());
  const bench = new Bench(api, { home: tempFolder(), ...options });
  onTestFinished(async () => {
    await bench.stop();
    await api.close();
  });
  return bench.start();
}
