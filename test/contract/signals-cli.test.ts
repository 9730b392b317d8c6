import { expect, onTestFinished, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { startDaemon } from '../support/daemon.ts';
import { address, post, QUIET_DESK } from '../support/signals.ts';

test('a hook is made, tried and looked at from the command line', async () => {
  const daemon = await startDaemon({ config: QUIET_DESK });
  onTestFinished(async () => void (await daemon.stop()));
  await address(daemon);
  const nightdesk = (...args: string[]) => runCli(args, { home: daemon.home });

  const made = await nightdesk(
    'signals',
    'create',
    'lines',
    '--text',
    '{action} {ticker}',
    '--stake',
    '5%',
    '--sources',
    '127.0.0.1',
    'maxAgeSeconds=null',
    '--json',
  );
  const { hook, secret, messages } = JSON.parse(made.stdout) as { hook: { url: string; sizing: object }; secret: string; messages: Array<{ text: string }> };
  expect(hook.sizing).toEqual({ kind: 'fraction', value: 0.05 });
  expect(messages[0]?.text).toBe(`${secret} {{strategy.order.action}} {{exchange}}:{{ticker}}`);
  expect((await nightdesk('signals', 'message', 'lines')).stdout).toContain('SECRET {{strategy.order.action}}');
  expect((await nightdesk('signals', 'test', 'lines')).stdout).toMatch(/^would be placed: buy [\d.]+ BTC\/USDT, at [\d.]+ USDT/);
  expect((await nightdesk('signals', 'test', 'lines', 'x hodl BTCUSDT')).stdout).toContain('"hodl" is no action');

  expect(await post(hook.url, `${secret} buy BTCUSDT`)).toMatchObject({ status: 200 });
  const received = await nightdesk('signals', 'received');
  expect(received.stdout).toMatch(/s_1 .* lines .* buy BTC\/USDT .* placed .* o_1/);
  expect(received.stdout).not.toContain(secret);

  expect(await nightdesk('gateways', 'set', 'tradingview', 'trustedProxies=127.0.0.1', 'publicUrl=https://alerts.example.org/')).toMatchObject({ code: 0 });
  expect((await nightdesk('signals', 'list')).stdout).toContain('https://alerts.example.org/signals/lines');
  expect(await nightdesk('gateways', 'set', 'tradingview', 'trustedProxies=nowhere')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('expected an address'),
  });
  expect(await nightdesk('gateways', 'stop', 'socket', '--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('the local socket is open') });
  expect(await nightdesk('signals', 'remove', 'lines')).toMatchObject({ code: 4 });
  expect(await nightdesk('signals', 'message', 'nothing')).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no hook "nothing"') });
});
