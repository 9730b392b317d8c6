import type { Result } from '../../protocol/index.ts';
import type { Plugin } from '../../protocol/methods/plugins.ts';
import { plain } from '../format/plain.ts';
import { table } from '../format/table.ts';
import type { Terminal } from '../terminal.ts';

const STATE_STYLE = { disabled: 'dim', running: 'green', failed: 'red', changed: 'yellow', refused: 'red', missing: 'red' } as const;

export function pluginsText({ folder, items }: Result<'plugins.list'>, terminal: Terminal): string {
  if (items.length === 0) return `No plugins. Put a file such as position-size.mjs into ${folder}, then: nightdesk plugins enable position-size`;
  return table<Plugin>(
    items,
    [
      { head: 'NAME', cell: (plugin) => plugin.name },
      { head: 'STATE', cell: (plugin) => terminal.style(STATE_STYLE[plugin.state], plugin.state) },
      { head: 'ADDS', cell: addsOf },
      { head: 'SHA-256', cell: (plugin) => plugin.sha256?.slice(0, 12) ?? '' },
      { head: 'REASON', cell: (plugin) => plain([reasonOf(plugin), plugin.remedy && `→ ${plugin.remedy}`].filter(Boolean).join(' ')) },
    ],
    terminal.dim,
  );
}

const addsOf = ({ adds }: Plugin): string => [...adds.methods, adds.channel && 'a kind of channel', adds.strategy && 'a strategy'].filter(Boolean).join(', ');

const reasonOf = ({ reason, changed, state }: Plugin): string | null =>
  reason ?? (changed && state === 'running' ? 'its file has changed since it was loaded' : null);
