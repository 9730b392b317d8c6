import { en } from '../../../daemon/protocol/texts/en.ts';
import { type Reported, tell as tellIn } from '../../../daemon/protocol/texts/tell.ts';

export const tell = (said: Reported) => tellIn(said, en);
