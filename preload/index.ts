import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, BridgeAnswer, StreamNews } from '../daemon/client/bridge.ts';
import type { ConnectionState } from '../daemon/client/connection.ts';
import { CHANNELS } from '../daemon/protocol/bridge.ts';
import { argument } from './argument.ts';

const streams = new Map<number, (news: readonly StreamNews[]) => void>();
let lastStream = 0;

ipcRenderer.on(CHANNELS.news, (_event, stream: number, news: readonly StreamNews[]) => streams.get(stream)?.(news));

const bridge: Bridge = {
  version: argument(process.argv, 'nightdesk-version'),
  call: (method, params, options) => ipcRenderer.invoke(CHANNELS.call, method, params, options) as Promise<BridgeAnswer>,
  subscribe(request, listener) {
    lastStream += 1;
    const stream = lastStream;
    streams.set(stream, listener);
    void ipcRenderer.invoke(CHANNELS.subscribe, stream, request);
    return () => {
      if (streams.delete(stream)) void ipcRenderer.invoke(CHANNELS.unsubscribe, stream);
    };
  },
  onState(listener) {
    let heard = false;
    ipcRenderer.on(CHANNELS.stateChanged, (_event, state: ConnectionState) => {
      heard = true;
      listener(state);
    });
    // A change that came while this was on its way is newer.
    void ipcRenderer.invoke(CHANNELS.state).then((state: ConnectionState) => {
      if (!heard) listener(state);
    });
  },
  connect: () => void ipcRenderer.invoke(CHANNELS.connect),
  onNavigate: (listener) => void ipcRenderer.on(CHANNELS.navigate, (_event, place: string) => listener(place)),
  openLink: (link) => void ipcRenderer.invoke(CHANNELS.openLink, link),
};

contextBridge.exposeInMainWorld('nightdesk', bridge);
