import type { CategorySchema } from '../category-schema.ts';
import { relationships } from '../code-lists/relationships.ts';
import { sexes } from '../code-lists/sexes.ts';
import { itemKinds } from '../item-kinds.ts';
import { aboutPeople, countOf, indispensable } from '../other-people.ts';

const { text, day, count, flag, oneOf, group, list } = itemKinds(2);

export const household: CategorySchema = {
  type: 'object',
  title: 'Household',
  description: 'The household in the residents’ register. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    head: indispensable(
      group('世帯主', 'Head of household', {
        name: text('世帯主の氏名', 'Name of the head', {
          meaning: [
            '住民票で世帯の代表とされている人の氏名。',
            'Name of whoever stands for the household in the residents’ register.',
          ],
          standard: 'GIF 個人: 氏名',
        }),
        is_person: flag('本人が世帯主か', 'The person is the head', {
          meaning: [
            '住民票で本人自身が世帯の代表とされているか。',
            'Whether they stand for the household in the residents’ register themself.',
          ],
        }),
      }),
    ),
    address: text('住所', 'Address', {
      meaning: ['住民票にある現在の住所。', 'Present address in the residents’ register.'],
      maxLength: 400,
      standard: 'GIF 住所; OIDC Core address.formatted',
    }),
    resident_since_on: day('住民となった日', 'Resident since', {
      meaning: [
        'いまの市区町村の住民になった日。',
        'Day since when the person is a resident of this municipality.',
      ],
    }),
    postal_code: text('郵便番号', 'Postal code', {
      meaning: [
        '現在の住所の7桁の郵便番号。ハイフンなし。',
        'Seven digits of the present address, without a hyphen.',
      ],
      pattern: '^[0-9]{7}$',
      standard: 'GIF 住所: 郵便番号; OIDC Core address.postal_code',
    }),
    municipality: group('住所地の市区町村', 'Municipality of residence', {
      code: text('市区町村コード', 'Municipality code', {
        meaning: [
          '現在の市区町村を示す6桁の番号（検査数字を含む）。',
          'Six digits that name the municipality, with the check digit.',
        ],
        pattern: '^[0-9]{6}$',
        standard: 'GIF 住所: 全国地方公共団体コード',
      }),
      name: text('市区町村名', 'Municipality name', {
        meaning: ['現在の都道府県と市区町村の名称。', 'Prefecture and municipality of the present address.'],
        standard: 'GIF 住所: 市区町村; OIDC Core address.locality',
      }),
    }),
    previous_address: text('前住所', 'Previous address', {
      meaning: ['いまの市区町村に来る前の住所。', 'Address before the person came to this municipality.'],
      maxLength: 400,
      standard: 'GIF 住所',
      whenBlank: ['前住所の記載なし', 'No previous address recorded'],
    }),
    moved_here_on: day('いまの住まいに移った日', 'Moved here on', {
      meaning: [
        '現在の住所に住み始めた日。同じ市区町村の中の転居も含む。',
        'Day of moving to the present address, also within the municipality.',
      ],
    }),
    members_count: countOf(
      'members',
      count('世帯の人数', 'Number of members', {
        meaning: ['本人を含む、世帯の人の数。', 'Number of people in the household, the person included.'],
      }),
    ),
    members: aboutPeople(
      list('世帯員', 'Members', 30, {
        name: text('世帯員の氏名', 'Member’s name', {
          meaning: ['世帯の一人の氏名。本人も含まれる。', 'Name of one member; the person is among them.'],
          standard: 'GIF 個人: 氏名; OIDC Core name',
        }),
        name_kana: text('世帯員の氏名（カナ）', 'Member’s name in kana', {
          meaning: ['氏名の読みをカナで書いたもの。', 'Name as it is read, in kana.'],
          standard: 'OIDC Core name#ja-Kana-JP',
        }),
        birth_on: day('世帯員の生年月日', 'Member’s date of birth', {
          meaning: ['世帯員が生まれた日。', 'Day on which that member was born.'],
          standard: 'OIDC Core birthdate',
        }),
        sex: oneOf('世帯員の性別', 'Member’s sex', sexes, {
          meaning: ['住民票に書かれた性別。', 'Sex as it stands in the residents’ register.'],
          standard: 'OIDC Core gender',
        }),
        relationship: text('続柄', 'Relationship to the head', {
          meaning: [
            '世帯主から見た続柄。子・妻など。',
            'What the member is to the head: child, wife and so on.',
          ],
          codeList: relationships,
          maxLength: 40,
          standard: 'GIF 個人: 続柄',
        }),
        member_since_on: day('世帯員となった日', 'Member since', {
          meaning: ['その世帯に加わった日。', 'Day on which the member joined the household.'],
        }),
      }),
    ),
  },
};
