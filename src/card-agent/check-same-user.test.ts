import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import type { Refusal } from '../vocabulary/refusals.ts';
import { checkSameUser } from './check-same-user.ts';
import { loginId, setStage, type Stage } from './rehearsal/stage.ts';

const linux = existsSync('/proc/net/tcp');
/** Only root can play somebody else. */
const skipOther = !(linux && process.getuid?.() === 0) && 'needs Linux and root, to play another user';
const nobody = 65534;

let stage: Stage;
before(async () => {
  stage = await setStage(process.env);
  await stage.insert({});
});
after(() => stage.close());

test(
  'another user of this machine gets no page and no form, whatever headers they imitate',
  { skip: skipOther },
  async () => {
    const path = `/login?${new URLSearchParams({ site: stage.site.origin, login: loginId })}`;
    const program = `
    const { request } = require('node:http');
    request(${JSON.stringify(stage.agent.origin + path)}, { headers: {
      'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' } },
      (response) => { response.setEncoding('utf8'); let body = '';
        response.on('data', (part) => (body += part));
        response.on('end', () => console.log(response.statusCode, body)); }).end();`;
    const asOther = { uid: nobody, gid: nobody, cwd: '/', env: { PATH: process.env['PATH'] } };
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], asOther);
    assert.match(stdout, /^403 /);
    assert.doesNotMatch(stdout, /form_token/);
  },
);

test('the owner of a connection’s other end is told apart', { skip: !linux && 'needs Linux' }, async () => {
  const server = createServer((socket) => socket.resume());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { connect } = await import('node:net');
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const client = connect(server.address() as { port: number });
  const socket = await accepted;
  const uid = process.getuid?.() ?? 0;
  checkSameUser(socket, uid);
  assert.throws(
    () => checkSameUser(socket, uid + 1),
    (error: Refusal) => error.reason === 'agent_caller_not_ours',
  );
  // A connection that the table does not know is nobody's.
  const unknown = { remotePort: 1, localPort: 1 } as Socket;
  assert.throws(() => checkSameUser(unknown, uid), /agent_caller_not_ours/);
  client.destroy();
  socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});
