import type { Assurance } from './authentication.ts';
import { childAllowance } from './categories/child-allowance.ts';
import { childDisabilitySupport } from './categories/child-disability-support.ts';
import { chinaReturneeSupport } from './categories/china-returnee-support.ts';
import { disabilityWelfare } from './categories/disability-welfare.ts';
import { educationSupport } from './categories/education-support.ts';
import { employmentInsurance } from './categories/employment-insurance.ts';
import { healthCheckups } from './categories/health-checkups.ts';
import { healthInsuranceCard } from './categories/health-insurance-card.ts';
import { household } from './categories/household.ts';
import { immunizations } from './categories/immunizations.ts';
import { insuranceDisclosures } from './categories/insurance-disclosures.ts';
import { insuredIdentifier } from './categories/insured-identifier.ts';
import { intractableDisease } from './categories/intractable-disease.ts';
import { longTermCare } from './categories/long-term-care.ts';
import { maternalChildHealth } from './categories/maternal-child-health.ts';
import { medicalExpenses } from './categories/medical-expenses.ts';
import { medicalInsurance } from './categories/medical-insurance.ts';
import { medicalInsuranceOther } from './categories/medical-insurance-other.ts';
import { pension } from './categories/pension.ts';
import { pensionOther } from './categories/pension-other.ts';
import { publicAssistance } from './categories/public-assistance.ts';
import { publicMoneyAccount } from './categories/public-money-account.ts';
import { schoolHealth } from './categories/school-health.ts';
import { screenings } from './categories/screenings.ts';
import { singleParentSupport } from './categories/single-parent-support.ts';
import { taxIncome } from './categories/tax-income.ts';
import { taxMedicalExpenses } from './categories/tax-medical-expenses.ts';
import { treatmentsMedications } from './categories/treatments-medications.ts';
import { workersCompensation } from './categories/workers-compensation.ts';
import type { CategorySchema } from './category-schema.ts';
import { toHeldSchema } from './held-schema.ts';
import type { CategoryName } from './identifiers.ts';
import { updateFrequencies, type UpdateFrequency } from './update-frequencies.ts';
import type { Words } from './words.ts';

/** Who keeps the records of a category. Which municipality or insurer it is depends on the person. */
export type HolderKind =
  'insurer' | 'municipality' | 'prefecture' | 'digital_agency' | 'pension_service' | 'labour_ministry';

export const holderLabels: Readonly<Record<HolderKind, Words>> = {
  insurer: { ja: '医療保険者', en: 'Health insurer' },
  municipality: { ja: '市区町村', en: 'Municipality' },
  prefecture: { ja: '都道府県', en: 'Prefecture' },
  digital_agency: { ja: 'デジタル庁', en: 'Digital Agency' },
  pension_service: { ja: '日本年金機構', en: 'Pension service' },
  labour_ministry: { ja: '厚生労働省', en: 'Labour ministry' },
};

/** One of the 29 kinds of self-information. Its name is also the OAuth scope. */
export interface Category {
  number: number;
  name: CategoryName;
  label: Words;
  holder: HolderKind;
  updateFrequency: UpdateFrequency;
  /** How old a record may be before it is `stale`. */
  freshForDays: number;
  /** How sure a login must be before anything of it is handed out: the rule stands in README.md. */
  leastAssurance: Assurance;
  /** The whole record as the holder keeps it, with the row's facts at every item. */
  schema: CategorySchema;
}

/**
 * The one table: scope, consent screen, API and description follow from a row. Where law names several holders, one
 * stands here. A login takes a card, unless the row's last member says otherwise.
 */
export const categories: readonly Category[] = [
  row(
    1,
    'health_insurance_card',
    '健康保険証',
    'Health insurance card',
    'insurer',
    'on_change',
    healthInsuranceCard,
  ),
  row(
    2,
    'treatments_medications',
    '診療・薬剤',
    'Treatments and medications',
    'insurer',
    'monthly',
    treatmentsMedications,
    'signature',
  ),
  row(3, 'medical_expenses', '医療費', 'Medical expenses', 'insurer', 'monthly', medicalExpenses),
  row(4, 'immunizations', '予防接種', 'Immunizations', 'municipality', 'monthly', immunizations),
  row(
    5,
    'health_checkups',
    '特定健診・後期高齢者健診',
    'Health checkups',
    'insurer',
    'yearly',
    healthCheckups,
  ),
  row(6, 'screenings', '検診', 'Screenings', 'municipality', 'yearly', screenings),
  row(7, 'medical_insurance', '医療保険', 'Medical insurance', 'insurer', 'on_change', medicalInsurance),
  row(
    8,
    'medical_insurance_other',
    '医療保険その他',
    'Medical insurance, other benefits',
    'insurer',
    'on_decision',
    medicalInsuranceOther,
  ),
  row(9, 'school_health', '学校保健', 'School health', 'municipality', 'on_decision', schoolHealth),
  row(
    10,
    'intractable_disease',
    '難病患者支援',
    'Support for intractable diseases',
    'prefecture',
    'on_decision',
    intractableDisease,
    'signature',
  ),
  row(
    11,
    'insured_identifier',
    '保険証の被保険者番号',
    'Insured person’s identifier',
    'insurer',
    'on_change',
    insuredIdentifier,
    'cross_device',
  ),
  row(
    12,
    'insurance_disclosures',
    '医療保険情報の提供状況',
    'Disclosures of insurance information',
    'insurer',
    'daily',
    insuranceDisclosures,
  ),
  row(13, 'tax_income', '税・所得', 'Tax and income', 'municipality', 'yearly', taxIncome),
  row(
    14,
    'tax_medical_expenses',
    '医療費（税）',
    'Medical expenses (tax)',
    'municipality',
    'yearly',
    taxMedicalExpenses,
  ),
  row(
    15,
    'public_money_account',
    '公金受取口座',
    'Account for public money',
    'digital_agency',
    'on_change',
    publicMoneyAccount,
  ),
  row(16, 'pension', '年金', 'Pension', 'pension_service', 'monthly', pension),
  row(17, 'pension_other', '年金その他', 'Pension, other', 'pension_service', 'on_decision', pensionOther),
  row(
    18,
    'child_allowance',
    '児童手当',
    'Child allowance',
    'municipality',
    'on_decision',
    childAllowance,
    'cross_device',
  ),
  row(
    19,
    'single_parent_support',
    'ひとり親家庭',
    'Support for single-parent families',
    'municipality',
    'on_decision',
    singleParentSupport,
  ),
  row(
    20,
    'maternal_child_health',
    '母子保健',
    'Maternal and child health',
    'municipality',
    'monthly',
    maternalChildHealth,
  ),
  row(
    21,
    'education_support',
    '教育・就学支援',
    'Education support',
    'prefecture',
    'on_decision',
    educationSupport,
  ),
  row(
    22,
    'child_disability_support',
    '障害児支援・小児慢性特定疾病医療',
    'Support for children with disabilities',
    'municipality',
    'on_decision',
    childDisabilitySupport,
  ),
  row(23, 'household', '世帯情報', 'Household', 'municipality', 'on_change', household),
  row(
    24,
    'disability_welfare',
    '障害保険福祉',
    'Disability and welfare',
    'municipality',
    'on_change',
    disabilityWelfare,
  ),
  row(
    25,
    'public_assistance',
    '生活保護',
    'Public assistance',
    'municipality',
    'on_decision',
    publicAssistance,
    'signature',
  ),
  row(
    26,
    'china_returnee_support',
    '中国残留邦人等支援',
    'Support for returnees from China',
    'prefecture',
    'on_decision',
    chinaReturneeSupport,
  ),
  row(
    27,
    'long_term_care',
    '介護・高齢者福祉',
    'Long-term care',
    'municipality',
    'on_decision',
    longTermCare,
  ),
  row(
    28,
    'employment_insurance',
    '雇用保険',
    'Employment insurance',
    'labour_ministry',
    'on_decision',
    employmentInsurance,
    'cross_device',
  ),
  row(
    29,
    'workers_compensation',
    '労災補償',
    'Workers’ compensation',
    'labour_ministry',
    'on_decision',
    workersCompensation,
  ),
];

const byName = new Map<string, Category>(categories.map((category) => [category.name, category]));

export function findCategory(name: string): Category | undefined {
  return byName.get(name);
}

function row(
  number: number,
  name: string,
  ja: string,
  en: string,
  holder: HolderKind,
  updateFrequency: UpdateFrequency,
  schema: CategorySchema,
  leastAssurance: Assurance = 'card',
): Category {
  return {
    number,
    name: name as CategoryName,
    label: { ja, en },
    holder,
    updateFrequency,
    freshForDays: updateFrequencies[updateFrequency].freshForDays,
    leastAssurance,
    schema: toHeldSchema(schema, { holder, updateFrequency }),
  };
}
