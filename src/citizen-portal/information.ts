/** 自己情報表示: one's own record of each of the 29 categories, asked of its holder when it is opened. */
import type Router from '@koa/router';
import type { Context } from 'koa';
import { informationPage } from '../../consent-ui/information-page.tsx';
import { recordPage } from '../../consent-ui/record-page.tsx';
import type { Agencies, Wanted } from '../agencies/agencies.ts';
import type { Corrections } from '../corrections/corrections.ts';
import type { DisclosureLedger } from '../disclosures/ledger.ts';
import type { Stores } from '../stores/stores.ts';
import { areFlagsUnchanged } from '../stores/suppressions.ts';
import { categories, type Category, findCategory, holderLabels } from '../vocabulary/categories.ts';
import { type CitizenId, newTraceId } from '../vocabulary/identifiers.ts';
import { isHandedOut, type Outcome, type Reading } from '../vocabulary/reading.ts';
import { toLanguage } from '../vocabulary/language.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { toShownSource } from '../vocabulary/shown-source.ts';
import { correctionsPath, toCorrectionView } from './correction-view.ts';
import { type Desk, home } from './desk.ts';
import { around, inChosenLanguage, show } from './shown-page.ts';

export interface InformationRooms {
  stores: Pick<Stores, 'suppressions'>;
  agencies: Pick<Agencies, 'inquire'>;
  ledger: Pick<DisclosureLedger, 'recordOwnLook'>;
  corrections: Pick<Corrections, 'list'>;
}

export const informationPath = '/my/information';

export function addInformationPages(router: Router, desk: Desk, d: InformationRooms): void {
  router.get(informationPath, async (ctx) => {
    const citizen = await desk.present(ctx);
    if (!citizen) return;
    const open = (await d.corrections.list(citizen.citizen)).filter(({ closedAt }) => closedAt === null);
    show(
      ctx,
      informationPage({
        ...around(ctx),
        categories: categories.map((category) => ({
          ...category,
          holder: holderLabels[category.holder],
          path: inChosenLanguage(ctx, `${informationPath}/${category.name}`),
          reported: open.some((correction) => correction.category === category.name),
        })),
        correctionsPath: inChosenLanguage(ctx, correctionsPath),
        backPath: inChosenLanguage(ctx, home),
      }),
    );
  });

  router.get(`${informationPath}/:category`, async (ctx) => {
    const category = checkCategory(String(ctx['params'].category));
    const citizen = await presentFor(desk, ctx, category);
    if (!citizen) return;
    const reading = await lookAt(d, citizen.citizen, category);
    const reports = await d.corrections.list(citizen.citizen);
    const open = reports.filter((report) => report.category === category.name && report.closedAt === null);
    const hidden = !reading.record && open.length > 0;
    show(
      ctx,
      recordPage({
        ...around(ctx),
        category: category.name,
        outcome: reading.outcome,
        record: reading.record,
        asOf: reading.asOf,
        source: toShownSource(category, reading),
        open: open.map((report) => toCorrectionView(ctx, report)),
        correctionsPath: inChosenLanguage(ctx, correctionsPath),
        reportPath: wasTold(reading.outcome) && !hidden ? toReportPath(ctx, category, reading.asOf) : null,
        backPath: inChosenLanguage(ctx, informationPath),
      }),
    );
  });
}

/** What takes the signature is looked at, and reported, with the signature. */
export function presentFor(desk: Desk, ctx: Context, category: Category): ReturnType<Desk['present']> {
  return desk.present(ctx, category.leastAssurance === 'signature' ? 'signature' : 'card');
}

/** Whether the agency said what there is: only then is there something to report. */
function wasTold(outcome: Outcome): boolean {
  return isHandedOut(outcome) || outcome === 'no_record';
}

function toReportPath(ctx: Context, category: Category, asOf: string | null): string {
  const query = new URLSearchParams({
    ...('language' in ctx.query && { language: toLanguage(ctx) }),
    ...(asOf !== null && { as_of: asOf }),
  }).toString();
  return `${informationPath}/${category.name}/report${query && `?${query}`}`;
}

/** @throws Refusal `not_found`: it is a page's address, not an API's. */
export function checkCategory(name: string): Category {
  const category = findCategory(name);
  if (!category) throw new Refusal('not_found');
  return category;
}

/** The record of this moment; that it was looked at is durable before it is shown. */
async function lookAt(d: InformationRooms, citizen: CitizenId, category: Category): Promise<Reading> {
  const traceId = newTraceId();
  const wanted = { citizen, category: category.name, viewer: 'person', traceId } as const;
  const reading = await inquireUnderSettledFlags(d, wanted);
  await d.ledger.recordOwnLook({ citizen, source: category.holder, reading, traceId });
  return reading;
}

/**
 * A flag that is set while the agency answers wins here too: what was asked before it is not shown, and asked again
 * once. An end of its own would tell that there is a flag, so the last resort is the one that every agency's fault has.
 */
async function inquireUnderSettledFlags(d: InformationRooms, wanted: Wanted): Promise<Reading> {
  for (let again = true; ; again = false) {
    const { reading, ...versions } = await d.agencies.inquire(wanted);
    if (await areFlagsUnchanged(d.stores.suppressions, wanted.citizen, versions)) return reading;
    if (!again) return { ...reading, outcome: 'agency_unavailable', record: null, asOf: null };
  }
}
