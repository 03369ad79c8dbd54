import { type ChainPlan, type LinkPlan, put } from './forged-chain.ts';
import type { ExtensionName } from './forged-extensions.ts';

/** Makes something odd of one certificate of a chain, before it is signed by the key that says so. */
export type Oddity = (link: LinkPlan, chain: ChainPlan, at: number) => void;

/** This extension says that. */
export const value =
  (name: ExtensionName, content: Buffer, critical?: boolean): Oddity =>
  (link) =>
    put(link, name, content, critical);
