/** Every page of the house, in every state: what the tests hold to the policy, and what a new page joins. */
import { attestationQuestions, attestations } from '../../src/vocabulary/attestations.ts';
import type { CategoryName, ItemName } from '../../src/vocabulary/identifiers.ts';
import { categories, holderLabels } from '../../src/vocabulary/categories.ts';
import { identityClaims } from '../../src/vocabulary/identity.ts';
import { itemsOf } from '../../src/vocabulary/items.ts';
import { bySignature } from '../../src/vocabulary/rehearsal/authentication.ts';
import type { JsonObject } from '../../src/vocabulary/reading.ts';
import { placesWithin } from '../../src/vocabulary/corrections.ts';
import { refusals } from '../../src/vocabulary/refusals.ts';
import { statementPurposes } from '../../src/vocabulary/signature-statement.ts';
import type { Language } from '../../src/vocabulary/words.ts';
import { agentDonePage } from '../agent-done-page.tsx';
import { agentErrorPage } from '../agent-error-page.tsx';
import { agentPasswordPage } from '../agent-password-page.tsx';
import { agentPinPage } from '../agent-pin-page.tsx';
import { consentDetailPage } from '../consent-detail-page.tsx';
import { consentPage } from '../consent-page.tsx';
import { errorPage } from '../error-page.tsx';
import { informationPage } from '../information-page.tsx';
import { receiptPage } from '../receipt-page.tsx';
import { sameWords } from '../readable.ts';
import { recordPage } from '../record-page.tsx';
import { correctionsPage } from '../corrections-page.tsx';
import { exchangesPage } from '../exchanges-page.tsx';
import { reportPage } from '../report-page.tsx';
import { homePage } from '../home-page.tsx';
import { loginNotCompletedPage } from '../login-not-completed-page.tsx';
import { loginPage } from '../login-page.tsx';
import { myPage } from '../my-page.tsx';
import { phoneAppConfirmPage } from '../phone-app-confirm-page.tsx';
import { phoneAppDonePage } from '../phone-app-done-page.tsx';
import { phoneAppScanPage } from '../phone-app-scan-page.tsx';
import { phoneCodePage } from '../phone-code-page.tsx';
import { phoneConfirmedPage } from '../phone-confirmed-page.tsx';
import { phoneDonePage } from '../phone-done-page.tsx';
import { phoneScanPage } from '../phone-scan-page.tsx';
import { privacyPage } from '../privacy-page.tsx';
import { categoriesPage, categoryPage } from '../category-pages.tsx';
import { problemPage, problemsPage } from '../problem-pages.tsx';
import { signaturePage } from '../signature-page.tsx';
import { webEidPage } from '../web-eid-page.tsx';
import { walletOfferPage } from '../wallet-offer-page.tsx';
import { walletPage } from '../wallet-page.tsx';
import { withdrawPage } from '../withdraw-page.tsx';
import { withdrawnPage } from '../withdrawn-page.tsx';
import {
  at,
  item,
  attestation,
  reference,
  company,
  emergencies,
  receiptView,
  group,
  consentView,
  consent,
  reads,
  form,
  pin,
  statement,
  ownRecord,
  exampleOf,
  exchanges,
  correctionStates,
  correction,
  withSteps,
  states,
  problems,
  problem,
  attestationOf,
} from './sample-views.ts';

export const pages: Record<string, (language: Language) => string> = {
  home: (language) => homePage({ language, otherLanguagePath: '?language=en' }),
  privacy: (language) => privacyPage({ language, otherLanguagePath: '?language=en' }),
  categories: (language) => categoriesPage({ language, otherLanguagePath: '?language=en' }),
  ...Object.fromEntries(
    categories.map((category) => [
      `category ${category.name}`,
      (language: Language) => categoryPage({ language, category, otherLanguagePath: '?language=en' }),
    ]),
  ),
  problems: (language) => problemsPage({ language, problems, otherLanguagePath: '?language=en' }),
  problem: (language) => problemPage({ language, problem, listPath: '/problems' }),
  error: (language) => errorPage({ language, title: company, words: refusals.not_found.citizen, reference }),
  login: (language) =>
    loginPage({
      language,
      asker: company,
      agentLink: 'http://127.0.0.1:24727/login',
      extensionPath: '/card-login/web-eid?login=x',
      statusPath: '/interaction/x',
      stopPath: '/interaction/x/stop',
      expiresAt: at,
    }),
  'login too weak': (language) =>
    loginPage({
      language,
      asker: company,
      agentLink: 'http://127.0.0.1:24727/login',
      tooWeak: true,
      extensionPath: null,
      statusPath: '/interaction/x',
      stopPath: '/interaction/x/stop',
      expiresAt: at,
    }),
  'login done elsewhere': (language) =>
    loginPage({
      language,
      asker: null,
      agentLink: null,
      extensionPath: null,
      statusPath: '/my',
      stopPath: null,
      expiresAt: at,
    }),
  'login by extension': (language) =>
    webEidPage({
      language,
      login: 'x',
      backPath: '/my',
      otherLanguagePath: '/card-login/web-eid?language=en',
    }),
  'login by card or phone': (language) =>
    loginPage({
      language,
      asker: null,
      agentLink: 'http://127.0.0.1:24727/login',
      extensionPath: '/card-login/web-eid?login=x',
      phonePath: '/card-login/phone/x',
      statusPath: '/my',
      stopPath: null,
      expiresAt: at,
    }),
  'login confirmed by the phone': (language) =>
    loginPage({
      language,
      asker: null,
      agentLink: null,
      extensionPath: null,
      phonePath: '/card-login/phone/x',
      statusPath: '/my',
      stopPath: null,
      expiresAt: at,
    }),
  ...Object.fromEntries(
    ['http://localhost:3000/card-login/scan#AAAAAAAAAAAAAAAAAAAAAA', null].map((codeText) => [
      codeText ? 'phone code' : 'phone at work',
      (language: Language) =>
        phoneCodePage({
          language,
          codeText,
          number: '42',
          notYet: true,
          expiresAt: at,
          statusPath: '/card-login/phone/x',
          newCodePath: '/card-login/phone/x?code=new',
          backPath: '/my',
          otherLanguagePath: '/card-login/phone/x?language=en',
        }),
    ]),
  ),
  'phone confirmed': (language) => phoneConfirmedPage({ ...form, language, expiresAt: at }),
  'phone done': (language) => phoneDonePage({ language, returnPath: '/my' }),
  'phone application: scan': (language) =>
    phoneAppScanPage({ language, formToken: 'token', formAction: '/scan' }),
  ...Object.fromEntries(
    (
      [
        ['plenty', null],
        ['low', 'not_recognised'],
        ['last', 'not_a_number'],
        ['locked', 'wrong_secret'],
      ] as const
    ).map(([tries, fault]) => [
      `phone application: confirm, ${tries}`,
      (language: Language) =>
        phoneAppConfirmPage({
          language,
          site: 'http://localhost:3000',
          siteName: company,
          asker: tries === 'low' ? null : company,
          place: { name: tries === 'low' ? null : company, sameNetwork: tries === 'plenty' },
          browser: { name: 'Firefox', system: 'unknown' },
          formToken: 'token',
          formAction: '/confirm',
          tries,
          recognisesHolder: tries !== 'last',
          fault,
        }),
    ]),
  ),
  'phone application: done': (language) => phoneAppDonePage({ language }),
  'phone code in a camera': (language) => phoneScanPage({ language, otherLanguagePath: '?language=en' }),
  'login not completed': (language) => loginNotCompletedPage({ language, reference }),
  ...Object.fromEntries(
    statementPurposes.map((purpose) => [
      `sign for ${purpose}`,
      (language: Language) =>
        signaturePage({
          language,
          purpose,
          byPhone: purpose === 'registration',
          agentLink: 'http://127.0.0.1:24727/sign?site=x&login=y',
          statusPath: '/my',
          expiresAt: at,
          otherSignerPath: purpose === 'step_up' ? null : '/my?signer=representative',
          stopPath: '/interaction/x/stop',
          otherLanguagePath: '/my?language=en',
        }),
    ]),
  ),
  'sign done': (language) =>
    signaturePage({
      language,
      purpose: 'step_up',
      byPhone: false,
      agentLink: null,
      statusPath: '/my',
      expiresAt: at,
      otherSignerPath: null,
      stopPath: null,
      otherLanguagePath: null,
    }),
  pin: (language) => agentPinPage({ ...pin, language, tries: 'plenty', fault: null }),
  'pin without a phrase': (language) =>
    agentPinPage({ ...pin, phrase: null, language, tries: 'low', fault: 'password_for_pin' }),
  'pin for the last time': (language) =>
    agentPinPage({ ...pin, language, tries: 'last', fault: 'last_try_not_confirmed', cancelAction: '/x' }),
  'pin locked': (language) => agentPinPage({ ...pin, language, tries: 'locked', fault: null }),
  password: (language) =>
    agentPasswordPage({ ...pin, language, tries: 'plenty', fault: null, use: statement }),
  'password for the last time': (language) =>
    agentPasswordPage({ ...pin, language, tries: 'last', fault: 'wrong_secret', use: statement }),
  'password locked': (language) =>
    agentPasswordPage({ ...pin, language, tries: 'locked', fault: 'wrong_secret', use: statement }),
  'password for a document': (language) =>
    agentPasswordPage({
      ...pin,
      language,
      tries: 'plenty',
      fault: 'small_letters',
      use: { kind: 'digest', digest: 'ab'.repeat(32), hashFunction: 'SHA-256' },
    }),
  'password for the certificate': (language) =>
    agentPasswordPage({
      ...pin,
      language,
      tries: 'low',
      fault: 'pin_for_password',
      use: { kind: 'certificate' },
    }),
  'card done': (language) =>
    agentDonePage({ language, returnUrl: 'http://localhost:3000/card-login/complete' }),
  'card error': (language) =>
    agentErrorPage({ language, words: company, next: company, retryPath: '/login', reference }),
  consent: (language) => consentPage(consentView(language)),
  'consent to nothing required': (language) =>
    consentPage(consentView(language, { required: [], faults: [{ kind: 'nothing_ticked' }] })),
  'consent to what did not arrive': (language) =>
    consentPage(
      consentView(language, {
        required: [group('agency_unavailable', attestation)],
        optional: [
          group('not_connected', item),
          group('stale', 'pension.yearly_jpy' as ItemName),
          group('no_record', 'tax_income.total_income_jpy' as ItemName),
        ],
        lookAgain: true,
        faults: [
          { kind: 'unseen_not_ticked', item: attestation },
          { kind: 'ticked_unseen_only', item },
          { kind: 'page_too_old' },
        ],
      }),
    ),
  'consent to say who one is': (language) =>
    consentPage(
      consentView(language, {
        required: [group('outdated', 'identity.name' as ItemName)],
        optional: identityClaims.map(({ item: claim }) => {
          const shown = group('ok', claim);
          return { ...shown, items: shown.items.map((each) => ({ ...each, substituted: true })) };
        }),
        lookAgain: true,
      }),
    ),
  'consent to everything there is': (language) =>
    consentPage(
      consentView(language, {
        optional: categories.map(({ name }) => group('ok', ...itemsOf(name).map((each) => each.name))),
      }),
    ),
  receipt: (language) =>
    receiptPage({
      ...receiptView(language),
      place: { number: 5, of: 1234, witnesses: ['sandbox-witness'] },
    }),
  'receipt that waits for its place': (language) =>
    receiptPage({
      ...receiptView(language),
      facts: [
        ...receiptView(language).facts,
        { term: { ja: '長'.repeat(40), en: 'long'.repeat(10) }, details: [sameWords('x'.repeat(200))] },
      ],
      place: null,
    }),
  'receipt without a witness': (language) =>
    receiptPage({ ...receiptView(language), place: { number: 1, of: 1, witnesses: [] } }),
  'my page': (language) =>
    myPage({
      language,
      active: [consent('active')],
      ended: states.slice(1).map(consent),
      moreEnded: true,
      reads,
      more: true,
      emergencies,
      logins: [
        { at, assurance: 'signature', certificates: bySignature.used, receiptPath: '/my/receipts/login' },
      ],
      ownLooks: [{ at, category: 'tax_income', outcome: 'ok', receiptPath: '/my/receipts/look' }],
      informationPath: '/my/information',
      walletPath: '/my/wallet',
      exchanges: exchanges,
      olderPath: '/my/exchanges?before=20261129154500000001',
      logoutAction: '/my/logout',
      formToken: 'token',
      otherLanguagePath: '/my?language=en',
    }),
  'proofs for my wallet': (language) =>
    walletPage({
      language,
      carried: [false, true].map((ended) => ({
        label: attestationOf(attestation).label,
        count: 20,
        issuedAt: new Date(at),
        expiresAt: new Date(at),
        ended,
        receiptPath: `/v1/receipts/wallet-${ended}`,
        endAction: `/my/wallet/${ended}/end`,
      })),
      choices: attestationQuestions.map((question) => ({
        name: question.name,
        attestations: attestations.filter((each) => each.question === question),
      })),
      nothingToAttest: attestationOf(attestation).label,
      offerAction: '/my/wallet',
      formToken: 'token',
      backPath: '/my',
      otherLanguagePath: '/my/wallet?language=en',
    }),
  'an offer for my wallet': (language) =>
    walletOfferPage({
      language,
      item: attestation,
      answer: { class: 1, companion: true, valid_until: null },
      offerAddress: `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify({ grants: 'x'.repeat(300) }))}`,
      transactionCode: '042137',
      expiresAt: new Date(at),
      backPath: '/my/wallet',
    }),
  'my empty page': (language) =>
    myPage({
      language,
      active: [],
      ended: [],
      moreEnded: false,
      reads: [],
      more: false,
      emergencies: [],
      logins: [],
      ownLooks: [],
      informationPath: '/my/information',
      walletPath: '/my/wallet',
      exchanges: [],
      olderPath: null,
      logoutAction: '/my/logout',
      formToken: 'token',
    }),
  ...Object.fromEntries(
    states.map((state) => [
      `details of one ${state}`,
      (language: Language) =>
        consentDetailPage({
          ...form,
          language,
          consent: consent(state),
          items: [item, attestation],
          unseenItems: [item],
          reads,
          more: false,
          withdrawPath: '/x/withdraw',
        }),
    ]),
  ),
  'exchanges between agencies': (language) =>
    exchangesPage({ ...form, language, exchanges, olderPath: '/my/exchanges?before=20261129154500000001' }),
  'exchanges that cannot be fetched': (language) =>
    exchangesPage({ ...form, language, exchanges: null, olderPath: null }),
  'my information': (language) =>
    informationPage({
      language,
      categories: categories.map((category) => ({
        ...category,
        holder: holderLabels[category.holder],
        path: `/my/information/${category.name}`,
        reported: category.number === 24,
      })),
      correctionsPath: '/my/corrections',
      backPath: '/my',
      otherLanguagePath: '/my/information?language=en',
    }),
  ...Object.fromEntries(
    categories.map(({ name, schema }) => [
      `my record: ${name}`,
      (language: Language) =>
        recordPage({ ...ownRecord(language), category: name, record: exampleOf(schema) as JsonObject }),
    ]),
  ),
  'my record, reported as somebody else’s': (language) =>
    recordPage({
      ...ownRecord(language),
      outcome: 'no_record',
      record: null,
      asOf: null,
      open: [correction('delivered')],
      reportPath: null,
    }),
  'my record, reported as wrong': (language) =>
    recordPage({ ...ownRecord(language), record: { certificates: [] }, open: [correction('reported')] }),
  'my reports': (language) =>
    correctionsPage({ ...form, language, corrections: correctionStates.map(withSteps) }),
  'no report of mine': (language) => correctionsPage({ ...form, language, corrections: [] }),
  ...Object.fromEntries(
    ([null, 'no_reason', 'remark_too_long'] as const).map((fault) => [
      `report a record, ${fault ?? 'first'}`,
      (language: Language) =>
        reportPage({
          ...form,
          language,
          place: { path: 'certificates/0', label: { ja: '手帳 1件目', en: 'Certificates, no. 1' } },
          within: placesWithin('disability_welfare' as CategoryName, 'certificates/0'),
          recordAsOf: '2026-11-01T09:00:00+09:00',
          fault,
          chosen: { place: 'certificates/0/number', reason: '', remark: fault ? 'Not "mine" <b>' : '' },
        }),
    ]),
  ),
  'my record, out of date': (language) =>
    recordPage({ ...ownRecord(language), outcome: 'stale', record: { certificates: [] } }),
  ...Object.fromEntries(
    (['no_record', 'not_connected', 'agency_unavailable'] as const).map((outcome) => [
      `no record of mine: ${outcome}`,
      (language: Language) => recordPage({ ...ownRecord(language), outcome, record: null, asOf: null }),
    ]),
  ),
  withdraw: (language) => withdrawPage({ ...form, language, consent: consent('active') }),
  'withdraw what ended': (language) => withdrawPage({ ...form, language, consent: consent('expired') }),
  withdrawn: (language) => withdrawnPage({ ...form, language, consent: consent('withdrawn') }),
  'not withdrawn': (language) => withdrawnPage({ ...form, language, consent: consent('refused') }),
};
