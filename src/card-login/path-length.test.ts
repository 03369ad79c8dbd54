/** How many authorities may stand below another (RFC 5280, 4.2.1.9), and between anchor and holder at all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PathProfile } from './path.ts';
import { toBasicConstraints } from './rehearsal/forged-extensions.ts';
import { forgeChain, type LinkPlan, planChain, put } from './rehearsal/forged-chain.ts';
import { judgePath, type PathVerdict } from './rehearsal/path-verdict.ts';

const [ok, no] = ['accepted', 'path-length'] as const;
const deep = { mostIntermediates: 20 };

function judge(
  intermediates: number,
  change: (links: LinkPlan[]) => void,
  profile: Partial<PathProfile> = deep,
): PathVerdict {
  const plan = planChain(intermediates);
  change(plan.links);
  return judgePath(forgeChain(plan), profile);
}

function limit(links: LinkPlan[], at: number, length: number): void {
  const link = links[at];
  if (link) put(link, 'basicConstraints', toBasicConstraints(true, length), true);
}

/** From here on down to there they are one authority, each with a new key. */
function renew(links: LinkPlan[], from: number, to: number): void {
  const name = links[from]?.subject;
  for (const [at, link] of links.entries()) {
    if (!name || at <= from || at > to + 1) continue;
    link.issuer = name;
    if (at <= to) link.subject = name;
  }
}

test('what an authority allows below it is counted from where it stands', () => {
  for (const [at, length, verdict] of [
    [0, 3, ok],
    [0, 2, no],
    [1, 2, ok],
    [1, 1, no],
    [2, 1, ok],
    [2, 0, no],
    [3, 0, ok],
  ] as const)
    assert.equal(
      judge(3, (links) => limit(links, at, length)),
      verdict,
      `${length} below the one at ${at}`,
    );
});

test('none below can allow what one above has not', () => {
  assert.equal(
    judge(2, (links) => {
      limit(links, 0, 1);
      limit(links, 1, 5);
    }),
    no,
  );
});

test('an authority’s new keys are not counted, wherever they stand, but the holder’s name is nobody’s new key', () => {
  const renewed = (from: number, to: number, length: number): PathVerdict =>
    judge(3, (links) => {
      limit(links, 0, length);
      renew(links, from, to);
    });
  assert.equal(renewed(1, 2, 2), ok);
  assert.equal(renewed(1, 2, 1), no);
  assert.equal(renewed(1, 3, 1), ok);
  assert.equal(renewed(1, 3, 0), no);
  assert.equal(renewed(0, 3, 0), ok, 'all of them the anchor’s own');
  assert.equal(renewed(0, 4, 0), ok, 'a holder of the anchor’s name is the last, and not counted either');
});

test('only the whole name makes it a new key', () => {
  const nearly = judge(3, (links) => {
    limit(links, 0, 2);
    renew(links, 1, 2);
    const renewed = links[2];
    const below = links[3];
    assert.ok(renewed && below);
    renewed.subject = renewed.subject.slice(0, 1);
    below.issuer = renewed.subject;
  });
  assert.equal(nearly, no);
});

test('the profile’s own limit counts the same way', () => {
  for (const most of [0, 1, 2, 3])
    assert.equal(
      judge(2, () => undefined, { mostIntermediates: most }),
      most >= 2 ? ok : no,
    );
  assert.equal(
    judge(2, (links) => renew(links, 1, 2), { mostIntermediates: 1 }),
    ok,
  );
});

test('twelve certificates are the most, new keys or not', () => {
  assert.equal(
    judge(10, () => undefined),
    ok,
  );
  assert.equal(
    judge(11, () => undefined),
    no,
  );
  assert.equal(
    judge(11, (links) => renew(links, 0, 11)),
    no,
  );
});
