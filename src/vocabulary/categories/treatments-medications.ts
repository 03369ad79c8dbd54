import type { CategorySchema } from '../category-schema.ts';
import { medicalActs } from '../code-lists/medical-acts.ts';
import { medicationRoutes } from '../code-lists/medication-routes.ts';
import { medicines } from '../code-lists/medicines.ts';
import { visitKinds } from '../code-lists/visit-kinds.ts';
import { itemKinds } from '../item-kinds.ts';

const { text, day, count, quantity, oneOf, coded, list } = itemKinds(3);

export const treatmentsMedications: CategorySchema = {
  type: 'object',
  title: 'Treatments and medications',
  description:
    'Consultations and dispensed medicines, as billed to the insurer. Stand-in: not the official list of items.',
  additionalProperties: false,
  properties: {
    treatments: list('診療', 'Treatments', 1000, {
      treated_on: day('診療日', 'Treated on', {
        meaning: [
          '医療機関で診療を受けた日。請求書（レセプト）に書かれた日付。',
          'Day of the treatment as the claim to the insurer states it.',
        ],
        standard: 'FHIR R4 Encounter.period.start',
      }),
      institution: text('医療機関名', 'Institution', {
        meaning: ['診療を請求した病院・診療所の名称。', 'Hospital or clinic that billed the treatment.'],
        standard: 'FHIR R4 Encounter.serviceProvider',
      }),
      visit_kind: oneOf('入院・外来の別', 'Kind of visit', visitKinds, {
        meaning: [
          '入院・外来・歯科など、請求書の種別。',
          'Kind of claim: inpatient, outpatient, dental and so on.',
        ],
        standard: 'FHIR R4 Encounter.class',
      }),
      act: coded('診療行為', 'Medical act', medicalActs, {
        meaning: [
          '請求された診療の行為。病名は含まない。',
          'What was billed as done; it does not name the diagnosis.',
        ],
        standard: 'FHIR R4 Procedure.code',
      }),

      department: text('診療科', 'Department', {
        meaning: [
          '診療した科の名称。医療機関が書いたとおり。',
          'Department that treated, as the institution wrote it.',
        ],
        maxLength: 40,
      }),
      times: count('回数', 'Times', {
        meaning: ['その日に請求された、この行為の回数。', 'How often this act was billed on that day.'],
      }),
    }),
    medications: list('薬剤', 'Medications', 2000, {
      dispensed_on: day('調剤日', 'Dispensed on', {
        meaning: ['薬局または医療機関で薬が渡された日。', 'Day on which the medicine was handed over.'],
        standard: 'JP Core JP_MedicationDispense: whenHandedOver',
      }),
      institution: text('薬局・医療機関名', 'Pharmacy or institution', {
        meaning: [
          '薬を渡した薬局または医療機関の名称。',
          'Pharmacy or institution that handed the medicine over.',
        ],
        standard: 'JP Core JP_MedicationDispense: performer',
      }),
      drug: coded('医薬品', 'Medicine', medicines, {
        meaning: [
          '渡された医薬品。商品名と規格を含む。',
          'The medicine that was handed over, with its brand and strength.',
        ],
        standard: 'JP Core JP_MedicationDispense: medicationCodeableConcept',
      }),
      quantity: quantity('数量', 'Quantity', {
        meaning: [
          '調剤された総量。単位は「単位」の項目による。',
          'Total amount dispensed, in the unit of the item beside it.',
        ],
        standard: 'JP Core JP_MedicationDispense: quantity',
      }),
      unit: text('単位', 'Unit', {
        meaning: ['数量の単位。錠・包・mLなど。', 'Unit of the quantity: tablets, packets, mL and so on.'],
        maxLength: 20,
      }),
      days: count('日数', 'Days of supply', {
        meaning: [
          '何日分の薬か。頓服では回数。',
          'For how many days it was dispensed; for medicine as needed, how many times.',
        ],
        standard: 'JP Core JP_MedicationDispense: daysSupply',
      }),
      route: oneOf('投与の区分', 'Route', medicationRoutes, {
        meaning: [
          '内服・頓服・外用・注射のどれとして出されたか。',
          'Whether it is taken by mouth, as needed, externally or injected.',
        ],
      }),
      prescriber: text('処方した医療機関名', 'Prescribing institution', {
        meaning: ['処方箋を出した病院・診療所の名称。', 'Hospital or clinic that wrote the prescription.'],
      }),
      prescribed_on: day('処方日', 'Prescribed on', {
        meaning: [
          '処方箋が出された日。調剤日より前のことがある。',
          'Day of the prescription; it may be before the day of dispensing.',
        ],
      }),
      usage: text('用法', 'Directions', {
        meaning: [
          '1日に何回、いつ使うかの指示。処方に書かれたとおり。',
          'How often and when to take it, as the prescription says.',
        ],
        standard: 'FHIR R4 Dosage.text',
      }),
    }),
  },
};
