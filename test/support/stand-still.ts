import type { DaemonClient } from '../../daemon/client/client.ts';
import type { Result } from '../../daemon/protocol/index.ts';
import { eventually } from './console-suite.ts';

type Position = Result<'positions.list'>['items'][number];

/** Halts the strategies at a moment when positions are held, so that none of them is sold meanwhile. @returns those that are held */
export async function standStill(client: DaemonClient, fits: (position: Position) => boolean = () => true): Promise<readonly Position[]> {
  const held = async () => (await client.call('positions.list', {})).items.filter(fits);
  for (;;) {
    await client.call('bot.start', {});
    await eventually(async () => (await held()).length, 60_000).toBeGreaterThan(0);
    await client.call('bot.stop', {});
    const items = await held();
    if (items.length > 0) return items;
  }
}
