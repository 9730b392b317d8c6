import { stripVTControlCharacters } from 'node:util';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to go
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g;

/**
 * A text that others wrote, on one line and without control sequences: a message must not move the cursor, forge a line
 * or recolour the terminal.
 */
export const plain = (text: string): string => stripVTControlCharacters(text).replace(CONTROL, ' ').trim();
