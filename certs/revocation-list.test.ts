import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { makeAuthority } from './authority.ts';
import { issueCardCertificate } from './card-certificate.ts';
import { verifyByOpenssl, withoutOpenssl } from './judged-by-openssl.ts';
import { distributionPointName, someMunicipality } from './names.ts';
import { issueRevocationList } from './revocation-list.ts';

test(
  'openssl takes the list of a card’s own municipality, or a complete one, and no other municipality’s',
  { skip: withoutOpenssl },
  async () => {
    const now = new Date();
    const in2Days = new Date(now.getTime() + 48 * 3_600_000);
    const authority = await makeAuthority({
      purpose: 'authentication',
      generation: 1,
      now,
      keyKind: 'P-256',
    });
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const certificate = await issueCardCertificate(authority, {
      publicKey,
      serial: '4d',
      notBefore: now,
      notAfter: in2Days,
    });
    const judge = async (part: string | null, serial: string): Promise<string> => {
      const name = part && distributionPointName('authentication', { ...someMunicipality, name: part });
      const revocationList = await issueRevocationList(authority, {
        revoked: [{ serial, at: now }],
        thisUpdate: now,
        nextUpdate: in2Days,
        ...(name && { part: name }),
      });
      return verifyByOpenssl({ anchor: authority.certificate, certificate, revocationList });
    };
    assert.equal(await judge(null, '4e'), 'OK');
    assert.equal(await judge(someMunicipality.name, '4e'), 'OK');
    assert.equal(await judge(someMunicipality.name, '4d'), 'certificate revoked');
    assert.match(await judge('Minato-ku', '4e'), /Different CRL scope|unable to get certificate CRL/i);
  },
);
