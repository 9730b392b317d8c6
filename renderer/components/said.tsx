import { useTranslation } from 'react-i18next';
import type { Piece } from '../../daemon/protocol/texts/tell.ts';
import { type Saying, useTold, written } from '../app/told.ts';
import { useFormats } from '../app/use-formats.ts';
import { Stamp } from './time.tsx';

interface Props {
  readonly saying: Saying & { readonly morePairs?: number | undefined };
}

/** What the daemon says, in the reader's language and zone; in its own words where the console knows none. */
export function Said({ saying }: Props) {
  const { t } = useTranslation();
  const { text, isOwn } = useTold()(saying);
  const { morePairs } = saying;
  return (
    <>
      <Pieces pieces={text} />
      {/* The daemon's own words tell of them already. */}
      {!isOwn && morePairs !== undefined && `; ${t('why.morePairs', { count: morePairs })}`}
    </>
  );
}

/** What helps, as `Said`; nothing where the daemon names nothing. */
export function SaidRemedy({ saying }: Props) {
  const { remedy } = useTold()(saying);
  return remedy && <Pieces pieces={remedy} />;
}

function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  const formats = useFormats();
  let offset = 0;
  return pieces.map((piece) => {
    const text = written(piece, formats);
    offset += text.length;
    return typeof piece === 'object' && piece.is === 'time' ? <Stamp key={offset} ts={piece.raw} /> : text;
  });
}
