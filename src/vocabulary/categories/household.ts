import type { CategorySchema } from '../category-schema.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, count, flag, oneOf, list, group } = itemKinds(2);

export const household: CategorySchema = {
  type: 'object',
  title: 'Household',
  description: 'The household in the residents’ register. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    head: group('世帯主', 'Head of household', {
      name: text('世帯主の氏名', 'Name of the head', { standard: 'GIF 個人: 氏名' }),
      is_person: flag('本人が世帯主か', 'The person is the head'),
    }),
    address: text('住所', 'Address', { maxLength: 400, standard: 'GIF 住所; OIDC Core address.formatted' }),
    resident_since_on: day('住民となった日', 'Resident since'),
    members_count: count('世帯の人数', 'Number of members'),
    members: list('世帯員', 'Members', 30, {
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
  },
};
