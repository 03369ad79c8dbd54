/** "This is not mine", "this is wrong": the report's form, what became of it, and taking it back. */
import type Router from '@koa/router';
import type { Context } from 'koa';
import { correctionsPage } from '../../consent-ui/corrections-page.tsx';
import { reportPage, type ReportPageView } from '../../consent-ui/report-page.tsx';
import type { Corrections } from '../corrections/corrections.ts';
import type { Stores } from '../stores/stores.ts';
import type { Category } from '../vocabulary/categories.ts';
import {
  correctionReasons,
  findPlace,
  mostRemarkCharacters,
  placesWithin,
} from '../vocabulary/corrections.ts';
import { type CorrectionId, isIdentifier } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import { loadCorrectionSteps } from './correction-steps.ts';
import { correctionsPath, toCorrectionView } from './correction-view.ts';
import { type Desk, home } from './desk.ts';
import { checkCategory, informationPath, presentFor } from './information.ts';
import { around, goTo, inChosenLanguage, show } from './shown-page.ts';

export interface CorrectionRooms {
  stores: Pick<Stores, 'ledger'>;
  corrections: Pick<Corrections, 'report' | 'withdraw' | 'list'>;
}

export function addCorrectionPages(router: Router, desk: Desk, d: CorrectionRooms): void {
  const reportRoute = `${informationPath}/:category/report`;

  router.get(reportRoute, async (ctx) => {
    const category = checkCategory(String(ctx['params'].category));
    const citizen = await presentFor(desk, ctx, category);
    if (!citizen) return;
    const { place, as_of: asOf } = ctx.query;
    showForm(ctx, category, citizen.formToken, {
      place: typeof place === 'string' ? place : '',
      recordAsOf: typeof asOf === 'string' ? asOf : null,
      fault: null,
      chosen: { place: typeof place === 'string' ? place : '', reason: '', remark: '' },
    });
  });

  router.post(reportRoute, async (ctx) => {
    const category = checkCategory(String(ctx['params'].category));
    const citizen = await desk.find(ctx);
    // The session ended while the form was open: nothing is done, and the way leads over a login.
    if (!citizen) return goTo(ctx, home);
    const form = await desk.checkForm(ctx, citizen);
    // Strong enough to look is strong enough to report; else the login for it is asked for, and nothing is done.
    if (!(await presentFor(desk, ctx, category))) return;
    const text = (name: string): string => form.get(name) ?? '';
    const chosen = { place: text('place'), reason: text('reason'), remark: text('remark') };
    const recordAsOf = text('as_of') === '' ? null : text('as_of');
    const fault = toFault(chosen);
    if (fault) {
      ctx.status = 400;
      return showForm(ctx, category, citizen.formToken, { place: '', recordAsOf, fault, chosen });
    }
    await d.corrections.report({
      citizen: citizen.citizen,
      category: category.name,
      ...chosen,
      recordAsOf,
    });
    goTo(ctx, inChosenLanguage(ctx, correctionsPath));
  });

  router.get(correctionsPath, async (ctx) => {
    const citizen = await desk.present(ctx);
    if (!citizen) return;
    const [corrections, steps] = await Promise.all([
      d.corrections.list(citizen.citizen),
      loadCorrectionSteps(d.stores.ledger, citizen.citizen),
    ]);
    show(
      ctx,
      correctionsPage({
        ...around(ctx),
        corrections: corrections.map((correction) => ({
          ...toCorrectionView(ctx, correction),
          steps: steps.get(correction.id) ?? [],
        })),
        formToken: citizen.formToken,
        backPath: inChosenLanguage(ctx, informationPath),
      }),
    );
  });

  router.post(`${correctionsPath}/:id/withdraw`, async (ctx) => {
    const citizen = await desk.find(ctx);
    if (!citizen) return goTo(ctx, home);
    await desk.checkForm(ctx, citizen);
    const id = String(ctx['params'].id);
    const own = (await d.corrections.list(citizen.citizen)).some((correction) => correction.id === id);
    // Another's report reads as one that does not exist; one that ended meanwhile is shown as it is.
    if (!isIdentifier(id) || !own) throw new Refusal('not_found');
    await d.corrections.withdraw(id as CorrectionId, citizen.citizen);
    goTo(ctx, inChosenLanguage(ctx, correctionsPath));
  });
}

function toFault(chosen: { reason: string; remark: string }): ReportPageView['fault'] {
  if (!Object.hasOwn(correctionReasons, chosen.reason)) return 'no_reason';
  return [...chosen.remark].length > mostRemarkCharacters ? 'remark_too_long' : null;
}

function showForm(
  ctx: Context,
  category: Category,
  formToken: string,
  form: Pick<ReportPageView, 'recordAsOf' | 'fault' | 'chosen'> & { place: string },
): void {
  // An address that somebody made up: the form is about all of it.
  const place = findPlace(category.name, form.place) ?? findPlace(category.name, '');
  if (!place) throw new Refusal('not_found');
  const path = `${informationPath}/${category.name}`;
  show(
    ctx,
    reportPage({
      ...around(ctx),
      ...form,
      place,
      within: placesWithin(category.name, place.path),
      formAction: inChosenLanguage(ctx, `${path}/report`),
      formToken,
      backPath: inChosenLanguage(ctx, path),
    }),
  );
}
