// The daemon's own store, journal and channels with one channel, and beside it a bare HTTP client. On `ours` an event is
// committed, on `bare …` the body given is posted to the path given; both say when they began.
import http from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Channels } from '../../../daemon/channels/channels.ts';
import { KINDS } from '../../../daemon/channels/kinds.ts';
import { telegramKind } from '../../../daemon/channels/telegram/telegram.ts';
import { ConfigStore } from '../../../daemon/config/store.ts';
import { EventBus } from '../../../daemon/journal/bus.ts';
import { Journal } from '../../../daemon/journal/journal.ts';
import { SILENT } from '../../../daemon/log/log.ts';
import { Audit } from '../../../daemon/rpc/audit.ts';
import { Store } from '../../../daemon/store/store.ts';
import { Vault } from '../../../daemon/vault/vault.ts';
import { TOKEN } from '../../fakes/bot-api.ts';
import { MESSAGE, PAUSE_MS } from '../lib/sample.ts';

const [kind = '', home = '', port = ''] = process.argv.slice(2);
const root = `http://127.0.0.1:${port}`;
const store = new Store(path.join(home, `${kind}.db`));
const bus = new EventBus((owner, error) => console.error(owner, error));
const journal = new Journal(store, bus);
let began = 0n;
/** Said only now: to write takes time that would count. */
const settled = () => setImmediate(() => console.log(`began ${began}\nsettled`));

// Listens before the channels do: nothing but the commit lies behind it.
bus.subscribe('bench', (events) => {
  const at = process.hrtime.bigint();
  if (events.some(({ topic }) => topic === 'notify.message')) began = at;
  if (events.some(({ topic, json }) => topic === 'channel.delivery' && json.includes('"delivered"'))) settled();
});

const config = new ConfigStore({ file: path.join(home, `${kind}.jsonc`), env: {} });
const vault = new Vault({ store, key: 'keyfile', places: { keyfile: path.join(home, `${kind}.key`) }, onValue() {} });
const nobody = { receive: () => Promise.reject(new Error('nobody asks here')) };
const telegram = telegramKind({ store, journal, audit: new Audit({ store, journal }), dispatcher: nobody });
const channels = new Channels({ store, journal, bus, config, vault, kinds: [...KINDS, telegram as unknown as (typeof KINDS)[number]], log: SILENT });
await channels.start();
vault.set('channels.bench.token', TOKEN);
// A chat's pace is shorter than the pause between two messages, so that none has to wait for its turn.
const settings = kind === 'telegram' ? { apiRoot: root, chats: ['42'], chatIntervalMs: PAUSE_MS / 2 } : { url: `${root}/hook` };
await channels.configure({ id: 'bench', kind, topics: ['notify.message'], settings }, 'bench');

const agent = new http.Agent({ keepAlive: true });
function bare(to: string, body: string): void {
  began = process.hrtime.bigint();
  const request = http.request(`${root}${to}`, {
    method: 'POST',
    agent,
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
  });
  request.on('response', (response) => response.resume().on('end', () => settled()));
  request.end(body);
}

console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'ours') journal.append('notify.message', MESSAGE);
  else {
    const { path: to, body } = JSON.parse(line.slice('bare '.length)) as { path: string; body: string };
    bare(to, body);
  }
}
