import { expect, test } from 'vitest';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import { Store } from '../../../daemon/store/store.ts';

const message = (text: string) => ({ text, level: 'info' as const, who: 'test', channels: null });

function open() {
  const bus = new EventBus((_owner, error) => {
    throw error;
  });
  return { bus, journal: new Journal(new Store(':memory:'), bus) };
}

test('events reach listeners after the commit, in order, once', () => {
  const { bus, journal } = open();
  const heard: number[] = [];
  bus.subscribe('test', (events) => heard.push(...events.map((event) => event.seq ?? -1)));
  journal.write((emit) => {
    emit('notify.message', message('a'));
    emit('notify.message', message('b'));
    expect(heard).toEqual([]);
  });
  expect(heard).toEqual([1, 2]);
});

test('a write that throws leaves no event and no gap', () => {
  const { journal } = open();
  journal.append('notify.message', message('a'));
  expect(() =>
    journal.write((emit) => {
      emit('notify.message', message('lost'));
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(journal.append('notify.message', message('b'))).toBe(2);
  expect(journal.read().map((event) => event.seq)).toEqual([1, 2]);
});

test('what a listener causes comes after the batch it answers, for everybody', () => {
  const { bus, journal } = open();
  const heard: number[] = [];
  bus.subscribe('echo', (events) => {
    if (events[0]?.seq === 1) journal.append('notify.message', message('echo'));
  });
  bus.subscribe('later', (events) => heard.push(...events.map((event) => event.seq ?? -1)));
  journal.append('notify.message', message('a'));
  expect(heard).toEqual([1, 2]);
});
