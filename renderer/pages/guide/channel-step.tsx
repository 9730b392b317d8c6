import '../../styles/channels.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../app/use-answer.ts';
import { Refusal } from '../../components/refusal.tsx';
import { AddPanel } from '../channels/add-panel.tsx';
import { ChannelState } from '../channels/channel-list.tsx';
import { TestButton } from '../channels/test-button.tsx';

/** A way for the desk to reach its operator, tried out at once. */
export function ChannelStep() {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const list = useAnswer('channels.list', {}, ['channel.state', 'config.changed']);
  const kinds = useAnswer('channels.kinds', {});
  const refused = [list, kinds].find(({ value, outcome }) => value === null && outcome?.ok === false)?.outcome;
  if (refused?.ok === false) return <Refusal failure={refused.failure} onRetry={list.reload} />;
  if (list.value === null || kinds.value === null) return null;
  const { items } = list.value;
  const close = () => {
    setAdding(false);
    list.reload();
  };
  return (
    <>
      {items.length > 0 && (
        <ul className="guide-list">
          {items.map(({ id, kind, state, reason, remedy }) => (
            <li key={id}>
              <span>
                <strong>{id}</strong> <span className="quiet">{kind}</span>
                {reason !== null && (
                  <span>
                    {reason} <span className="remedy">{remedy}</span>
                  </span>
                )}
              </span>
              <ChannelState state={state} />
              <TestButton id={id} onDone={list.reload} />
            </li>
          ))}
        </ul>
      )}
      {adding ? (
        <AddPanel kinds={kinds.value.items} taken={items.map(({ id }) => id)} onAdded={close} onCancel={close} />
      ) : (
        <button type="button" className="button" onClick={() => setAdding(true)}>
          {t(items.length === 0 ? 'guide.channel.add' : 'guide.channel.another')}
        </button>
      )}
    </>
  );
}
