import { readFileSync } from 'node:fs';

/** The one style sheet of all pages, the card agent's included; read once, served as it stands. */
export const styleSheet: string = readFileSync(new URL('./style.css', import.meta.url), 'utf8');
