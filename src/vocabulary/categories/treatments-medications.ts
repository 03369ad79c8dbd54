import type { CategorySchema } from '../category-schema.ts';
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
      treated_on: day('診療日', 'Treated on', { standard: 'FHIR R4 Encounter.period.start' }),
      institution: text('医療機関名', 'Institution', { standard: 'FHIR R4 Encounter.serviceProvider' }),
      visit_kind: oneOf(
        '入院・外来の別',
        'Kind of visit',
        {
          inpatient: ['入院', 'Inpatient'],
          outpatient: ['外来', 'Outpatient'],
          dental: ['歯科', 'Dental'],
        },
        { standard: 'FHIR R4 Encounter.class' },
      ),
      act: coded('診療行為', 'Medical act', 'FHIR R4 Procedure.code'),

      department: text('診療科', 'Department', { maxLength: 40 }),
      times: count('回数', 'Times'),
    }),
    medications: list('薬剤', 'Medications', 2000, {
      dispensed_on: day('調剤日', 'Dispensed on', {
        standard: 'JP Core JP_MedicationDispense: whenHandedOver',
      }),
      institution: text('薬局・医療機関名', 'Pharmacy or institution', {
        standard: 'JP Core JP_MedicationDispense: performer',
      }),
      drug: coded('医薬品', 'Medicine', 'JP Core JP_MedicationDispense: medicationCodeableConcept'),
      quantity: quantity('数量', 'Quantity', { standard: 'JP Core JP_MedicationDispense: quantity' }),
      unit: text('単位', 'Unit', { maxLength: 20 }),
      days: count('日数', 'Days of supply', { standard: 'JP Core JP_MedicationDispense: daysSupply' }),
      route: oneOf('投与の区分', 'Route', {
        oral: ['内服', 'By mouth'],
        as_needed: ['頓服', 'As needed'],
        external: ['外用', 'External use'],
        injection: ['注射', 'Injection'],
      }),
      prescriber: text('処方した医療機関名', 'Prescribing institution'),
      prescribed_on: day('処方日', 'Prescribed on'),
      usage: text('用法', 'Directions', { standard: 'FHIR R4 Dosage.text' }),
    }),
  },
};
