import type { CodeList } from './code-list.ts';
import { accidentKinds } from './code-lists/accident-kinds.ts';
import { accountRegistrationWays } from './code-lists/account-registration-ways.ts';
import { accountTypes } from './code-lists/account-types.ts';
import { antibodyJudgements } from './code-lists/antibody-judgements.ts';
import { benefitForms } from './code-lists/benefit-forms.ts';
import { birthOrders } from './code-lists/birth-orders.ts';
import { careApplicationKinds } from './code-lists/care-application-kinds.ts';
import { careLevels } from './code-lists/care-levels.ts';
import { careServiceKinds } from './code-lists/care-service-kinds.ts';
import { cashBenefitKinds } from './code-lists/cash-benefit-kinds.ts';
import { checkupItems } from './code-lists/checkup-items.ts';
import { checkupPrograms } from './code-lists/checkup-programs.ts';
import { checkupQuestions } from './code-lists/checkup-questions.ts';
import { childAllowanceRecipientKinds } from './code-lists/child-allowance-recipient-kinds.ts';
import { childServiceKinds } from './code-lists/child-service-kinds.ts';
import { childhoodChronicDiseases } from './code-lists/childhood-chronic-diseases.ts';
import { chronicDiseaseSeverities } from './code-lists/chronic-disease-severities.ts';
import { coverageRelationships } from './code-lists/coverage-relationships.ts';
import { designatedIntractableDiseases } from './code-lists/designated-intractable-diseases.ts';
import { disabilityAllowanceKinds } from './code-lists/disability-allowance-kinds.ts';
import { disabilityCertificateKinds } from './code-lists/disability-certificate-kinds.ts';
import { disabilityGrades } from './code-lists/disability-grades.ts';
import { disabilityPensionGrades } from './code-lists/disability-pension-grades.ts';
import { disabilityServiceKinds } from './code-lists/disability-service-kinds.ts';
import { disabledChildAllowanceGrades } from './code-lists/disabled-child-allowance-grades.ts';
import { disabledChildAllowanceKinds } from './code-lists/disabled-child-allowance-kinds.ts';
import { disclosedInformation } from './code-lists/disclosed-information.ts';
import { disclosureReasons } from './code-lists/disclosure-reasons.ts';
import { diseaseSeverities } from './code-lists/disease-severities.ts';
import { educationSupportKinds } from './code-lists/education-support-kinds.ts';
import { employmentBenefitKinds } from './code-lists/employment-benefit-kinds.ts';
import { employmentInsuredKinds } from './code-lists/employment-insured-kinds.ts';
import { examinationResults } from './code-lists/examination-results.ts';
import { fareDiscountClasses } from './code-lists/fare-discount-classes.ts';
import { genders } from './code-lists/genders.ts';
import { guidanceLevels } from './code-lists/guidance-levels.ts';
import { highCostIncomeClasses } from './code-lists/high-cost-income-classes.ts';
import { immunizationDiseases } from './code-lists/immunization-diseases.ts';
import { immunizationKinds } from './code-lists/immunization-kinds.ts';
import { institutionKinds } from './code-lists/institution-kinds.ts';
import { intractableIncomeClasses } from './code-lists/intractable-income-classes.ts';
import { limitCertificateKinds } from './code-lists/limit-certificate-kinds.ts';
import { maternalCheckupKinds } from './code-lists/maternal-checkup-kinds.ts';
import { medicalActs } from './code-lists/medical-acts.ts';
import { medicalBenefitKinds } from './code-lists/medical-benefit-kinds.ts';
import { medicalExpenseKinds } from './code-lists/medical-expense-kinds.ts';
import { medicalInsuranceSchemes } from './code-lists/medical-insurance-schemes.ts';
import { medicalSupportKinds } from './code-lists/medical-support-kinds.ts';
import { medicationRoutes } from './code-lists/medication-routes.ts';
import { medicines } from './code-lists/medicines.ts';
import { metabolicSyndromeJudgements } from './code-lists/metabolic-syndrome-judgements.ts';
import { newbornTestKinds } from './code-lists/newborn-test-kinds.ts';
import { ownPaymentStages } from './code-lists/own-payment-stages.ts';
import { paymentStates } from './code-lists/payment-states.ts';
import { pensionInsuredKinds } from './code-lists/pension-insured-kinds.ts';
import { pensionKinds } from './code-lists/pension-kinds.ts';
import { pensionOtherBenefitKinds } from './code-lists/pension-other-benefit-kinds.ts';
import { pensionSchemes } from './code-lists/pension-schemes.ts';
import { pensionStates } from './code-lists/pension-states.ts';
import { premiumCollections } from './code-lists/premium-collections.ts';
import { publicAssistanceEndReasons } from './code-lists/public-assistance-end-reasons.ts';
import { publicAssistanceKinds } from './code-lists/public-assistance-kinds.ts';
import { relationships } from './code-lists/relationships.ts';
import { resultInterpretations } from './code-lists/result-interpretations.ts';
import { returneeBenefitKinds } from './code-lists/returnee-benefit-kinds.ts';
import { returneeRecipientKinds } from './code-lists/returnee-recipient-kinds.ts';
import { schoolAidKinds } from './code-lists/school-aid-kinds.ts';
import { schoolDiseases } from './code-lists/school-diseases.ts';
import { schoolKinds } from './code-lists/school-kinds.ts';
import { screeningKinds } from './code-lists/screening-kinds.ts';
import { screeningResults } from './code-lists/screening-results.ts';
import { serviceUnits } from './code-lists/service-units.ts';
import { sexes } from './code-lists/sexes.ts';
import { singleParentBenefitKinds } from './code-lists/single-parent-benefit-kinds.ts';
import { specifiedDiseases } from './code-lists/specified-diseases.ts';
import { supportLevels } from './code-lists/support-levels.ts';
import { taxCollections } from './code-lists/tax-collections.ts';
import { vaccines } from './code-lists/vaccines.ts';
import { visitKinds } from './code-lists/visit-kinds.ts';
import { workersCompensationBenefitKinds } from './code-lists/workers-compensation-benefit-kinds.ts';

/** Every list that a coded value here may be from, by name. */
export const codeLists: readonly CodeList[] = [
  accidentKinds,
  accountRegistrationWays,
  accountTypes,
  antibodyJudgements,
  benefitForms,
  birthOrders,
  careApplicationKinds,
  careLevels,
  careServiceKinds,
  cashBenefitKinds,
  checkupItems,
  checkupPrograms,
  checkupQuestions,
  childAllowanceRecipientKinds,
  childServiceKinds,
  childhoodChronicDiseases,
  chronicDiseaseSeverities,
  coverageRelationships,
  designatedIntractableDiseases,
  disabilityAllowanceKinds,
  disabilityCertificateKinds,
  disabilityGrades,
  disabilityPensionGrades,
  disabilityServiceKinds,
  disabledChildAllowanceGrades,
  disabledChildAllowanceKinds,
  disclosedInformation,
  disclosureReasons,
  diseaseSeverities,
  educationSupportKinds,
  employmentBenefitKinds,
  employmentInsuredKinds,
  examinationResults,
  fareDiscountClasses,
  genders,
  guidanceLevels,
  highCostIncomeClasses,
  immunizationDiseases,
  immunizationKinds,
  institutionKinds,
  intractableIncomeClasses,
  limitCertificateKinds,
  maternalCheckupKinds,
  medicalActs,
  medicalBenefitKinds,
  medicalExpenseKinds,
  medicalInsuranceSchemes,
  medicalSupportKinds,
  medicationRoutes,
  medicines,
  metabolicSyndromeJudgements,
  newbornTestKinds,
  ownPaymentStages,
  paymentStates,
  pensionInsuredKinds,
  pensionKinds,
  pensionOtherBenefitKinds,
  pensionSchemes,
  pensionStates,
  premiumCollections,
  publicAssistanceEndReasons,
  publicAssistanceKinds,
  relationships,
  resultInterpretations,
  returneeBenefitKinds,
  returneeRecipientKinds,
  schoolAidKinds,
  schoolDiseases,
  schoolKinds,
  screeningKinds,
  screeningResults,
  serviceUnits,
  sexes,
  singleParentBenefitKinds,
  specifiedDiseases,
  supportLevels,
  taxCollections,
  vaccines,
  visitKinds,
  workersCompensationBenefitKinds,
];

const byName = new Map<string, CodeList>(codeLists.map((list) => [list.name, list]));

export function findCodeList(name: string): CodeList | undefined {
  return byName.get(name);
}
