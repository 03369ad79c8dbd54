import type { CategorySchema } from '../category-schema.ts';
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
        name: text('世帯主の氏名', 'Name of the head', { standard: 'GIF 個人: 氏名' }),
        is_person: flag('本人が世帯主か', 'The person is the head'),
      }),
    ),
    address: text('住所', 'Address', { maxLength: 400, standard: 'GIF 住所; OIDC Core address.formatted' }),
    resident_since_on: day('住民となった日', 'Resident since'),
    postal_code: text('郵便番号', 'Postal code', {
      pattern: '^[0-9]{7}$',
      standard: 'GIF 住所: 郵便番号; OIDC Core address.postal_code',
    }),
    municipality: group('住所地の市区町村', 'Municipality of residence', {
      code: text('市区町村コード', 'Municipality code', {
        pattern: '^[0-9]{6}$',
        standard: 'GIF 住所: 全国地方公共団体コード',
      }),
      name: text('市区町村名', 'Municipality name', {
        standard: 'GIF 住所: 市区町村; OIDC Core address.locality',
      }),
    }),
    previous_address: text('前住所', 'Previous address', {
      maxLength: 400,
      standard: 'GIF 住所',
      whenBlank: ['前住所の記載なし', 'No previous address recorded'],
    }),
    moved_here_on: day('住所を定めた日', 'Moved to this address on'),
    members_count: countOf('members', count('世帯の人数', 'Number of members')),
    members: aboutPeople(
      list('世帯員', 'Members', 30, {
        name: text('世帯員の氏名', 'Member’s name', { standard: 'GIF 個人: 氏名; OIDC Core name' }),
        name_kana: text('世帯員の氏名（カナ）', 'Member’s name in kana', {
          standard: 'OIDC Core name#ja-Kana-JP',
        }),
        birth_on: day('世帯員の生年月日', 'Member’s date of birth', { standard: 'OIDC Core birthdate' }),
        sex: oneOf(
          '世帯員の性別',
          'Member’s sex',
          {
            male: ['男', 'Male'],
            female: ['女', 'Female'],
          },
          { standard: 'OIDC Core gender' },
        ),
        relationship: text('続柄', 'Relationship to the head', { maxLength: 40, standard: 'GIF 個人: 続柄' }),
        member_since_on: day('世帯員となった日', 'Member since'),
      }),
    ),
  },
};
