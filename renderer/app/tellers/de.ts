import { de } from '../../../daemon/protocol/texts/de.ts';
import { type Reported, tell as tellIn } from '../../../daemon/protocol/texts/tell.ts';

export const tell = (said: Reported) => tellIn(said, de);
