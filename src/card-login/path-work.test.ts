/** What a question may cost, whoever sends what along: each purse runs out, soon, and says so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCertificate, type UnverifiedCertificate } from './certificate.ts';
import { toRefusal, verifyPath } from './path.ts';
import { PathFault } from './path-fault.ts';
import { createPathWork, type PathExpense } from './path-work.ts';
import { generalName, make, toNameConstraints } from './rehearsal/forged-extensions.ts';
import { forgedNow, forgeLink, keyOf, type LinkPlan, nameOf, planLink } from './rehearsal/forged-chain.ts';
import { openProfile } from './rehearsal/path-verdict.ts';
import { sequence } from './rehearsal/write-der.ts';

const key = (which: string) => keyOf('P-256', which);
const link = (subject: string, issuer: string, of = subject, by = issuer): LinkPlan =>
  planLink({
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    key: key(of),
    signer: key(by),
    isAuthority: subject !== 'holder',
  });
const root = link('root', 'root');

function judge(
  holder: LinkPlan,
  along: readonly LinkPlan[],
  anchor = root,
  profile = openProfile,
): { verdict: string; detail: string; milliseconds: number } {
  const [certificate, top] = [holder, anchor].map((one) => readCertificate(forgeLink(one))) as [
    UnverifiedCertificate,
    UnverifiedCertificate,
  ];
  const unverifiedIntermediates = along.map((one) => readCertificate(forgeLink(one)));
  const start = performance.now();
  const told = (verdict: string, detail = '') => ({
    verdict,
    detail,
    milliseconds: performance.now() - start,
  });
  try {
    verifyPath(certificate, {
      anchors: [top],
      unverifiedIntermediates,
      profile,
      now: forgedNow,
      areListsAsked: false,
    });
    return told('accepted');
  } catch (error) {
    const fault = toRefusal(error);
    return told(fault instanceof PathFault ? fault.rule : fault.reason, fault.detail);
  }
}

function checkEnds(found: ReturnType<typeof judge>, detail: RegExp): void {
  assert.equal(found.verdict, 'work');
  assert.match(found.detail, detail);
  assert.ok(found.milliseconds < 1500, `${found.milliseconds} ms`);
}

test('each purse holds what it says, and not one more', () => {
  const sizes: Record<PathExpense, number> = {
    certificates: 200,
    steps: 2000,
    signatures: 100,
    paths: 100,
    names: 10_000,
    lists: 50,
  };
  for (const [on, size] of Object.entries(sizes) as [PathExpense, number][]) {
    const work = createPathWork();
    for (let spent = 0; spent < size; spent += 1) work.spend(on);
    assert.throws(
      () => work.spend(on),
      (error) => error instanceof PathFault && error.rule === 'work',
    );
    assert.throws(() => createPathWork().spend(on, size + 1), PathFault);
  }
});

test('hundreds of certificates sent along are not looked at', () => {
  checkEnds(
    judge(
      link('holder', 'root'),
      Array.from({ length: 201 }, () => root),
    ),
    /certificates/,
  );
  assert.equal(
    judge(
      link('holder', 'root'),
      Array.from({ length: 200 }, () => root),
    ).verdict,
    'accepted',
  );
});

test('many authorities of one name, each with a key to be tried, end the work', () => {
  const namesakes = Array.from({ length: 120 }, (_, at) => link('middle', 'root', `stranger ${at % 20}`));
  checkEnds(judge(link('holder', 'middle'), namesakes), /signatures/);
});

test('layers of authorities that all vouch for all below them end the work', () => {
  const layers = [1, 2, 3, 4, 5];
  const names = [1, 2, 3, 4];
  const along = layers.flatMap((layer) =>
    names.flatMap((of) =>
      names.map((by) => link(`layer ${layer}`, `layer ${layer + 1}`, `${layer}.${of}`, `${layer + 1}.${by}`)),
    ),
  );
  const deep = { ...openProfile, mostIntermediates: 10 };
  checkEnds(judge(link('holder', 'layer 1', 'holder', '1.1'), along, root, deep), /paths to try|signatures/);
});

test('whole paths that each break a rule at the end are not tried without end', () => {
  // A signature is proved once for each pair, sixty of them; the paths over them are a hundred and twenty-five.
  const along = ['layer 1 layer 2', 'layer 2 layer 3', 'layer 3 root'].flatMap((pair) => {
    const [, subject = '', issuer = ''] = /^(layer \d) (.*)$/.exec(pair) ?? [];
    return Array.from({ length: 5 }, () => link(subject, issuer));
  });
  const holder = { ...link('holder', 'layer 1'), notAfter: link('x', 'x').notBefore };
  checkEnds(judge(holder, along, root, { ...openProfile, mostIntermediates: 10 }), /whole paths/);
});

test('names against constraints: a thousand by a thousand are not compared', () => {
  const many = (count: number): Buffer[] =>
    Array.from({ length: count }, (_, at) => generalName.dns(`${at}.a`));
  const constrained = {
    ...root,
    extensions: [
      ...root.extensions,
      make('nameConstraints', toNameConstraints({ excluded: many(300) }), true),
    ],
  };
  const holder = link('holder', 'root');
  holder.extensions.push(make('subjectAlternativeName', sequence(...many(300))));
  checkEnds(judge(holder, [], constrained), /names/);
});

test('any graph of a few authorities, keys and names comes to an end, and to an answer that holds', () => {
  const name = fc.constantFrom('root', 'a', 'b', 'c');
  const which = fc.constantFrom('root', 'k1', 'k2', 'k3');
  const edge = fc.tuple(name, name, which, which);
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 40 }), name, which, (edges, issuer, by) => {
      const along = edges.map(([subject, above, of, signer]) => link(subject, above, of, signer));
      const found = judge(link('holder', issuer, 'holder', by), along, root, {
        ...openProfile,
        mostIntermediates: 6,
      });
      assert.ok(found.milliseconds < 1500, `${found.milliseconds} ms`);
      // What was accepted has a way to the anchor's key, by name and key, edge by edge.
      if (found.verdict !== 'accepted') return;
      const reached = new Set(['root root']);
      for (let more = true; more;) {
        const size = reached.size;
        for (const [subject, above, of, signer] of edges)
          if (reached.has(`${above} ${signer}`)) reached.add(`${subject} ${of}`);
        more = reached.size > size;
      }
      assert.ok(reached.has(`${issuer} ${by}`));
    }),
    { numRuns: 150, interruptAfterTimeLimit: 6000, markInterruptAsFailure: false },
  );
});
