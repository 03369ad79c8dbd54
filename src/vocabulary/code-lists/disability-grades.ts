import { codeList } from '../code-list.ts';

export const disabilityGrades = codeList('disability-grades', {
  label: { ja: '障害等級の書き方', en: 'Grades of disability certificates' },
  source: {
    ja: '身体障害者障害程度等級表（1〜7級）、精神障害者保健福祉手帳（1〜3級）。療育手帳は自治体ごとに異なり、よくある書き方だけを載せる',
    en: 'Grade tables of the physical (1 to 7) and the mental health certificate (1 to 3); of the intellectual one, which differs by municipality, only common ways',
  },
  version: '2026-11',
  extent: 'excerpt',
  codesFrom: 'the_source',
  codes: [
    ['1級', '1級', 'Grade 1'],
    ['2級', '2級', 'Grade 2'],
    ['3級', '3級', 'Grade 3'],
    ['4級', '4級', 'Grade 4'],
    ['5級', '5級', 'Grade 5'],
    ['6級', '6級', 'Grade 6'],
    ['7級', '7級（部位別の等級だけ）', 'Grade 7 (single impairments only)'],
    ['A', 'A（重度）', 'A (severe)'],
    ['A1', 'A1（最重度）', 'A1 (most severe)'],
    ['A2', 'A2（重度）', 'A2 (severe)'],
    ['B', 'B（その他）', 'B (other)'],
    ['B1', 'B1（中度）', 'B1 (medium)'],
    ['B2', 'B2（軽度）', 'B2 (light)'],
  ],
});
