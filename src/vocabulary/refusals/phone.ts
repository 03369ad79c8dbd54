import { refusalRows } from '../refusal-row.ts';

/** Why a phone did not log anyone in at another device. The phone shows the citizen's words beside the number's field. */
export const phoneRefusals = refusalRows({
  phone_code_unreadable: {
    status: 400,
    title: 'This is not a code for logging in',
    citizen: {
      ja: 'ログイン用のQRコードではありません。パソコンの画面に表示されている、マイナンバーカードのログイン用QRコードを読み取ってください。',
      en: 'This is not a QR code for logging in. Please scan the one that the login page shows on your computer.',
    },
    operator: 'The text is not <origin>/card-login/scan#<code>, character by character.',
    integrator: 'Show the QR code as /card-login/phone/<login> makes it.',
  },
  phone_code_unknown: {
    status: 404,
    title: 'This code was never shown, or another one took its place',
    citizen: {
      ja: 'このQRコードは使えません。パソコンの画面に、新しいQRコードが表示されていないか確かめてください。',
      en: 'This QR code cannot be used. Please look whether your computer shows a newer one.',
    },
    operator: 'No login shows this code now: it was replaced, its login is over, or it was made up.',
    integrator: 'Read the code that is on the screen now.',
  },
  phone_code_expired: {
    status: 410,
    title: 'This code is older than a minute',
    citizen: {
      ja: 'QRコードの有効時間（1分）が過ぎました。パソコンの画面で「新しいQRコードを表示する」を押してください。',
      en: 'This QR code is older than a minute. Please press “Show a new QR code” on your computer.',
    },
    operator: 'A code lives one minute. Many of these: codes are sent to people who are somewhere else.',
    integrator: 'Read the code within a minute, or have a new one shown.',
  },
  phone_code_used: {
    status: 409,
    title: 'Another phone has read this code already',
    citizen: {
      ja: 'このQRコードは、すでに別のスマートフォンで読み取られていました。安全のため、このログインを中止しました。周りから画面が見えないことを確かめて、はじめからやり直してください。',
      en: 'Another phone had read this QR code already. For your safety this login was ended. Please make sure that nobody else sees your screen, and start again.',
    },
    operator:
      'Two phones read one code: somebody else sees that screen. The login is ended, whichever of the two was the right one.',
    integrator: 'Send the code once; a scan whose answer was lost needs a new code and a new login.',
  },
  phone_scan_unknown: {
    status: 404,
    title: 'This scan is over, was replaced, or was answered already',
    citizen: {
      ja: '確認に時間がかかりすぎたか、パソコンの画面で新しいQRコードが表示されました。新しいQRコードを読み取ってください。',
      en: 'This took too long, or your computer shows a new QR code by now. Please scan the new one.',
    },
    operator: 'Two minutes went by since the scan, a new code was shown, or the phone answered twice.',
    integrator: 'Answer a scan once, within two minutes.',
  },
  phone_number_wrong: {
    status: 403,
    title: 'The number on the phone is not the one on the screen',
    citizen: {
      ja: '入力した数字が、パソコンの画面の数字と違います。別の人のQRコードを読み取ったおそれがあるため、このログインを中止しました。自分の画面のQRコードだけを読み取ってください。',
      en: 'The number is not the one beside the QR code. You may have scanned somebody else’s code, so this login was ended. Please scan only the code on your own screen.',
    },
    operator:
      'One try: the login that the code belongs to is ended. Many of these: somebody puts codes of their own in front of people.',
    integrator:
      'The person types the number from the page that shows the code; it is never sent to the phone.',
  },
  phone_login_ended: {
    status: 403,
    title: 'A login by phone was ended for safety',
    citizen: {
      ja: '安全のため、このログインを中止しました。スマートフォンに入力された数字が画面の数字と違ったか、QRコードが別のスマートフォンでも読み取られました。もとの画面に戻って、はじめからやり直してください。',
      en: 'For your safety this login was ended: the number typed on the phone was not the one on this screen, or a second phone read the QR code. Please go back to where you came from and start again.',
    },
    operator:
      'The page of a login that was ended: by a wrong number, a second scanner, or a failed completion.',
    integrator: 'Start a new login.',
  },
});
