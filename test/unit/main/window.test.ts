import fs from 'node:fs';
import { expect, test } from 'vitest';
import { isVisible } from '../../../main/window.ts';
import { fakeElectron } from '../../fakes/electron.ts';
import { FakeLink } from '../client/fake-link.ts';
import { setUpConsole, turn } from './set-up.ts';

async function open(settings?: object, fake = fakeElectron()) {
  const set = setUpConsole({ connect: new FakeLink(), fake, settings });
  set.desktop.start();
  await set.ready();
  await turn();
  return { ...set, window: set.windows[0]!, saved: () => JSON.parse(fs.readFileSync(set.file, 'utf8')) };
}

test('the window comes where it was left, and remembers where it is', async () => {
  const bounds = { x: 100, y: 50, width: 1000, height: 700 };
  const { window, timers, saved } = await open({ bounds, maximized: true });
  expect(window.options).toMatchObject(bounds);
  expect([window.visible, window.maximized]).toEqual([true, true]);
  window.bounds = { x: 1, y: 2, width: 1300, height: 900 };
  window.maximized = false;
  for (let count = 0; count < 20; count += 1) window.emit('move');
  timers.pass(1_000);
  expect(saved()).toMatchObject({ bounds: window.bounds, maximized: false });
});

test.each([
  ['on a screen that is gone', { bounds: { x: 5000, y: 0, width: 1000, height: 700 } }],
  ['too small to use', { bounds: { x: 0, y: 0, width: 1, height: 1 } }],
  ['in a file that is no use', 'nonsense'],
])('a place %s is forgotten', async (_what, settings) => {
  const { window } = await open(settings as object);
  expect(window.options).toMatchObject({ width: 1280, height: 800 });
  expect(window.options.x).toBeUndefined();
});

test('whether a window can be seen and moved', () => {
  const screens = [
    { x: 0, y: 0, width: 1920, height: 1080 },
    { x: 1920, y: 0, width: 1280, height: 800 },
  ];
  const at = (x: number, y: number) => isVisible({ x, y, width: 1000, height: 700 }, screens);
  expect([at(0, 0), at(-850, 10), at(2500, 10), at(-950, 10), at(0, -50), at(0, 1050), at(4000, 0)]).toEqual([true, true, true, false, false, false, false]);
});

test('closing it for the first time says that the daemon goes on, and asks; the answer is kept', async () => {
  const { window, answers, dialogs, app, saved } = await open();
  answers.push({ response: 0, checkboxChecked: true });
  window.close();
  await turn();
  expect(dialogs[0]).toMatchObject({ message: 'The daemon goes on trading.', buttons: ['Keep in the tray', 'Quit the console', 'Cancel'] });
  expect([window.visible, window.destroyed, app.ended]).toEqual([false, false, false]);
  expect(saved()).toMatchObject({ whenClosed: 'hide' });
  app.emit('activate');
  await turn();
  expect(window.visible).toBe(true);
  window.close();
  await turn();
  expect([window.visible, dialogs.length]).toEqual([false, 1]);
});

test('answered with quitting, closing ends the console from then on', async () => {
  const { window, answers, app, saved } = await open();
  answers.push({ response: 1, checkboxChecked: true });
  window.close();
  await turn();
  expect([window.destroyed, app.ended]).toEqual([true, true]);
  expect(saved()).toMatchObject({ whenClosed: 'quit' });
});

test('cancelled, everything stays', async () => {
  const { window, answers, app, saved } = await open();
  answers.push({ response: 2, checkboxChecked: true });
  window.close();
  await turn();
  expect([window.visible, window.destroyed, app.ended, saved().whenClosed]).toEqual([true, false, false, 'ask']);
});

test('without a tray the window is not hidden where nobody finds it', async () => {
  const { window, answers, dialogs, app } = await open({ whenClosed: 'ask' }, fakeElectron({ tray: false }));
  answers.push({ response: 0, checkboxChecked: false });
  window.close();
  await turn();
  expect(dialogs[0]?.buttons).toEqual(['Quit the console', 'Cancel']);
  expect(app.ended).toBe(true);
  const again = await open({ whenClosed: 'hide' }, fakeElectron({ tray: false }));
  again.window.close();
  expect(again.app.ended).toBe(true);
});

test('a page that crashed is loaded again', async () => {
  const { window } = await open();
  window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
  expect(window.webContents.reloads).toBe(1);
});

test('a minimised window is brought back, on the page asked for', async () => {
  const { window, app } = await open();
  window.minimized = true;
  app.emit('second-instance', {}, ['nightdesk', 'nightdesk://overview?account=replay-1']);
  await turn();
  expect([window.minimized, window.visible, window.focused]).toEqual([false, true, true]);
  expect(window.webContents.sent.at(-1)).toEqual({ channel: 'nightdesk:navigate', args: ['overview?account=replay-1'] });
});
