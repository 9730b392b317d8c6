import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matchOf } from '../../lib/fuzzy.ts';
import { type Command, type CommandGroup, useCommands } from './commands.ts';
import { usePalette } from './sheet.ts';

const close = () => usePalette.setState({ open: false });

/** More of a group than that is not gone through: another letter finds it sooner. */
const MOST = 40;

/** What answers to the query, the best first, both within a group and among the groups. */
function sift(groups: readonly CommandGroup[], query: string): readonly CommandGroup[] {
  if (query.trim() === '') return groups.filter(({ onlyFound }) => onlyFound !== true);
  return groups
    .map(({ value, items }) => {
      const fits = items.map((item) => ({ item, score: matchOf(item.text, query) })).filter(({ score }) => score > 0);
      return { value, fits: fits.sort((a, b) => b.score - a.score) };
    })
    .filter(({ fits }) => fits.length > 0)
    .sort((a, b) => b.fits[0]!.score - a.fits[0]!.score)
    .map(({ value, fits }) => ({ value, items: fits.slice(0, MOST).map(({ item }) => item) }));
}

/** Goes to every page, pair and account and does everything, by a few letters of its name. */
export default function Palette() {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const all = useCommands();
  const groups = useMemo(() => sift(all, query), [all, query]);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog palette" aria-label={t('palette.title')}>
          <Autocomplete.Root
            open
            inline
            items={all}
            filteredItems={groups}
            value={query}
            onValueChange={(next, { reason }) => reason === 'input-change' && setQuery(next)}
            itemToStringValue={({ text }: Command) => text}
            autoHighlight="always"
            keepHighlight
          >
            <Autocomplete.Input className="palette-input" aria-label={t('palette.search')} placeholder={t('palette.search')} />
            <Autocomplete.Empty>
              <p className="menu-note palette-none">{t('palette.none')}</p>
            </Autocomplete.Empty>
            <Autocomplete.List className="palette-list">{(group: CommandGroup) => <Group key={group.value} group={group} />}</Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const Group = ({ group }: { readonly group: CommandGroup }) => (
  <Autocomplete.Group items={group.items}>
    <Autocomplete.GroupLabel className="palette-group">{group.value}</Autocomplete.GroupLabel>
    <Autocomplete.Collection>{(command: Command) => <Entry key={command.id} command={command} />}</Autocomplete.Collection>
  </Autocomplete.Group>
);

function Entry({ command }: { readonly command: Command }) {
  const choose = () => {
    close();
    // Once the palette is gone: what opens now may keep the focus.
    setTimeout(command.run);
  };
  return (
    <Autocomplete.Item value={command} className="palette-item" data-danger={command.danger} onClick={choose}>
      <span>{command.text}</span>
      <span>
        {command.keys?.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </span>
    </Autocomplete.Item>
  );
}
