import { refusalRows } from '../refusal-row.ts';

/** What the house itself refuses, whichever room was asked for. */
export const serverRefusals = refusalRows({
  foreign_host: {
    status: 421,
    title: 'This server does not answer for that host',
    citizen: {
      ja: 'このアドレスではご利用いただけません。正しいアドレスを開いてください。',
      en: 'This service is not available at this address. Please open the correct address.',
    },
    operator: 'The Host header is not the issuer’s. A proxy that does not pass Host on, or DNS rebinding.',
    integrator: 'Call the addresses of the discovery document, unchanged.',
  },
  not_found: {
    status: 404,
    title: 'Nothing is found at this address',
    citizen: {
      ja: 'ページが見つかりません。アドレスをお確かめください。',
      en: 'This page cannot be found. Please check the address.',
    },
    operator: 'No route has this path.',
    integrator: 'Check the path against openapi.yaml.',
  },
  method_not_allowed: {
    status: 405,
    title: 'This address does not take that method',
    citizen: {
      ja: 'この操作はできません。前のページに戻ってやり直してください。',
      en: 'This cannot be done here. Please go back and try again.',
    },
    operator: 'The route exists for other methods; Allow names them.',
    integrator: 'Use a method that the Allow header names.',
  },
  request_malformed: {
    status: 400,
    oauthError: 'invalid_request',
    title: 'The request cannot be read',
    citizen: {
      ja: '送信された内容を読み取れませんでした。前のページに戻ってやり直してください。',
      en: 'What was sent could not be read. Please go back and try again.',
    },
    operator: 'Body or parameters do not have the described shape; detail names the field.',
    integrator: 'Send what openapi.yaml describes; detail names the first fault.',
  },
  request_too_large: {
    status: 413,
    title: 'The request is too large',
    citizen: {
      ja: '送信された内容が大きすぎます。',
      en: 'What was sent is too large.',
    },
    operator: 'The body is over the limit of its route.',
    integrator: 'Send a smaller body; no request of this API needs more than 64 KiB.',
  },
  media_type_not_supported: {
    status: 415,
    title: 'The body’s media type is not supported here',
    citizen: {
      ja: '送信された形式には対応していません。',
      en: 'The format that was sent is not supported.',
    },
    operator: 'Content-Type is not what the route reads.',
    integrator: 'Send the media type that openapi.yaml names for the operation.',
  },
  not_acceptable: {
    status: 406,
    title: 'The answer does not exist in the media type that was asked for',
    citizen: {
      ja: 'ご希望の形式ではお返しできません。',
      en: 'The answer is not available in that format.',
    },
    operator: 'The Accept header leaves none of the operation’s media types.',
    integrator: 'Accept one of the media types that openapi.yaml names for the operation.',
  },
  store_unavailable: {
    status: 503,
    oauthError: 'temporarily_unavailable',
    title: 'The store cannot be reached',
    citizen: {
      ja: 'ただいま処理できません。何も提供されていません。しばらくしてからやり直してください。',
      en: 'This cannot be done right now. Nothing was shared. Please try again later.',
    },
    operator: 'The database is locked, full or gone. Nothing was recorded and nothing released.',
    integrator: 'Try again after Retry-After.',
  },
  internal_error: {
    status: 500,
    oauthError: 'server_error',
    title: 'An error of ours',
    citizen: {
      ja: '内部でエラーが起きました。何も提供されていません。お問い合わせの際は下の参照番号をお伝えください。',
      en: 'Something went wrong on our side. Nothing was shared. When you contact us, quote the reference below.',
    },
    operator: 'A defect: the log line with this trace id names the error.',
    integrator: 'Report the trace id.',
  },
});
