/**
 * Asks Web eID's browser extension for a login token: the only script of these pages, on the one page that needs it,
 * since an extension can be spoken to in no other way. Messages as the extension's published sources have them.
 */
const place = document.querySelector('[data-web-eid]');
const button = place?.querySelector('button');
/** The extension says at once that it heard us; a person then has time to find their card. */
const heardMilliseconds = 2000;
const answerMilliseconds = 180_000;

/** Words are the page's own, in its language: the script only chooses which of them is seen. */
function tell(state) {
  for (const words of place.querySelectorAll('[data-state]')) words.hidden = words.dataset.state !== state;
  button.disabled = state === 'waiting';
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    credentials: 'omit',
  });
  if (!answer.ok) throw new Fault(answer.status === 404 ? 'over' : 'refused');
  return answer.json();
}

class Fault extends Error {
  constructor(state) {
    super(state);
    this.state = state;
  }
}

/** One question to the extension. Whoever else posts messages into this page can only make the login fail. */
function askExtension(challengeNonce) {
  const action = 'web-eid:authenticate';
  return new Promise((resolve, reject) => {
    const stop = (settle, value) => {
      removeEventListener('message', hear);
      clearTimeout(unheard);
      clearTimeout(late);
      settle(value);
    };
    const hear = ({ source, origin, data }) => {
      if (source !== window || origin !== location.origin || typeof data?.action !== 'string') return;
      if (data.action === `${action}-ack`) clearTimeout(unheard);
      if (data.action === `${action}-success`) stop(resolve, data);
      if (data.action === `${action}-failure`) {
        const cancelled = /CANCELLED|TIMEOUT/.test(data.error?.code ?? '');
        stop(reject, new Fault(cancelled ? 'cancelled' : 'failed'));
      }
    };
    const unheard = setTimeout(() => stop(reject, new Fault('missing')), heardMilliseconds);
    const late = setTimeout(() => stop(reject, new Fault('cancelled')), answerMilliseconds);
    addEventListener('message', hear);
    const options = { lang: document.documentElement.lang };
    postMessage({ action, libraryVersion: '2.0.0', challengeNonce, options }, location.origin);
  });
}

async function logIn() {
  const { login } = place.dataset;
  const { nonce } = await post('/card-login/challenge', { login });
  const { unverifiedCertificate, algorithm, signature, format, appVersion } = await askExtension(nonce);
  const token = { unverifiedCertificate, algorithm, signature, format, appVersion };
  const { code } = await post('/card-login/token', { login, token });
  location.replace(`/card-login/complete?${new URLSearchParams({ login, code })}`);
}

button?.addEventListener('click', () => {
  tell('waiting');
  logIn().catch((error) => tell(error instanceof Fault ? error.state : 'refused'));
});
if (button) {
  button.hidden = false;
  tell('ready');
}
